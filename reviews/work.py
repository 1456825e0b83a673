"""My work: what waits for a person, until when; one line for each thing to do, most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from documents import selectors as documents_selectors
from documents.models import Document, Version, VersionState
from reviews import rules, selectors
from reviews.core import lifecycle
from reviews.models import Comment, CommentState, Milestone, MilestoneKind, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from backend.accounts.models import Person
    from reviews.rules import Standing

FAR = date.max


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: a sentence that begins with a verb, where to do it, how many, and until when."""

    text: str
    document: Document
    url: str
    count: int = 0
    deadline: Milestone | None = None
    is_overdue: bool = False

    @property
    def due_at(self) -> datetime | None:
        """The moment of the deadline, where it has one."""
        return self.deadline.due_at if self.deadline else None


def work_of(person: Person) -> list[Task]:
    """What waits for the person in all their documents."""
    documents = documents_selectors.documents_visible_to(person).order_by("title", "id")
    tasks = [task for document in documents for task in _work_in(person, document)]
    return sorted(tasks, key=_urgency)


def _urgency(task: Task) -> tuple[bool, date, str]:
    return (not task.is_overdue, task.deadline.to_on if task.deadline else FAR, task.text)


def _work_in(person: Person, document: Document) -> Iterator[Task]:
    standing = rules.standing(person, document)
    plan = _Plan(document)
    latest = _latest(document)
    if standing.steers:
        yield from _of_editors(person, document, plan, latest)
    if "coordinator" in standing.roles:
        yield from _of_coordinators(document, plan)
    if standing.comments:
        yield from _of_reviewers(person, document, standing, plan, latest)
    elif latest:
        yield Task(f"Read version {latest.number}", document, _reader(latest), deadline=plan.of())


def _latest(document: Document) -> Version | None:
    issued = document.versions.filter(state=VersionState.ISSUED).select_related("document")
    return issued.order_by("-number").first()


class _Plan:
    """The open steps of a document, read once."""

    def __init__(self, document: Document) -> None:
        steps = document.milestones.filter(met_on=None, cancelled_at=None)
        self.steps = list(steps.order_by("to_on", "due_at", "id"))
        self.late = set(selectors.overdue(steps, now=timezone.now()).values_list("pk", flat=True))

    def of(self, *kinds: str) -> Milestone | None:
        """The next step of these kinds; of any kind when none is named."""
        return next((step for step in self.steps if not kinds or step.kind in kinds), None)

    def is_late(self, step: Milestone | None) -> bool:
        """Whether the step is overdue."""
        return step is not None and step.pk in self.late


def _task(text: str, document: Document, url: str, plan: _Plan, *, kind: str = "", count: int = 0) -> Task:
    deadline = plan.of(kind) if kind else plan.of()
    return Task(text, document, url, count, deadline, is_overdue=plan.is_late(deadline))


def _of_editors(
    person: Person, document: Document, plan: _Plan, latest: Version | None,
) -> Iterator[Task]:
    address = reverse("reviews:register", args=[document.slug])
    waiting = document.versions.exclude(state=VersionState.ISSUED).order_by("-number").first()
    if waiting:
        unreadable = waiting.state == VersionState.UNREADABLE
        verb = "Upload again: could not read" if unreadable else "Check and issue"
        url = reverse("documents:report", args=[document.slug, waiting.number])
        yield _task(f"{verb} version {waiting.number}", document, url, plan, kind=MilestoneKind.VERSION)
    visible = selectors.comments_visible_to(person).filter(document=document)
    released = visible.filter(visibility=Visibility.DOCUMENT, state__in=lifecycle.open_states()).count()
    if released:
        text, url = f"Decide {released} comment{_s(released)}", f"{address}?state=open"
        yield _task(text, document, url, plan, kind=MilestoneKind.DECISIONS, count=released)
    unsure = selectors.to_confirm(person, latest).count() if latest else 0
    if latest and unsure:
        url = reverse("reviews:unplaced", args=[document.slug, latest.number])
        text = f"Confirm where {unsure} comment{_s(unsure)} belong{'s' if unsure == 1 else ''}"
        yield _task(text, document, url, plan, kind=MilestoneKind.DECISIONS, count=unsure)


def _of_coordinators(document: Document, plan: _Plan) -> Iterator[Task]:
    address = reverse("reviews:plan", args=[document.slug])
    for step in plan.steps:
        if plan.is_late(step):
            yield Task(f"Meet or move “{step.title}”", document, address, deadline=step, is_overdue=True)


def _of_reviewers(
    person: Person, document: Document, standing: Standing, plan: _Plan, latest: Version | None,
) -> Iterator[Task]:
    visible = selectors.comments_visible_to(person).filter(document=document)
    address = reverse("reviews:register", args=[document.slug])
    yield from _to_release(visible, document, standing, plan, address)
    mine = visible.filter(author=person)
    drafts = mine.filter(state__in=[CommentState.DRAFT, CommentState.RETURNED]).count()
    if drafts:
        text = f"Finish {drafts} draft comment{_s(drafts)}"
        url = f"{address}?mine=1&state=draft"
        yield _task(text, document, url, plan, kind=MilestoneKind.ROUND, count=drafts)
    if latest and not standing.steers and not mine.filter(version=latest).exists():
        text = f"Review version {latest.number}"
        yield _task(text, document, _reader(latest), plan, kind=MilestoneKind.ROUND)


def _to_release(
    visible: QuerySet[Comment], document: Document, standing: Standing, plan: _Plan, address: str,
) -> Iterator[Task]:
    """One line for each agency that the person speaks for and whose comments wait for release."""
    for agency in standing.speaks_for:
        count = visible.filter(agency=agency, state=CommentState.SUBMITTED).count()
        if count and agency.pk in standing.focal:
            text = f"Release {count} comment{_s(count)} of {agency.code}"
            url = f"{address}?agency={agency.code}&state=submitted"
            yield _task(text, document, url, plan, kind=MilestoneKind.ROUND, count=count)


def _reader(version: Version) -> str:
    return reverse("documents:version", args=[version.document.slug, version.number])


def _s(count: int) -> str:
    return "" if count == 1 else "s"
