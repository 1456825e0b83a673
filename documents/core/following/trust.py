"""How far a link between two blocks can be trusted to carry comments.

Two blocks that share words need not be the same block: boilerplate, code and table cells share many.
What stands beside them says more. A link whose neighbours are linked alongside is beyond doubt; one that
stands alone needs words enough of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final, Literal

from documents.core.comparing.tokens import cut
from documents.core.following.surviving import Saying
from documents.core.model import Block, BlockId, Kept, Link

#: How many blocks away something may be linked alongside and still speak for a link.
NEAR: Final = 3
#: So many saying words that live on prove by themselves that it is the same block.
MANY: Final = 8.0
#: Fewer than this many say nothing.
FEW: Final = 3.0
#: What must live on of both blocks' words where nothing near is linked alongside …
BOTH_ALONE: Final = 0.65
#: … where the link rests on a few words …
BOTH_FEW: Final = 0.75
#: … and of the old block's words where it moved by itself.
MOVED: Final = 0.70
#: Of more copies than this, those that came in are not looked for.
MOST_COPIES: Final = 16

#: settled: beyond doubt · alone: likely · doubtful: treat as if it were no link
Trust = Literal["settled", "alone", "doubtful"]


class Links:
    """The links of a comparison: most blocks stayed as they are, and need no link to be looked at."""

    def __init__(self, links: Iterable[Link]) -> None:
        self.same: dict[BlockId, BlockId] = {}
        self.changed: dict[tuple[BlockId, BlockId], Link] = {}
        for link in links:
            if link.relation == "same" and not link.moved:
                self.same[link.old] = link.new
            else:
                self.changed[link.old, link.new] = link

    def __contains__(self, pair: tuple[BlockId, BlockId]) -> bool:
        return self.same.get(pair[0]) == pair[1] or pair in self.changed

    def of(self, old: BlockId, new: BlockId) -> Link | None:
        """The link between two blocks, if there is one."""
        if self.same.get(old) == new:
            return Link(old, new, "same", moved=False, share=1.0)
        return self.changed.get((old, new))

    def stays(self, old: BlockId, new: BlockId) -> bool:
        """Whether an old block is that new one and did not move."""
        if self.same.get(old) == new:
            return True
        link = self.changed.get((old, new))
        return link is not None and not link.moved


class Neighbourhood:
    """The links of two versions by position, to ask what stands beside one."""

    def __init__(
        self,
        old: Sequence[Block],
        new: Sequence[Block],
        links: Links,
        saying: Saying,
    ) -> None:
        self.old, self.new = old, new
        self.links = links
        self.new_index = {block.id: k for k, block in enumerate(new)}
        self._saying = saying
        self._weights: dict[str, float] = {}

    def trust(self, i: int, link: Link, runs: Iterable[Kept]) -> Trust:
        """How far the link from old block `i` can be trusted, given the text that it keeps."""
        j = self.new_index[link.new]
        if link.relation == "same" or self._alongside(i, j, -1, -1) or self._alongside(i, j, 1, 1):
            return "settled"
        text, of = self.old[i].text, self._saying.of
        kept = sum(sum(of(cut(text[run[1] : run[1] + run[4]]).words)) for run in runs)
        if kept >= MANY:
            return "alone"
        ours, theirs = self._weight(self.old[i]), self._weight(self.new[j])
        both = 2 * kept / (ours + theirs) if ours + theirs else 1.0
        if link.moved and kept < MOVED * ours:
            return "doubtful"
        if both < BOTH_ALONE and not self._near(i, j):
            return "doubtful"
        return "doubtful" if kept < FEW and both < BOTH_FEW else "alone"

    def is_certain(self, i: int, new: BlockId) -> bool:
        """Whether a text that stands in several places is in this one.

        It is when something near it stands once, and near no copy that came in beside it, or when each copy
        has its own in the other version. Copies beside copies say nothing: where one more comes in before
        them, all of them seem to move.
        """
        j = self.new_index[new]
        text = self.old[i].text
        olds, news = (copies.get(text, []) for copies in self._copies)
        if self._is_told(i, j):
            rivals = news if len(olds) < len(news) <= MOST_COPIES else ()
            return not any(self._is_told(i, other) for other in rivals if other != j)
        return len(olds) == len(news) and bisect_left(olds, i) == bisect_left(news, j)

    def _is_told(self, i: int, j: int) -> bool:
        """Whether something near the two blocks, as far from each, stands once and is linked."""
        return any(self._tells(i + step, j + step) for step in range(-NEAR, NEAR + 1) if step)

    def _tells(self, i: int, j: int) -> bool:
        """Whether two blocks are linked, and the texts of both stand once."""
        if not (0 <= i < len(self.old) and 0 <= j < len(self.new)):
            return False
        old, new = self.old[i], self.new[j]
        if old.text in self.repeated or new.text in self.repeated:
            return False
        return (old.id, new.id) in self.links

    @cached_property
    def repeated(self) -> frozenset[str]:
        """The texts that stand in several places of one of the versions."""
        return frozenset(
            text for copies in self._copies for text, places in copies.items() if len(places) > 1
        )

    @cached_property
    def _copies(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """Where each text that is not alone stands in either version."""
        texts = [[block.text for block in blocks] for blocks in (self.old, self.new)]
        several: set[str] = set()
        for each in texts:
            if len(set(each)) < len(each):  # most often there is none, and this is the fastest way to know
                several.update(text for text, count in Counter(each).items() if count > 1)
        found: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
        for copies, each in zip(found, texts if several else (), strict=False):
            for place, text in enumerate(each):
                if text in several:
                    copies.setdefault(text, []).append(place)
        return found

    def _weight(self, block: Block) -> float:
        """What all words of a block weigh; a chapter that was split is asked for each of its pieces."""
        known = self._weights.get(block.text)
        if known is None:
            known = self._weights[block.text] = sum(self._saying.of(cut(block.text).words))
        return known

    def _near(self, i: int, j: int) -> bool:
        steps = range(1, NEAR + 1)
        return any(
            self._alongside(i, j, way * one, way * two) for way in (-1, 1) for one in steps for two in steps
        )

    def _alongside(self, i: int, j: int, one: int, two: int) -> bool:
        """Whether the blocks so many steps away are linked too, or both versions end before."""
        i, j = i + one, j + two
        old_out, new_out = not 0 <= i < len(self.old), not 0 <= j < len(self.new)
        if old_out or new_out:
            return old_out and new_out
        return (self.old[i].id, self.new[j].id) in self.links
