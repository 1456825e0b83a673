"""The place of each anchor in the newer version, and how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from documents.core.comparing.tokens import cut
from documents.core.following.surviving import CONTEXT, BlockMap, Saying
from documents.core.following.trust import Links, Neighbourhood, Trust
from documents.core.model import (
    Anchor,
    Block,
    BlockId,
    Comparison,
    Draft,
    Kept,
    Placement,
    PlacementStatus,
)

#: Below this part of its words an anchor has lost its text.
LOST: Final = 0.35
#: Where its surroundings stayed, a short anchor holds on by half of its words, however common they are.
HALF: Final = 0.5
#: This part of its words holds an anchor wherever its surroundings are; less needs so much of both.
MOST: Final = 0.6
LOOSE: Final = 0.9
#: How sure a place can be for an anchor of which no word says anything.
SPEECHLESS: Final = 0.75
#: Segments with less than this part of what survived are strays.
STRAY: Final = 0.15
#: Between blocks that are not surely the same block only runs of this many words count …
LONE_RUN: Final = 6
#: … that hold as much as this many saying words.
LONE_WEIGHT: Final = 4.0
#: In such blocks, this part of an anchor's words must survive.
LONE_LOST: Final = 0.5
#: How sure a place can be in a block for which nothing beside it speaks.
ALONE: Final = 0.85
#: How sure a place can be in one of several copies of a text, with nothing near that stands once.
COPIED: Final = 0.75
#: Characters, beside twice the anchor's length, that text may be inserted within an anchor.
FAR: Final = 40

Segment = tuple[BlockId, int, int]


class Follower:
    """One pair of versions, ready for any number of anchors: the cost of each is that of its range."""

    def __init__(self, old: Draft, new: Draft, comparison: Comparison) -> None:
        self.blocks = old.blocks
        self.new = new.blocks
        self.links = Links(comparison.links)
        #: The run of each block that stayed as it is, and the runs of the others.
        self._whole: dict[BlockId, Kept] = {}
        self._parts: dict[BlockId, list[Kept]] = {}
        self._sort_runs(comparison.kept)
        self._maps: dict[int, BlockMap] = {}
        self._trust: dict[tuple[BlockId, BlockId], Trust] = {}
        self._saying = Saying()
        self._uncertain: dict[tuple[BlockId, BlockId], bool] = {}
        self._nearest: dict[int, BlockId | None] = {}

    def _sort_runs(self, kept: Iterable[Kept]) -> None:
        """Block by block; the text of a block that is known to be the same is not looked at."""
        same = self.links.same
        for run in kept:
            if run[0] in same:
                self._whole[run[0]] = run
            else:
                self._parts.setdefault(run[0], []).append(run)
        for old, runs in self._parts.items():
            index = self.index.get(old)
            if index is not None and runs[0][4] == len(self.blocks[index].text):
                self._whole[old] = runs[0]

    @cached_property
    def index(self) -> dict[BlockId, int]:
        """Where each old block stands."""
        return {block.id: k for k, block in enumerate(self.blocks)}

    @cached_property
    def around(self) -> Neighbourhood:
        """What stands beside the links."""
        return Neighbourhood(self.blocks, self.new, self.links, self._saying)

    def place(self, anchor: Anchor) -> Placement:
        """Where one anchor lies now."""
        run = self._whole.get(anchor.block)
        if run is not None and 0 <= anchor.start <= anchor.end <= run[4]:
            found = self._unchanged(anchor, run)
        else:
            found = self._found(anchor)
        if not anchor.quote or found.status == "orphaned" or self._still_says(anchor.quote, found):
            return found
        return Placement(anchor.id, "orphaned", found.block, found.start, found.start, 0.0)

    def _still_says(self, quote: str, found: Placement) -> bool:
        """Whether enough of the words that the anchor was once put on stand where it lies now.

        Every step may keep half of what the one before had left, until nothing is left.
        """
        texts = [self.new[self.around.new_index[b]].text[start:end] for b, start, end in found.segments]
        if texts == [quote]:
            return True
        words = cut(quote).words
        alive = list((Counter(words) & Counter(cut(" ".join(texts)).words)).elements())
        weight = sum(self._saying.of(alive))
        return weight >= LOST * sum(self._saying.of(words)) or len(alive) >= HALF * len(words)

    def _found(self, anchor: Anchor) -> Placement:
        index = self.index.get(anchor.block)
        if index is None:
            return Placement(anchor.id, "orphaned", None, 0, 0, 0.0)
        block = self.blocks[index]
        size = len(block.text)
        start, end = anchor.start, anchor.end
        if not 0 <= start <= end <= size:
            start = min(max(start, 0), size)
            end = min(max(end, start), size)
        run = self._whole.get(block.id)
        if run is not None:
            return self._unchanged(replace(anchor, start=start, end=end), run)
        around = self._map(index)
        if start == end:
            return self._point(anchor, around, start)
        segments = self._segments(around, start, end)
        if not segments:
            return self._orphan(anchor, index, around, start)
        trust = self._trust[block.id, segments[0][0]]
        survived, context = around.survival(start, end), self._context(index, around, start, end)
        if not _holds(trust, survived, around.count(start, end), context):
            return self._orphan(anchor, index, around, start)
        confidence = survived * (0.5 + 0.25 * around.share + 0.25 * context)
        if trust != "settled":
            confidence *= ALONE
        if around.weight(start, end) < 1:
            confidence = min(confidence, SPEECHLESS)
        return self._placed(anchor, block, segments, confidence)

    def _map(self, index: int) -> BlockMap:
        """A block's words and what became of them, without what can not be trusted."""
        known = self._maps.get(index)
        if known is None:
            block = self.blocks[index]
            runs = self._trusted(index, self._runs(block))
            known = self._maps[index] = BlockMap(cut(block.text), runs, self._saying)
        return known

    def _trusted(self, index: int, runs: Sequence[Kept]) -> list[Kept]:
        """The runs of a block; only those that say something where it is not surely the same block."""
        block = self.blocks[index]
        trusted = []
        by_target: dict[BlockId, list[Kept]] = {}
        for run in runs:
            by_target.setdefault(run[2], []).append(run)
        for target, several in by_target.items():
            link = self.links.of(block.id, target)
            trust: Trust = "doubtful" if link is None else self.around.trust(index, link, several)
            self._trust[block.id, target] = trust
            trusted += [run for run in several if trust != "doubtful" or self._says_enough(block, run)]
        return trusted

    def _says_enough(self, block: Block, run: Kept) -> bool:
        """Whether a run of words shows by itself that it is the same text."""
        words = cut(block.text[run[1] : run[1] + run[4]]).words
        return len(words) >= LONE_RUN and sum(self._saying.of(words)) >= LONE_WEIGHT

    def _runs(self, block: Block) -> list[Kept]:
        """What lives on of a block."""
        whole = self._whole.get(block.id)
        return self._parts.get(block.id, []) if whole is None else [whole]

    def _unchanged(self, anchor: Anchor, run: Kept) -> Placement:
        old, _, new, shift, _ = run
        status: PlacementStatus = "placed" if self.links.stays(old, new) else "moved"
        start, end = anchor.start + shift, anchor.end + shift
        sure = COPIED if old in self._copied and self._is_uncertain(old, new) else 1.0
        return Placement(anchor.id, status, new, start, end, sure, ((new, start, end),))

    def _placed(self, anchor: Anchor, block: Block, segments: list[Segment], confidence: float) -> Placement:
        target, start, end = segments[0]
        status: PlacementStatus = "placed" if self.links.stays(block.id, target) else "moved"
        if block.id in self._copied and self._is_uncertain(block.id, target):
            confidence = min(confidence, COPIED)
        return Placement(anchor.id, status, target, start, end, round(confidence, 4), tuple(segments))

    @cached_property
    def _copied(self) -> frozenset[BlockId]:
        """The blocks whose text stands in several places."""
        repeated = self.around.repeated
        return frozenset([block.id for block in self.blocks if block.text in repeated] if repeated else ())

    def _is_uncertain(self, old: BlockId, new: BlockId) -> bool:
        known = self._uncertain.get((old, new))
        if known is None:
            known = self._uncertain[old, new] = not self.around.is_certain(self.index[old], new)
        return known

    def _segments(self, around: BlockMap, start: int, end: int) -> list[Segment]:
        """What the range covers in each new block, the heaviest first."""
        runs = around.within(start, end)
        if len(runs) == 1:
            _, begin, target, there, size = runs[0]
            shift = there - begin
            return [(target, max(begin, start) + shift, min(begin + size, end) + shift)]
        pieces: dict[BlockId, list[tuple[int, int, float]]] = {}
        for _, begin, target, there, size in runs:
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

    def _context(self, index: int, around: BlockMap, start: int, end: int) -> float:
        """The part of the eight words on each side that survives, over the borders of blocks."""
        before, after = around.beside(start, end)
        flags = [*before, *after]
        if len(before) < CONTEXT and index > 0:
            flags += self._edge(index - 1, CONTEXT - len(before), from_end=True)
        if len(after) < CONTEXT and index + 1 < len(self.blocks):
            flags += self._edge(index + 1, CONTEXT - len(after), from_end=False)
        return sum(flags) / len(flags) if flags else 1.0

    def _edge(self, index: int, count: int, *, from_end: bool) -> list[bool]:
        """Which of the first or last words of a block survive; an unchanged one is not looked into."""
        block = self.blocks[index]
        if block.id in self._whole:
            return [True] * count if block.text else []
        flags = self._map(index).flags
        return flags[-count:] if from_end else flags[:count]

    def _point(self, anchor: Anchor, around: BlockMap, place: int) -> Placement:
        """A comment without a range stays at its letter, between the words that stand beside it."""
        index = self.index[anchor.block]
        block = self.blocks[index]
        for _, begin, target, there, _ in around.touching(place, place):
            spot = there + place - begin
            confidence = 0.5 + 0.25 * around.share + 0.25 * self._context(index, around, place, place)
            return self._placed(anchor, block, [(target, spot, spot)], confidence)
        return self._orphan(anchor, index, around, place)

    def _orphan(self, anchor: Anchor, index: int, around: BlockMap, place: int) -> Placement:
        near = around.nearest(place)
        if near is not None:
            spot = near[3] + (near[4] if near[1] < place else 0)
            return Placement(anchor.id, "orphaned", near[2], spot, spot, 0.0)
        target = self._neighbour(index)
        spot = self._length(target) if target is not None else 0
        return Placement(anchor.id, "orphaned", target, spot, spot, 0.0)

    def _length(self, target: BlockId) -> int:
        """How long a new block is."""
        return len(self.new[self.around.new_index[target]].text)

    def _neighbour(self, index: int) -> BlockId | None:
        """The new block of the nearest block before (else after) that stayed."""
        place = index
        while place >= 0 and place not in self._nearest:
            if (target := self._stayed(place)) is not None:
                self._nearest[place] = target
                break
            place -= 1
        if place < 0 and -1 not in self._nearest:
            everywhere = map(self._stayed, range(len(self.blocks)))
            self._nearest[-1] = next((target for target in everywhere if target is not None), None)
        found = self._nearest[place]
        self._nearest.update(dict.fromkeys(range(place + 1, index + 1), found))
        return found

    def _stayed(self, index: int) -> BlockId | None:
        """The new block of an old one that did not move, the first if it was split."""
        return self._first.get(self.blocks[index].id)

    @cached_property
    def _first(self) -> dict[BlockId, BlockId]:
        """Where each block that did not move is, the first place of those that were split."""
        others = {old: new for (old, new), link in reversed(self.links.changed.items()) if not link.moved}
        return others | self.links.same


def _holds(trust: Trust, survived: float, count: float, context: float) -> bool:
    """Whether an anchor of which so much survives, within so much that stayed around it, holds on."""
    if trust != "settled":
        return survived >= LONE_LOST and survived + context >= LOOSE
    if max(survived, count) >= MOST or (count >= HALF and context >= HALF):
        return True
    return survived >= LOST and survived + context >= LOOSE


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
