"""Edits in any order as one consistent change of a version: what `applied` and `merge` work from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from documents.core.comparing import objects
from documents.core.comparing.lines import EMPTY, Hunk, Line, appended
from documents.core.model import AMENDS, Block, BlockId, BlockKind, Draft, Edit, Span


class Inapplicable(ValueError):
    """An edit that its base does not have room for: unknown block, offsets outside, or overlapping."""


@dataclass(slots=True)
class Script:
    """One side's change of a base, by position of the base's blocks.

    `slots[k]` holds what comes to stand before block k (after block k-1), in order: lines are new
    blocks, ints are blocks that move there. Offsets are counted within a block.
    """

    hunks: dict[int, list[Hunk]] = field(default_factory=dict)
    joins: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)
    slots: dict[int, list[Line | int]] = field(default_factory=dict)
    kinds: dict[int, tuple[BlockKind, int]] = field(default_factory=dict)
    formats: dict[int, list[tuple[int, int, tuple[Span, ...]]]] = field(default_factory=dict)


def positions(draft: Draft) -> dict[BlockId, int]:
    """Where each block of a draft stands."""
    return {block.id: index for index, block in enumerate(draft.blocks)}


def script(
    base: Draft,
    edits: Iterable[Edit],
    places: Mapping[BlockId, int] | None = None,
    donor: Mapping[BlockId, Block] | None = None,
) -> Script:
    """The edits as a script; `donor` gives the blocks of the version that inserted ones come from.

    Raises `Inapplicable` for an edit that does not fit the base or another edit.
    """
    known = positions(base) if places is None else places
    result = Script()
    inline: dict[int, list[Edit]] = {}
    for edit in edits:
        index = -1 if edit.block is None and edit.kind == "insert_block" else _index(known, edit.block)
        match edit.kind:
            case "insert_block":
                result.slots.setdefault(index + 1, []).append(_new_line(edit, donor))
            case "delete_block":
                result.deleted.add(index)
            case "move_block":
                slot = 0 if edit.to is None else _index(known, edit.to) + 1
                result.moved[index] = slot
                result.slots.setdefault(slot, []).append(index)
            case "join":
                result.joins.add(index)
            case "structure":
                result.kinds[index] = (edit.kind_to, edit.level_to)
            case "format":
                result.formats.setdefault(index, []).append((edit.start, edit.end, edit.spans))
            case _:
                inline.setdefault(index, []).append(edit)
    for index, several in inline.items():
        result.hunks[index] = _hunks(base.blocks[index], several)
    return result


def _index(places: Mapping[BlockId, int], block: BlockId | None) -> int:
    if block is None or block not in places:
        raise Inapplicable(f"no block {block!r} in the base")
    return places[block]


def _new_line(edit: Edit, donor: Mapping[BlockId, Block] | None) -> Line:
    giver = donor.get(edit.donor) if donor and edit.donor is not None else None
    if giver is None or giver.text != edit.text:
        return Line(edit.text, edit.spans, (), edit.kind_to, edit.level_to, xml=edit.xml)
    return Line(edit.text, edit.spans, giver.objects, edit.kind_to, edit.level_to, xml=edit.xml,
                shown=giver.shown)


def _hunks(block: Block, edits: list[Edit]) -> list[Hunk]:
    """The edits within a block, in order, touching ones as one."""
    found: list[Hunk] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, max(edit.start, edit.end))):
        end = edit.end if edit.kind in {"delete", "replace"} else edit.start
        if not 0 <= edit.start <= end <= len(block.text):
            raise Inapplicable(f"{edit.kind} at {edit.start}..{end} outside of block {block.id!r}")
        lines = _lines(edit)
        if found and edit.start < found[-1].end:
            raise Inapplicable(f"two edits overlap in block {block.id!r} at {edit.start}")
        if found and edit.start == found[-1].end:
            flow = list(found[-1].lines)
            appended(flow, lines)
            found[-1] = Hunk(found[-1].start, end, tuple(flow))
        else:
            found.append(Hunk(edit.start, end, lines))
    return found


def _lines(edit: Edit) -> tuple[Line, ...]:
    if edit.kind == "delete":
        return EMPTY
    if edit.kind == "split":
        return (Line(""), Line("", kind=edit.kind_to, level=edit.level_to))
    xml = edit.xml if edit.xml == AMENDS else ""
    return (Line(edit.text, edit.spans, objects.marks(edit), xml=xml),)
