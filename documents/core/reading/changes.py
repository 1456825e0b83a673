"""Tracked changes as edits on the clean text, with ids, and with what stands together as a group."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from documents.core.model import BlockId, Change, Edit
from documents.core.package.names import AUTHOR, DATE, ID, PPR
from documents.core.reading.revised import Coordinate, Finding, Revised
from documents.core.textmap import Alteration, Piece, Revision, TextBlock, TextMap, final_paragraphs

_FORMATS = {
    "rPrChange": "run", "pPrChange": "paragraph", "numberingChange": "numbering", "ins": "numbering",
    "sectPrChange": "section", "tblPrChange": "table", "tblPrExChange": "table", "trPrChange": "row",
    "tcPrChange": "cell",
}
_STRUCTURES = {"tblGridChange": "table grid", "cellMerge": "cells merged"}


def changes(
    findings: Sequence[Finding], altered: Iterable[Altered], texts: Mapping[BlockId, str],
) -> tuple[Change, ...]:
    """All tracked changes in reading order: text, paragraphs, rows and cells; then properties.

    `texts` are those of the blocks.
    """
    names = _Names()
    told = _grouped(findings, names)
    return (*_moves(told, texts), *_named(altered, names))


def arrivals(found: TextMap) -> dict[str, tuple[BlockId, int]]:
    """Where what an insertion brings stands once all is accepted: change → (block of that text, offset).

    Blocks are named as reading the file with all its changes accepted names them.
    """
    places: dict[int, tuple[BlockId, int]] = {}
    for number, paragraph in enumerate(final_paragraphs(found.pieces), 1):
        at = 0
        for piece in paragraph:
            for atom in piece.atoms:
                if not atom.run.deleted:
                    places[id(atom)] = f"b{number}", at
                    at += len(atom.text)
    return {
        name: places[id(one.atoms[0])]
        for name, one in named(found) if one.atoms and id(one.atoms[0]) in places
    }


def named(found: TextMap) -> list[tuple[str, Finding]]:
    """What was found of changed text, in reading order, with the ids that its changes have."""
    names, revised = _Names(), Revised(found.styles, keeps_atoms=True)
    revised.take(found.pieces)
    return [(names.name(one.revision.id), one) for one in revised.findings()]


class _Names:
    """Ids: the file's own w:id, made different where a file repeats it."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}  # id → how often it was met: some programs give all the same

    def name(self, wanted: str) -> str:
        wanted = wanted or "r"
        name, count = wanted, self._counts.get(wanted, 1)
        while name in self._taken:
            count += 1
            name = f"{wanted}-{count}"
        self._taken.add(name)
        self._counts[wanted] = count
        return name


def _grouped(findings: Sequence[Finding], names: _Names) -> list[Change]:
    ids = [names.name(one.revision.id) for one in findings]
    groups = [""] * len(findings)
    for members in _chains(findings):
        for index in members if len(members) > 1 else ():
            groups[index] = ids[members[0]]
    insertions = {id(one.revision): name for one, name in zip(findings, ids, strict=True)}
    return [
        _change(one, name, _group(one, group, insertions))
        for one, name, group in zip(findings, ids, groups, strict=True)
    ]


def _group(one: Finding, group: str, insertions: dict[int, str]) -> str:
    if one.revision.name:
        return f"move:{one.revision.name}"
    return insertions.get(id(one.within), "") if one.within is not None else group


def _change(one: Finding, name: str, group: str) -> Change:
    moved = one.revision.kind in ("move_from", "move_to")
    return Change(name, one.revision.author, one.revision.date, one.edit, group, moved, one.detail)


def _chains(findings: Sequence[Finding]) -> Iterator[list[int]]:
    """Changes that touch, by the same author at the same moment: text replaced, a stretch deleted."""
    chain: list[int] = []
    reach: Coordinate = (0, 0)
    for index, one in enumerate(findings):
        if one.detail or one.within is not None or one.revision.kind in ("move_from", "move_to"):
            continue
        if chain and one.start <= reach and _same_hand(findings[chain[-1]].revision, one.revision):
            chain.append(index)
            reach = max(reach, one.end)
            continue
        yield chain
        chain, reach = [index], one.end
    yield chain


def _same_hand(one: Revision, other: Revision) -> bool:
    return one.author == other.author and one.date == other.date


