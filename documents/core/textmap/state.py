"""What one pass over a story knows: what encloses the element at hand, and what was found so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from documents.core import symbols
from documents.core.formatting import PLAIN, Format, Formats
from documents.core.limits import Limits
from documents.core.model import Unreadable
from documents.core.package import names
from documents.core.textmap.atoms import (
    Alteration,
    Atom,
    AtomKind,
    CellPlace,
    Container,
    Field,
    Flow,
    Mark,
    Piece,
    Revision,
    Run,
    Story,
)

Handler = Callable[[etree._Element], None]
#: A w:sectPr, and the piece that ends its section.
Section = tuple[etree._Element, Piece | None]


@dataclass(slots=True)
class Walked:
    """What one pass over a story found."""

    pieces: list[Piece] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    alterations: list[Alteration] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    bare: list[Field] = field(default_factory=list)  # clean fields that came to an end without any text
    sections: list[Section] = field(default_factory=list)
    placeholders: list[Piece] = field(default_factory=list)  # altChunk, subDoc


@dataclass(slots=True)
class TableCounter:
    """Gives tables their numbers over all stories of a draft."""

    last: int = 0

    def next(self) -> int:
        self.last += 1
        return self.last


class Pass:
    """The state of one pass. Handlers take the element; what encloses it is in the attributes.

    Subclasses bring the handlers of their subject; `_handlers` is filled by the last of them.
    """

    def __init__(self, story: Story, formats: Formats, limits: Limits, tables: TableCounter,
                 ignored_fields: frozenset[etree._Element], pending: bool, deleted: bool) -> None:
        self.found = Walked()
        self._root = story.element
        self._flow = Flow(story)
        self._formats = formats
        self._limits = limits
        self._tables = tables
        self._ignored_fields = ignored_fields
        self._piece: Piece | None = None
        self._outer: Piece | None = None  # the piece around the text box that is being read
        self._cell: CellPlace | None = None
        self._around: tuple[int, ...] = ()
        self._container: Container | None = None
        self._revisions: tuple[Revision, ...] = ()
        self._pending = pending
        self._deleted = deleted
        self._field: Field | None = None
        self._in_code = 0
        self._run: Run | None = None
        self._hidden_style = False
        self._move_names: dict[str, dict[str, str]] = {"move_from": {}, "move_to": {}}  # open: id → name
        self._loose: list[Mark] = []
        self._depth = 0
        self._preserves = keeps_space(self._root)
        self._handlers: dict[str, Handler] = {}
        self._forgotten = 0  # pieces that are no longer in `found`
        self._last_forgotten: Piece | None = None

    def _children(self, element: etree._Element) -> None:
        get = self._handlers.get
        for child in element:
            handler = get(child.tag)
            if handler is not None:
                handler(child)
            elif isinstance(child.tag, str):
                self._inside(child)

    def _inside(self, element: etree._Element) -> None:
        self._depth += 1
        if self._depth > self._limits.depth:
            raise Unreadable(f"nested more than {self._limits.depth} deep", self._flow.story.part, "depth")
        outer = self._container
        self._container = Container(local_name(element), element, outer)
        run, self._run = self._run, None
        self._children(element)
        self._container, self._run = outer, run
        self._depth -= 1

    def _children_in(self, element: etree._Element, run: Run | None) -> None:
        get = self._handlers.get
        for child in element:
            self._run = run
            handler = get(child.tag, self._inside)
            if isinstance(child.tag, str):
                handler(child)

    def _open_piece(self, element: etree._Element) -> Piece:
        pieces = self.found.pieces
        if self._forgotten + len(pieces) >= self._limits.blocks:
            raise Unreadable(f"more than {self._limits.blocks} paragraphs", self._flow.story.part,
                             "too-many-blocks")
        piece = Piece(
            element, None, self._flow, cell=self._cell, container=self._container, anchor=self._outer,
            section=len(self.found.sections), revisions=self._revisions,
            pending=self._pending, deleted=self._deleted,
            mark_pending=self._pending, mark_deleted=self._deleted,
        )
        pieces.append(piece)
        self._flow.last = self._piece = piece
        self._run = None
        if self._loose:
            self._settle_loose_marks(piece)
        return piece

    def _end_flow(self) -> None:
        if self._flow.last is not None:
            self._flow.last.barrier = True

    def _settle_loose_marks(self, piece: Piece | None) -> None:
        """Marks between paragraphs belong to the next piece, at the end of a flow to its last."""
        target = piece or self._flow.last or (
            self.found.pieces[-1] if self.found.pieces else self._last_forgotten)
        for mark in self._loose:
            if target is not None:
                mark.piece, mark.index = target, 0 if piece else len(target.atoms)
                self.found.marks.append(mark)
        self._loose = []

    def _new_run(self, element: etree._Element | None, style: Format) -> Run:
        piece = self._piece or self._open_piece(self._root if element is None else element)
        return Run(element, piece, style, self._revisions, self._pending, self._deleted, self._container)

    def _bare_format(self) -> Format:
        return replace(PLAIN, hidden=True) if self._hidden_style else PLAIN

    def _add(self, element: etree._Element, text: str, kind: AtomKind, lead: int = 0) -> None:
        if self._in_code:
            return
        run = self._run
        lone = self._piece is None
        if run is None:
            run = self._new_run(None, self._bare_format())
        if run.format.hidden:
            return
        if run.format.symbols and kind == "text":
            text = symbols.translate(run.format.symbols, text)
        run.piece.atoms.append(Atom(element, run, text, kind, self._field, lead))
        if lone and self._run is None:
            self._piece = None


def local_name(element: etree._Element) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def keeps_space(element: etree._Element) -> bool:
    """Whether the element, or the nearest ancestor that says anything, has xml:space="preserve"."""
    for one in (element, *element.iterancestors()):
        said = one.get(names.XML_SPACE)
        if said is not None:
            return said == "preserve"
    return False
