"""What markup is laid on: a clean package with its map, its strips, and what could not be put there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from lxml import etree

from documents.core.limits import DEFAULT, Limits
from documents.core.markup.likeness import Likeness
from documents.core.markup.numbers import Numbers
from documents.core.markup.parts import Workbench
from documents.core.markup.problems import Problem
from documents.core.markup.units import Strip, cut
from documents.core.markup.writing import Stamp
from documents.core.model import BlockId, BlockKind, Change, Comment
from documents.core.package import open_package
from documents.core.textmap import TextBlock, TextMap, map_package


@dataclass(slots=True, eq=False)
class Ground:
    """A clean package while markup is being laid on it."""

    bench: Workbench
    found: TextMap
    numbers: Numbers
    strips: dict[BlockId, Strip] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    own_ids: dict[int, str] = field(default_factory=dict)  # by identity of the change
    given: dict[int, list[etree._Element]] = field(default_factory=dict)  # runs to insert, likewise
    likeness: Likeness | None = None

    @classmethod
    def on(cls, clean: bytes, limits: Limits = DEFAULT) -> Self:
        """Open a package. Raises Unreadable."""
        package = open_package(clean, limits)
        return cls(Workbench(package), map_package(package), Numbers(package))

    def stamp(self, change: Change) -> Stamp:
        """The author and date of a change, and its own id if that is still to be had."""
        own = self.own_ids.pop(id(change), "")
        return Stamp(change.author, change.date, self.numbers, own)

    def strip(self, block: BlockId) -> Strip:
        """The units of a block; its part then counts as changed."""
        if block not in self.strips:
            self.strips[block] = cut(self.found.by_id[str(block)], ())
        self.bench.tree(self.part(block))
        return self.strips[block]

    def part(self, block: BlockId) -> str:
        """The part that the block stands in."""
        return self.found.by_id[str(block)].pieces[-1].flow.story.part

    def refuse(self, change: Change | Comment, code: str, reason: str) -> None:
        """Note that a comment or change cannot be laid."""
        block = change.edit.block if isinstance(change, Change) else change.start.block
        self.problems.append(Problem(code, change.id, block, reason))  # type: ignore[arg-type]

    def nearest_of_kind(self, block: BlockId | None, kind: BlockKind, level: int) -> TextBlock | None:
        """The block of this kind and level nearest to `block`, looking back first."""
        if self.likeness is None or self.likeness.found is not self.found:
            self.likeness = Likeness(self.found)
        return self.likeness.nearest(block, kind, level)
