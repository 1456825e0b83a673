"""From the text map to a `Draft`: every block with its meaning, and what lies on the text."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from lxml import etree

from documents.core.limits import DEFAULT, Limits
from documents.core.model import Block, Cell, Draft, Span, Unreadable, Warning
from documents.core.numbering import Counter, Label, Numbering
from documents.core.package import Package, open_package
from documents.core.reading import notes
from documents.core.reading.cautions import cautions
from documents.core.reading.changes import changes
from documents.core.reading.comments import comments
from documents.core.reading.kinds import Kinds
from documents.core.reading.objects import Objects
from documents.core.reading.properties import properties
from documents.core.reading.spans import bookmarks, spans
from documents.core.textmap import Piece, TextBlock, TextMap, map_package

_NOTES = ("footnote", "endnote")


def read(data: bytes, limits: Limits = DEFAULT) -> Draft:
    """Read a Word file. Raises `Unreadable`, with the part and the reason, and nothing else."""
    return read_map(map_package(open_package(data, limits)))


def read_map(found: TextMap) -> Draft:
    """The same from a package that is mapped already."""
    try:
        return _drafted(found)
    except RecursionError:
        raise Unreadable("nested too deeply", found.package.main, "depth") from None


def _drafted(found: TextMap) -> Draft:
    marks = list(chain.from_iterable(walked.marks for _, walked in found.stories))
    warnings: list[Warning] = []
    objects = Objects(found.package, notes.first_blocks(found))
    objects.know_boxes(iter(found.blocks))
    blocks = _Blocks(found, objects, warnings).all()
    named = bookmarks(marks)
    return Draft(
        blocks=tuple(_with_bookmarks(block, named) for block in blocks),
        comments=comments(found, marks, warnings),
        changes=changes(found),
        media=objects.media,
        properties=properties(found.package, warnings),
        warnings=(*cautions(found), *objects.warnings, *warnings),
    )


def _with_bookmarks(block: Block, named: Mapping[str, list[Span]]) -> Block:
    extra = named.get(str(block.id))
    if not extra:
        return block
    return Block(
        block.id, block.kind, block.text, block.level, block.number, (*block.spans, *extra),
        block.objects, block.cell, block.style, block.anchor,
    )


class _Blocks:
    """Turns text blocks into blocks, in reading order, so that numbers count as Word counts them."""

    def __init__(self, found: TextMap, objects: Objects, warnings: list[Warning]) -> None:
        self._found = found
        self._objects = objects
        self._kinds = Kinds(found.styles)
        self._counter = Counter(Numbering(_numbering(found.package, warnings), found.styles))
        self._numbers = notes.note_numbers(found)
        self._first_of_notes = _first_of_notes(found)
        self._holders = {
            story.element: story.reference.run.piece.block
            for story, _ in found.stories if story.reference is not None
        }

    def all(self) -> list[Block]:
        return [self._block(block) for block in self._found.blocks]

    def _block(self, block: TextBlock) -> Block:
        piece = block.pieces[-1]
        style = piece.style or self._found.styles.default_paragraph
        label = self._counter.label(piece.clean, style)
        text = block.text
        objects = self._objects.of(block)
        kind, level = self._kinds.of(block, text, objects, label)
        return Block(
            id=block.id, kind=kind, text=text, level=level, number=self._number(block, label),
            spans=spans(block, self._found.package), objects=objects, cell=_cell(piece),
            style=self._found.styles.name(style), anchor=self._anchor(piece),
        )

    def _number(self, block: TextBlock, label: Label | None) -> str:
        story = block.pieces[0].flow.story
        if story.kind in _NOTES and block.id in self._first_of_notes:
            return self._numbers.get(notes.key(story), "")
        return label.text if label else ""

    def _anchor(self, piece: Piece) -> str | None:
        if piece.anchor is not None:
            return piece.anchor.block.id if piece.anchor.block else None
        holder = self._holders.get(piece.flow.story.element)
        return holder.id if holder else None


def _first_of_notes(found: TextMap) -> set[str]:
    """Ids of the blocks that notes begin with."""
    firsts: dict[int, str] = {}
    for block in found.blocks:
        story = block.pieces[0].flow.story
        if story.kind in _NOTES:
            firsts.setdefault(id(story), block.id)
    return set(firsts.values())


def _cell(piece: Piece) -> Cell | None:
    at = piece.cell
    if at is None:
        return None
    return Cell(at.table, at.row, at.column, at.row_span, at.column_span, at.header, at.outer)


def _numbering(package: Package, warnings: list[Warning]) -> etree._Element | None:
    for part in package.related(package.main, "numbering")[:1]:
        try:
            return package.tree(part)
        except Unreadable as error:
            warnings.append(Warning("damaged-part", error.reason, part))
    return None
