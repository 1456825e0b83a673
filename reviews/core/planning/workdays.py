"""Working days: weekends, holidays and closures of one agency, or of nobody in particular."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKEND = frozenset({5, 6})
ONE = timedelta(days=1)
#: No calendar is closed longer than this; it keeps a careless one from being searched for ever.
LONGEST_CLOSURE = 400


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which nobody works, both included; a yearly one comes again each year."""

    from_on: date
    to_on: date
    name: str = ""
    is_yearly: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """Who works when. `lead_days` are the working days that an agency needs to make one answer of many."""

    name: str = ""
    closed: Mapping[date, str] = field(default_factory=dict)
    weekend: frozenset[int] = WEEKEND
    lead_days: int = 0

    def is_working(self, day: date) -> bool:
        """Whether people work on that day."""
        return day.weekday() not in self.weekend and day not in self.closed

    def move(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, before it when negative; `day` itself for none."""
        step = ONE if count > 0 else -ONE
        for _ in range(abs(count)):
            day = self._next(day + step, step)
        return day

    def at_or_before(self, day: date) -> date:
        """The day itself where it is a working day, else the last one before it."""
        return self._next(day, -ONE)

    def _next(self, day: date, step: timedelta) -> date:
        for _ in range(LONGEST_CLOSURE):
            if self.is_working(day):
                return day
            day += step
        return day

    def working_between(self, first: date, last: date) -> int:
        """How many working days lie in `first`..`last`, both included."""
        days = (last - first).days + 1
        return sum(self.is_working(first + timedelta(days=n)) for n in range(max(days, 0)))

    def closures_between(self, first: date, last: date) -> tuple[str, ...]:
        """Names of the closures that take working days from `first`..`last`, in order, each once."""
        names = [
            name for day, name in sorted(self.closed.items())
            if first <= day <= last and day.weekday() not in self.weekend
        ]
        return tuple(dict.fromkeys(names))


def calendar(
    name: str, closures: Iterable[Closure], *, years: range, lead_days: int = 0,
    weekend: frozenset[int] = WEEKEND,
) -> Calendar:
    """A calendar with the closures of these years written out."""
    closed: dict[date, str] = {}
    for closure in closures:
        for first in _occurrences(closure, years):
            length = (closure.to_on - closure.from_on).days
            closed |= {first + timedelta(days=n): closure.name for n in range(length + 1)}
    return Calendar(name, closed, weekend, lead_days)


def _occurrences(closure: Closure, years: range) -> list[date]:
    if not closure.is_yearly:
        return [closure.from_on]
    return [_in_year(closure.from_on, year) for year in years]


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 2, 28)
