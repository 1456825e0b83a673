"""When the open comments will be decided, from the pace of the past weeks. Method: docs/forecast.md."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist

#: Share of cases in which the truth shall lie between `low` and `high`.
CONFIDENCE = 0.8
#: Days looked back at, whole weeks: people decide on some days of the week and not on others.
WINDOW = 56
WEEK = 7
#: Beyond so many days ahead nothing is foretold: the answer is that there is no end in sight.
HORIZON = 3650


@dataclass(frozen=True, slots=True)
class Pace:
    """Comments decided a day: the mean, its variance (for one day), and on how many days that rests."""

    mean: float
    variance: float
    days: int

    @property
    def a_week(self) -> float:
        """Decided in a week."""
        return self.mean * WEEK


@dataclass(frozen=True, slots=True)
class Ready:
    """The day on which nothing is open any more. `high` is None where the pace leaves no end in sight."""

    on: date | None
    low: date
    high: date | None


@dataclass(frozen=True, slots=True)
class Left:
    """How many are still open on a day: the middle, and the range around it."""

    on: date
    open: int
    low: int
    high: int


def pace(done: Sequence[int], *, window: int = WINDOW) -> Pace | None:
    """The pace from what was done on each of the past days, oldest first, the last one yesterday.

    Reopened comments count as less than nothing done. Days before the first thing done do not count:
    nobody had begun. None when nothing was done in the whole window.
    """
    recent = list(done)[-window:]
    first = next((place for place, count in enumerate(recent) if count), None)
    if first is None:
        return None
    weeks_back = math.ceil((len(recent) - first) / WEEK)
    counted = recent[-weeks_back * WEEK:]
    counted = [0] * (weeks_back * WEEK - len(counted)) + counted
    mean = sum(counted) / len(counted)
    if mean <= 0:
        return None
    return Pace(mean, max(_variance(counted), mean), len(counted))


def _variance(done: Sequence[int]) -> float:
    """Variance of a day, taken from whole weeks, so that the rhythm of the week and bursts count in it."""
    weeks = [sum(done[start:start + WEEK]) for start in range(0, len(done), WEEK)]
    if len(weeks) < 2:
        return _spread(done) * 2  # one week says little of how weeks differ
    return _spread(weeks) / WEEK


def _spread(counts: Sequence[int]) -> float:
    mean = sum(counts) / len(counts)
    return sum((count - mean) ** 2 for count in counts) / (len(counts) - 1)


def ready(open_now: int, pace: Pace, *, today: date, confidence: float = CONFIDENCE) -> Ready:
    """When `open_now` comments will be decided; never before today."""
    if open_now <= 0:
        return Ready(today, today, today)
    width = _width(pace, confidence)
    low = _days_until(open_now, pace, +width)
    return Ready(
        _in(today, _days_until(open_now, pace, 0.0)),
        today + timedelta(days=low or 0),
        _in(today, _days_until(open_now, pace, -width)),
    )


def left(
    open_now: int, pace: Pace, *, today: date, on: date, confidence: float = CONFIDENCE,
) -> Left:
    """How many of `open_now` comments will still be open on a day."""
    days = max((on - today).days, 0)
    width = _width(pace, confidence)
    middle, low, high = (
        min(max(open_now - _done_in(days, pace, spread), 0), open_now) for spread in (0.0, +width, -width)
    )
    return Left(max(on, today), round(middle), math.floor(low), math.ceil(high))


def _done_in(days: int, pace: Pace, width: float) -> float:
    """Decided in so many days, `width` deviations off: of the days to come, and of the mean itself."""
    deviation = math.sqrt(pace.variance * days * (1 + days / pace.days))
    return pace.mean * days + width * deviation


def _days_until(count: int, pace: Pace, width: float) -> int | None:
    """The first day on which `count` are done. Half a comment makes up for counting whole ones."""
    goal = count - 0.5
    if _done_in(HORIZON, pace, width) < goal:
        return None
    low, high = 0, HORIZON
    while low < high:
        middle = (low + high) // 2
        if _done_in(middle, pace, width) >= goal:
            high = middle
        else:
            low = middle + 1
    return low


def _in(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)


def _width(pace: Pace, confidence: float) -> float:
    """Deviations between the middle and each end: Student's, as the variance rests on few weeks."""
    return student(0.5 + confidence / 2, max(pace.days // WEEK - 1, 1))


def student(share: float, freedom: int) -> float:
    """Quantile of Student's distribution: exact for 1 and 2, Hill's expansion of the normal one above."""
    if freedom == 1:
        return math.tan(math.pi * (share - 0.5))
    if freedom == 2:
        return (2 * share - 1) * math.sqrt(2 / (4 * share * (1 - share)))
    z = NormalDist().inv_cdf(share)
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2) + (
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )
