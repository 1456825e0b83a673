"""Plans across documents: where each stands, its next step, what is foreseen for it and how late."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from documents import selectors as documents_selectors
from reviews.core.pictures import timeline as timelines
from reviews.models import Milestone, MilestoneKind
from reviews.planning import outlook, paces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend.accounts.models import Person
    from documents.models import Document
    from reviews.planning.outlook import Book, Foreseen

#: Steps that a document shows on the common line of time, and how many documents one picture takes.
SHOWN, MOST = 6, 8


@dataclass(frozen=True, slots=True)
class Line:
    """A document on the dashboard. `goal` is its publication, or the last step of its plan.

    `steps` are those still to come, in the order of their dates.
    """

    document: Document
    next: Milestone | None
    is_overdue: bool
    goal: Milestone | None
    foreseen: Foreseen | None
    open: int
    total: int
    steps: tuple[Milestone, ...]

    @property
    def late(self) -> int:
        """Days by which the goal is foreseen after its plan."""
        return max(self.foreseen.outlook.late, 0) if self.foreseen else 0

    @property
    def slip(self) -> int:
        """Days between the first plan of the goal and what is foreseen now."""
        if self.goal is None or self.foreseen is None:
            return 0
        return max((self.foreseen.outlook.on - self.goal.first_to_on).days, 0)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All lines, the latest ones first, and the plans that they were reckoned from."""

    lines: tuple[Line, ...]
    book: Book


def dashboard_of(person: Person) -> Dashboard:
    """The documents that the person sees, in a number of queries that does not grow with them."""
    now = timezone.now()
    documents = list(documents_selectors.documents_visible_to(person).order_by("title", "id"))
    book = outlook.book_of(documents, today=now.date(), ahead=True)
    known = {key: (found.open, found.total) for key, found in book.progress.items()}
    counts = known | paces.counts_of([one.pk for one in documents if one.pk not in known])
    steps: defaultdict[int, list[Milestone]] = defaultdict(list)
    for step in sorted(book.steps.values(), key=lambda step: (step.to_on, step.pk)):
        if step.is_open:
            steps[step.document_id].append(step)
    nothing = (0, 0)
    lines = [
        _line(document, steps[document.pk], book, counts.get(document.pk, nothing)) for document in documents
    ]
    return Dashboard(tuple(sorted(lines, key=_urgency)), book)


def _line(document: Document, to_come: Sequence[Milestone], book: Book, counts: tuple[int, int]) -> Line:
    goals = [step for step in to_come if step.kind == MilestoneKind.PUBLICATION] or to_come
    goal = goals[-1] if goals else None
    following = to_come[0] if to_come else None
    return Line(
        document, following, following is not None and following.to_on < book.today, goal,
        book.foreseen_of(goal.pk) if goal else None, counts[0], counts[1], tuple(to_come),
    )


def _urgency(line: Line) -> tuple[bool, int, bool, str]:
    return (not line.is_overdue, -line.late, line.goal is None, line.document.title)


def timeline_of(found: Dashboard, lines: Sequence[Line]) -> timelines.Timeline | None:
    """A common line of time of these documents: the steps still to come, and the last that was met."""
    shown = [line for line in lines[:MOST] if line.goal]
    met = _last_met([line.document.pk for line in shown])
    groups = [_group(line, found.book, met.get(line.document.pk)) for line in shown]
    return timelines.timeline(groups, today=found.book.today) if groups else None


def _last_met(documents: Sequence[int]) -> dict[int, Milestone]:
    """The step of each document that was met and stood last in its plan."""
    rows = Milestone.objects.filter(document__in=documents, cancelled_at=None).exclude(met_on=None)
    return {step.document_id: step for step in rows.order_by("to_on", "id")}


def _group(line: Line, book: Book, met: Milestone | None) -> timelines.Group:
    address = f"/documents/{line.document.slug}/plan/"
    items = [_item(step, book, f"{address}#m-{step.uid}") for step in line.steps[:SHOWN]]
    if met is not None:
        items.insert(0, _met(met, f"{address}#m-{met.uid}"))
    return timelines.Group(line.document.name, tuple(items), address)


def _met(step: Milestone, url: str) -> timelines.Item:
    return timelines.Item(
        step.pk, step.title, step.from_on, step.to_on, step.first_to_on, "met", step.met_on, url=url,
    )


def _item(step: Milestone, book: Book, url: str) -> timelines.Item:
    foreseen = book.foreseen_of(step.pk)
    state: timelines.State = "late" if step.to_on < book.today else "open"
    return timelines.Item(
        step.pk, step.title, step.from_on, step.to_on, step.first_to_on, state, step.met_on,
        foreseen.outlook.on, foreseen.low, foreseen.high,
        tuple(row.on_id for row in book.waits.get(step.pk, ())), url,
    )
