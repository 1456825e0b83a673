"""A document's plan as it is read: each step with its outlook, and what the pace of decisions says of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Min
from django.utils import timezone

from documents.models import VersionState
from reviews import selectors
from reviews.core import forecast, lifecycle
from reviews.core.pictures import burndown as burndowns
from reviews.core.pictures import heat as heats
from reviews.core.pictures import timeline as timelines
from reviews.models import Fact, Milestone, MilestoneChange, MilestoneKind
from reviews.planning import outlook, paces
from reviews.services.plans import facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from backend.accounts.models import Person
    from documents.models import Document, Version
    from reviews.planning.outlook import Book, Foreseen, Tie

#: Days shown of the past of comments.
BACK = 150


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a step waits for: a step that the reader sees, or only its day."""

    row: Tie
    uid: UUID
    title: str
    lag: str
    on: date
    is_seen: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step with all that its line shows."""

    milestone: Milestone
    foreseen: Foreseen
    state: timelines.State
    waits: tuple[Waiting, ...]
    pushed_by: str
    fact: str
    changes: tuple[MilestoneChange, ...]
    last_to_undo: MilestoneChange | None

    @property
    def slipped(self) -> bool:
        """Whether it is planned for another day than at first."""
        return self.milestone.first_to_on != self.milestone.to_on

    @property
    def is_foreseen_elsewhere(self) -> bool:
        """Whether the forecast says another day than the plan."""
        return self.state != "met" and self.foreseen.outlook.late != 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a document, as one person sees it."""

    document: Document
    rows: tuple[StepRow, ...]
    removed: tuple[Milestone, ...]
    book: Book
    seen: frozenset[int]


def plan_of(person: Person, document: Document) -> Plan:
    """The document's plan with outlooks and history, in a number of queries that the steps do not change."""
    return plans_of(person, [document])[0]


def plans_of(person: Person, documents: Sequence[Document]) -> list[Plan]:
    """The plans of these documents, reckoned together; the queries do not grow with them either."""
    now = timezone.now()
    keys = [document.pk for document in documents]
    book = outlook.book_of(documents, today=now.date())
    book.progress |= paces.progress_of(set(keys) - set(book.progress), today=book.today)
    visible = selectors.all_milestones_visible_to(person)
    seen = frozenset(visible.filter(pk__in=list(book.steps)).values_list("pk", flat=True))
    mine = visible.filter(document__in=keys)
    late = frozenset(selectors.overdue(mine, now=now).values_list("pk", flat=True))
    removed: defaultdict[int, list[Milestone]] = defaultdict(list)
    for step in mine.exclude(cancelled_at=None).order_by("-cancelled_at"):
        removed[step.document_id].append(step)
    history = _history(keys)
    return [
        Plan(
            document, tuple(
                _row(step, book, seen, history[step.pk], is_overdue=step.pk in late)
                for step in _in_time(document, book)
            ),
            tuple(removed[document.pk]), book, seen,
        )
        for document in documents
    ]


def _in_time(document: Document, book: Book) -> list[Milestone]:
    return sorted(
        (step for step in book.steps.values() if step.document_id == document.pk),
        key=lambda step: (step.to_on, step.due_at or datetime.max.replace(tzinfo=UTC), step.pk),
    )


def _history(documents: Iterable[int]) -> defaultdict[int, list[MilestoneChange]]:
    found: defaultdict[int, list[MilestoneChange]] = defaultdict(list)
    rows = MilestoneChange.objects.filter(milestone__document__in=list(documents)).select_related(
        "by", "milestone",
    )
    for change in rows.order_by("id"):
        found[change.milestone_id].append(change)
    return found


def _row(
    step: Milestone, book: Book, seen: frozenset[int], changes: list[MilestoneChange], *, is_overdue: bool,
) -> StepRow:
    foreseen = book.foreseen[step.pk]
    of = foreseen.outlook.of
    last = changes[-1] if changes and changes[-1].by_id else None
    return StepRow(
        step, foreseen, "met" if step.met_on else "late" if is_overdue else "open",
        tuple(_waiting(row, step, book, seen) for row in book.waits.get(step.pk, ())
              if row.milestone_id == step.pk and row.on_id in book.steps),
        name_of(book.steps[of], step.document_id, seen) if of in book.steps else "",
        facts.in_words(step) if step.fact else "", tuple(changes), last,
    )


