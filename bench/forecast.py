"""Does the stated range hold? Forecasts made on simulated histories of decisions, against how they went on.

The peer is what planning tools do: draw days of the past with replacement, again and again.
Coverage is the share of histories whose real last day lay in the range that was stated as 80 %; the width
is the median of that range in parts of the time that it really took. Real histories are replayed day by day.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median

from bench.histories import HISTORIES as REAL
from reviews.core import forecast

TODAY = date(2016, 10, 3)
#: What was done on each day, what is open, a seed: the ends of the range, in days.
Method = Callable[[list[int], int, int], tuple[int, int | None]]
HISTORIES = 400
DRAWS = 200
LIMIT = 3000


@dataclass(frozen=True)
class Habit:
    """How editors decide: the mean of a day, how uneven days are, the share of days with a sitting at all."""

    name: str
    rate: float
    uneven: float = 1.0
    sittings: float = 1.0
    works_weekends: bool = False
    days_known: int = 42
    open: int = 100
    fading: float = 1.0  # the pace that remains when the last, hard comments are reached
    fades_all_along: bool = False  # also in the days that are known


HABITS = (
    Habit("steady", 3),
    Habit("uneven", 8, uneven=4, open=300),
    Habit("few comments", 1, uneven=0.5, days_known=28, open=30),
    Habit("in sittings", 2, sittings=0.3, open=80),
    Habit("weekends too", 0.5, uneven=0, works_weekends=True, days_known=56, open=10),
    Habit("two weeks known", 3, days_known=14, open=50),
    Habit("fading to half", 3, days_known=28, open=120, fading=0.5),
    Habit("fading to half, six weeks known", 3, open=120, fading=0.5),
    Habit("in sittings, fading to half", 2, sittings=0.3, open=80, fading=0.5),
    Habit("fading to three quarters", 3, open=120, fading=0.75),
)
#: Not looked at when the beliefs were chosen, and beyond them: what the range does not promise to hold for.
UNKIND = (
    Habit("fading all along, to half", 4, open=200, fading=0.5, fades_all_along=True),
    Habit("in sittings, fading all along", 4, sittings=0.3, open=150, fading=0.6, fades_all_along=True),
    Habit("fading to a third", 3, open=120, fading=1 / 3),
    Habit("a third faster at the end", 3, fading=4 / 3),
)
#: The first seed of the figures; the beliefs were chosen on seeds below.
FIRST = 1000


def days_of(habit: Habit, seed: int) -> Iterator[tuple[int, float]]:
    """What is done day by day, without an end; with the chance of the day, so that fading can thin it out."""
    rng = random.Random(seed)
    start = rng.randrange(7)
    for day in range(LIMIT + habit.days_known):
        rests = not habit.works_weekends and (day + start) % 7 >= 5
        sits = rng.random() < habit.sittings
        a_day = habit.rate * (1 if habit.works_weekends else 7 / 5) / habit.sittings
        mean = 0 if rests or not sits else a_day
        yield _count(rng, mean, habit.uneven), rng.random()


def _count(rng: random.Random, mean: float, uneven: float) -> int:
    """A count with this mean: Poisson, or more uneven than that."""
    rate = rng.gammavariate(mean / uneven, uneven) if mean and uneven else mean
    limit, product, count = math.exp(-rate), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def story(habit: Habit, seed: int) -> tuple[list[int], int, int]:
    """What was known on the day of the forecast, what was open, and after how many days all was decided."""
    days = days_of(habit, seed)
    whole = float(habit.open)
    known, left = [], whole
    for _ in range(habit.days_known):
        count = next(days)[0]
        if habit.fades_all_along:  # at most nine tenths are known: something must be left to foretell
            fewer = max(left - count * _slowed(habit, left / whole), whole / 10)
            count, left = round(left) - round(fewer), fewer
        known.append(count)
    still_open, after = round(left), 0
    for count, _ in days:
        left -= count * _slowed(habit, left / whole)
        after += 1
        if left <= 0:
            break
    return known, still_open, after


def _slowed(habit: Habit, share: float) -> float:
    """The pace when this share is still open, in parts of the pace at first."""
    return habit.fading + (1 - habit.fading) * share


def covered(habit: Habit, histories: int, method: Method, first: int = 0) -> tuple[float, float]:
    """The share of histories that end within the range, and the median width of the range."""
    hits, widths = 0, []
    for seed in range(first, first + histories):
        known, still_open, after = story(habit, seed)
        low, high = method(known, still_open, seed)
        hits += low <= after and (high is None or after <= high)
        widths.append(((LIMIT if high is None else high) - low) / after)
    return hits / histories, median(widths)


def replayed(method: Method) -> tuple[int, int]:
    """On how many mornings of the real histories the end lay within the range, of how many."""
    replays = [replay for history in REAL for replay in history.replays()]
    ranges = [(method(known, still_open, 1), after) for known, still_open, after in replays]
    return sum(low <= after and (high is None or after <= high) for (low, high), after in ranges), len(ranges)


def ours(known: list[int], still_open: int, seed: int) -> tuple[int, int | None]:  # noqa: ARG001 - one shape
    pace = forecast.pace(known)
    if pace is None:
        return 0, None
    ready = forecast.ready(still_open, pace, today=TODAY)
    return (ready.low - TODAY).days, (ready.high - TODAY).days if ready.high else None


def resampled(known: list[int], still_open: int, seed: int) -> tuple[int, int | None]:
    """Days of the past drawn with replacement until all is done, many times; the middle 80 % of the ends."""
    rng = random.Random(seed)
    ends = sorted(_drawn(rng, known, still_open) for _ in range(DRAWS))
    return ends[DRAWS // 10], ends[DRAWS - DRAWS // 10 - 1]


def _drawn(rng: random.Random, known: list[int], still_open: int) -> int:
    left, after = still_open, 0
    while left > 0 and after < LIMIT:
        left -= rng.choice(known)
        after += 1
    return after


def main() -> None:
    for habit in (*HABITS, *UNKIND):
        (mine, wide), (theirs, narrow) = (
            covered(habit, HISTORIES, method, FIRST) for method in (ours, resampled)
        )
        peer = "days drawn again"
        line(f"forecast, share inside the stated 80 %: {habit.name}", mine, peer, theirs, "share")
        line(f"forecast, width of that range: {habit.name}", wide, peer, narrow, "of the time")
    (mine, mornings), (theirs, _) = replayed(ours), replayed(resampled)
    line(
        f"forecast, real histories inside, {mornings} mornings", mine / mornings, "days drawn again",
        theirs / mornings, "share",
    )
    line("forecast, one", _microseconds(ours), "days drawn again", _microseconds(resampled), "µs")


def _microseconds(method: Method) -> float:
    times = []
    for seed in range(30):  # another history each time: the same would be remembered
        known, still_open, _ = story(HABITS[0], FIRST + HISTORIES + seed)
        begun = time.perf_counter()
        method(known, still_open, seed)
        times.append(time.perf_counter() - begun)
    return sorted(times)[15] * 1e6


def line(figure: str, mine: float, peer: str, theirs: float, unit: str) -> None:
    print(json.dumps({
        "figure": figure, "ours": round(mine, 3), "peer": peer, "theirs": round(theirs, 3),
        "ratio": round(mine / theirs, 3), "unit": unit,
    }))


if __name__ == "__main__":
    main()
