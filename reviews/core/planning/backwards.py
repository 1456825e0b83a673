"""Plans made backwards: from the day of publication to what has to be done, and begun, by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from reviews.core.planning.lags import World, earlier, later, slowest
from reviews.core.planning.steps import Key, Step, in_order


@dataclass(frozen=True, slots=True)
class Due:
    """By when a step must be reached at the latest, and begun, for the goal to be kept.

    `need` is the step for which; `slack` the days between the earliest day on which it can be reached
    and the last; less than nothing means that it no longer fits. `agency` is the one whose calendar
    and lead time decide.
    """

    key: Key
    by: date
    begin: date
    soonest: date
    need: Key | None = None
    agency: str = ""

    @property
    def slack(self) -> int:
        """Days to spare."""
        return (self.by - self.soonest).days

    @property
    def fits(self) -> bool:
        """Whether it can still be done in time."""
        return self.slack >= 0


def back_from(
    steps: Iterable[Step], goal: Key, on: date, *, today: date, world: World,
) -> dict[Key, Due]:
    """What must be done by when for `goal` to be reached `on` that day, in the order of the plan.

    Only steps that the goal waits for are named, each on a working day; what is met is left out.
    """
    order = in_order(steps)
    soonest = _soonest(order, today, world)
    by: dict[Key, tuple[date, Key | None]] = {goal: (on, None)}
    for step in reversed(order):
        if step.key not in by or step.met is not None:
            continue
        for wait in step.waits:
            last = world.house.at_or_before(earlier(by[step.key][0], wait.lag, world))
            if wait.on not in by or last < by[wait.on][0]:
                by[wait.on] = last, step.key
    return {
        step.key: _due(step, by[step.key], soonest, by, world)
        for step in order if step.key in by and step.met is None
    }


def _due(
    step: Step, last: tuple[date, Key | None], soonest: dict[Key, date],
    by: dict[Key, tuple[date, Key | None]], world: World,
) -> Due:
    day, need = last
    begins = [(earlier(day, wait.lag, world), wait) for wait in step.waits if wait.on in by]
    begin, agency = day, ""
    if begins:
        begin, wait = min(begins, key=lambda found: found[0])
        agency = slowest(begin, wait.lag, world)
    return Due(step.key, day, begin, soonest[step.key], need, agency)


def _soonest(order: Iterable[Step], today: date, world: World) -> dict[Key, date]:
    """The earliest day for each step when everything begins today and nothing is late."""
    found: dict[Key, date] = {}
    for step in order:
        held = [later(found[wait.on], wait.lag, world) for wait in step.waits if wait.on in found]
        found[step.key] = step.met or max([today, *held])
    return found


def earliest_end(steps: Iterable[Step], goal: Key, *, today: date, world: World) -> date:
    """The first day on which the goal can be reached at all."""
    return _soonest(in_order(steps), today, world)[goal]


def shortfall(dues: Iterable[Due]) -> timedelta:
    """By how much the plan is too long for its goal; nothing when it fits."""
    return timedelta(days=max((-due.slack for due in dues), default=0)) if dues else timedelta()
