"""How many of those asked in a round will have returned by its end. Method: docs/forecast.md.

Time is told in parts of a party's window: 0 when the round opened to it, 1 at its end.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import NormalDist

#: Share of cases in which the truth shall lie between `low` and `high`.
CONFIDENCE = 0.8
BINS = 100
#: What is believed before anything was seen, worth as much as this many parties: four of five return,
#: a tenth or half of them in the last tenth of the window (docs/forecast.md says where that is from).
BELIEF, RETURN, LAST, RUSHES = 4, 0.8, 0.1, (0.1, 0.5)
#: How much rounds, and parties, differ from each other: shapes of gamma distributions with mean 1.
ROUNDS_ALIKE, PARTIES_ALIKE = 8.0, 6.0
#: In a sealed round a return shows only when its party says so: how many do, before anything was seen, how
#: many parties that belief is worth for all, and how many what is known of all is worth for one of them.
TELLING, TOLD_BELIEF, OWN_BELIEF = 0.5, 4, 2
#: Tempers of a round that are weighed against each other, slow to brisk.
TEMPERS = tuple(math.exp(step / 8) for step in range(-20, 13))
#: With more parties waiting than this, their number is taken as normally spread.
MANY = 120


@dataclass(frozen=True, slots=True)
class Stay:
    """How a party went through a round: waiting `until` then, when it `returned` or was last looked at.

    `to` is the part of its window that is asked about, of a party that still waits. `told` is the chance that
    a return would be known by now: below 1 a party that seems to wait may have returned. `said` is whether a
    party that returned also said so.
    """

    who: Hashable
    until: float
    returned: bool
    to: float = 1.0
    told: float = 1.0
    said: bool = True


@dataclass(frozen=True, slots=True)
class Expected:
    """How many will have returned, of how many asked, with the range; `chances` of those who wait."""

    asked: int
    returned: int
    likely: int
    low: int
    high: int
    mean: float
    chances: tuple[tuple[Hashable, float], ...]


@dataclass(frozen=True, slots=True)
class Temper:
    """What is known of a party from earlier rounds: a gamma distribution of its haste, mean shape / rate."""

    shape: float = PARTIES_ALIKE
    rate: float = PARTIES_ALIKE

    def waits_on(self, hazard: float) -> float:
        """The chance to come through this much hazard without returning."""
        return math.pow(self.rate / (self.rate + hazard), self.shape)

    def after(self, hazard: float, *, returned: bool = False) -> Temper:
        """The same party, when it has come through so much, and returned or not."""
        return Temper(self.shape + returned, self.rate + hazard)


def tellings(past: Iterable[Stay]) -> tuple[dict[Hashable, float], float]:
    """How likely each party that returns says so, from its earlier rounds; and one that was never seen."""
    said: Counter[Hashable] = Counter()
    returned: Counter[Hashable] = Counter()
    for stay in past:
        returned[stay.who] += stay.returned
        said[stay.who] += stay.returned and stay.said
    of_all = (said.total() + TELLING * TOLD_BELIEF) / (returned.total() + TOLD_BELIEF)
    return {
        who: (said[who] + of_all * OWN_BELIEF) / (count + OWN_BELIEF) for who, count in returned.items()
    }, of_all


def expected(
    now: Iterable[Stay], past: Sequence[Stay], *, confidence: float = CONFIDENCE,
) -> Expected:
    """How many parties of a round will have returned, from what they and others did in earlier rounds.

    What has come in this round so far says how brisk the round is. Never less than have returned already.
    """
    parties = sorted(now, key=lambda stay: str(stay.who))
    waiting = [stay for stay in parties if not stay.returned]
    back = len(parties) - len(waiting)
    cases = _weighed([case for rush in RUSHES for case in _cases(parties, waiting, past, rush)])
    chances = [sum(weight * row[place] for weight, row in cases) for place in range(len(waiting))]
    low, likely, high = _quantiles(cases, (0.5 - confidence / 2, 0.5, 0.5 + confidence / 2))
    return Expected(
        len(parties), back, back + likely, back + low, back + high, back + sum(chances),
        tuple((stay.who, chance) for stay, chance in zip(waiting, chances, strict=True)),
    )


def _cases(
    parties: Sequence[Stay], waiting: Sequence[Stay], past: Sequence[Stay], rush: float,
) -> Iterable[tuple[float, list[float]]]:
    """By each temper of the round: the logarithm of how likely it is, and the chances of those who wait."""
    hazards = hazards_of(past, rush)
    known = _tempers(past, hazards)
    alike = Counter(
        (known.get(one.who, Temper()), round(one.until, 2), one.returned, one.told) for one in parties
    )
    kinds = [(known.get(one.who, Temper()), one.until, one.to, one.told) for one in waiting]
    for temper in TEMPERS:
        chances = {kind: _chance(*kind, temper, hazards) for kind in set(kinds)}
        yield _likelihood(alike, temper, hazards), [chances[kind] for kind in kinds]


def _weighed(cases: Sequence[tuple[float, list[float]]]) -> list[tuple[float, list[float]]]:
    """Logarithms as shares of one."""
    most = max(log for log, _ in cases)
    total = sum(math.exp(log - most) for log, _ in cases)
    return [(math.exp(log - most) / total, row) for log, row in cases]


def hazards_of(past: Sequence[Stay], rush: float) -> tuple[float, ...]:
    """How much hazard to return lies before each hundredth of a window, from earlier rounds and the belief.

    It is that of a party of middling haste: the slow ones who remain make the hazard of all look smaller.
    """
    came, there = [0.0] * BINS, [0.0] * BINS
    for stay in past:
        place = _bin(stay.until)
        came[place] += stay.returned
        for each in range(place + 1):
            there[each] += 1
    steps = []
    for place in range(BINS):
        begin, end = _believed(place / BINS, rush), _believed((place + 1) / BINS, rush)
        steps.append((came[place] + BELIEF * (end - begin)) / (there[place] + BELIEF * (1 - begin)))
    of_all = accumulate((-math.log1p(-min(step, 0.95)) for step in steps), initial=0.0)
    return tuple(PARTIES_ALIKE * math.expm1(hazard / PARTIES_ALIKE) for hazard in of_all)


def _believed(part: float, rush: float) -> float:
    """The share that has returned so far by the belief alone, `rush` of it in the last tenth."""
    early = 1 - LAST
    if part <= early:
        return RETURN * (1 - rush) * part / early
    return RETURN * (1 - rush + rush * (part - early) / LAST)


def _bin(part: float) -> int:
    return min(max(math.ceil(part * BINS) - 1, 0), BINS - 1)


def hazard_at(hazards: Sequence[float], part: float) -> float:
    """The hazard before a part of the window, between its hundredths in a straight line."""
    place = min(max(part, 0.0), 1.0) * BINS
    whole = min(int(place), BINS - 1)
    return hazards[whole] + (place - whole) * (hazards[whole + 1] - hazards[whole])


def _tempers(past: Iterable[Stay], hazards: Sequence[float]) -> dict[Hashable, Temper]:
    found: dict[Hashable, Temper] = {}
    for stay in past:
        before = found.get(stay.who, Temper())
        found[stay.who] = before.after(hazard_at(hazards, stay.until), returned=stay.returned)
    return found


def _likelihood(
    alike: Mapping[tuple[Temper, float, bool, float], int], temper: float, hazards: Sequence[float],
) -> float:
    """The logarithm of how likely what has come so far is in a round of this temper.

    Parties that are alike to a hundredth of their windows are reckoned once.
    """
    log = ROUNDS_ALIKE * (math.log(temper) - temper)
    for (party, until, returned, told), count in alike.items():
        hazard = temper * hazard_at(hazards, until)
        waits = party.waits_on(hazard)
        log += count * math.log(waits if returned else _silent(waits, told))
        if returned:
            place = _bin(until)
            then = temper * (hazards[place + 1] - hazards[place])
            log += count * math.log(then * party.shape / (party.rate + hazard))
    return log


def _silent(waits: float, told: float) -> float:
    """How likely nothing was heard of a party: it waits, or has returned and does not tell."""
    return waits + (1 - told) * (1 - waits)


def _chance(
    party: Temper, since: float, to: float, told: float, temper: float, hazards: Sequence[float],
) -> float:
    """That a party of which nothing was heard has returned by then, in silence before now or after."""
    now, then = (party.waits_on(temper * hazard_at(hazards, part)) for part in (since, max(since, to)))
    return 1 - then / _silent(now, told)


def _quantiles(cases: list[tuple[float, list[float]]], shares: tuple[float, ...]) -> list[int]:
    """The least numbers that are not passed in these shares of cases."""
    count = len(cases[0][1])
    spread = [0.0] * (count + 1)
    for weight, chances in cases:
        for number, share in enumerate(_spread(chances)):
            spread[number] += weight * share
    sums = list(accumulate(spread))
    return [next((n for n, total in enumerate(sums) if total >= share - 1e-9), count) for share in shares]


def _spread(chances: Sequence[float]) -> list[float]:
    """How likely each number of returns is, when each party returns by its own chance."""
    if len(chances) > MANY:
        return _normal(chances)
    spread = [1.0]
    for chance in chances:
        stays, comes = [*spread, 0.0], [0.0, *spread]
        spread = [(1 - chance) * stay + chance * come for stay, come in zip(stays, comes, strict=True)]
    return spread


def _normal(chances: Sequence[float]) -> list[float]:
    variance = sum(chance * (1 - chance) for chance in chances)
    if variance < 1e-9:
        return [float(number == round(sum(chances))) for number in range(len(chances) + 1)]
    curve = NormalDist(sum(chances), math.sqrt(variance))
    sums = [curve.cdf(number + 0.5) for number in range(len(chances) + 1)]
    return [after - before for before, after in zip([0.0, *sums], sums, strict=False)]
