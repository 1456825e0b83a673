"""What is known of a merge while it is made: the base, what each side wants, and what came of it so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from documents.core.comparing.lines import Line
from documents.core.comparing.script import Script
from documents.core.merging.values import Alternative, Conflict, ConflictKind, Node
from documents.core.model import BlockId, Draft

#: Where a conflict lies in the base: block, offset, block, offset.
Place = tuple[BlockId | None, int, BlockId | None, int]
#: How the ledger names an operation: side, what, and where in the base.
Mark = tuple[int, str, int, int]


class Record:
    """The base and the scripts of several sides, with the conflicts and what became of each operation."""

    def __init__(self, base: Draft, scripts: Sequence[Script], names: Sequence[str]) -> None:
        self.blocks = base.blocks
        self.scripts = scripts
        self.names = names
        self.conflicts: list[Conflict] = []
        #: For each operation the conflict it is part of, and the sides that want the same.
        self.in_conflict: dict[Mark, int] = {}
        self.shared: dict[Mark, tuple[int, ...]] = {}
        #: Blocks that move, by the slot that they move to and the side that moves them.
        self.arriving: dict[int, dict[int, list[Node]]] = {}
        #: For a side and a slot the one that its new blocks there were meant for.
        self.taken_from: dict[tuple[int, int], int] = {}

    @cached_property
    def places(self) -> dict[BlockId, int]:
        """Where each block of the base stands."""
        return {block.id: index for index, block in enumerate(self.blocks)}

    @cached_property
    def replaced(self) -> Counter[tuple[int, str, str]]:
        """How often each side writes one text for another in the base."""
        return Counter(
            (side, self.blocks[index].text[hunk.start : hunk.end].strip(), hunk.text.strip())
            for side, each in enumerate(self.scripts)
            for index, several in each.hunks.items()
            for hunk in several
        )

    def groups(self) -> list[tuple[int, int]]:
        """Runs of blocks that some side joins; most are single blocks."""
        joins: set[int] = set().union(*(each.joins for each in self.scripts))
        found = []
        start = 0
        for index in range(len(self.blocks)):
            if index not in joins or index + 1 == len(self.blocks):
                found.append((start, index + 1))
                start = index + 1
        return found

    def conflict(
        self,
        kind: ConflictKind,
        place: Place,
        base: str,
        alternatives: Sequence[tuple[Sequence[int], tuple[Line, ...] | None]],
    ) -> int:
        """Note a conflict; its number."""
        number = len(self.conflicts) + 1
        wanted = tuple(
            Alternative(
                tuple(sorted(self.names[side] for side in sides)),
                "\n".join(line.text for line in lines) if lines is not None else "",
                lines is None,
                lines or (),
            )
            for sides, lines in alternatives
        )
        ordered = tuple(sorted(wanted, key=lambda each: each.sides))
        self.conflicts.append(Conflict(number, kind, *place, base, ordered))
        return number

    def share(self, sides: Sequence[int], what: str, inside: Iterable[int]) -> None:
        """Note that several sides want the same, once for each place that it is done at."""
        for s in sides:
            for k in inside:
                self.shared[s, what, k, 0] = tuple(other for other in sides if other != s)

    def share_slot(self, sides: Sequence[int], slot: int) -> None:
        """Note that several sides want the same new blocks in a slot; one: nobody else wants them."""
        for s in sides:
            others = tuple(other for other in sides if other != s)
            self.shared[s, "slot", slot, 0] = others
            if others and (s, slot) in self.taken_from:
                self.shared[s, "slot", self.taken_from[s, slot], 0] = others

    def dispute_slot(self, sides: Iterable[int], slot: int, number: int) -> None:
        """Note the conflict that the sides' new blocks in a slot are part of."""
        for s in sides:
            self.in_conflict[s, "slot", slot, 0] = number
            if (s, slot) in self.taken_from:
                self.in_conflict[s, "slot", self.taken_from[s, slot], 0] = number
