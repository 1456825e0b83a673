"""Does the stated range of returns hold? Rounds simulated with habits that the method does not know of.

How alike rounds and parties are taken to be was chosen on `HABITS` with the first seeds; what is printed
is of seeds that were not looked at then, and of four `OTHERS` besides.

The peer is what one would write first: the share that returned in earlier rounds, taken of those who
wait, with the range of a binomial distribution.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import NormalDist

from bench.forecast import line
from reviews.core import arrivals
from reviews.core.arrivals import Stay

HISTORIES = 400
#: The first of the seeds that nothing was chosen by.
FRESH = 10_000
Method = Callable[[list[Stay], list[Stay]], tuple[int, int]]


@dataclass(frozen=True)
class Habit:
    """How parties answer. `rush` is the power that pushes returns to the end, `unlike` how parties differ."""

    name: str
    returning: float = 0.8
    rush: float = 2.0
    unlike: float = 0.0  # 1: each party nearly always returns, or nearly never
    moody: float = 0.0  # how much the share differs from round to round
    parties: int = 14
    rounds: int = 3
    looked_at: float = 0.7
    telling: float = 1.0  # how many of those who return say so; the others show only when the round is over


HABITS = (
    Habit("steady, no round before", rounds=0, rush=1),
    Habit("steady, three rounds before", rush=1),
    Habit("rush at the end", rush=8),
    Habit("some never answer", unlike=1),
    Habit("one round unlike the other", moody=0.25),
    Habit("few return", returning=0.4),
    Habit("sixty people, looked at early", parties=60, looked_at=0.3),
    Habit("the last day", looked_at=0.95, rush=6),
    Habit("sealed, nobody says complete", telling=0),
    Habit("sealed, half say complete", telling=0.5),
)
OTHERS = (
    Habit("early birds", rush=0.4),
    Habit("half return, in a rush, two rounds before", returning=0.5, rush=10, rounds=2),
    Habit("some never answer, and moody", moody=0.15, unlike=1, parties=25, rounds=5),
    Habit("six agencies, one round before", parties=6, rounds=1, looked_at=0.5),
    Habit("sealed, a third say complete, at the end", telling=0.3, rush=5, looked_at=0.9),
    Habit("sealed, nobody says complete, one round before", telling=0, parties=8, rounds=1),
)


def round_of(rng: random.Random, habit: Habit, shares: list[float]) -> list[Stay]:
    """One round, as it was when it was over."""
    mood = rng.uniform(-habit.moody, habit.moody)
    stays = []
    for who, share in enumerate(shares):
        returns = rng.random() < min(max(share + mood, 0.02), 0.98)
        until = rng.random() ** (1 / habit.rush) if returns else 1.0
        says = returns and (habit.telling == 1 or rng.random() < habit.telling)
        stays.append(Stay(who, until, returns, said=says))
    return stays


def story(habit: Habit, seed: int) -> tuple[list[Stay], list[Stay], int]:
    """Earlier rounds, a round as it is when it is looked at, and how many had really returned at its end."""
    rng = random.Random(seed)
    sure = [0.95 if rng.random() < habit.returning else 0.05 for _ in range(habit.parties)]
    shares = sure if habit.unlike else [habit.returning] * habit.parties
    past = [stay for _ in range(habit.rounds) for stay in round_of(rng, habit, shares)]
    whole = round_of(rng, habit, shares)
    now = [seen(stay, habit.looked_at) for stay in whole]
    if habit.telling < 1:
        now = sealed(whole, now, past)
    return past, now, sum(stay.returned for stay in whole)


def seen(stay: Stay, at: float) -> Stay:
    """A party as it is seen in the middle of the round."""
    return stay if stay.returned and stay.until <= at else Stay(stay.who, at, returned=False)


def sealed(whole: list[Stay], now: list[Stay], past: list[Stay]) -> list[Stay]:
    """The same parties where a return shows only when its party says so."""
    known, unknown = arrivals.tellings(past)
    return [
        replace(stay, returned=stay.returned and real.said, told=known.get(stay.who, unknown))
        for real, stay in zip(whole, now, strict=True)
    ]


def covered(habit: Habit, histories: int, method: Method, *, first: int = 0) -> float:
    """The share of rounds that end within the range."""
    hits = 0
    for seed in range(first, first + histories):
        past, now, truth = story(habit, seed)
        low, high = method(now, past)
        hits += low <= truth <= high
    return hits / histories


def width(habit: Habit, histories: int, method: Method) -> float:
    """How wide the range is, in parties, on average."""
    ranges = [method(*story(habit, seed)[1::-1]) for seed in range(histories)]
    return sum(high - low for low, high in ranges) / histories


def ours(now: list[Stay], past: list[Stay]) -> tuple[int, int]:
    found = arrivals.expected(now, past)
    return found.low, found.high


def by_share(now: list[Stay], past: list[Stay]) -> tuple[int, int]:
    """The share that returned before, of those who wait."""
    share = sum(stay.returned for stay in past) / len(past) if past else 0.8
    back = sum(stay.returned for stay in now)
    waiting = len(now) - back
    spread = NormalDist().inv_cdf(0.9) * math.sqrt(waiting * share * (1 - share))
    low, high = round(waiting * share - spread), round(waiting * share + spread)
    return back + max(low, 0), back + min(high, waiting)


def main() -> None:
    for habit in (*HABITS, *OTHERS):
        mine, theirs = (covered(habit, HISTORIES, method, first=FRESH) for method in (ours, by_share))
        line(f"returns, share inside the stated 80 %: {habit.name}", mine, "share of before", theirs, "share")
        wide, narrow = width(habit, 100, ours), width(habit, 100, by_share)
        line(f"returns, width of the range: {habit.name}", wide, "share of before", narrow, "parties")


if __name__ == "__main__":
    main()
