"""What became of one old block: its words, which of them survive, and where its runs went."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import compress
from typing import Final

from documents.core.comparing.tokens import Words, is_common
from documents.core.model import Kept

#: Common words and signs keep no comment alive.
COMMON_WEIGHT: Final = 0.15
CONTEXT: Final = 8


class Saying(dict[str, float]):
    """How much each word says, found once for each."""

    def __missing__(self, word: str) -> float:
        weight = self[word] = COMMON_WEIGHT if is_common(word) else 1.0
        return weight

    def of(self, words: Iterable[str]) -> list[float]:
        """How much each of some words says."""
        return [self[word] for word in words]


class BlockMap:
    """The words of a block and the runs of them that live on."""

    __slots__ = ("_cut", "_ends", "_starts", "_weights", "alive", "flags", "runs", "share")

    def __init__(self, words: Words, runs: Iterable[Kept], saying: Saying) -> None:
        self._cut = words
        self.runs = sorted(runs, key=lambda run: run[1])
        self._starts = [run[1] for run in self.runs]
        self._ends = [run[1] + run[4] for run in self.runs]
        self._weights = saying.of(words.words)
        self.flags = self._survivors()
        total = sum(self._weights)
        self.alive = sum(compress(self._weights, self.flags))
        self.share = self.alive / total if total else 1.0

    def _survivors(self) -> list[bool]:
        flags = [False] * len(self._cut)
        for _, start, _, _, size in self.runs:
            first, last = self._span(start, start + size)
            flags[first:last] = [True] * (last - first)
        return flags

    def _span(self, start: int, end: int) -> tuple[int, int]:
        """The words that lie, wholly or in part, within `start..end`: first, end."""
        return bisect_right(self._cut.ends, start), bisect_right(self._cut.starts, end - 1)

    def weight(self, start: int, end: int) -> float:
        """What the words of a range weigh."""
        first, last = self._span(start, end)
        return sum(self._weights[first:last])

    def survival(self, start: int, end: int) -> float:
        """The part of a range's words that survive, by weight; of its characters if it has no words."""
        first, last = self._span(start, end)
        total = sum(self._weights[first:last])
        if not total:
            return float(any(run[1] <= start and end <= run[1] + run[4] for run in self.touching(start, end)))
        return sum(compress(self._weights[first:last], self.flags[first:last])) / total

    def count(self, start: int, end: int) -> float:
        """The part of a range's words that survive, every word and sign counted alike."""
        first, last = self._span(start, end)
        return sum(self.flags[first:last]) / (last - first) if last > first else 0.0

    def within(self, start: int, end: int) -> list[Kept]:
        """The runs that hold something of a range; no two runs overlap."""
        return self.runs[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    def touching(self, start: int, end: int) -> list[Kept]:
        """The runs that hold something of a range or end beside it."""
        return self.runs[bisect_left(self._ends, start) : bisect_right(self._starts, end)]

    def nearest(self, place: int) -> Kept | None:
        """The run that begins nearest to a place."""
        after = bisect_left(self._starts, place)
        both = self.runs[max(0, after - 1) : after + 1]
        return min(both, key=lambda run: abs(run[1] - place), default=None)

    def beside(self, start: int, end: int) -> tuple[list[bool], list[bool]]:
        """Which of the eight words on each side survive, within the block."""
        first, last = self._span(start, max(end, start + 1))
        return self.flags[max(0, first - CONTEXT) : first], self.flags[last : last + CONTEXT]
