"""The values of the text map: pieces of story, atoms of text, what encloses them, blocks.

Mutable on purpose: they are filled by one pass over the XML and live as long as its tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from documents.core.formatting import Format

RevisionKind = Literal["insert", "delete", "move_to", "move_from"]
RevisionScope = Literal["run", "mark", "row", "cell"]
StoryKind = Literal["body", "footnote", "endnote", "header", "footer", "comment"]
AtomKind = Literal["text", "char", "object"]
MarkKind = Literal[
    "comment_start", "comment_end", "comment_reference", "bookmark_start", "bookmark_end", "field",
]


_DEEPEST_FIELD = 50  # Word nests twenty


@dataclass(slots=True, eq=False)
class Story:
    """One flow of text of its own: the body, one note, one header, one comment.

    `id` is the note's or comment's `w:id`; `reference` the atom in the body that stands for a note.
    """

    kind: StoryKind
    part: str
    element: etree._Element
    id: str = ""
    reference: Atom | None = None


@dataclass(slots=True, eq=False)
class Flow:
    """Paragraphs that follow each other and can be merged: a story, a cell, a text box."""

    story: Story
    last: Piece | None = None


@dataclass(slots=True, eq=False)
class Revision:
    """One tracked insertion, deletion or half of a move, as the file marks it.

    `element` is the w:ins, w:del, w:moveTo, w:moveFrom, w:cellIns or w:cellDel. `name` is the name of
    the move. `where` is the first place under it: (piece, index of the next atom).
    """

    kind: RevisionKind
    scope: RevisionScope
    element: etree._Element
    id: str
    author: str
    date: str
    name: str
    where: tuple[Piece | None, int] = (None, 0)

    @property
    def pending(self) -> bool:
        """Whether what it encloses is not part of the clean text."""
        return self.kind in ("insert", "move_to")


@dataclass(slots=True, eq=False)
class Container:
    """An element around runs or paragraphs: `kind` is its local name ("hyperlink", "sdt", …)."""

    kind: str
    element: etree._Element
    parent: Container | None


@dataclass(slots=True, eq=False)
class Field:
    """A complex or simple field. `elements` are its fldChar and instrText elements in order.

    `code` is the instruction with nested results left out. A field without `separate` has no result.
    """

    parent: Field | None
    elements: list[etree._Element] = field(default_factory=list)
    code: str = ""
    in_result: bool = False
    closed: bool = False
    place: Mark | None = None  # where it begins; None within another one's instruction

    def and_around(self) -> Iterator[Field]:
        """Itself and the fields around it, innermost first; beyond what Word knows, they say nothing."""
        one: Field | None = self
        for _ in range(_DEEPEST_FIELD):
            if one is None:
                return
            yield one
            one = one.parent

    @property
    def is_endless(self) -> bool:
        """Whether it was begun and neither came to a result nor to an end (so far)."""
        return not (self.closed or self.in_result)


@dataclass(slots=True, eq=False)
class Run:
    """What the atoms of one w:r share. `element` is None for atoms that stand outside a run (m:oMath)."""

    element: etree._Element | None
    piece: Piece
    format: Format
    revisions: tuple[Revision, ...]
    pending: bool
    deleted: bool
    container: Container | None


@dataclass(slots=True, eq=False)
class Atom:
    """The smallest thing with a length: the text of a w:t, a tab, a break, a symbol, an object.

    `text` is what it contributes, `at` its offset in the clean text of the block, or when it is
    pending the offset at which it would stand. Characters `i` of `text` is character `lead + i` of
    `element.text` for kind "text" (Word trims outer blanks without xml:space="preserve").
    """

    element: etree._Element
    run: Run
    text: str
    kind: AtomKind = "text"
    field: Field | None = None
    lead: int = 0
    at: int = 0

    @property
    def offset(self) -> int | None:
        """Offset in the clean text, None inside a pending insertion."""
        return None if self.run.pending else self.at


@dataclass(slots=True, eq=False)
class CellPlace:
    """A table cell in the clean grid. Rows and columns count from 0; spans are clamped."""

    table: int
    row: int
    column: int
    element: etree._Element
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    continues: bool = False  # a vertically merged cell below its first one
    outer: tuple[int, ...] = ()


@dataclass(slots=True, eq=False)
class Piece:
    """One w:p (or a lone object between paragraphs) as it stands in the file.

    `properties` is its w:pPr; `clean` the one with every change rejected (what a w:pPrChange holds,
    when there is one), and `style` the style that it names.

    `pending` and `deleted` say that a row, cell or note around it is; `mark` are the revisions on
    its paragraph mark. `barrier`: a table, an embedded document or the end of the flow follows, so that its
    mark cannot go.
    `begins_in_code` and `ends_in_code`: a field's code, which is not shown, goes over that end of it.
    After assembly: `block` (None when it is not in the clean text), and its slice `start..end` there.
    """

    element: etree._Element
    properties: etree._Element | None
    flow: Flow
    clean: etree._Element | None = None
    style: str = ""
    atoms: list[Atom] = field(default_factory=list)
    cell: CellPlace | None = None
    container: Container | None = None
    anchor: Piece | None = None  # of a text box: the piece that holds it
    section: int = 0
    revisions: tuple[Revision, ...] = ()
    pending: bool = False
    deleted: bool = False
    mark: tuple[Revision, ...] = ()
    mark_pending: bool = False
    mark_deleted: bool = False
    barrier: bool = False
    begins_in_code: bool = False
    ends_in_code: bool = False
    block: TextBlock | None = None
    start: int = 0
    end: int = 0
    index: int = 0  # its place among the pieces of its block


@dataclass(slots=True, eq=False)
class Mark:
    """A place named in the file: before `piece.atoms[index]`, or at the piece's end."""

    kind: MarkKind
    id: str
    element: etree._Element
    piece: Piece
    index: int
    name: str = ""
    at: int | None = None  # its offset, once its piece's atoms are let go

    @property
    def offset(self) -> int:
        """Its offset in the clean text of `piece.block`."""
        if self.at is not None:
            return self.at
        atoms = self.piece.atoms
        return atoms[self.index].at if self.index < len(atoms) else self.piece.end


@dataclass(slots=True, eq=False)
class Alteration:
    """A tracked change of properties or structure: what changed is `element`'s parent.

    `element` is a w:rPrChange, w:pPrChange, w:tblPrChange, w:numberingChange, w:cellMerge and so on;
    it concerns the atoms `first..last` of `piece`.
    """

    element: etree._Element
    piece: Piece | None
    first: int = 0
    last: int = 0


@dataclass(slots=True, eq=False)
class TextBlock:
    """A block of the clean text: one piece, or several joined by pending paragraph marks.

    The last piece's mark survives a rejection, so the block's properties are the last piece's.
    """

    id: str
    pieces: list[Piece] = field(default_factory=list)
    length: int = 0

    @property
    def order(self) -> int:
        """Its place among the blocks, from 0."""
        return int(self.id[1:]) - 1

    @property
    def element(self) -> etree._Element:
        """The w:p whose properties the block has."""
        return self.pieces[-1].element

    @property
    def atoms(self) -> list[Atom]:
        """All atoms in reading order, pending ones included."""
        if len(self.pieces) == 1:
            return self.pieces[0].atoms
        return [atom for piece in self.pieces for atom in piece.atoms]

    @property
    def text(self) -> str:
        """The clean text."""
        return "".join([atom.text for atom in self.atoms if not atom.run.pending])
