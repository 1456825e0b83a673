"""Telling reviewers what a new version did about their comments."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from backend.accounts.models import Person
from backend.notices import kinds
from backend.notices import services as notices
from documents import selectors as documents
from documents.models import Version
from reviews import cards
from reviews.models import CommentState, FollowedPassage
from reviews.proving import answered, proofs
from reviews.selectors import meetings
from reviews.services.workshops import passages

if TYPE_CHECKING:
    from backend.notices.models import Notice

SAID = "reviews.said"
CHANGED = "reviews.changed_for_me"
LOST = "reviews.finding_lost"


#: News that is older is none: whoever comes so late reads it on the site.
FRESH = timedelta(days=7)


def tell_of(version: Version) -> None:
    """Tell everyone whose comments a version answers, or whose passages it changes; once a version."""
    if version.issued_at is None or timezone.now() - version.issued_at > FRESH:
        return
    comments = version.document.comments.filter(version__number__lt=version.number)
    step = proofs.step_to(version, comments.exclude(state=CommentState.WITHDRAWN))
    if step is None:
        return
    answered_to, touched = set(), _followers(step)
    for pk, comment in step.comments.items():
        if comment.author_id is None:
            continue
        if comment.state in {CommentState.DECIDED, CommentState.CLOSED}:
            answered_to.add(comment.author_id)
        elif step.evidence[pk].outcome != "unchanged":
            touched.add(comment.author_id)
    for person in Person.objects.filter(is_active=True, pk__in=answered_to | touched):
        if documents.versions_visible_to(person).filter(pk=version.pk).exists():
            _tell(SAID if person.pk in answered_to else CHANGED, person, version)


def _followers(step: proofs.Step) -> set[int]:
    """Who follows a passage that changed."""
    changed = {block.lineage for row in step.rows if row.number for block in (*row.old, *row.new)}
    rows = FollowedPassage.objects.filter(document=step.newer.document_id).values_list("person", "lineage")
    return {person for person, lineage in rows if lineage in changed}


def tell_of_lost(version: Version) -> None:
    """Tell who steers the document that words which reflect findings are gone."""
    if version.issued_at is None or timezone.now() - version.issued_at > FRESH:
        return
    if passages.lost_with(version):
        for person in passages.steering(version.document):
            _tell(LOST, person, version)


def _tell(kind: str, person: Person, version: Version) -> None:
    notices.tell(
        person=person, kind=kind, document=version.document_id, data={"version": version.pk},
        dedupe_key=f"{kind}:{version.pk}",
    )


def _said(person: Person, notice: Notice) -> kinds.Told | None:
    version = _visible(person, notice)
    found = answered.answers(person, version) if version else None
    if version is None or found is None or not found.answered:
        return None
    changed = sum(each.evidence.outcome != "unchanged" for each in found.answered)
    lines = [
        f"{each.comment.register_number}: {cards.LABELS[each.comment.disposition].lower()}. "
        f"{each.comment.response}".strip()
        for each in found.answered
    ]
    count = len(found.answered)
    return kinds.Told(
        f"{version}: {count} of your comments {'is' if count == 1 else 'are'} answered",
        f"The text changed for {changed} of them.\n\n" + "\n".join(lines),
        reverse("reviews:said", args=[version.document.slug, version.number]),
    )


def _changed(person: Person, notice: Notice) -> kinds.Told | None:
    version = _visible(person, notice)
    found = answered.changed_for(person, version)[0] if version else []
    if version is None or not found:
        return None
    passages = "1 passage" if len(found) == 1 else f"{len(found)} passages"
    return kinds.Told(
        f"{version} changes {passages} that you commented or follow",
        path=reverse("reviews:for_me", args=[version.document.slug, version.number]),
    )


def _lost(person: Person, notice: Notice) -> kinds.Told | None:
    version = _visible(person, notice)
    if version is None:
        return None
    seen = meetings.assignments_visible_to(person)
    gone = [one for one in passages.lost_with(version) if seen.filter(pk=one.assignment_id).exists()]
    if not gone:
        return None
    codes = ", ".join(dict.fromkeys(one.assignment.finding.code for one in gone))
    return kinds.Told(
        f"{version} lost words that reflect {codes}",
        "\n".join(f"{one.assignment.finding.code}: “{one.quote[:200]}”" for one in gone),
        reverse("reviews:coverage", args=[version.document.slug]) + "?kind=all",
    )


def _visible(person: Person, notice: Notice) -> Version | None:
    rows = documents.versions_visible_to(person).select_related("document__owner")
    return rows.filter(pk=notice.data.get("version")).first()


KINDS = (
    kinds.Kind(SAID, "A new version answers my comments", _said),
    kinds.Kind(LOST, "A new version loses words that reflect a finding", _lost),
    kinds.Kind(CHANGED, "A new version changes passages that I commented or follow", _changed),
)
