"""Wishes and results as people read them: the changed words in a little context, struck and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from documents.core.comparing import redline_segments
from documents.core.markup import weaving
from documents.core.model import OBJECT, Block, BlockId, Cell, Edit

#: Characters of context on each side of changed words.
CONTEXT = 60
Segment = tuple[str, str]
Kind = Literal["words", "new", "gone", "moved", "split", "joined", "format", "structure", "same"]


@dataclass(frozen=True, slots=True)
class Line:
    """Changed words of one paragraph, or what happens to it as a whole; `number` of its block's margin."""

    kind: Kind
    segments: tuple[Segment, ...]
    block: BlockId | None = None
    detail: str = ""


def lines_of(blocks: Sequence[Block], edits: Iterable[Edit], context: int = CONTEXT) -> list[Line]:
    """What some edits do, paragraph by paragraph."""
    by_id = {block.id: block for block in blocks}
    inline: dict[BlockId, list[Edit]] = {}
    found: list[Line] = []
    for edit, *cells in _rows(edits, by_id):
        block = by_id.get(edit.block) if edit.block is not None else None
        if edit.kind in {"insert", "delete", "replace"} and block is not None:
            if block.id not in inline:
                found.append(Line("words", (), block.id))
            inline.setdefault(block.id, []).append(edit)
        elif cells:
            found.append(_row([edit, *cells], by_id))
        elif edit.kind == "move_block":
            found.append(_moved(edit, by_id))
        else:
            found.append(_whole(edit, block))
    return [
        Line("words", _words(by_id[line.block].text, inline[line.block], context), line.block)
        if line.kind == "words" and line.block is not None else line
        for line in found
    ]


def _rows(edits: Iterable[Edit], by_id: Mapping[BlockId, Block]) -> list[list[Edit]]:
    """The cells that come or go with one table row, together; every other edit by itself."""
    found: list[list[Edit]] = []
    for edit in edits:
        if found and _is_of_row(found[-1], edit, by_id):
            found[-1].append(edit)
        else:
            found.append([edit])
    return found


def _is_of_row(row: Sequence[Edit], edit: Edit, by_id: Mapping[BlockId, Block]) -> bool:
    """Whether a cell goes with the row that the one before it goes with, or comes with it.

    A row that comes behind the last cell of another is believed to have as many cells.
    """
    last = row[-1]
    if {last.xml, edit.xml} != {weaving.ROW} or last.kind != edit.kind:
        return False
    before, here = (_cell(by_id, one.block) for one in (last, edit))
    if before is None or here is None:
        return edit.kind == "insert_block" and last.block == edit.block
    if edit.kind == "insert_block":
        return last.block == edit.block and len(row) < here.column + here.column_span
    return (before.table, before.row) == (here.table, here.row)


def _cell(by_id: Mapping[BlockId, Block], name: BlockId | None) -> Cell | None:
    block = by_id.get(name) if name is not None else None
    return block.cell if block else None


def _row(cells: Sequence[Edit], by_id: Mapping[BlockId, Block]) -> Line:
    lines = [_whole(edit, by_id.get(edit.block) if edit.block is not None else None) for edit in cells]
    pieces: list[Segment] = list(lines[0].segments)
    for line in lines[1:]:
        pieces += [("equal", " | "), *line.segments]
    return replace(lines[0], segments=tuple(pieces))


def _moved(edit: Edit, by_id: Mapping[BlockId, Block]) -> Line:
    """What moves, and where to as far as it is known here."""
    block = by_id.get(edit.block) if edit.block is not None else None
    target = by_id.get(edit.to) if edit.to is not None else None
    where = "to the beginning" if edit.to is None else f"behind “{_glance(target)}”" if target else ""
    line = _whole(edit, block)
    return replace(line, detail=f"{line.detail} {where}".strip())


def _glance(block: Block) -> str:
    text = visible(block.text)
    return text if len(text) <= CONTEXT else f"{_start(text)}"


