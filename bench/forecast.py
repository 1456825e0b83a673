"""Does the stated range hold? Forecasts made on simulated histories of decisions, against how they went on.

The peer is what planning tools do: draw days of the past with replacement, again and again.
Coverage is the share of histories whose real last day lay in the range that was stated as 80 %.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

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


HABITS = (
    Habit("steady", 3),
    Habit("uneven", 8, uneven=4, open=300),
    Habit("few comments", 1, uneven=0.5, days_known=28, open=30),
    Habit("in sittings", 2, sittings=0.3, open=80),
    Habit("weekends too", 0.5, uneven=0, works_weekends=True, days_known=56, open=10),
    Habit("two weeks known", 3, days_known=14, open=50),
    Habit("fading to half", 3, days_known=28, open=120, fading=0.5),
)


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


def story(habit: Habit, seed: int) -> tuple[list[int], int]:
    """What was known on the day of the forecast, and after how many days all was really decided."""
    days = days_of(habit, seed)
    known = [next(days)[0] for _ in range(habit.days_known)]
    left, after = float(habit.open), 0
    for count, _ in days:
        share = left / habit.open
        left -= count * (habit.fading + (1 - habit.fading) * share)
        after += 1
        if left <= 0:
            break
    return known, after


def covered(habit: Habit, histories: int, method: Method) -> float:
    """The share of histories that end within the range."""
    hits = 0
    for seed in range(histories):
        known, after = story(habit, seed)
        low, high = method(known, habit.open, seed)
        hits += low <= after and (high is None or after <= high)
    return hits / histories


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
    for habit in HABITS:
        mine, theirs = covered(habit, HISTORIES, ours), covered(habit, HISTORIES, resampled)
        figure = f"forecast, share inside the stated 80 %: {habit.name}"
        line(figure, mine, "days drawn again", theirs, "share")
    line("forecast, one", _microseconds(ours), "days drawn again", _microseconds(resampled), "µs")


def _microseconds(method: Method) -> float:
    known, _ = story(HABITS[0], 1)
    times = []
    for _ in range(30):
        begun = time.perf_counter()
        method(known, 100, 1)
        times.append(time.perf_counter() - begun)
    return sorted(times)[15] * 1e6


def line(figure: str, mine: float, peer: str, theirs: float, unit: str) -> None:
    print(json.dumps({
        "figure": figure, "ours": round(mine, 3), "peer": peer, "theirs": round(theirs, 3),
        "ratio": round(mine / theirs, 3), "unit": unit,
    }))


if __name__ == "__main__":
    main()
