"""Words that moved between blocks: phrases that are unmatched on both sides and stand once on each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from documents.core.comparing import words
from documents.core.comparing.tokens import Texts, is_common

PHRASE: Final = 5
#: A moved run shorter than this says nothing.
SHORTEST: Final = 4
#: How many words away from a phrase that was found its surroundings are looked at.
WINDOW: Final = 60

Pair = tuple[int, int]
Stretch = tuple[int, int, int]  # block, first word, end word


def moved_runs(
    old: Texts,
    new: Texts,
    olds: Iterable[int],
    news: Iterable[int],
    known: Mapping[Pair, list[words.Run]],
) -> dict[Pair, list[words.Run]]:
    """Runs of words that are in no run yet, by pair of blocks; every word is used once."""
    old_rest = _rest(old, olds, ((i, run[0], run[2]) for (i, _), runs in known.items() for run in runs))
    new_rest = _rest(new, news, ((j, run[1], run[2]) for (_, j), runs in known.items() for run in runs))
    seeds = _seeds(old, new, old_rest, new_rest)
    found: dict[Pair, list[words.Run]] = {}
    for (one, two), places in sorted(seeds.items(), key=lambda item: (-len(item[1]), item[0])):
        for a, b, n in _between(old, new, *_around(places, one, two)):
            found.setdefault((one[0], two[0]), []).append((a, b, n))
    return _each_once(found)


def _rest(texts: Texts, blocks: Iterable[int], used: Iterable[Stretch]) -> list[Stretch]:
    """The stretches of unmatched words that are long enough to hold a phrase."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for block, start, count in used:
        taken.setdefault(block, []).append((start, start + count))
    rest = []
    for block in sorted(blocks):
        place = 0
        for start, end in [*sorted(taken.get(block, [])), (len(texts.words(block)), 0)]:
            if start - place >= PHRASE:
                rest.append((block, place, start))
            place = max(place, end)
    return rest


def _seeds(
    old: Texts, new: Texts, old_rest: list[Stretch], new_rest: list[Stretch]
) -> dict[tuple[Stretch, Stretch], list[Pair]]:
    """Pairs of stretches with the places of phrases that occur once on each side, in both of them."""
    here = _phrases(old, old_rest)
    there = _phrases(new, new_rest)
    seeds: dict[tuple[Stretch, Stretch], list[Pair]] = {}
    for phrase, mine in here.items():
        yours = there.get(phrase)
        if mine is not None and yours is not None:
            seeds.setdefault((mine[0], yours[0]), []).append((mine[1], yours[1]))
    return seeds


def _phrases(texts: Texts, rest: list[Stretch]) -> dict[tuple[str, ...], tuple[Stretch, int] | None]:
    places: dict[tuple[str, ...], tuple[Stretch, int] | None] = {}
    for stretch in rest:
        block, start, end = stretch
        inside = texts.words(block)[start:end]
        for k, phrase in enumerate(zip(*(inside[n:] for n in range(PHRASE)), strict=False)):
            places[phrase] = None if phrase in places else (stretch, start + k)
    return places


def _around(places: list[Pair], one: Stretch, two: Stretch) -> tuple[Stretch, Stretch]:
    """What lies around the phrases that two stretches share, where they stand closest together.

    So a chapter is not read through for each sentence that came from it.
    """
    groups: list[list[Pair]] = []
    for place in sorted(places):
        if groups and place[0] - groups[-1][-1][0] <= WINDOW:
            groups[-1].append(place)
        else:
            groups.append([place])
    best = max(groups, key=len)
    ends = []
    for side, (block, start, end) in enumerate((one, two)):
        inside = [place[side] for place in best]
        ends.append((block, max(start, min(inside) - WINDOW), min(end, max(inside) + PHRASE + WINDOW)))
    return ends[0], ends[1]


def _between(old: Texts, new: Texts, one: Stretch, two: Stretch) -> list[words.Run]:
    """The runs that two stretches share, without those that are short or say nothing."""
    mine = old.words(one[0])[one[1] : one[2]]
    yours = new.words(two[0])[two[1] : two[2]]
    runs = words.without_islands(words.common_runs(mine, yours), mine, yours)
    return [
        (one[1] + a, two[1] + b, n)
        for a, b, n in runs
        if n >= SHORTEST and not all(is_common(word) for word in mine[a : a + n])
    ]


def _each_once(found: dict[Pair, list[words.Run]]) -> dict[Pair, list[words.Run]]:
    """The same runs, those found later without the words that an earlier one used."""
    used_old: set[Pair] = set()
    used_new: set[Pair] = set()
    result: dict[Pair, list[words.Run]] = {}
    for (i, j), runs in found.items():
        for a, b, n in runs:
            olds = [(i, a + k) for k in range(n)]
            news = [(j, b + k) for k in range(n)]
            if used_old.isdisjoint(olds) and used_new.isdisjoint(news):
                used_old.update(olds)
                used_new.update(news)
                result.setdefault((i, j), []).append((a, b, n))
    return result
