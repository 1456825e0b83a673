"""Which decided changes an edited file holds: found by comparing it with the base, not by trust."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from documents.core.comparing import applied, edits_between
from documents.core.comparing.script import Inapplicable
from documents.core.merging import merge_edits
from documents.core.model import BlockId, Draft, Edit
from reviews.core.merging import settling, wishes
from reviews.core.merging.wishes import Wish


@dataclass(slots=True)
class Recognised:
    """Keys of wishes: `held` to the letter, `changed` (done otherwise, or in part), `missing`.

    `extra` are the file's changes that no wish asked for.
    """

    held: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    extra: list[Edit] = field(default_factory=list)


def recognised(base: Draft, new: Draft, wanted: Sequence[Wish]) -> Recognised:
    """What of the wishes `new` holds, a version that somebody made of `base`."""
    order: dict[BlockId, int] = {block.id: place for place, block in enumerate(base.blocks)}
    theirs_all = edits_between(base, new)
    gone = {edit.block for edit in theirs_all if edit.kind == "delete_block"}
    made = {f"file {n}": edit for n, edit in enumerate(_stayed(theirs_all, base, order, gone))}
    lifted = [replace(wish, edits=tuple(_stayed(wish.edits, base, order, gone))) for wish in wanted]
    asked = {wish.key for wish in wanted}
    found = Recognised()
    for passage in wishes.passages([*lifted, *(Wish(key, (edit,)) for key, edit in made.items())], order):
        blocks = settling.blocks_of(base.blocks, passage)
        theirs = [made[wish.key] for wish in passage.wishes if wish.key in made]
        mine = [wish for wish in passage.wishes if wish.key in asked]
        if not mine:
            found.extra += theirs
        elif not theirs:
            found.missing += [wish.key for wish in mine]
        else:
            _compare(Draft(blocks), theirs, mine, found)
    return found


def _stayed(
    edits: Sequence[Edit], base: Draft, order: Mapping[BlockId, int], gone: Collection[BlockId | None],
) -> list[Edit]:
    """The edits with new blocks behind one that stays: behind which of the gone ones, nobody can see."""
    found = []
    for edit in edits:
        place = order.get(edit.block, -1) if edit.block is not None else -1
        if edit.kind == "insert_block" and place >= 0:
            while place >= 0 and base.blocks[place].id in gone:
                place -= 1
            edit = replace(edit, block=base.blocks[place].id if place >= 0 else None)  # noqa: PLW2901
        found.append(edit)
    return found


def _compare(draft: Draft, theirs: Sequence[Edit], mine: Sequence[Wish], found: Recognised) -> None:
    """One passage in which both something was asked and something was changed."""
    try:
        reads = [block.text for block in applied(draft, theirs).blocks]
        if reads == [block.text for block in settling.settled(draft.blocks, mine).blocks]:
            found.held += [wish.key for wish in mine]
            return
        merge = merge_edits(draft, {"": theirs, **{wish.key: wish.edits for wish in mine}})
    except Inapplicable:
        found.changed += [wish.key for wish in mine]
        return
    states: dict[str, set[str]] = {}
    for entry in merge.ledger:
        is_held = entry.state == "same" and ("" in entry.others or entry.side == "")
        states.setdefault(entry.side, set()).add("held" if is_held else entry.state)
        if entry.side == "" and entry.state == "applied":
            found.extra.append(entry.edit)
    for wish in mine:
        said = states.get(wish.key, set())
        if said == {"held"}:
            found.held.append(wish.key)
        elif "held" in said or "conflict" in said:
            found.changed.append(wish.key)
        else:
            found.missing.append(wish.key)
