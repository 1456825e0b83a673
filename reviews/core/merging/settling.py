"""A passage settled: what the granted wishes give, who asked for what, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from documents.core.comparing import applied
from documents.core.comparing.script import Inapplicable
from documents.core.merging import Conflict, Merge, merge_edits, owning
from documents.core.model import Block, BlockId, Draft, Edit
from reviews.core.merging.wishes import Passage, Wish

#: Passages that one process keeps merged.
MOST = 4_000

Blocks = tuple[Block, ...]
Sides = tuple[tuple[str, tuple[Edit, ...]], ...]


@dataclass(frozen=True, slots=True)
class Owned:
    """An edit that is to be done, and the wishes that ask for it, the first one first."""

    edit: Edit
    wishes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Wishes that cannot all be had: characters `start` of `block` to `end` of `end_block` in the base.

    `wishes` are their keys; `base` is what stands there. `is_order`: all of them only put something
    at this one place, and can be had one after the other.
    """

    block: BlockId | None
    start: int
    end_block: BlockId | None
    end: int
    base: str
    wishes: tuple[str, ...]
    kind: str
    is_order: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What some wishes give together. Where they clash, the base stands and none of their edits there."""

    blocks: Blocks
    edits: tuple[Owned, ...]
    clashes: tuple[Clash, ...]
    unfit: tuple[str, ...] = ()


def blocks_of(base: Sequence[Block], passage: Passage) -> Blocks:
    """The blocks that a passage is settled on, in reading order."""
    return tuple(base[place] for place in sorted({*passage.positions, *passage.reach}))


def settled(blocks: Blocks, wishes: Iterable[Wish]) -> Settled:
    """The blocks with the given wishes done (whatever their state), merged; their order changes nothing."""
    return _settled(blocks, tuple(sorted((wish.key, wish.edits) for wish in wishes)))


@lru_cache(MOST)
def _settled(blocks: Blocks, sides: Sides) -> Settled:
    fitting, unfit = _fitting(blocks, sides)
    if not fitting:
        return Settled(blocks, (), (), unfit)
    draft = Draft(blocks)
    merge = merge_edits(draft, dict(fitting))
    if not merge.conflicts:
        edits = tuple(Owned(edit, names) for edit, names in owning.owned(draft, merge))
        return Settled(merge.blocks, edits, (), unfit)
    clashes = tuple(_clash(conflict, merge, dict(fitting)) for conflict in merge.conflicts)
    rest = _settled(blocks, tuple(owning.without_conflicts(merge).items()))
    return Settled(rest.blocks, rest.edits, (*clashes, *rest.clashes), (*unfit, *rest.unfit))


def _fitting(blocks: Blocks, sides: Sides) -> tuple[Sides, tuple[str, ...]]:
    """The sides whose edits the blocks have room for, and the keys of those whose they have not."""
    draft = Draft(blocks)
    good, bad = [], []
    for key, edits in sides:
        try:
            applied(draft, edits)
        except Inapplicable:
            bad.append(key)
        else:
            good.append((key, edits))
    return tuple(good), tuple(bad)


def _clash(conflict: Conflict, merge: Merge, sides: Mapping[str, tuple[Edit, ...]]) -> Clash:
    """The conflict, widened to the whole of the edits that are part of it."""
    inside = [entry.edit for entry in merge.ledger if entry.conflict == conflict.number]
    start, end = conflict.start, conflict.end
    for edit in inside:
        if "_block" in edit.kind:
            continue
        if edit.block == conflict.block:
            start = min(start, edit.start)
        if edit.block == conflict.end_block:
            end = max(end, edit.end, edit.start)
    # Only words put in at one point, or new blocks behind one block, can be had one after the other.
    places = {(edit.kind, edit.block, edit.start if edit.kind == "insert" else 0) for edit in inside}
    is_order = len(places) == 1 and next(iter(places))[0] in {"insert", "insert_block"}
    return Clash(
        conflict.block, start, conflict.end_block, end, conflict.base,
        tuple(side for side in conflict.sides if side in sides), conflict.kind, is_order,
    )
