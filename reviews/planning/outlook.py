"""When the steps of plans will come as things stand: plans read as the core reckons with them.

A forecast counts everything that a step waits for, also in documents that the reader does not see;
only dates come of those, never a title.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from documents.models import Document
from reviews.core import forecast
from reviews.core.planning.lags import Lag, Unit
from reviews.core.planning.steps import Circular, Outlook, Step, Wait, in_order, reckon
from reviews.models import Dependency, Fact, Milestone, Round
from reviews.planning.paces import Progress, progress_of
from reviews.services.plans import worlds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.db.models import QuerySet

    from reviews.core.planning.lags import World

#: Plans hang on plans; beyond so many hops a chain is not followed any further.
HOPS = 6
#: Stands for "no end in sight" while a range is reckoned.
NEVER = date(9000, 1, 1)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """When a step will come: the likely day and the range around it; no `high` where no end is in sight."""

    outlook: Outlook
    low: date
    high: date | None

    @property
    def is_late(self) -> bool:
        """Whether it will come after its plan."""
        return self.outlook.late > 0

    @property
    def is_sure(self) -> bool:
        """Whether there is nothing to be said of a range."""
        return self.low == self.outlook.on == self.high


class Tie(NamedTuple):
    """A dependency as it is reckoned with: plans of a whole house have thousands, too many for models."""

    pk: int
    milestone_id: int
    on_id: int
    amount: int
    unit: Unit
    by_agencies: bool
    is_exact: bool

    @property
    def lag(self) -> Lag:
        """How long after the other step."""
        return Lag(self.amount, self.unit, self.by_agencies)


@dataclass
class Book:
    """Steps of plans that hang together, with what they wait for, the calendars and the paces."""

    today: date
    steps: dict[int, Milestone] = field(default_factory=dict)
    waits: dict[int, list[Tie]] = field(default_factory=dict)
    progress: dict[int, Progress] = field(default_factory=dict)

    @cached_property
    def world(self) -> World:
        """The calendars of all agencies that take part."""
        return worlds.world_of({step.document_id: step.document for step in self.steps.values()}.values())

    def core_steps(self, expected: Mapping[int, date | None] | None = None) -> list[Step]:
        """The steps as the core reckons with them; `expected` instead of what the paces say."""
        wanted = self.expected if expected is None else expected
        return [
            Step(
                key, step.to_on, step.met_on, step.expected_on or wanted.get(key),
                tuple(Wait(row.on_id, row.lag, row.is_exact) for row in self.waits.get(key, ())),
            )
            for key, step in self.steps.items()
        ]

    @cached_property
    def ready(self) -> dict[int, forecast.Ready]:
        """What the pace of decisions says of steps that stand for all comments decided."""
        found = {}
        for key, step in self.steps.items():
            if step.fact == Fact.DECIDED and step.is_open and (how := self.progress.get(step.document_id)):
                open_now = how.open_in_round.get(step.round_id, 0) if step.round_id else how.open
                if how.pace is not None:
                    found[key] = forecast.ready(open_now, how.pace, today=self.today)
        return found

    @cached_property
    def expected(self) -> dict[int, date | None]:
        """The likely days by pace; steps without an end in sight have none."""
        return {key: found.on for key, found in self.ready.items()}

    @cached_property
    def foreseen(self) -> dict[int, Foreseen]:
        """When each step will come, with its range."""
        return {key: self.foreseen_of(key) for key in self._reckoned[1]}

    def foreseen_of(self, key: int) -> Foreseen:
        """When one step will come, with its range: of many plans few are shown."""
        low, middle, high = (outlooks[key] for outlooks in self._reckoned)
        return Foreseen(middle, low.on, high.on if high.on < NEVER else None)

    @cached_property
    def _reckoned(self) -> tuple[dict[int, Outlook], dict[int, Outlook], dict[int, Outlook]]:
        """The early, the likely and the late outlook of all steps."""
        middle = self._outlook(self.expected)
        if not self.ready:
            return middle, middle, middle
        low = self._outlook({key: found.low for key, found in self.ready.items()}, middle)
        high = self._outlook({key: found.high or NEVER for key, found in self.ready.items()}, middle)
        return low, middle, high

    @cached_property
    def _ordered(self) -> list[Step]:
        steps = self.core_steps({})
        try:
            return in_order(steps)
        except Circular:  # none is let in; a plan that has one is still shown, each step by itself
            return [Step(step.key, step.planned, step.met, step.expected) for step in steps]

    def _outlook(
        self, expected: Mapping[int, date | None], known: Mapping[int, Outlook] | None = None,
    ) -> dict[int, Outlook]:
        """Of all steps; of those that no pace reaches it is `known`."""
        steps = [
            replace(step, expected=step.expected or expected[step.key]) if step.key in expected else step
            for step in self._ordered if known is None or step.key in self._moved_by_pace
        ]
        return reckon(steps, today=self.today, world=self.world, known=known)

    @cached_property
    def _moved_by_pace(self) -> set[int]:
        """The steps that stand for decisions, and all that wait for them."""
        found = set(self.ready)
        for step in self._ordered:
            if any(wait.on in found for wait in step.waits):
                found.add(step.key)
        return found

    def dependents(self, key: int) -> list[int]:
        """The steps that wait for this one, near ones first."""
        held: defaultdict[int, list[int]] = defaultdict(list)
        for step, rows in self.waits.items():
            for row in rows:
                held[row.on_id].append(step)
        found: list[int] = []
        ways = [key]
        while ways:
            more = [each for each in held[ways.pop(0)] if each not in found and each != key]
            found += more
            ways += more
        return found


#: What outlooks and their pictures read of a step.
READ = (
    "uid", "document_id", "title", "kind", "words", "due_at", "zone", "from_on", "to_on", "first_words",
    "first_to_on", "expected_on", "fact", "round_id", "met_on", "cancelled_at",
)


def book_of(
    documents: Iterable[Document], *, today: date, with_paces: bool = True, ahead: bool = False,
) -> Book:
    """The plans of these documents and all that hangs together with them, in few queries.

    With `ahead` only what is still to come, and what that waits for.
    """
    book = Book(today)
    known = {document.pk: document for document in documents}
    steps = Milestone.objects.filter(document__in=list(known), cancelled_at=None)
    _read(book, steps.filter(met_on=None).only(*READ) if ahead else steps, known)
    fresh = set(book.steps)
    for _ in range(HOPS):
        if not fresh:
            break
        fresh = _widen(book, fresh, known, ahead=ahead)
    if with_paces:
        wanting = {
            step.document_id for step in book.steps.values() if step.fact == Fact.DECIDED and step.is_open
        }
        book.progress = progress_of(wanting, today=today)
    return book


def _read(book: Book, steps: QuerySet[Milestone], documents: dict[int, Document]) -> None:
    """Take steps in; documents and rounds are read once, however many steps have them."""
    found = list(steps.order_by("pk"))
    missing = {step.document_id for step in found} - set(documents)
    documents |= Document.objects.in_bulk(missing) if missing else {}
    rounds = Round.objects.in_bulk({step.round_id for step in found if step.round_id})
    for step in found:
        step.document = documents[step.document_id]
        step.round = rounds.get(step.round_id) if step.round_id else None
        book.steps[step.pk] = step


def _widen(
    book: Book, fresh: Collection[int], documents: dict[int, Document], *, ahead: bool,
) -> set[int]:
    """Read what the newly read steps wait for and what waits for them; returns the steps that are new.

    `ahead` follows nothing from steps that were met, and reads of those no more than is needed.
    """
    known = set(book.steps)
    rows = list(_ties(fresh, ahead=ahead))
    for row in rows:
        ways = book.waits.setdefault(row.milestone_id, [])
        if all(row.pk != each.pk for each in ways):
            ways.append(row)
    missing = {row.milestone_id for row in rows} | {row.on_id for row in rows}
    if missing - known:
        steps = Milestone.objects.filter(pk__in=missing - known, cancelled_at=None)
        _read(book, steps.only(*READ) if ahead else steps, documents)
    return {key for key, step in book.steps.items() if key not in known and not (ahead and step.met_on)}


def _ties(fresh: Collection[int], *, ahead: bool) -> Iterable[Tie]:
    """Dependencies that touch these steps. Many ids would not fit into one statement: then all are read."""
    rows = Dependency.objects.order_by("id")
    if ahead:
        rows = rows.filter(milestone__met_on=None)
    if len(fresh) <= 400:
        touched = list(fresh)
        rows = (rows.filter(milestone__in=touched) | rows.filter(on__in=touched)).distinct()
    ties = map(Tie._make, rows.values_list(*Tie._fields))
    return [tie for tie in ties if tie.milestone_id in fresh or tie.on_id in fresh]