def _waiting(row: Tie, step: Milestone, book: Book, seen: frozenset[int]) -> Waiting:
    on = book.steps[row.on_id]
    lag = row.lag
    words = "after"
    if lag.amount:
        words = f"{lag} after" if lag.amount > 0 else f"{replace(lag, amount=-lag.amount)} before"
    return Waiting(
        row, on.uid, name_of(on, step.document_id, seen), words, book.foreseen[on.pk].outlook.on,
        on.pk in seen,
    )


def name_of(step: Milestone, beside: int, seen: frozenset[int]) -> str:
    """A step's name beside those of a document; nothing is told of what the reader does not see."""
    if step.pk not in seen:
        return "a step of another document"
    return step.title if step.document_id == beside else f"{step.document.name}: {step.title}"


def timeline_of(plans: Iterable[Plan], *, titles: bool = False) -> timelines.Timeline:
    """The plans as a line of time, with what they wait for in other documents that the person sees."""
    groups = []
    today = timezone.now().date()
    for plan in plans:
        today = plan.book.today
        groups.append(timelines.Group(
            plan.document.name if titles else "", tuple(_item(row) for row in plan.rows),
            f"/documents/{plan.document.slug}/plan/",
        ))
        groups += [] if titles else _neighbours(plan)
    return timelines.timeline(groups, today=today)


def _item(row: StepRow) -> timelines.Item:
    step = row.milestone
    return timelines.Item(
        step.pk, step.title, step.from_on, step.to_on, step.first_to_on, row.state, step.met_on,
        None if step.met_on else row.foreseen.outlook.on, row.foreseen.low, row.foreseen.high,
        tuple(wait.row.on_id for wait in row.waits), f"#m-{step.uid}",
    )


def _neighbours(plan: Plan) -> list[timelines.Group]:
    """Steps of other documents that wait for this plan, or hold it back; only those that are seen."""
    mine = {row.milestone.pk for row in plan.rows}
    beside = {wait.row.on_id for row in plan.rows for wait in row.waits} - mine
    beside |= {
        key for key, rows in plan.book.waits.items() if any(row.on_id in mine for row in rows)
    } - mine
    found: defaultdict[int, list[Milestone]] = defaultdict(list)
    for key in sorted(beside & plan.seen, key=lambda key: plan.book.steps[key].to_on):
        found[plan.book.steps[key].document_id].append(plan.book.steps[key])
    return [
        timelines.Group(
            steps[0].document.name, tuple(_neighbour(step, plan.book) for step in steps),
            f"/documents/{steps[0].document.slug}/plan/",
        )
        for steps in found.values()
    ]


def _neighbour(step: Milestone, book: Book) -> timelines.Item:
    foreseen = book.foreseen[step.pk]
    return timelines.Item(
        step.pk, step.title, step.from_on, step.to_on, step.first_to_on, "met" if step.met_on else "open",
        step.met_on, None if step.met_on else foreseen.outlook.on, foreseen.low, foreseen.high,
        tuple(row.on_id for row in book.waits.get(step.pk, ())),
        f"/documents/{step.document.slug}/plan/#m-{step.uid}",
    )


@dataclass(frozen=True, slots=True)
class Pacing:
    """What the pace of decisions says: how many are open at the freeze, when all are decided."""

    progress: paces.Progress
    ready: forecast.Ready | None
    freeze: Milestone | None
    at_freeze: forecast.Left | None
    goal: Milestone | None  # the step that stands for all decided
    late: int
    falls_on: tuple[tuple[str, int], ...]  # names of late steps that wait for it, and by how many days


def pacing_of(plan: Plan) -> Pacing | None:
    """What is to be said of the pace; nothing while there are no comments."""
    document, book = plan.document, plan.book
    progress = book.progress.get(document.pk)
    if progress is None or not progress.total:
        return None
    steps = [row.milestone for row in plan.rows if row.milestone.is_open]
    freeze = next((step for step in steps if step.kind == MilestoneKind.FREEZE), None)
    goal = next((step for step in steps if step.fact == Fact.DECIDED), None)
    ready: forecast.Ready | None = None
    at_freeze: forecast.Left | None = None
    if progress.pace and progress.open:
        ready = forecast.ready(progress.open, progress.pace, today=book.today)
        limit = freeze or goal
        if limit is not None:
            at_freeze = forecast.left(progress.open, progress.pace, today=book.today, on=limit.to_on)
    late = (ready.on - goal.to_on).days if ready and ready.on and goal else 0
    return Pacing(progress, ready, freeze or goal, at_freeze, goal, late, _falls_on(goal, plan))


