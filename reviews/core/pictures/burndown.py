"""Comments that are still open, day by day, with the forecast behind today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reviews.core import forecast
from reviews.core.pictures.axes import Axis, Tick, nice_steps

WIDTH, HEIGHT = 720.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 16.0, 14.0, 34.0


@dataclass(frozen=True, slots=True)
class Day:
    """How many comments there were at the end of a day, and how many of them were open."""

    on: date
    open: int
    total: int


@dataclass(frozen=True, slots=True)
class Limit:
    """A step on the line of time."""

    x: float
    label: str
    is_left: bool  # its words stand before the line


@dataclass(frozen=True, slots=True)
class Burndown:
    """All that is drawn: polylines as points, and the table behind them."""

    width: float
    height: float
    left: float
    right: float
    base: float
    open_line: str
    total_line: str
    likely_line: str
    fan: str
    today: float
    ticks: tuple[Tick, ...]
    levels: tuple[tuple[float, int], ...]
    limits: tuple[Limit, ...]
    rows: tuple[Day, ...]
    ahead: tuple[forecast.Left, ...]


def burndown(
    days: Sequence[Day], *, today: date, pace: forecast.Pace | None, limits: Sequence[tuple[date, str]] = (),
) -> Burndown:
    """The picture of these days, oldest first; the forecast reaches to the last limit or to the end."""
    still_open = days[-1].open if days else 0
    ahead = _ahead(still_open, pace, today, [day for day, _ in limits])
    first = days[0].on if days else today
    last = max([today + timedelta(days=14), *(each.on for each in ahead), *(day for day, _ in limits)])
    axis = Axis(first, last, LEFT, WIDTH - RIGHT)
    levels = nice_steps(max([day.total for day in days], default=0))
    base = HEIGHT - BOTTOM

    def y(count: float) -> float:
        return round(base - count / levels[-1] * (base - TOP), 1)

    def points(pairs: Sequence[tuple[date, float]]) -> str:
        return " ".join(f"{axis.x(day)},{y(count)}" for day, count in pairs)

    fan = [(each.on, each.low) for each in ahead] + [(each.on, each.high) for each in reversed(ahead)]
    return Burndown(
        WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, base,
        points([(day.on, day.open) for day in days]), points([(day.on, day.total) for day in days]),
        points([(each.on, each.open) for each in ahead]), points(fan), axis.x(today), tuple(axis.ticks()),
        tuple((y(level), level) for level in levels),
        tuple(_limit(axis.x(day), label) for day, label in limits), tuple(_some(days)), tuple(ahead),
    )


def _limit(x: float, label: str) -> Limit:
    return Limit(x, label, is_left=x + len(label) * 7 > WIDTH - RIGHT)


def _ahead(
    still_open: int, pace: forecast.Pace | None, today: date, limits: Sequence[date],
) -> list[forecast.Left]:
    """About a dozen days ahead, up to the likely end and a little more."""
    if pace is None or not still_open:
        return []
    ready = forecast.ready(still_open, pace, today=today)
    end = max([day for day in (ready.high, ready.on, *limits) if day is not None], default=today)
    reach = min(max((end - today).days, 7), 550)
    step = max(reach // 12, 1)
    return [
        forecast.left(still_open, pace, today=today, on=today + timedelta(days=day))
        for day in range(0, reach + step, step)
    ]


def _some(days: Sequence[Day], most: int = 16) -> list[Day]:
    """Few enough days for a table, the last one always among them."""
    step = max(-(-len(days) // most), 1)
    return [day for place, day in enumerate(days) if (len(days) - 1 - place) % step == 0]