def _whole(edit: Edit, block: Block | None) -> Line:  # noqa: PLR0911 - one for each kind of edit
    text = visible(block.text) if block else ""
    where = block.id if block else None
    match edit.kind:
        case "insert_block":
            return Line("new", (("insert", visible(edit.text)),), where, _named(edit, "new", "in a cell"))
        case "delete_block":
            return Line("gone", (("delete", text),), where, f"{_IN_TABLES.get(edit.xml, 'paragraph')} goes")
        case "move_block":
            return Line("moved", (("equal", _short(text)),), where, "moves")
        case "split":
            both = _end(text[: edit.start]), _start(text[edit.start :])
            pieces = (("equal", both[0]), ("insert", " ¶ "), ("equal", both[1]))
            return Line("split", pieces, where, "a new paragraph begins here")
        case "join":
            return Line("joined", (("equal", _end(text)), ("delete", " ¶ ")), where, "joined with the next")
        case "format":
            kinds = ", ".join(dict.fromkeys(span.kind for span in edit.spans)) or "plain"
            words = visible(text[edit.start : edit.end])
            return Line("format", (("equal", _short(words)),), where, f"formatted: {kinds}")
    return Line("structure", (("equal", _short(text)),), where, _named(edit, "becomes a", "becomes a cell"))


#: What comes or goes with a paragraph, by `Edit.xml`.
_IN_TABLES = {weaving.ROW: "table row", weaving.CELL: "table cell"}


def _named(edit: Edit, verb: str, in_cell: str) -> str:
    """What comes, or what a paragraph becomes: "new table row", "becomes a heading of level 2"."""
    if edit.xml in _IN_TABLES:
        return f"{verb} {_IN_TABLES[edit.xml]}"
    if edit.kind_to == "cell":
        return in_cell
    name = edit.kind_to.replace("_", " ")
    return f"{verb} {name} of level {edit.level_to}" if edit.kind_to == "heading" else f"{verb} {name}"


def _words(text: str, edits: Iterable[Edit], context: int) -> tuple[Segment, ...]:
    """The edited words of a paragraph, and what stands around them."""
    found: list[Segment] = []
    place: int | None = None
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        end = edit.start if edit.kind == "insert" else edit.end
        if place is None:
            found.append(("equal", _end(text[: edit.start], context)))
        else:
            found.append(("equal", _middle(text[place : edit.start], context)))
        found.append(("delete", text[edit.start : end]))
        found.append(("insert", edit.text if edit.kind != "delete" else ""))
        place = end
    if place is not None:
        found.append(("equal", _start(text[place:], context)))
    return tuple((kind, visible(piece)) for kind, piece in found if piece)


def _end(text: str, size: int = CONTEXT) -> str:
    if len(text) <= size:
        return text
    return "… " + text[-size:].partition(" ")[2]


def _start(text: str, size: int = CONTEXT) -> str:
    if len(text) <= size:
        return text
    return text[:size].rpartition(" ")[0] + " …"


def _middle(text: str, size: int) -> str:
    return text if len(text) <= 2 * size + 10 else f"{_start(text, size)} {_end(text, size)}"


def _short(text: str) -> str:
    return text if len(text) <= 2 * CONTEXT else f"{_start(text)}"


def visible(text: str) -> str:
    """The text with a sign where an object stands."""
    return text.replace(OBJECT, "▣")


def result_lines(before: Sequence[Block], after: Sequence[Block]) -> list[Line]:
    """Every paragraph of the result as a redline against what it was."""
    old = {block.id: block for block in before}
    there = {block.id for block in after}
    found: list[Line] = []
    gone = [block for block in before if block.id not in there]
    for block in after:
        was = old.get(block.id)
        if was is None:
            found.append(Line("new", (("insert", visible(block.text)),), block.id))
        elif was.text == block.text:
            kind: Kind = "format" if was.spans != block.spans else "same"
            found.append(Line(kind, (("equal", visible(block.text)),), block.id))
        else:
            found.append(Line("words", _redline(was.text, block.text), block.id))
    return [*found, *(Line("gone", (("delete", visible(block.text)),), block.id) for block in gone)]


def _redline(old: str, new: str) -> tuple[Segment, ...]:
    return tuple((kind, visible(text)) for kind, text in redline_segments(old, new))


def marked(text: str, edits: Iterable[Edit], disputed: Iterable[tuple[int, int]]) -> tuple[Segment, ...]:
    """A paragraph of the base cut where somebody wants a change: equal, asked or disputed stretches."""
    kinds = ["equal"] * len(text)
    for edit in edits:
        if edit.kind in {"delete_block", "move_block"}:
            kinds[:] = ["asked"] * len(text)
        for place in range(edit.start, min(max(edit.end, edit.start), len(text))):
            kinds[place] = "asked"
    for start, end in disputed:
        for place in range(start, min(end, len(text))):
            kinds[place] = "disputed"
    found: list[list[str]] = []
    for kind, char in zip(kinds, text, strict=True):
        if found and found[-1][0] == kind:
            found[-1][1] += char
        else:
            found.append([kind, char])
    return tuple((kind, visible(piece)) for kind, piece in found)
