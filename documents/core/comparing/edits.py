"""A comparison as edits on the old version, in reading order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypedDict

from documents.core.comparing import hunks, objects, redline, shape
from documents.core.comparing.alignment import Alignment
from documents.core.comparing.lines import clipped
from documents.core.comparing.shape import Unit
from documents.core.comparing.tokens import Texts
from documents.core.model import Block, BlockId, Draft, Edit, Span

#: Spans that are not formatting: they say where things are, and change by themselves.
NOT_FORMAT: Final = frozenset({"bookmark", "reference"})


class Writer:
    """Writes the edits that make one draft into another.

    With `for_people` small matches between larger changes are left out; without, every word that
    stayed is left alone, as merging needs it.
    """

    def __init__(self, old: Draft, new: Draft, texts: tuple[Texts, Texts], *, for_people: bool) -> None:
        self.old, self.new = old.blocks, new.blocks
        self.draft = new
        self.texts = texts
        self.for_people = for_people
        self.edits: list[Edit] = []

    def write(self, units: Sequence[Unit], alignment: Alignment) -> tuple[Edit, ...]:
        """All edits: between units that stay in order what went, then what came or moved there."""
        gone, came = shape.free_blocks(units, len(self.old), len(self.new))
        moved = {i for unit in units if unit.moved for i in range(unit.old, unit.old_end)}
        arrivals = sorted([*((j, None) for j in came), *((u.new, u) for u in units if u.moved)], key=_first)
        place = arrived = left = 0
        for unit in [*(u for u in units if not u.moved), None]:
            new_end = unit.new if unit else len(self.new)
            old_end = unit.old if unit else len(self.old)
            while left < len(gone) and gone[left] < old_end:
                self.edits.append(Edit("delete_block", self.old[gone[left]].id))
                left += 1
            after = self._anchor(old_end, place, moved)
            while arrived < len(arrivals) and arrivals[arrived][0] < new_end:
                self._arrive(*arrivals[arrived], after, alignment)
                arrived += 1
            if unit:
                self._change(unit, alignment)
                place = unit.old_end
        return tuple(self.edits)

    def _anchor(self, old_end: int, place: int, moved: set[int]) -> BlockId | None:
        """The last block before `old_end` that does not move away."""
        for i in range(old_end - 1, place - 1, -1):
            if i not in moved:
                return self.old[i].id
        return self.old[place - 1].id if place else None

    def _arrive(self, new: int, unit: Unit | None, after: BlockId | None, alignment: Alignment) -> None:
        if unit is None:
            block = self.new[new]
            self.edits.append(
                Edit(
                    "insert_block", after, text=block.text, spans=block.spans,
                    kind_to=block.kind, level_to=block.level, donor=block.id,
                    xml=objects.origin(self.draft, block, 0, len(block.text)),
                )
            )  # fmt: skip
            return
        self.edits += [Edit("move_block", self.old[i].id, to=after) for i in range(unit.old, unit.old_end)]
        self._change(unit, alignment)

    def _change(self, unit: Unit, alignment: Alignment) -> None:
        if unit.equal:
            for i, j in zip(range(unit.old, unit.old_end), range(unit.new, unit.new_end), strict=True):
                old, new = self.old[i], self.new[j]
                if old.spans != new.spans:
                    self._format(old, new, 0, len(old.text), 0)
                self._restructure(old, new)
            return
        one = hunks.joined(self.texts[0], unit.old, unit.old_end)
        two = hunks.joined(self.texts[1], unit.new, unit.new_end)
        runs = hunks.unit_runs(unit, one, two, alignment)
        if self.for_people:
            runs = redline.readable(runs, one.cut, two.cut)
        else:
            runs = redline.slid(runs, one.cut, two.cut)
        self._restructure(self.old[unit.old], self.new[unit.new])
        ours = _Place(self.old[unit.old : unit.old_end])
        theirs = _Place(self.new[unit.new : unit.new_end])
        kept_old = kept_new = 0
        for change in hunks.changes(one, two, runs):
            self._keep(ours, theirs, kept_old, change.old, kept_new)
            self._replace(ours, theirs, change)
            kept_old, kept_new = change.old_end, change.new_end
        self._keep(ours, theirs, kept_old, len(one.text), kept_new)

    def _origin(self, new: Block, start: int, end: int) -> _Origin:
        """Where new words come from, when there are objects among them."""
        said = objects.origin(self.draft, new, start, end)
        return _Origin(donor=new.id, xml=said) if said else _Origin()

    def _keep(self, ours: _Place, theirs: _Place, start: int, end: int, new: int) -> None:
        """Text that stays: note where its formatting or the kind of its later blocks changed."""
        shift = new - start
        for block, inner, stop, offset in ours.pieces(start, end):
            other, there = theirs.at(offset + shift)
            if inner == 0 and there == 0 and offset > 0:
                self._restructure(block, other)
            if block.spans or other.spans:
                self._format(block, other, inner, stop, there)

    def _restructure(self, old: Block, new: Block) -> None:
        if (old.kind, old.level) != (new.kind, new.level):
            self.edits.append(Edit("structure", old.id, kind_to=new.kind, level_to=new.level))

    def _format(self, old: Block, new: Block, start: int, end: int, new_start: int) -> None:
        before = set(clipped(_formatting(old.spans), start, end))
        after = clipped(_formatting(new.spans), new_start, new_start + end - start)
        if start < end and before != set(after):
            self.edits.append(Edit("format", old.id, start, end, spans=after))

    def _replace(self, ours: _Place, theirs: _Place, change: hunks.Change) -> None:
        block, offset = ours.at(change.old)
        inserted = list(theirs.pieces(change.new, change.new_end))
        removed = list(ours.pieces(change.old, change.old_end))
        new, start, end, _ = inserted[0]
        _, old_start, old_end, _ = removed[0]
        if len(inserted) == len(removed) == 1 and start < end and old_start < old_end:
            self.edits.append(
                Edit(
                    "replace", block.id, old_start, old_end, new.text[start:end],
                    clipped(new.spans, start, end), **self._origin(new, start, end),
                )
            )  # fmt: skip
            return
        for k, (new, start, end, _) in enumerate(inserted):
            if k:
                self.edits.append(
                    Edit(
                        "split", block.id, offset, offset,
                        kind_to=new.kind, level_to=new.level, donor=new.id,
                    )
                )  # fmt: skip
            if start < end:
                spans = clipped(new.spans, start, end)
                self.edits.append(
                    Edit(
                        "insert", block.id, offset, offset, new.text[start:end], spans,
                        **self._origin(new, start, end),
                    )
                )  # fmt: skip
        for k, (old, start, end, _) in enumerate(removed):
            if k:
                before = removed[k - 1][0]
                self.edits.append(Edit("join", before.id, len(before.text), len(before.text)))
            if start < end:
                self.edits.append(Edit("delete", old.id, start, end, old.text[start:end]))


class _Origin(TypedDict, total=False):
    donor: BlockId
    xml: str


class _Place:
    """Neighbouring blocks as one text, and back: which block an offset lies in."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.starts = [0]
        for block in blocks[:-1]:
            self.starts.append(self.starts[-1] + len(block.text) + 1)

    def at(self, offset: int) -> tuple[Block, int]:
        """The block that holds an offset of the joined text, and the offset in it."""
        index = bisect_right(self.starts, offset) - 1
        return self.blocks[index], offset - self.starts[index]

    def pieces(self, start: int, end: int) -> Iterator[tuple[Block, int, int, int]]:
        """`start..end` block by block: block, start and end in it, offset in the joined text."""
        for index in range(bisect_right(self.starts, start) - 1, len(self.blocks)):
            block, first = self.blocks[index], self.starts[index]
            if first > end:
                break
            last = first + len(block.text)
            yield block, max(start, first) - first, min(end, last) - first, max(start, first)


def _formatting(spans: Iterable[Span]) -> list[Span]:
    return [span for span in spans if span.kind not in NOT_FORMAT]


def _first(arrival: tuple[int, Unit | None]) -> int:
    return arrival[0]
