"""Reminders of dates to who can still act, by the clock or by a person; and the coordinators' digest."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from backend.accounts.models import Membership, Person
from backend.errors import Missing
from backend.events import services as events
from backend.notices import kinds
from backend.notices import services as notices
from documents import selectors as documents_selectors
from documents.models import Document, DocumentRole, Participation, Role, VersionState
from reviews import selectors, work
from reviews.core import lifecycle
from reviews.core.dates import local_and_utc
from reviews.core.planning import nearing
from reviews.models import Comment, Milestone, MilestoneKind, Visibility
from reviews.planning import digests

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from backend.notices.models import Notice

NEAR, ASKED, DIGEST = "reviews.milestone_near", "reviews.reminded", "reviews.digest"
RELEASED = (Visibility.DOCUMENT, Visibility.PUBLIC, Visibility.EDITORS)


def remind_by_clock() -> int:
    """Tell of dates that come near, and on Mondays send the digests; each once, however often it is asked."""
    now = timezone.now()
    told = sum(_tell_of(step, now.date()) for step in _nearing(now.date()))
    return told + (_send_digests(now) if now.weekday() == 0 else 0)


def _nearing(today: date) -> QuerySet[Milestone]:
    """Steps whose last day comes near. Steps of a round are left to the round's own reminders."""
    last = today + timedelta(days=max(nearing.LADDER))
    rows = Milestone.objects.filter(met_on=None, cancelled_at=None, to_on__range=(today, last), round=None)
    return rows.select_related("document")


def _tell_of(step: Milestone, today: date) -> int:
    rung = nearing.rung(step.to_on, today)
    if rung is None:
        return 0
    with transaction.atomic():
        told = [
            notices.tell(
                person=person, kind=NEAR, document=step.document_id, data={"milestone": step.pk},
                dedupe_key=f"near:{step.pk}:{step.to_on}:{rung}",
            )
            for person in who_can_act(step)
        ]
    return sum(notice is not None for notice in told)


def who_can_act(step: Milestone) -> QuerySet[Person]:
    """Those by whose work the step can still be met; nobody when nothing is left to do for it."""
    if step.kind == MilestoneKind.ROUND:
        return _silent_reviewers(step.document)
    if step.kind == MilestoneKind.DECISIONS and not _open_comments(step.document_id).exists():
        return Person.objects.none()
    editors = {MilestoneKind.VERSION, MilestoneKind.DECISIONS, MilestoneKind.FREEZE}
    roles = [Role.EDITOR] if step.kind in editors else [Role.COORDINATOR]
    return _with_role(step.document, *roles)


def _open_comments(document: int) -> QuerySet[Comment]:
    return Comment.objects.filter(
        document=document, visibility__in=RELEASED, state__in=lifecycle.open_states(),
    )


def _with_role(document: Document, *roles: str) -> QuerySet[Person]:
    rows = DocumentRole.objects.filter(document=document, role__in=roles, ended_at=None)
    return Person.objects.filter(pk__in=rows.values("person"), is_active=True).order_by("pk")


def _silent_reviewers(document: Document) -> QuerySet[Person]:
    """Reviewers and members of agencies that take part who have said nothing of the newest version."""
    latest = document.versions.filter(state=VersionState.ISSUED).order_by("-number").first()
    if latest is None:
        return Person.objects.none()
    agencies = Participation.objects.filter(document=document, ended_at=None).values("agency")
    members = Membership.objects.filter(agency__in=agencies, ended_at=None).values("person")
    reviewers = DocumentRole.objects.filter(document=document, role=Role.REVIEWER, ended_at=None)
    asked = Person.objects.filter(
        Q(pk__in=members) | Q(pk__in=reviewers.values("person")), is_active=True,
    )
    spoken = Comment.objects.filter(version=latest, author=OuterRef("pk"))
    return asked.filter(~Exists(spoken)).order_by("pk")


