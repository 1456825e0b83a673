"""Milestones, publications, people and agencies, as things that can be found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from backend.accounts import selectors as accounts
from backend.accounts.models import Agency, Membership, Person
from backend.accounts.selectors import Viewer
from backend.events.models import Event
from documents import selectors as documents
from documents.models import Publication
from reviews import selectors as reviews
from reviews.models import Milestone
from search import scopes
from search.core.highlight import best, snippet
from search.core.items import Item
from search.core.query import Leaf
from search.core.results import Hit
from search.found import Found
from search.registry import Rows, register, targets


def _milestone_item(row: Milestone) -> Item:
    return Item(
        id=f"milestone:{row.pk}", kind="milestone", document=row.document_id,
        scope=scopes.of_document(row.document_id), title=row.title, text=row.words,
        date=_noon(row.to_on), type=row.kind, status="met" if row.met_on else "planned",
    )


def _milestone_found(row: Milestone, hit: Hit, leaves: Sequence[Leaf]) -> Found:
    state = f"met on {row.met_on:%-d %B %Y}" if row.met_on else row.words
    return Found(
        kind="milestone", document=row.document, place=f"{row.get_kind_display()} · {state}",
        fragments=snippet(row.title, leaves), at=row.due_at, full=hit.full,
        url=f"{reverse('reviews:plan', args=[row.document.slug])}#m-{row.uid}",
    )


def _milestones(person: Viewer) -> QuerySet[Milestone]:
    return reviews.milestones_visible_to(person).select_related("document")


register(Rows(
    kind="milestone", label="Milestones", verbs=("reviews.milestone.",), changed=targets("reviews.milestone"),
    rows=Milestone.objects.all, item=_milestone_item, visible=_milestones, found=_milestone_found,
))


def _publication_item(row: Publication) -> Item | None:
    if row.withdrawn_at is not None:
        return None
    return Item(
        id=f"publication:{row.pk}", kind="publication", document=row.document_id, scope=scopes.EVERYBODY,
        title=f"{row.title} {row.subtitle}".strip(), text=f"{row.summary}\n{row.citation}".strip(),
        date=int(row.published_at.timestamp()),
    )


def _publication_found(row: Publication, hit: Hit, leaves: Sequence[Leaf]) -> Found:
    return Found(
        kind="publication", document=None, place=row.title, at=row.published_at, full=hit.full,
        fragments=snippet(best([row.title, row.summary, row.subtitle, row.citation], leaves), leaves),
        url=reverse("documents:publication", args=[row.slug]),
    )


def _publications(person: Viewer) -> QuerySet[Publication]:
    shown = documents.publications_visible()
    return shown if person.is_authenticated else shown.none()


register(Rows(
    kind="publication", label="Publications", verbs=("documents.version.published", "documents.publication."),
    changed=targets("documents.publication"), rows=Publication.objects.all, item=_publication_item,
    visible=_publications, found=_publication_found,
))


def _people() -> QuerySet[Person]:
    current = Membership.objects.filter(ended_at=None).select_related("agency")
    return Person.objects.prefetch_related(Prefetch("memberships", current, to_attr="found_memberships"))


def _person_item(row: Any) -> Item:
    agencies = [membership.agency for membership in row.found_memberships]
    keys = [scopes.PEOPLE, scopes.of_self(row.pk), *(scopes.of_members(agency.pk) for agency in agencies)]
    return Item(
        id=f"person:{row.pk}", kind="person", document=0, scope=" ".join(keys), title=row.name, text="",
        author=str(row.pk),
    )


def _person_found(row: Person, hit: Hit, leaves: Sequence[Leaf]) -> Found:
    return Found(
        kind="person", document=None, place="", fragments=snippet(row.name, leaves), at=None, full=hit.full,
        url=f"{reverse('search:search')}?q=by:%22{row.name}%22",
    )


def _changed_people(events: Sequence[Event]) -> Collection[int]:
    said = (event.data.get("person") for event in events)
    return {*targets("accounts.person")(events)} | {each for each in said if isinstance(each, int)}


register(Rows(
    kind="person", label="People", verbs=("accounts.person.", "accounts.membership."),
    changed=_changed_people, rows=_people, item=_person_item, visible=accounts.people_visible_to,
    found=_person_found, document="",
))


def _agency_item(row: Agency) -> Item:
    return Item(
        id=f"agency:{row.pk}", kind="agency", document=0, scope=scopes.EVERYBODY,
        title=f"{row.code} {row.name}", text="", agency=row.code, type=row.kind,
    )


def _agency_found(row: Agency, hit: Hit, leaves: Sequence[Leaf]) -> Found:
    return Found(
        kind="agency", document=None, place=row.get_kind_display(), agency=row, at=None, full=hit.full,
        fragments=snippet(f"{row.name} ({row.code})", leaves), url=reverse("accounts:agencies"),
    )


register(Rows(
    kind="agency", label="Agencies", verbs=("accounts.agency.",), changed=targets("accounts.agency"),
    rows=Agency.objects.all, item=_agency_item, visible=accounts.agencies_visible_to, found=_agency_found,
    document="",
))


def _noon(day: date) -> int:
    return int(datetime.combine(day, time(12), UTC).timestamp())
