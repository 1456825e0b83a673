"""One pass over a story's XML: pieces, atoms, marks, revisions, fields, in document order.

Dispatch is by Clark name; every element that is not known to be a property or a deleted container is
descended into, so that no live text hides behind a wrapper (word.md §4, case 18).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from documents.core import symbols
from documents.core.formatting import PLAIN, Format, Formats
from documents.core.limits import Limits
from documents.core.model import OBJECT, Unreadable
from documents.core.package import names
from documents.core.package.names import MC, RPR, VAL, M, T, W, is_on
from documents.core.textmap.atoms import (
    Alteration,
    Atom,
    AtomKind,
    CellPlace,
    Container,
    Field,
    Flow,
    Mark,
    MarkKind,
    Piece,
    Revision,
    RevisionKind,
    RevisionScope,
    Run,
    Story,
)

_REVISIONS: dict[str, RevisionKind] = {
    names.INSERT: "insert", names.DELETE: "delete",
    names.MOVE_TO: "move_to", names.MOVE_FROM: "move_from",
    W + "cellIns": "insert", W + "cellDel": "delete",
}
_CHARACTERS = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n",
    W + "noBreakHyphen": "\N{NON-BREAKING HYPHEN}", W + "softHyphen": "\N{SOFT HYPHEN}",
}
_MARKS: dict[str, MarkKind] = {
    W + "commentRangeStart": "comment_start", W + "commentRangeEnd": "comment_end",
    W + "bookmarkStart": "bookmark_start", W + "bookmarkEnd": "bookmark_end",
}
_TRANSPARENT = ("hyperlink", "smartTag", "customXml", "sdt", "dir", "bdo", "rubyBase")
_SKIPPED = frozenset({
    names.PPR, names.RPR, names.SECTION, MC + "Fallback", W + "proofErr", W + "lastRenderedPageBreak",
    W + "sdtPr", W + "sdtEndPr", W + "smartTagPr", W + "customXmlPr", W + "tblPr", W + "tblGrid",
    W + "trPr", W + "tblPrEx", W + "tcPr", W + "rubyPr", W + "rt", W + "annotationRef", W + "footnoteRef",
    W + "endnoteRef", W + "separator", W + "continuationSeparator", W + "permStart", W + "permEnd",
    W + "ffData", W + "background", W + "pgNum",
})
_MOVE_STARTS = (W + "moveFromRangeStart", W + "moveToRangeStart")
_MOVE_ENDS = (W + "moveFromRangeEnd", W + "moveToRangeEnd")
_ALTERED_RANGES = tuple(
    W + f"customXml{kind}Range{end}"
    for kind in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")
)
_PROPERTY_CHANGES = tuple(W + name for name in (
    "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange",
    "tblGridChange", "numberingChange", "cellMerge",
))
_VANISH = W + "vanish"
_SPACES = " \t\r\n"
_FLATTEN = str.maketrans("\t\r\n", "   ")


@dataclass(slots=True)
class Walked:
    """What one pass over a story found. `sections` are (w:sectPr, the piece that ends the section)."""

    pieces: list[Piece] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    alterations: list[Alteration] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    sections: list[tuple[etree._Element, Piece | None]] = field(default_factory=list)
    placeholders: list[Piece] = field(default_factory=list)  # altChunk, subDoc


@dataclass(slots=True)
class TableCounter:
    """Gives tables their numbers over all stories of a draft."""

    last: int = 0

    def next(self) -> int:
        self.last += 1
        return self.last


def walk(story: Story, formats: Formats, limits: Limits, tables: TableCounter,
         pending: bool = False, deleted: bool = False) -> Walked:
    """The content of `story.element`. `pending` and `deleted` tell the state of a note's reference."""
    before = tables.last
    walker = _Walker(story, formats, limits, tables, frozenset(), pending, deleted)
    walker.story()
    unclosed = frozenset(one.elements[0] for one in walker.found.fields if not (one.closed or one.in_result))
    if unclosed:
        tables.last = before
        walker = _Walker(story, formats, limits, tables, unclosed, pending, deleted)
        walker.story()
    return walker.found


