"""A passage settled: what the granted wishes give, who asked for what, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from documents.core.comparing import applied, edits_between
from documents.core.comparing.script import Inapplicable
from documents.core.merging import Conflict, Merge, merge_edits
from documents.core.model import Block, BlockId, Draft, Edit
from reviews.core.merging.wishes import Passage, Wish, identity

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
        return Settled(merge.blocks, _owned(draft, merge), (), unfit)
    clashes = tuple(_clash(conflict, merge, dict(fitting)) for conflict in merge.conflicts)
    rest = _settled(blocks, _without_clashes(merge))
    return Settled(rest.blocks, rest.edits, (*clashes, *rest.clashes), (*unfit, *rest.unfit))


def _without_clashes(merge: Merge) -> Sides:
    """The sides with only those edits that are in no conflict."""
    kept: dict[str, list[Edit]] = {}
    for entry in merge.ledger:
        if not entry.conflict:
            kept.setdefault(entry.side, []).append(entry.edit)
    return tuple((key, tuple(edits)) for key, edits in sorted(kept.items()))


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


def _owned(draft: Draft, merge: Merge) -> tuple[Owned, ...]:
    """The edits that give the merged text, each with the wishes behind it.

    They are the wishes' own edits, the same ones once. Where those cannot be done side by side as they
    are (two wishes share a part of what they take away), the merged text is compared with the base.
    """
    owners: dict[tuple[object, ...], tuple[Edit, list[str]]] = {}
    for entry in merge.ledger:
        if not entry.conflict:
            owners.setdefault(identity([entry.edit]), (entry.edit, []))[1].append(entry.side)
    own = tuple(Owned(edit, tuple(dict.fromkeys(keys))) for edit, keys in owners.values())
    wanted = [block.text for block in merge.blocks]
    if _gives(draft, [one.edit for one in own], wanted):
        return own
    everyone: dict[BlockId | None, list[str]] = {}
    for entry in merge.ledger:
        if not entry.conflict and entry.side not in everyone.setdefault(entry.edit.block, []):
            everyone[entry.edit.block].append(entry.side)
    found = edits_between(draft, Draft(merge.blocks))
    return tuple(Owned(edit, tuple(everyone.get(edit.block, merge.names))) for edit in found)


def _gives(draft: Draft, edits: Sequence[Edit], wanted: Sequence[str]) -> bool:
    try:
        return [block.text for block in applied(draft, edits).blocks] == list(wanted)
    except Inapplicable:
        return False
