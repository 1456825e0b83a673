"""A line of time: days to places, and the marks on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

YEAR, QUARTER, MONTH = 12, 3, 1


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the line of time."""

    x: float
    label: str
    is_year: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Days `first`..`last` between the places `left` and `right`."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """The place of a day; days outside lie at the ends."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(self.left + min(max(share, 0), 1) * (self.right - self.left), 1)

    def ticks(self) -> list[Tick]:
        """Months, quarters or years, whichever gives marks that can be read."""
        months = (self.last - self.first).days / 30
        every = MONTH if months <= 15 else QUARTER if months <= 45 else YEAR
        return [
            Tick(self.x(day), _label(day, every), day.month == 1)
            for day in _months(self.first, self.last) if (day.month - 1) % every == 0
        ]


def _months(first: date, last: date) -> list[date]:
    month = first.replace(day=1)
    found = []
    while month <= last:
        if month >= first:
            found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def _label(day: date, every: int) -> str:
    if every == YEAR:
        return str(day.year)
    name = f"Q{day.month // 3 + 1}" if every == QUARTER else f"{day:%b}"
    return f"{name} {day.year}" if day.month == 1 else name


def nice_steps(most: int, count: int = 4) -> list[int]:
    """About `count` round numbers from 0 to `most` or a little more."""
    if most <= 0:
        return [0, 1]
    rough = most / count
    size = 10 ** (len(str(int(rough))) - 1) if rough >= 1 else 1
    step = next((size * factor for factor in (1, 2, 5, 10) if size * factor >= rough), size)
    return list(range(0, most + step, step))
