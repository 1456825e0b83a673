"""What a merge gives: the text, the conflicts that people must decide, and what became of each edit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from documents.core.comparing.lines import Line
from documents.core.model import Block, BlockId, Edit

#: text: sides wrote different words · delete: one deleted what another changed or moved ·
#: order: sides moved a block to different places · insert: sides put different blocks in one place ·
#: structure: sides made different kinds of block of it · format: sides formatted the same words differently
ConflictKind = Literal["text", "delete", "order", "insert", "structure", "format"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """What the named sides want to stand in a conflict's place; new blocks begin after a newline."""

    sides: tuple[str, ...]
    text: str
    deleted: bool = False
    lines: tuple[Line, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where sides disagree, as small as it can be.

    It covers the base from `start` of `block` to `end` of `end_block` and holds `base` there. For
    kind insert, `block` is the one behind which they inserted (None: at the start).
    """

    number: int
    kind: ConflictKind
    block: BlockId | None
    start: int
    end_block: BlockId | None
    end: int
    base: str
    alternatives: tuple[Alternative, ...]

    @property
    def sides(self) -> tuple[str, ...]:
        """All who take part."""
        return tuple(sorted({side for each in self.alternatives for side in each.sides}))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one edit of one side: applied; wanted by `others` too; or part of a conflict."""

    side: str
    edit: Edit
    state: Literal["applied", "same", "conflict"]
    others: tuple[str, ...] = ()
    conflict: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """A place in a node's content that a conflict decides."""

    number: int
    base: tuple[Line, ...]


Part = tuple[Line, ...] | Choice
#: A conflict, and the sides on whose pick something stands or falls.
Condition = tuple[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Node:
    """Blocks of the result: base blocks with what was done to them, or new ones.

    Stands only if `only` was picked (`home` also while nothing was); falls when `never` was.
    While a conflict of `never` is open, the `plain` base text stands.
    """

    parts: tuple[Part, ...]
    blocks: tuple[Block, ...] = ()
    only: Condition | None = None
    home: bool = False
    never: Condition | None = None
    rank: Condition | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Several changed versions of one base as one.

    `blocks` is the result with the base's text where conflicts are open; `resolve` gives it with
    conflicts decided. `ledger` says of every edit of every side what became of it.
    """

    blocks: tuple[Block, ...]
    conflicts: tuple[Conflict, ...]
    ledger: tuple[Outcome, ...]
    names: tuple[str, ...]
    nodes: tuple[Node, ...] = field(default=(), repr=False)
