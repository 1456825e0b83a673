"""The proof of a merge: for every edit of every side what became of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from documents.core.comparing.lines import Hunk
from documents.core.merging.record import Record
from documents.core.merging.values import Outcome
from documents.core.model import BlockId, Edit


def outcomes(
    record: Record, wanted: Sequence[Sequence[Edit]], places: Mapping[BlockId, int]
) -> tuple[Outcome, ...]:
    """One entry for each edit, side by side, in the order the edits were given."""
    book = _Book(record)
    found = []
    for side, edits in enumerate(wanted):
        for edit in edits:
            number, others = book.entry(side, edit, places)
            names = tuple(record.names[s] for s in others)
            state = "conflict" if number else "same" if names else "applied"
            found.append(Outcome(record.names[side], edit, state, names, number))  # type: ignore[arg-type]
    return tuple(found)


def _start(hunk: Hunk) -> int:
    return hunk.start


class _Book:
    """The marks of a record by side and group, to find the hunk that an edit went into."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.group_of: dict[int, tuple[int, int]] = {}
        for start, end in record.groups():
            if end - start > 1:
                place = 0
                for index in range(start, end):
                    self.group_of[index] = (start, place)
                    place += len(record.blocks[index].text) + 1
        self.starts: dict[tuple[int, int], list[int]] = {}
        for side, what, group, offset in [*record.in_conflict, *record.shared]:
            if what == "hunk":
                self.starts.setdefault((side, group), []).append(offset)
        for several in self.starts.values():
            several.sort()

    def entry(self, side: int, edit: Edit, places: Mapping[BlockId, int]) -> tuple[int, tuple[int, ...]]:
        """The conflict that an edit is part of (0: none), and the sides that want the same."""
        record = self.record
        index = -1 if edit.block is None else places[edit.block]
        match edit.kind:
            case "insert_block":
                mark = (side, "slot", index + 1, 0)
            case "delete_block":
                mark = (side, "deleted", index, 0)
            case "move_block":
                mark = (side, "moved", index, 0)
            case "structure":
                mark = (side, "kind", index, 0)
            case "format":
                mark = (side, "format", index, 0)
            case _:
                mark = self._hunk(side, index, edit.start)
        number = record.in_conflict.get(mark, 0) or record.in_conflict.get((side, "block", index, 0), 0)
        return number, record.shared.get(mark, ())

    def _hunk(self, side: int, index: int, offset: int) -> tuple[int, str, int, int]:
        group, shift = self.group_of.get(index, (index, 0))
        known = self.starts.get((side, group), [])
        place = bisect_right(known, offset + shift) - 1
        plan = self.record.scripts[side]
        hunks = plan.hunks.get(index, [])
        before = bisect_right(hunks, offset, key=_start) - 1
        inside = before >= 0 and offset <= hunks[before].end
        begin = shift + (hunks[before].start if inside else offset)
        if place >= 0 and known[place] == begin:
            return side, "hunk", group, begin
        if index in plan.joins or group != index:
            return side, "hunk", group, known[place] if place >= 0 else begin
        return side, "hunk", group, begin
