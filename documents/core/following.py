"""Where comments lie in another version: anchors carried along the text that stayed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from documents.core.comparing import compare
from documents.core.comparing.tokens import Words, cut, is_common
from documents.core.model import (
    Anchor,
    Block,
    BlockId,
    Comparison,
    Draft,
    Kept,
    Link,
    Placement,
    PlacementStatus,
)

#: Below this part of its words an anchor has lost its text.
LOST: Final = 0.35
#: Segments with less than this part of what survived are strays.
STRAY: Final = 0.15
#: Common words and signs keep no comment alive.
COMMON_WEIGHT: Final = 0.15
#: Between blocks that are no longer the same block, only runs of this many words count.
LONE_RUN: Final = 6
#: In such blocks, this part of an anchor's words must survive.
LONE_LOST: Final = 0.5
#: Characters, beside twice the anchor's length, that text may be inserted within an anchor.
FAR: Final = 80
CONTEXT: Final = 8

Segment = tuple[BlockId, int, int]


def follow(
    anchors: Iterable[Anchor], old: Draft, new: Draft, comparison: Comparison | None = None
) -> tuple[Placement, ...]:
    """The place of each anchor of `old` in `new`, in the same order.

    Confidence is the part of the anchor's words that survive, lowered where the block and the words
    around did not; near-copies of a passage are what still misleads it at .9. An anchor whose words went is
    orphaned, with the nearest place that stayed. `comparison` saves comparing again.
    """
    follower = _Follower(old, new, compare(old, new) if comparison is None else comparison)
    return tuple([follower.place(anchor) for anchor in anchors])


class _Follower:
    """One pair of versions, ready for any number of anchors: the cost of each is that of its range."""

    def __init__(self, old: Draft, new: Draft, comparison: Comparison) -> None:
        self.blocks = old.blocks
        self.index = {block.id: k for k, block in enumerate(old.blocks)}
        self.new_texts = {block.id: block.text for block in new.blocks}
        self.links: dict[tuple[BlockId, BlockId], Link] = {(x.old, x.new): x for x in comparison.links}
        self.kept = self._trusted(comparison.kept)
        self._known: dict[BlockId, _BlockMap] = {}
        self._nearest: list[BlockId | None] = []

    def place(self, anchor: Anchor) -> Placement:
        """Where one anchor lies now."""
        index = self.index.get(anchor.block)
        if index is None:
            return Placement(anchor.id, "orphaned", None, 0, 0, 0.0)
        block = self.blocks[index]
        size = len(block.text)
        start = min(max(anchor.start, 0), size)
        end = min(max(anchor.end, start), size)
        runs = self.kept.get(block.id, ())
        if len(runs) == 1 and runs[0][4] == size:
            return self._unchanged(anchor, block, runs[0], start, end)
        around = self._map(block)
        if start == end:
            return self._point(anchor, around, start)
        survived = around.survival(start, end)
        segments = self._segments(around, start, end)
        if not segments or survived < self._least(block, segments):
            return self._orphan(anchor, index, around, start)
        confidence = survived * (0.5 + 0.25 * around.share + 0.25 * self._context(index, around, start, end))
        return self._placed(anchor, block, segments, confidence)

    def _trusted(self, kept: Iterable[Kept]) -> dict[BlockId, list[Kept]]:
        """The runs by old block, without short ones between blocks that are not linked."""
        found: dict[BlockId, list[Kept]] = {}
        for run in kept:
            if (run[0], run[2]) not in self.links:
                text = self.blocks[self.index[run[0]]].text[run[1] : run[1] + run[4]]
                if len(cut(text)) < LONE_RUN:
                    continue
            if run[0] in found:
                found[run[0]].append(run)
            else:
                found[run[0]] = [run]
        return found

    def _map(self, block: Block) -> _BlockMap:
        known = self._known.get(block.id)
        if known is None:
            known = self._known[block.id] = _BlockMap(cut(block.text), self.kept.get(block.id, []))
        return known

    def _unchanged(self, anchor: Anchor, block: Block, run: Kept, start: int, end: int) -> Placement:
        place = (run[2], run[3] + start, run[3] + end)
        return self._placed(anchor, block, [place], 1.0)

    def _placed(self, anchor: Anchor, block: Block, segments: list[Segment], confidence: float) -> Placement:
        target, start, end = segments[0]
        link = self.links.get((block.id, target))
        status: PlacementStatus = "moved" if link is None or link.moved else "placed"
        return Placement(anchor.id, status, target, start, end, round(confidence, 4), tuple(segments))

    def _least(self, block: Block, segments: list[Segment]) -> float:
        return LOST if (block.id, segments[0][0]) in self.links else LONE_LOST

    def _segments(self, around: _BlockMap, start: int, end: int) -> list[Segment]:
        """What the range covers in each new block, the heaviest first."""
        pieces: dict[BlockId, list[tuple[int, int, float]]] = {}
        for _, begin, target, there, size in around.within(start, end):
            low, high = max(begin, start), min(begin + size, end)
            weight = around.weight(low, high)
            pieces.setdefault(target, []).append((there + low - begin, there + high - begin, weight))
        total = sum(weight for several in pieces.values() for _, _, weight in several)
        found = []
        for target, several in pieces.items():
            weight = sum(piece[2] for piece in several)
            if weight >= STRAY * total and weight > 0:
                low, high = _cover(several, end - start)
                found.append((weight, (target, low, high)))
        return [segment for _, segment in sorted(found, key=lambda item: -item[0])]

    def _context(self, index: int, around: _BlockMap, start: int, end: int) -> float:
        """The part of the eight words on each side that survives, over the borders of blocks."""
        before, after = around.beside(start, end)
        if len(before) < CONTEXT and index > 0:
            before = [*self._map(self.blocks[index - 1]).flags[-(CONTEXT - len(before)) :], *before]
        if len(after) < CONTEXT and index + 1 < len(self.blocks):
            after = [*after, *self._map(self.blocks[index + 1]).flags[: CONTEXT - len(after)]]
        flags = [*before, *after]
        return sum(flags) / len(flags) if flags else 1.0

    def _point(self, anchor: Anchor, around: _BlockMap, place: int) -> Placement:
        """A comment without a range stays at its letter, between the words that stand beside it."""
        index = self.index[anchor.block]
        block = self.blocks[index]
        for _, begin, target, there, size in around.runs:
            if begin <= place <= begin + size:
                spot = there + place - begin
                confidence = 0.5 + 0.25 * around.share + 0.25 * self._context(index, around, place, place)
                return self._placed(anchor, block, [(target, spot, spot)], confidence)
        return self._orphan(anchor, index, around, place)

    def _orphan(self, anchor: Anchor, index: int, around: _BlockMap, place: int) -> Placement:
        near = min(around.runs, key=lambda run: abs(run[1] - place), default=None)
        if near is not None:
            spot = near[3] + (near[4] if near[1] < place else 0)
            return Placement(anchor.id, "orphaned", near[2], spot, spot, 0.0)
        target = self._neighbour(index)
        spot = len(self.new_texts[target]) if target is not None else 0
        return Placement(anchor.id, "orphaned", target, spot, spot, 0.0)

    def _neighbour(self, index: int) -> BlockId | None:
        """The new block of the nearest block before (else after) that stayed."""
        if not self._nearest:
            first: dict[BlockId, BlockId] = {}
            for one, two in self.links:
                first.setdefault(one, two)
            last: BlockId | None = next((first[b.id] for b in self.blocks if b.id in first), None)
            for block in self.blocks:
                last = first.get(block.id, last)
                self._nearest.append(last)
        return self._nearest[index]


class _BlockMap:
    """What became of one old block: its words, which of them survive, and where its runs went."""

    __slots__ = ("_cut", "_weights", "flags", "runs", "share")

    def __init__(self, words: Words, runs: list[Kept]) -> None:
        self._cut = words
        self.runs = sorted(runs, key=lambda run: run[1])
        self._weights = [COMMON_WEIGHT if is_common(word) else 1.0 for word in words.words]
        self.flags = self._survivors()
        total = sum(self._weights)
        alive = sum(weight for weight, flag in zip(self._weights, self.flags, strict=True) if flag)
        self.share = alive / total if total else 1.0

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
            return 1.0 if any(run[1] <= start and end <= run[1] + run[4] for run in self.runs) else 0.0
        alive = zip(self._weights[first:last], self.flags[first:last], strict=True)
        return sum(weight for weight, flag in alive if flag) / total

    def within(self, start: int, end: int) -> list[Kept]:
        """The runs that hold something of a range."""
        return [run for run in self.runs if run[1] < end and run[1] + run[4] > start]

    def beside(self, start: int, end: int) -> tuple[list[bool], list[bool]]:
        """Which of the eight words on each side survive, within the block."""
        first, last = self._span(start, max(end, start + 1))
        return self.flags[max(0, first - CONTEXT) : first], self.flags[last : last + CONTEXT]


def _cover(pieces: list[tuple[int, int, float]], length: int) -> tuple[int, int]:
    """From the first to the last piece of one block, without light pieces that went far away."""
    ordered = sorted(pieces)
    total = sum(piece[2] for piece in ordered)
    far = 2 * length + FAR
    while len(ordered) > 1:
        if ordered[0][2] < STRAY * total and ordered[1][0] - ordered[0][1] > far:
            ordered.pop(0)
        elif ordered[-1][2] < STRAY * total and ordered[-1][0] - ordered[-2][1] > far:
            ordered.pop()
        else:
            break
    return ordered[0][0], ordered[-1][1]