def _moves(told: list[Change], texts: Mapping[BlockId, str]) -> list[Change]:
    """Halves of moves, paired by name and text: a block that goes and comes is moved as a block.

    A moved block is told of where it comes to: what comes to one place is told of in its order there.
    A half whose other half is missing is a plain insertion or deletion.
    """
    groups: dict[str, list[Change]] = {}
    for one in told:
        if one.moved:
            groups.setdefault(one.group, []).append(one)
    settled: dict[str, Change | None] = {}
    for group, members in groups.items():
        come = [one for one in members if one.edit.kind.startswith("insert")]
        gone = [one for one in members if not one.edit.kind.startswith("insert")]
        if group and come and gone:
            settled |= _moved_blocks(gone, come, texts)
        else:
            settled |= _nameless(gone, come, texts)
    return [one for one in (settled.get(one.id, one) for one in told) if one is not None]


def _moved_blocks(gone: list[Change], come: list[Change],
                  texts: Mapping[BlockId, str]) -> dict[str, Change | None]:
    settled: dict[str, Change | None] = {}
    waiting = _by_text(one for one in come if one.edit.kind == "insert_block")
    for source in gone:
        targets = waiting.get(texts.get(source.edit.block or "", ""))
        if source.edit.kind == "delete_block" and targets:
            target = targets.popleft()
            settled[source.id] = None
            settled[target.id] = replace(source, edit=_move(source.edit, target.edit))
    return settled


def _nameless(gone: list[Change], come: list[Change],
              texts: Mapping[BlockId, str]) -> dict[str, Change | None]:
    """Some programs name no moves: the same words that go and come are one all the same."""
    settled: dict[str, Change | None] = {
        one.id: replace(one, moved=False, group="") for one in (*gone, *come)}
    waiting = _by_text(come)
    for source in gone:
        words = texts.get(source.edit.block or "", "")[source.edit.start:source.edit.end]
        targets = waiting.get(words)
        if words and targets:
            for one in (source, targets.popleft()):
                settled[one.id] = replace(one, group=f"move:{source.id}")
    return settled


def _by_text(come: Iterable[Change]) -> dict[str, deque[Change]]:
    found: dict[str, deque[Change]] = {}
    for one in come:
        found.setdefault(one.edit.text, deque()).append(one)
    return found


def _move(source: Edit, target: Edit) -> Edit:
    return Edit("move_block", source.block, source.start, source.end, to=target.block,
                kind_to=target.kind_to, level_to=target.level_to)


@dataclass(frozen=True, slots=True)
class Altered:
    """A tracked change of properties or structure, before it has its id."""

    order: Coordinate
    change: Change


def _named(altered: Iterable[Altered], names: _Names) -> list[Change]:
    told: list[tuple[Coordinate, Change]] = []
    for one in altered:
        change = replace(one.change, id=names.name(one.change.id))
        last = told[-1][1] if told else None
        if last is not None and _goes_on(last, change):
            told[-1] = told[-1][0], replace(last, edit=replace(last.edit, end=change.edit.end))
            continue
        told.append((one.order, change))
    return [change for _, change in sorted(told, key=lambda one: one[0])]


def _goes_on(last: Change, change: Change) -> bool:
    return (
        last.detail == change.detail == "run" and last.edit.block == change.edit.block
        and last.edit.end == change.edit.start and last.author == change.author and last.date == change.date
    )


def alteration(one: Alteration, before: Mapping[Piece, TextBlock]) -> Altered | None:
    """What an alteration says; None when it says nothing. `before` gives pieces without a block one."""
    element = one.element
    name = str(element.tag).rpartition("}")[2]
    if name.endswith("RangeEnd"):
        return None
    piece = one.piece
    block = piece.block or before.get(piece) if piece is not None else None
    start, end = _range(one, block)
    detail = _FORMATS.get(name) or _STRUCTURES.get(name) or "content control"
    if detail == "run":
        if element.getparent() is not None and _is_mark(element):
            detail = "paragraph mark"
        elif start == end:
            return None
    edit = Edit("format" if name in _FORMATS else "structure", block.id if block else None, start, end)
    change = Change(element.get(ID, ""), element.get(AUTHOR, ""), element.get(DATE, ""), edit, detail=detail)
    return Altered((block.order if block else 0, start), change)


def _is_mark(element: object) -> bool:
    ancestors = element.iterancestors()  # type: ignore[attr-defined]
    next(ancestors, None)
    return getattr(next(ancestors, None), "tag", None) == PPR


def _range(one: Alteration, block: TextBlock | None) -> tuple[int, int]:
    """What it concerns in the clean text: the run's characters, else the whole block."""
    piece = one.piece
    if block is None or piece is None or piece.block is None:
        return (0, 0) if block is None else (block.length, block.length)
    name = str(one.element.tag).rpartition("}")[2]
    if name != "rPrChange":
        return 0, block.length
    if _is_mark(one.element):
        return piece.end, piece.end
    atoms = piece.atoms
    start = atoms[one.first].at if one.first < len(atoms) else piece.end
    end = atoms[one.last].at if one.last < len(atoms) else piece.end
    return start, max(start, end)
