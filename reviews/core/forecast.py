"""When the open comments will be decided, from the pace of the past weeks. Method: docs/forecast.md."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

#: Share of cases in which the truth shall lie between `low` and `high`.
CONFIDENCE = 0.8
#: Days looked back at, whole weeks: people decide on some days of the week and not on others.
WINDOW = 56
WEEK = 7
#: With fewer days than this the unevenness of single days says nothing yet.
DAYS_THAT_TELL = 21
#: What is believed of the last, hard comments: the share of the pace that is left at the end, and how likely.
FADINGS = ((1.0, 0.5), (0.75, 0.25), (0.5, 0.25))
#: Beyond so many days ahead nothing is foretold: the answer is that there is no end in sight.
HORIZON = 3650


@dataclass(frozen=True, slots=True)
class Pace:
    """Comments decided a day: the mean, its variance (for one day), and on how many days that rests."""

    mean: float
    variance: float
    days: int

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the variance: weeks and days both speak of it, so two for each week."""
        return max(2 * (self.days // WEEK - 1), 1)

    @property
    def a_week(self) -> float:
        """Decided in a week."""
        return self.mean * WEEK


@dataclass(frozen=True, slots=True)
class Ready:
    """The day on which nothing is open any more: as likely before `on` as after.

    `on` and `high` are None where the pace leaves no end in sight.
    """

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
    return Pace(mean, max(_variance(counted), _unevenness(counted), mean), len(counted))


def _variance(done: Sequence[int]) -> float:
    """Variance of a day, taken from whole weeks, so that the rhythm of the week and bursts count in it."""
    weeks = [sum(done[start:start + WEEK]) for start in range(0, len(done), WEEK)]
    if len(weeks) < 2:
        return _spread(done) * 2  # one week says little of how weeks differ
    return _spread(weeks) / WEEK


def _unevenness(done: Sequence[int]) -> float:
    """Variance of a day as the days on which anybody ever works show it: few weeks may be alike by chance."""
    if len(done) < DAYS_THAT_TELL:
        return 0.0
    worked = {day for day in range(WEEK) if any(done[day::WEEK])}
    return _spread([count for day, count in enumerate(done) if day % WEEK in worked]) * len(worked) / WEEK


def _spread(counts: Sequence[int]) -> float:
    mean = sum(counts) / len(counts)
    return sum((count - mean) ** 2 for count in counts) / (len(counts) - 1)


def ready(open_now: int, pace: Pace, *, today: date, confidence: float = CONFIDENCE) -> Ready:
    """When `open_now` comments will be decided; never before today."""
    if open_now <= 0:
        return Ready(today, today, today)
    tail = (1 - confidence) / 2
    low, middle, high = (_days_until(open_now, pace, share) for share in (tail, 0.5, 1 - tail))
    return Ready(_in(today, middle), today + timedelta(days=low or 0), _in(today, high))


def left(
    open_now: int, pace: Pace, *, today: date, on: date, confidence: float = CONFIDENCE,
) -> Left:
    """How many of `open_now` comments will still be open on a day."""
    days = max((on - today).days, 0)
    tail = (1 - confidence) / 2
    low, middle, high = (_left_after(open_now, days, pace, share) for share in (tail, 0.5, 1 - tail))
    return Left(max(on, today), middle, low, high)


@lru_cache(maxsize=4096)
def _days_until(count: int, pace: Pace, share: float) -> int | None:
    """The first day by which so many are done with this probability; half a comment is for whole ones."""
    efforts = [(_effort(count, 0.5, fading), weight) for fading, weight in FADINGS]
    low, high = 0, min(math.ceil(count / pace.mean), HORIZON)
    while _chance(efforts, high, pace) < share:
        if high >= HORIZON:
            return None
        low, high = high, min(high * 2, HORIZON)
    while high - low > 1:
        middle = (low + high) // 2
        if _chance(efforts, middle, pace) >= share:
            high = middle
        else:
            low = middle
    return high


@lru_cache(maxsize=4096)
def _left_after(count: int, days: int, pace: Pace, share: float) -> int:
    """With this probability no more than so many of `count` comments are open after these days."""
    if days <= 0:
        return max(count, 0)
    low, high = 0, max(count, 0)
    while low < high:
        middle = (low + high) // 2
        efforts = [(_effort(count, middle + 0.5, fading), weight) for fading, weight in FADINGS]
        if _chance(efforts, days, pace) >= share:
            high = middle
        else:
            low = middle + 1
    return low


def _effort(count: int, left: float, fading: float) -> float:
    """From `count` open comments to `left`, in comments at today's pace.

    The pace falls in a straight line with what is open, down to `fading` of it at the last.
    """
    if fading == 1:
        return count - left
    return -count / (1 - fading) * math.log(fading + (1 - fading) * left / count)


def _chance(efforts: Sequence[tuple[float, float]], days: int, pace: Pace) -> float:
    """How likely so many days are enough, over all that is believed of fading.

    The days to come are uncertain, and so is the mean that was seen.
    """
    deviation = math.sqrt(pace.variance * days * (1 + days / pace.days))
    done = pace.mean * days
    return sum(weight * student((done - effort) / deviation, pace.freedom) for effort, weight in efforts)


def _in(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)


def student(deviations: float, freedom: int) -> float:
    """The share of Student's distribution below so many deviations, by the series for whole freedoms."""
    angle = math.atan2(deviations, math.sqrt(freedom))
    cosine, sine = math.cos(angle), math.sin(angle)
    is_odd = freedom % 2
    term, total = (cosine if is_odd else 1.0), 0.0
    for step in range(2 + is_odd, freedom + 1, 2):
        total += term
        term *= cosine * cosine * (step - 1) / step
    inside = (angle + sine * total) * 2 / math.pi if is_odd else sine * total
    return 0.5 + inside / 2
