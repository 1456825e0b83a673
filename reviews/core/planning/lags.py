"""Lags between steps: days, working days, weeks, months; and what agencies need on top of them."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from reviews.core.planning.workdays import Calendar

Unit = Literal["days", "working_days", "weeks", "months"]
UNITS: tuple[Unit, ...] = ("days", "working_days", "weeks", "months")


@dataclass(frozen=True, slots=True)
class Lag:
    """How long after another step. A negative amount is a lead: so long before it.

    `by_agencies`: the time is given to agencies. Working days are counted in each one's own calendar,
    and each needs its lead time afterwards; the slowest decides.
    """

    amount: int = 0
    unit: Unit = "days"
    by_agencies: bool = False

    def __str__(self) -> str:
        unit = self.unit.replace("_", " ")
        return f"{self.amount} {unit.removesuffix('s') if abs(self.amount) == 1 else unit}"


@dataclass(frozen=True, slots=True)
class World:
    """The calendars that a plan reckons with: the house's own, and those of the agencies that take part."""

    house: Calendar = field(default_factory=Calendar)
    agencies: tuple[Calendar, ...] = ()


def later(day: date, lag: Lag, world: World) -> date:
    """The day that is `lag` after `day`. A later day never gives an earlier one."""
    if not lag.by_agencies or not world.agencies:
        return _plain(day, lag, world.house)
    return max(_of_agency(day, lag, calendar) for calendar in world.agencies)


def slowest(day: date, lag: Lag, world: World) -> str:
    """The name of the agency that decides when the time is over; nothing when none does."""
    if not lag.by_agencies or not world.agencies:
        return ""
    return max(world.agencies, key=lambda calendar: _of_agency(day, lag, calendar)).name


def earlier(day: date, lag: Lag, world: World) -> date:
    """The last day that `lag` still brings to `day` or before: the other way round of `later`."""
    reach = timedelta(days=_reach(lag, world))
    low, high = day - reach, day + reach
    while low < high:
        middle = low + timedelta(days=((high - low).days + 1) // 2)
        if later(middle, lag, world) <= day:
            low = middle
        else:
            high = middle - timedelta(days=1)
    return low


def _of_agency(day: date, lag: Lag, calendar: Calendar) -> date:
    return calendar.move(_plain(day, lag, calendar), calendar.lead_days)


def _plain(day: date, lag: Lag, calendar: Calendar) -> date:
    if lag.unit == "working_days":
        return calendar.move(day, lag.amount)
    if lag.unit == "months":
        return add_months(day, lag.amount)
    return day + timedelta(days=lag.amount * (7 if lag.unit == "weeks" else 1))


def add_months(day: date, count: int) -> date:
    """The same day of another month, or the last one of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _reach(lag: Lag, world: World) -> int:
    """Days within which the answer of `earlier` lies for certain."""
    by_unit = {"days": 1, "working_days": 2, "weeks": 7, "months": 31}[lag.unit]
    lead = max((calendar.lead_days for calendar in _calendars(world)), default=0)
    closed = max((len(calendar.closed) for calendar in _calendars(world)), default=0)
    return abs(lag.amount) * by_unit + 2 * lead + closed + 10


def _calendars(world: World) -> Iterable[Calendar]:
    return (world.house, *world.agencies)
