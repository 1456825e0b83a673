"""A `Draft` gathered from the runs of pieces that the text map gives, all at once or bit by bit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from documents.core.model import Block, Cell, Draft, Section, Span, Unreadable, Warning
from documents.core.numbering import Counter, Label, Numbering, Within
from documents.core.package import Package
from documents.core.package.names import SECTION
from documents.core.reading import notes
from documents.core.reading.cautions import Bound, cautions
from documents.core.reading.changes import Altered, alteration, changes
from documents.core.reading.comments import Anchors, comments
from documents.core.reading.fields import Fields
from documents.core.reading.kinds import Kinds
from documents.core.reading.objects import Objects
from documents.core.reading.properties import properties
from documents.core.reading.revised import Revised
from documents.core.reading.sections import sections
from documents.core.reading.spans import bookmarks, spans
from documents.core.styles import Styles
from documents.core.textmap import Field, Mark, Piece, Story, TextBlock, Walked
from documents.core.textmap.state import Section as RawSection
from documents.core.textmap.streaming import Bit

_NOTES = ("footnote", "endnote")
#: Part → the trees, or the only one, that pieces of it stand in.
Trees = Mapping[str, Sequence[etree._Element]]


class Gathering:
    """What was read of a draft so far. Stories come in reading order; notes are known before they come."""

    def __init__(self, package: Package, styles: Styles) -> None:
        self._package = package
        self._styles = styles
        self._warnings: list[Warning] = []
        self._objects = Objects(package)
        self._kinds = Kinds(styles)
        numbering = Numbering(_numbering(package, self._warnings), styles)
        self._counter = Counter(numbering)
        self._fields = Fields(Within(numbering, self._counter))
        self._bare: dict[TextBlock, list[Field]] = {}  # of the blocks at hand
        self._numbers: Mapping[str, str] = {}
        self._stories: list[Story] = []
        self._first: dict[Story, str] = {}  # the first block of each story
        self._blocks: list[Block] = []
        self._marks: list[Mark] = []
        self._revised = Revised(styles)
        self._altered: list[Altered] = []
        self._last: TextBlock | None = None
        self._before: dict[Piece, TextBlock] = {}  # pieces without a block: the block before them
        self._bound = Bound(package)
        self._layout: Sequence[RawSection] = ()
        self._extents: dict[int, tuple[str, str]] = {}  # number of a section → its first and last block

    def know_notes(self, stories: Sequence[Story], sections: Sequence[RawSection]) -> None:
        """Learn of the notes, and of the sections that say how they are numbered."""
        self._stories, self._layout = list(stories), sections
        self._numbers = notes.note_numbers(self._package, stories, sections)

    def take(self, bit: Bit, trees: Trees) -> None:
        """Take in the next pieces. `trees` are what they stand in, by part."""
        self._objects.know_boxes(bit.blocks)
        self._bare = _by_block(bit.bare)
        self._blocks += map(self._block, bit.blocks)
        self._revised.take(bit.pieces)
        self._know_places(bit.pieces)
        self._marks += bit.marks
        for one in bit.alterations:
            altered = alteration(one, self._before)
            if altered is not None:
                self._altered.append(altered)
        self._bound.take(bit.pieces, trees)
        self._objects.forget_boxes()
        self._bare = {}

    def draft(self, bodies_of_comments: Sequence[tuple[Story, Walked]]) -> Draft:
        """The draft, once all was taken in."""
        anchors = Anchors(self._marks, self._before, str(self._blocks[0].id) if self._blocks else "")
        findings = self._revised.findings()
        texts = {block.id: block.text for block in self._blocks} if findings else {}
        return Draft(
            blocks=self._finished(),
            comments=comments(self._package, bodies_of_comments, anchors, self._warnings),
            changes=changes(findings, self._altered, texts),
            media=self._objects.media,
            properties=properties(self._package, self._warnings),
            sections=self._sections(),
            warnings=(*cautions(self._package), *self._bound.warnings(), *self._objects.warnings,
                      *self._warnings),
        )

    def _sections(self) -> tuple[Section, ...]:
        shown = {story.part: self._first[story] for story in self._stories
                 if story in self._first and story.kind in ("header", "footer")}
        return sections(self._package, self._layout, self._extents, shown)

    def _know_places(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            if piece.block is not None:
                self._last = piece.block
            elif self._last is not None:
                self._before[piece] = self._last

    # -- blocks

    def _block(self, block: TextBlock) -> Block:
        piece = block.pieces[-1]
        story = block.pieces[0].flow.story
        is_first = self._first.setdefault(story, block.id) == block.id
        if story.kind == "body":
            self._extents[piece.section] = self._extents.get(piece.section, (block.id, ""))[0], block.id
        style = piece.style or self._styles.default_paragraph
        text = block.text
        label = None if not text and _ends_section(piece) else self._counter.label(piece.clean, style)
        objects = self._objects.of(block)
        kind, level = self._kinds.of(block, text, objects, label)
        said = self._numbers.get(notes.key(story), "") if is_first and story.kind in _NOTES else None
        return Block(
            id=block.id, kind=kind, text=text, level=level,
            number=_shown(label) if said is None else said,
            spans=spans(block, self._package), objects=objects, cell=_cell(piece),
            style=self._styles.name(style), anchor=_anchor(piece),
            shown=self._fields.of(text, self._bare[block]) if block in self._bare else (),
        )

    def _finished(self) -> tuple[Block, ...]:
        """The blocks with what is known only at the end: bookmarks, and where notes begin."""
        named = bookmarks(self._marks)
        firsts = notes.places(self._stories, self._first)
        if not named and not firsts:
            return tuple(self._blocks)
        return tuple(
            notes.with_notes(_with_bookmarks(block, named), firsts) for block in self._blocks
        )


def _ends_section(piece: Piece) -> bool:
    """Whether the paragraph holds a section break: without words it is that alone, and in no list."""
    return piece.properties is not None and piece.properties.find(SECTION) is not None


def _by_block(bare: Iterable[Field]) -> dict[TextBlock, list[Field]]:
    found: dict[TextBlock, list[Field]] = {}
    for field in bare:
        block = field.place.piece.block if field.place is not None else None
        if block is not None:
            found.setdefault(block, []).append(field)
    return found


def _with_bookmarks(block: Block, named: Mapping[str, list[Span]]) -> Block:
    extra = named.get(str(block.id))
    return replace(block, spans=(*block.spans, *extra)) if extra else block


def _shown(label: Label | None) -> str:
    return label.text if label else ""


def _anchor(piece: Piece) -> str | None:
    """The block that holds the text box, or the mark of the note."""
    if piece.anchor is not None:
        return piece.anchor.block.id if piece.anchor.block else None
    reference = piece.flow.story.reference
    holder = reference.run.piece.block if reference is not None else None
    return holder.id if holder else None


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
