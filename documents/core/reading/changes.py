"""Tracked changes as edits on the clean text, each with its author and date as the file has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from documents.core.model import BlockId, Change, Edit
from documents.core.textmap import Alteration, Atom, Piece, Revision, TextMap
from documents.core.package.names import AUTHOR, DATE, ID

_STRUCTURES = ("tbl", "tr", "tc", "cell", "tblGrid")


@dataclass(slots=True)
class _Stretch:
    """The atoms of one revision inside one block."""

    block: BlockId
    atoms: list[Atom] = field(default_factory=list)


def changes(found: TextMap) -> tuple[Change, ...]:
    """All tracked changes in reading order of their stories: text first, then marks, rows and properties."""
    before = _block_before(found)
    result: list[Change] = []
    for _, walked in found.stories:
        covered = _covered(walked.pieces, before)
        for revision in walked.revisions:
            result += _of_revision(revision, covered.get(id(revision), []), before)
        result += [change for one in walked.alterations if (change := _of_alteration(one, before))]
    return tuple(result)


def _block_before(found: TextMap) -> dict[int, tuple[BlockId, int]]:
    """For every piece: the block and the offset at which it begins, or would stand."""
    places: dict[int, tuple[BlockId, int]] = {}
    last: tuple[BlockId, int] = (found.blocks[0].id if found.blocks else "", 0)
    for piece in found.pieces:
        if piece.block is not None:
            places[id(piece)] = (piece.block.id, piece.start)
            last = (piece.block.id, piece.block.length)
        else:
            places[id(piece)] = last
    return places


def _covered(pieces: list[Piece], before: dict[int, tuple[BlockId, int]]) -> dict[int, list[_Stretch]]:
    """Identity of a revision → what it covers, a stretch a block."""
    found: dict[int, list[_Stretch]] = {}
    for piece in pieces:
        block = before[id(piece)][0]
        for atom in piece.atoms:
            for revision in atom.run.revisions:
                stretches = found.setdefault(id(revision), [])
                if not stretches or stretches[-1].block != block:
                    stretches.append(_Stretch(block))
                stretches[-1].atoms.append(atom)
    return found


def _of_revision(
    revision: Revision, stretches: list[_Stretch], before: dict[int, tuple[BlockId, int]],
) -> Iterator[Change]:
    if revision.scope == "run":
        yield from (_text_change(revision, one, before) for one in stretches)
        return
    piece = revision.where[0]
    block, offset = before[id(piece)] if piece is not None else ("", 0)
    if revision.scope == "mark":
        at = piece.end if piece is not None and piece.block is not None else offset
        edit = Edit("split" if revision.pending else "join", block, at, at, "\n")
        yield Change(revision.id, revision.author, revision.date, edit, _group(revision), bool(revision.name))
        return
    word = "inserted" if revision.pending else "deleted"
    edit = Edit("structure", block, offset, offset)
    yield Change(revision.id, revision.author, revision.date, edit, detail=f"{revision.scope} {word}")


def _text_change(
    revision: Revision, stretch: _Stretch, before: dict[int, tuple[BlockId, int]],
) -> Change:
    text = "".join(atom.text for atom in stretch.atoms)
    first, last = stretch.atoms[0], stretch.atoms[-1]
    if revision.pending:
        at = first.at if first.run.piece.block is not None else before[id(first.run.piece)][1]
        edit = Edit("insert", stretch.block, at, at, text)
    else:
        end = last.at if last.run.pending else last.at + len(last.text)
        edit = Edit("delete", stretch.block, first.at, end, text)
    moved = revision.kind in ("move_to", "move_from")
    return Change(revision.id, revision.author, revision.date, edit, _group(revision), moved)


def _group(revision: Revision) -> str:
    return f"move:{revision.name}" if revision.name else ""


def _of_alteration(one: Alteration, before: dict[int, tuple[BlockId, int]]) -> Change | None:
    element = one.element
    name = str(element.tag).rpartition("}")[2]
    block, start = before[id(one.piece)] if one.piece is not None else ("", 0)
    end = start
    if one.piece is not None and one.piece.block is not None and one.piece.atoms:
        atoms = one.piece.atoms[one.first : one.last + 1]
        if atoms:
            start, end = atoms[0].at, atoms[-1].at + (0 if atoms[-1].run.pending else len(atoms[-1].text))
    kind = "structure" if name.startswith(_STRUCTURES) else "format"
    return Change(
        element.get(ID, ""), element.get(AUTHOR, ""), element.get(DATE, ""),
        Edit(kind, block, start, end), detail=name.removesuffix("Change"),
    )