def _send_digests(now: datetime) -> int:
    week = f"{now.isocalendar().year}-{now.isocalendar().week}"
    coordinators = DocumentRole.objects.filter(role=Role.COORDINATOR, ended_at=None).values("person")
    told = 0
    people = Person.objects.filter(pk__in=coordinators, is_active=True)
    waiting = people.exclude(notices__dedupe_key=f"digest:{week}")
    for person in waiting.order_by("pk"):
        if not digests.digest_of(person, now=now).is_empty:
            with transaction.atomic():
                told += notices.tell(
                    person=person, kind=DIGEST, data={}, dedupe_key=f"digest:{week}",
                ) is not None
    return told


def remind(*, document: Document, key: str, by: Person) -> int:
    """Remind those for whom the person waits; once a day. Returns how many were told.

    Raises `Missing` when the person waits for no such thing.
    """
    found = next((each for each in work.waiting_of(by, document) if each.key == key), None)
    if found is None:
        raise Missing
    today = timezone.now().date()
    with transaction.atomic():
        told = [
            notices.tell(
                person=person, kind=ASKED, document=document, data={"key": key, "by": by.pk},
                dedupe_key=f"reminded:{document.pk}:{key}:{by.pk}:{today}",
            )
            for person in Person.objects.filter(pk__in=found.people, is_active=True).order_by("pk")
        ]
        count = sum(notice is not None for notice in told)
        if count:
            events.record(
                verb="reviews.reminder.sent", actor=by, target=document, document=document,
                data={"key": key, "people": count},
            )
    return count


def _near(person: Person, notice: Notice) -> kinds.Told | None:
    steps = selectors.milestones_visible_to(person).filter(met_on=None).select_related("document")
    step = steps.filter(pk=notice.data.get("milestone")).first()
    if step is None:
        return None
    until = step.words
    if step.due_at is not None:
        local, utc = local_and_utc(step.due_at, person.time_zone)
        until = f"{local:%-d %B %Y %H:%M} {local.tzname()} ({utc:%-d %B %H:%M} UTC)"
    return kinds.Told(
        f"{step.document.name}: “{step.title}” is due {until}", _left_to_do(person, step), _path(step),
    )


def _left_to_do(person: Person, step: Milestone) -> str:
    if step.kind not in {MilestoneKind.DECISIONS, MilestoneKind.FREEZE}:
        return ""
    count = selectors.comments_visible_to(person).filter(
        document=step.document_id, visibility__in=RELEASED, state__in=lifecycle.open_states(),
    ).count()
    return f"{count} comment{'' if count == 1 else 's'} wait for an answer." if count else ""


def _path(step: Milestone) -> str:
    return f"{reverse('reviews:plan', args=[step.document.slug])}#m-{step.uid}"


def _asked(person: Person, notice: Notice) -> kinds.Told | None:
    rows = documents_selectors.documents_visible_to(person)
    document = rows.filter(pk=notice.document_id or 0).first()
    by = Person.objects.filter(pk=notice.data.get("by")).first()
    if document is None or by is None:
        return None
    tasks = [task for task in work.work_of(person) if task.document.pk == document.pk]
    text = "\n".join(task.text for task in tasks[:5])
    return kinds.Told(f"{by.name} waits for you in {document.name}", text, reverse("reviews:work"))


def _digest(person: Person, notice: Notice) -> kinds.Told | None:  # noqa: ARG001 - kinds have one shape
    found = digests.digest_of(person, now=timezone.now())
    if found.is_empty:
        return None
    return kinds.Told(found.title, found.text, reverse("reviews:plans"))


KINDS = (
    kinds.Kind(NEAR, "A date comes near for which I can still do something", _near),
    kinds.Kind(ASKED, "Somebody waits for me", _asked),
    kinds.Kind(DIGEST, "On Mondays: what is late or at risk in documents that I coordinate", _digest),
)