class _Walker:
    """The state of one pass. Handlers take the element; what encloses it is in the attributes."""

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
        self._move_names: dict[str, list[tuple[str, str]]] = {"move_from": [], "move_to": []}
        self._loose: list[Mark] = []
        self._depth = 0
        self._preserves = _keeps_space(self._root)
        self._handlers = self._table_of_handlers()

    def _table_of_handlers(self) -> dict[str, Callable[[etree._Element], None]]:
        handlers: dict[str, Callable[[etree._Element], None]] = {
            names.P: self._paragraph, names.RUN: self._run_element, names.TABLE: self._table,
            T: self._text, names.DEL_TEXT: self._text, M + "t": self._text,
            names.MATH: self._object, W + "drawing": self._graphic, W + "pict": self._graphic,
            W + "object": self._graphic, names.TEXTBOX: self._textbox,
            W + "footnoteReference": self._object, W + "endnoteReference": self._object,
            W + "commentReference": self._comment_reference, W + "sym": self._symbol,
            W + "fldChar": self._field_character, W + "instrText": self._instruction,
            W + "delInstrText": self._instruction, W + "fldSimple": self._simple_field,
            MC + "AlternateContent": self._alternate, W + "ruby": self._ruby,
            W + "altChunk": self._placeholder, W + "subDoc": self._placeholder,
            names.SECTION: self._section,
        }
        handlers.update(dict.fromkeys(_SKIPPED - {names.SECTION}, _skip))
        handlers.update(dict.fromkeys(_CHARACTERS, self._character))
        handlers.update(dict.fromkeys(_MARKS, self._mark))
        handlers.update(dict.fromkeys((W + name for name in _TRANSPARENT), self._inside))
        handlers.update(dict.fromkeys(list(_REVISIONS)[:4], self._revision))
        handlers.update(dict.fromkeys(_MOVE_STARTS, self._move_start))
        handlers.update(dict.fromkeys(_MOVE_ENDS, self._move_end))
        handlers.update(dict.fromkeys(_ALTERED_RANGES, self._altered))
        return handlers

    # -- the story and its paragraphs

    def story(self) -> None:
        self._children(self._root)
        self._end_flow()
        self._settle_loose_marks(None)

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
        self._container = Container(_local(element), element, outer)
        run, self._run = self._run, None
        self._children(element)
        self._container, self._run = outer, run
        self._depth -= 1

    def _paragraph(self, element: etree._Element) -> None:
        if self._piece is not None:
            self._separate_flow(element)
            return
        piece = self._open_piece(element)
        properties = element.find(names.PPR)
        if properties is not None:
            piece.properties = properties
            self._paragraph_properties(piece, properties)
        self._hidden_style = self._formats.hides(piece.style) if piece.style else False
        self._children(element)
        self._piece = None

    def _open_piece(self, element: etree._Element) -> Piece:
        pieces = self.found.pieces
        if len(pieces) >= self._limits.blocks:
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

    def _paragraph_properties(self, piece: Piece, properties: etree._Element) -> None:
        for child in properties:
            tag = child.tag
            if tag == W + "pStyle":
                piece.style = child.get(VAL, "")
            elif tag == RPR:
                self._mark_properties(piece, child)
            elif tag == W + "numPr":
                self._numbering_changes(piece, child)
            elif tag == W + "pPrChange":
                self.found.alterations.append(Alteration(child, piece))
                piece.style = _old_style(child)
            elif tag == names.SECTION:
                self._section(child)

    def _mark_properties(self, piece: Piece, properties: etree._Element) -> None:
        for child in properties:
            kind = _REVISIONS.get(child.tag)
            if kind is not None:
                revision = self._new_revision(child, kind, "mark")
                piece.mark += (revision,)
                piece.mark_pending = piece.mark_pending or revision.pending
                piece.mark_deleted = piece.mark_deleted or not revision.pending
            elif child.tag == W + "rPrChange":
                self.found.alterations.append(Alteration(child, piece))

    def _numbering_changes(self, piece: Piece, properties: etree._Element) -> None:
        for child in properties:
            if child.tag in (names.INSERT, W + "numberingChange"):
                self.found.alterations.append(Alteration(child, piece))

    def _end_flow(self) -> None:
        if self._flow.last is not None:
            self._flow.last.barrier = True

    def _separate_flow(self, element: etree._Element) -> None:
        """Read what stands inside a paragraph but is no part of its text: a text box, a nested w:p."""
        saved = (self._piece, self._outer, self._flow, self._field, self._in_code, self._run,
                 self._hidden_style, self._loose)
        self._outer, self._piece = self._piece, None
        self._flow = Flow(self._flow.story)
        self._field, self._in_code, self._run, self._loose = None, 0, None, []
        if element.tag == names.P:
            self._paragraph(element)
        else:
            self._children(element)
        self._end_flow()
        self._settle_loose_marks(None)
        (self._piece, self._outer, self._flow, self._field, self._in_code, self._run,
         self._hidden_style, self._loose) = saved

    def _textbox(self, element: etree._Element) -> None:
        outer = self._container
        self._container = Container("textbox", element, outer)
        self._separate_flow(element)
        self._container = outer

    def _section(self, element: etree._Element) -> None:
        self.found.sections.append((element, self._piece or self._flow.last))
        for child in element:
            if child.tag in _PROPERTY_CHANGES:
                self.found.alterations.append(Alteration(child, self._piece or self._flow.last))

    def _placeholder(self, element: etree._Element) -> None:
        lone = self._piece is None
        piece = self._piece or self._open_piece(element)
        self._add(element, OBJECT, "object")
        self.found.placeholders.append(piece)
        if lone:
            self._piece = None

    # -- runs and their text

    def _run_element(self, element: etree._Element) -> None:
        self._run = run = None
        style = PLAIN
        changes = len(self.found.alterations)
        code = self._in_code
        get = self._handlers.get
        for child in element:
            tag = child.tag
            if tag == T and run is not None and not style.hidden and not style.symbols and not code:
                self._plain_text(child, run)
            elif tag == RPR:
                style = self._run_format(child)
                self._run = run = self._new_run(element, style)
            else:
                if run is None:
                    self._run = run = self._new_run(element, self._bare_format())
                    style = run.format
                handler = get(tag)
                if handler is not None:
                    handler(child)
                elif isinstance(tag, str):
                    self._unknown_in_run(child)
                code = self._in_code
                self._run = run
        if len(self.found.alterations) > changes and run is not None:
            self.found.alterations[changes].last = len(run.piece.atoms)
        self._run = None

    def _unknown_in_run(self, element: etree._Element) -> None:
        run = self._run
        self._inside(element)
        self._run = run

    def _run_format(self, properties: etree._Element) -> Format:
        change = properties.find(W + "rPrChange")
        style = self._formats.of(properties if change is None else _old_properties(change))
        if change is not None:
            self.found.alterations.append(
                Alteration(change, self._piece, len(self._piece.atoms) if self._piece else 0))
        if self._hidden_style and not style.hidden and properties.find(_VANISH) is None:
            return replace(style, hidden=True)
        return style

    def _bare_format(self) -> Format:
        return replace(PLAIN, hidden=True) if self._hidden_style else PLAIN

    def _new_run(self, element: etree._Element | None, style: Format) -> Run:
        piece = self._piece or self._open_piece(_not_none(element, self._root))
        return Run(element, piece, style, self._revisions, self._pending, self._deleted, self._container)

    def _plain_text(self, element: etree._Element, run: Run) -> None:
        text = element.text
        if not text or len(element):
            self._text(element)
            return
        lead = 0
        if text[0] in _SPACES or text[-1] in _SPACES:
            text, lead = self._trimmed(element, text)
            if not text:
                return
        run.piece.atoms.append(Atom(element, run, text, "text", self._field, lead))

    def _text(self, element: etree._Element) -> None:
        text = element.text or ""
        if len(element):
            text = "".join([text, *(child.tail or "" for child in element)])
        lead = 0
        if text and (text[0] in _SPACES or text[-1] in _SPACES):
            text, lead = self._trimmed(element, text)
        if text:
            self._add(element, text, "text", lead)

    def _trimmed(self, element: etree._Element, text: str) -> tuple[str, int]:
        """The text as Word shows it: outer blanks only with xml:space="preserve", no raw breaks."""
        if element.get(names.XML_SPACE) == "preserve" or (self._preserves and _keeps_space(element)):
            return text.translate(_FLATTEN), 0
        bare = text.lstrip(_SPACES)
        return bare.rstrip(_SPACES).translate(_FLATTEN), len(text) - len(bare)

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

    def _character(self, element: etree._Element) -> None:
        self._add(element, _CHARACTERS[element.tag], "char")

    def _symbol(self, element: etree._Element) -> None:
        char = symbols.character(element.get(W + "font", ""), element.get(W + "char", ""))
        self._add(element, char, "char")

    def _object(self, element: etree._Element) -> None:
        self._add(element, OBJECT, "object")

    def _graphic(self, element: etree._Element) -> None:
        """A picture, shape or embedded object: one character, then the paragraphs of its text boxes."""
        self._add(element, OBJECT, "object")
        self._unknown_in_run(element)

    def _ruby(self, element: etree._Element) -> None:
        self._inside(element)

    def _alternate(self, element: etree._Element) -> None:
        """The first choice that holds anything, else the fallback: the same content, once."""
        for child in element:
            if child.tag in (MC + "Choice", MC + "Fallback") and len(child):
                run = self._run
                outer, self._container = self._container, Container("alternate", child, self._container)
                self._children_in(child, run)
                self._container, self._run = outer, run
                return

    def _children_in(self, element: etree._Element, run: Run | None) -> None:
        get = self._handlers.get
        for child in element:
            self._run = run
            handler = get(child.tag, self._inside)
            if isinstance(child.tag, str):
                handler(child)

    # -- revisions and marks

    def _revision(self, element: etree._Element) -> None:
        revision = self._new_revision(element, _REVISIONS[element.tag], "run")
        saved = self._revisions, self._pending, self._deleted
        self._enter(revision)
        self._children(element)
        self._revisions, self._pending, self._deleted = saved

    def _enter(self, revision: Revision) -> None:
        self._revisions += (revision,)
        if revision.pending:
            self._pending = True
        else:
            self._deleted = True

    def _new_revision(self, element: etree._Element, kind: RevisionKind, scope: RevisionScope) -> Revision:
        moves = self._move_names.get(kind)
        revision = Revision(
            kind, scope, element, element.get(names.ID, ""), element.get(names.AUTHOR, ""),
            element.get(names.DATE, ""), moves[-1][1] if moves else "",
            (self._piece, len(self._piece.atoms) if self._piece else 0),
        )
        self.found.revisions.append(revision)
        return revision

    def _move_start(self, element: etree._Element) -> None:
        kind: RevisionKind = "move_from" if element.tag == _MOVE_STARTS[0] else "move_to"
        name = element.get(names.NAME, "")
        self._move_names[kind].append((element.get(names.ID, ""), name))
        for revision in self._piece.mark if self._piece is not None else ():
            if revision.kind == kind and not revision.name:
                revision.name = name  # the paragraph's mark stands before the range that names its move

    def _move_end(self, element: etree._Element) -> None:
        kind = "move_from" if element.tag == _MOVE_ENDS[0] else "move_to"
        open_moves = self._move_names[kind]
        ended = element.get(names.ID, "")
        self._move_names[kind] = [one for one in open_moves if one[0] != ended]

    def _altered(self, element: etree._Element) -> None:
        index = len(self._piece.atoms) if self._piece else 0
        self.found.alterations.append(Alteration(element, self._piece or self._flow.last, index, index))

    def _mark(self, element: etree._Element) -> None:
        kind = _MARKS[element.tag]
        self._place_mark(element, kind, element.get(names.NAME, ""))

    def _comment_reference(self, element: etree._Element) -> None:
        self._place_mark(element, "comment_reference", "")

    def _place_mark(self, element: etree._Element, kind: MarkKind, name: str) -> None:
        mark_id = element.get(names.ID, "")
        if self._piece is not None:
            self.found.marks.append(
                Mark(kind, mark_id, element, self._piece, len(self._piece.atoms), name))
        elif kind.endswith("_end") and self._flow.last is not None:
            last = self._flow.last
            self.found.marks.append(Mark(kind, mark_id, element, last, len(last.atoms), name))
        else:
            self._loose.append(Mark(kind, mark_id, element, None, 0, name))  # type: ignore[arg-type]

    def _settle_loose_marks(self, piece: Piece | None) -> None:
        """Marks between paragraphs belong to the next piece, at the end of a flow to its last."""
        target = piece or self._flow.last or (self.found.pieces[-1] if self.found.pieces else None)
        for mark in self._loose:
            if target is not None:
                mark.piece, mark.index = target, 0 if piece else len(target.atoms)
                self.found.marks.append(mark)
        self._loose = []

    # -- fields

    def _field_character(self, element: etree._Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._begin_field(element)
        elif self._field is None or self._field.elements[0].tag == W + "fldSimple":
            return
        elif kind == "separate":
            self._separate_field(self._field, element)
        elif kind == "end":
            self._end_field(self._field, element)

    def _begin_field(self, element: etree._Element) -> None:
        if element in self._ignored_fields:
            return
        self._field = Field(self._field, [element])
        self.found.fields.append(self._field)
        self._in_code += 1

    def _separate_field(self, current: Field, element: etree._Element) -> None:
        current.elements.append(element)
        if not current.in_result:
            current.in_result = True
            self._in_code -= 1

    def _end_field(self, current: Field, element: etree._Element) -> None:
        current.elements.append(element)
        current.closed = True
        if not current.in_result:
            self._in_code -= 1
        self._field = current.parent

    def _instruction(self, element: etree._Element) -> None:
        if self._field is not None and not self._field.in_result:
            self._field.elements.append(element)
            self._field.code += element.text or ""

    def _simple_field(self, element: etree._Element) -> None:
        outer = self._field
        self._field = Field(outer, [element], element.get(W + "instr", ""), in_result=True, closed=True)
        self.found.fields.append(self._field)
        self._inside(element)
        self._field = outer

    # -- tables

    def _table(self, element: etree._Element) -> None:
        if self._piece is not None:
            self._separate_flow_of_table(element)
            return
        self._end_flow()
        saved = self._cell, self._around, self._flow
        number = self._tables.next()
        table = _Table(self, number, self._around)
        self._around += (number,)
        self._rows(element, table)
        self._cell, self._around, self._flow = saved

    def _separate_flow_of_table(self, element: etree._Element) -> None:
        wrapper, self._piece = self._piece, None
        self._table(element)
        self._piece = wrapper

    def _rows(self, element: etree._Element, table: _Table) -> None:
        for child in element:
            tag = child.tag
            if tag == names.ROW:
                table.row(child)
            elif tag in _SKIPPED or not isinstance(tag, str):
                continue
            elif tag not in (names.P, names.TABLE) and _holds(child, names.ROW):
                outer, self._container = self._container, Container(_local(child), child, self._container)
                self._rows(child, table)
                self._container = outer
            else:
                self._handlers.get(tag, self._inside)(child)
        self._table_changes(element)

    def _table_changes(self, element: etree._Element) -> None:
        for child in element:
            if child.tag in (W + "tblPr", W + "tblGrid", W + "tblPrEx", W + "trPr", W + "tcPr"):
                self.found.alterations.extend(
                    Alteration(one, self._last_piece()) for one in child if one.tag in _PROPERTY_CHANGES)

    def _last_piece(self) -> Piece | None:
        return self.found.pieces[-1] if self.found.pieces else None


class _Table:
    """Rows and cells of one w:tbl; keeps the clean grid: pending rows do not count."""

    def __init__(self, walker: _Walker, number: int, outer: tuple[int, ...]) -> None:
        self._walker = walker
        self._number = number
        self._outer = outer
        self._row = 0
        self._column = 0
        self._header = False
        self._merged: dict[int, CellPlace] = {}

    def row(self, element: etree._Element) -> None:
        walker = self._walker
        saved = walker._revisions, walker._pending, walker._deleted
        self._header, self._column = False, 0
        properties = element.find(W + "trPr")
        if properties is not None:
            self._row_properties(properties)
        pending = walker._pending and not saved[1]
        self._cells(element)
        walker._table_changes(element)
        walker._revisions, walker._pending, walker._deleted = saved
        if not pending:
            self._row += 1

    def _row_properties(self, properties: etree._Element) -> None:
        for child in properties:
            kind = _REVISIONS.get(child.tag)
            if kind is not None:
                self._walker._enter(self._walker._new_revision(child, kind, "row"))
            elif child.tag == W + "tblHeader":
                self._header = is_on(child.get(VAL))
            elif child.tag == W + "gridBefore":
                self._column = min(_integer(child), self._walker._limits.span)

    def _cells(self, element: etree._Element) -> None:
        walker = self._walker
        for child in element:
            if child.tag == names.CELL:
                self._cell(child)
            elif child.tag in _SKIPPED or not isinstance(child.tag, str):
                continue
            elif _holds(child, names.CELL):
                outer = walker._container
                walker._container = Container(_local(child), child, outer)
                self._cells(child)
                walker._container = outer
            else:
                walker._handlers.get(child.tag, walker._inside)(child)

    def _cell(self, element: etree._Element) -> None:
        walker = self._walker
        saved = walker._revisions, walker._pending, walker._deleted, walker._flow, walker._cell
        place = CellPlace(self._number, self._row, self._column, element, header=self._header,
                          outer=self._outer)
        properties = element.find(W + "tcPr")
        if properties is not None:
            self._cell_properties(place, properties)
        walker._cell, walker._flow = place, Flow(walker._flow.story)
        walker._children(element)
        walker._end_flow()
        walker._table_changes(element)
        self._column += place.column_span
        walker._revisions, walker._pending, walker._deleted, walker._flow, walker._cell = saved

    def _cell_properties(self, place: CellPlace, properties: etree._Element) -> None:
        merge = None
        for child in properties:
            tag = child.tag
            if tag == W + "gridSpan":
                place.column_span = max(1, min(_integer(child), self._walker._limits.span))
            elif tag == W + "vMerge":
                merge = child.get(VAL, "continue")
            elif tag in (W + "cellIns", W + "cellDel"):
                self._walker._enter(
                    self._walker._new_revision(child, _REVISIONS[tag], "cell"))
        self._merge(place, merge)

    def _merge(self, place: CellPlace, merge: str | None) -> None:
        if merge == "continue" and (first := self._merged.get(place.column)) is not None:
            place.continues = True
            first.row_span = place.row - first.row + 1
        elif merge is not None:
            self._merged[place.column] = place
        else:
            self._merged.pop(place.column, None)


def _old_style(change: etree._Element) -> str:
    """The style that a w:pPrChange replaced: the clean text has the old properties."""
    found = change.find(f"{names.PPR}/{W}pStyle")
    return "" if found is None else found.get(VAL, "")


def _old_properties(change: etree._Element) -> etree._Element:
    found = change.find(RPR)
    return change if found is None else found


def _skip(element: etree._Element) -> None:
    """Properties and noise: nothing in them is text."""


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _integer(element: etree._Element) -> int:
    value = element.get(VAL, "")
    return int(value) if value.isdigit() and len(value) < 10 else 1_000_000_000 if value.isdigit() else 0


def _holds(element: etree._Element, tag: str) -> bool:
    return next(element.iter(tag), None) is not None


def _keeps_space(element: etree._Element) -> bool:
    """Whether an ancestor, or the element, says xml:space="preserve"."""
    for one in (element, *element.iterancestors()):
        said = one.get(names.XML_SPACE)
        if said is not None:
            return said == "preserve"
    return False


def _not_none(element: etree._Element | None, fallback: etree._Element) -> etree._Element:
    return fallback if element is None else element