def _falls_on(goal: Milestone | None, plan: Plan) -> tuple[tuple[str, int], ...]:
    if goal is None:
        return ()
    late = [(key, plan.book.foreseen[key].outlook) for key in plan.book.dependents(goal.pk)]
    return tuple(
        (name_of(plan.book.steps[key], plan.document.pk, plan.seen), found.late)
        for key, found in late if found.late > 0 and found.because == "waits"
    )


def burndown_of(plan: Plan) -> burndowns.Burndown | None:
    """The document's comments day by day, with the forecast; nothing while there are none."""
    days = _days(plan.document.pk, plan.book.today)
    if not days:
        return None
    progress = plan.book.progress[plan.document.pk]
    limits = [
        (row.milestone.to_on, row.milestone.title) for row in plan.rows
        if row.milestone.is_open and row.milestone.kind in {MilestoneKind.FREEZE, MilestoneKind.DECISIONS}
        and abs((row.milestone.to_on - plan.book.today).days) < BACK
    ]
    return burndowns.burndown(days, today=plan.book.today, pace=progress.pace, limits=limits)


def _days(document: int, today: date) -> list[burndowns.Day]:
    """Each day from the first comment, or from `BACK` days ago, to today."""
    rows = paces.counted_in([document]).filter(submitted_at__isnull=False)
    begin = rows.aggregate(first=Min("submitted_at"))["first"]
    if begin is None:
        return []
    first = max(begin.date(), today - timedelta(days=BACK))
    by_day = rows.order_by().annotate(day=paces.UtcDay("submitted_at"))
    came: dict[date, int] = dict(by_day.values_list("day").annotate(Count("id")))
    tomorrow = today + timedelta(days=1)
    begin_on = min(first, begin.date())
    done = {day: count for _, day, count in paces.net_decided([document], begin_on, tomorrow)}
    return _added_up(came, done, begin_on, first, today)


def _added_up(
    came: dict[date, int], done: dict[date, int], begin: date, first: date, today: date,
) -> list[burndowns.Day]:
    total = still_open = 0
    days = []
    for day in (begin + timedelta(days=n) for n in range((today - begin).days + 1)):
        total += came.get(day, 0)
        still_open += came.get(day, 0) - done.get(day, 0)
        if day >= first:
            days.append(burndowns.Day(day, max(still_open, 0), total))
    return days


#: Sections and agencies of a map; what is beyond is counted in a last line.
MOST = 40


def progress_map(person: Person, document: Document) -> heats.Heat | None:
    """How many of the comments that the person sees are decided, by agency and newest chapter."""
    version = document.versions.filter(state=VersionState.ISSUED).order_by("-number").first()
    if version is None:
        return None
    chapters = _chapters(version)
    counts: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    rows = selectors.placements_visible_to(person, version).filter(comment__visibility__in=paces.RELEASED)
    placed = rows.exclude(comment__state="withdrawn").values_list(
        "start_block", "comment__agency__code", "comment__state",
    )
    for block, code, state in placed:
        cell = counts[code or "No agency", chapters.get(block, "Whole document")]
        cell[0] += state not in lifecycle.open_states()
        cell[1] += 1
    if not counts:
        return None
    columns = [*dict.fromkeys(chapters.values()), "Whole document"]
    shares = {key: heats.Share(*found) for key, found in counts.items()}
    agencies = sorted({agency for agency, _ in counts}, key=lambda code: (code == "No agency", code))
    shown = [column for column in columns if any(place == column for _, place in counts)]
    return heats.heat(shares, rows=agencies[:MOST], columns=shown[:MOST])


def _chapters(version: Version) -> dict[str, str]:
    """The chapter of each block: its nearest heading of the first level."""
    found: dict[str, str] = {}
    chapter = ""
    top = version.blocks.filter(kind="heading").aggregate(top=Min("level"))["top"]
    for key, kind, level, number, text in version.blocks.order_by("ordinal").values_list(
        "key", "kind", "level", "number", "text",
    ):
        if kind == "heading" and level == top:
            chapter = f"{number} {text}".strip()
        found[key] = chapter or "Before the first chapter"
    return found
