"""What one agency's people say about one version: who says nearly the same, and who says the opposite."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

#: From this share of common word pairs on, two remarks count as nearly the same.
ALIKE = 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment: the place that it speaks of as (block, offset) from `start` to `end`, and its words.

    Blocks are ordinals in reading order. `proposal` is what the words there should become; None
    without one, empty when they should go.
    """

    key: str
    body: str
    proposal: str | None = None
    start: tuple[int, int] = (0, 0)
    end: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Clash:
    """Remarks that cannot all be followed: they want the same words to become different ones."""

    keys: tuple[str, ...]


def alike(remarks: Sequence[Remark]) -> tuple[tuple[str, ...], ...]:
    """Groups of remarks that say nearly the same, in their order; what stands alone is in none."""
    found = _Groups()
    shingles = {remark.key: _shingles(remark) for remark in remarks}
    sharing: dict[str, list[str]] = defaultdict(list)
    for remark in remarks:
        for shingle in shingles[remark.key]:
            sharing[shingle].append(remark.key)
    for pair in {pair for keys in sharing.values() for pair in combinations(keys, 2)}:
        if likeness(shingles[pair[0]], shingles[pair[1]]) >= ALIKE:
            found.join(*pair)
    return found.groups([remark.key for remark in remarks])


def _shingles(remark: Remark) -> frozenset[str]:
    words = _WORD.findall(f"{remark.body} {remark.proposal or ''}".lower())
    if len(words) < 2:
        return frozenset(words)
    return frozenset(f"{one} {other}" for one, other in pairwise(words))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of word pairs that two remarks have in common, from 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0


def clashes(remarks: Iterable[Remark]) -> tuple[Clash, ...]:
    """Where proposals for overlapping words differ, in reading order."""
    proposing = sorted(
        (remark for remark in remarks if remark.proposal is not None),
        key=lambda remark: (remark.start, remark.end, remark.key),
    )
    found = _Groups()
    for place, one in enumerate(proposing):
        for other in proposing[place + 1 :]:
            if other.start > one.end:
                break
            if _overlap(one, other) and _plain(one) != _plain(other):
                found.join(one.key, other.key)
    return tuple(Clash(keys) for keys in found.groups([remark.key for remark in proposing]))


def _overlap(one: Remark, other: Remark) -> bool:
    """Whether two places share words; places without words, where something is put in, do when equal."""
    if one.start == one.end or other.start == other.end:
        return one.start == other.start
    return one.start < other.end and other.start < one.end


def _plain(remark: Remark) -> tuple[object, ...]:
    same_words = " ".join((remark.proposal or "").split()).casefold()
    return (same_words, remark.start, remark.end)


class _Groups:
    """Keys that belong together, joined two by two."""

    def __init__(self) -> None:
        self._heads: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        self._heads[self._head(other)] = self._head(one)

    def _head(self, key: str) -> str:
        while (head := self._heads.get(key, key)) != key:
            key = head
        return key

    def groups(self, order: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        by_head: dict[str, list[str]] = defaultdict(list)
        for key in order:
            by_head[self._head(key)].append(key)
        return tuple(tuple(keys) for keys in by_head.values() if len(keys) > 1)
