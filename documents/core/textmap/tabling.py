"""Tables: rows and cells with their place in the clean grid, and those that come or go."""

from __future__ import annotations

from lxml import etree

from documents.core.package import names
from documents.core.package.names import MC, VAL, W, is_on
from documents.core.textmap.atoms import Alteration, CellPlace, Container, Flow, Piece
from documents.core.textmap.revising import PROPERTY_CHANGES, REVISIONS, Revising
from documents.core.textmap.state import local_name

SKIPPED = frozenset({
    names.PPR, names.RPR, names.SECTION, MC + "Fallback", W + "proofErr", W + "lastRenderedPageBreak",
    W + "sdtPr", W + "sdtEndPr", W + "smartTagPr", W + "customXmlPr", W + "tblPr", W + "tblGrid",
    W + "trPr", W + "tblPrEx", W + "tcPr", W + "rubyPr", W + "rt", W + "annotationRef", W + "footnoteRef",
    W + "endnoteRef", W + "separator", W + "continuationSeparator", W + "permStart", W + "permEnd",
    W + "ffData", W + "background", W + "pgNum",
})


_OLD_PROPERTIES = f"{W}tblPr/{W}tblPrChange/{W}tblPr"
_STYLED = (W + "tblStyle", W + "tblLook")
_FIRST_ROW = 0x20  # of a w:tblLook's bits


class Tabling(Revising):
    """Handlers of tables."""

    def _table(self, element: etree._Element) -> None:
        if self._piece is not None:
            self._separate_flow_of_table(element)
            return
        self._end_flow()
        saved = self._cell, self._around, self._flow
        number = self._tables.next()
        table = Table(self, number, self._around, styled=self._sets_its_first_row_apart(element))
        self._around += (number,)
        self._rows(element, table)
        self._cell, self._around, self._flow = saved

    def _separate_flow_of_table(self, element: etree._Element) -> None:
        wrapper, self._piece = self._piece, None
        self._table(element)
        self._piece = wrapper

    def _rows(self, element: etree._Element, table: Table) -> None:
        for child in element:
            tag = child.tag
            if tag == names.ROW:
                table.row(child)
            elif tag in SKIPPED or not isinstance(tag, str):
                continue
            elif tag not in (names.P, names.TABLE) and _holds(child, names.ROW):
                outer, self._container = self._container, Container(local_name(child), child, self._container)
                self._rows(child, table)
                self._container = outer
            else:
                self._handlers.get(tag, self._inside)(child)
        self._table_changes(element)

    def _sets_its_first_row_apart(self, element: etree._Element) -> bool:
        """Whether its style does, and the table asks for it: most heads of tables say no more than that."""
        properties = element.find(_OLD_PROPERTIES)
        properties = element.find(W + "tblPr") if properties is None else properties
        style, look = (None, None) if properties is None else map(properties.find, _STYLED)
        if style is None or look is None or sum(map(_is_clean_row, element)) < 2:
            return False
        return _asks_for_a_first_row(look) and self._formats.styles.has_first_row(style.get(VAL, ""))

    def _table_changes(self, element: etree._Element) -> None:
        for child in element:
            if child.tag in (W + "tblPr", W + "tblGrid", W + "tblPrEx", W + "trPr", W + "tcPr"):
                self.found.alterations.extend(
                    Alteration(one, self._last_piece()) for one in child if one.tag in PROPERTY_CHANGES)

    def _last_piece(self) -> Piece | None:
        return self.found.pieces[-1] if self.found.pieces else self._last_forgotten


class Table:
    """Rows and cells of one w:tbl; keeps the clean grid: pending rows do not count.

    `styled` says that its style makes a head of the first row.
    """

    def __init__(self, walker: Tabling, number: int, outer: tuple[int, ...], *, styled: bool) -> None:
        self._walker = walker
        self._number = number
        self._outer = outer
        self._row = 0
        self._column = 0
        self._header = False
        self._styled = styled
        self._merged: dict[int, CellPlace] = {}

    def row(self, element: etree._Element) -> None:
        walker = self._walker
        saved = walker._revisions, walker._pending, walker._deleted
        self._header, self._column = self._styled and self._row == 0, 0
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
            kind = REVISIONS.get(child.tag)
            if kind is not None:
                self._walker._enter(self._walker._new_revision(child, kind, "row"))
            elif child.tag == W + "tblHeader":
                self._header = self._header or is_on(child.get(VAL))
            elif child.tag == W + "gridBefore":
                self._column = min(_integer(child), self._walker._limits.span)

    def _cells(self, element: etree._Element) -> None:
        walker = self._walker
        for child in element:
            if child.tag == names.CELL:
                self._cell(child)
            elif child.tag in SKIPPED or not isinstance(child.tag, str):
                continue
            elif _holds(child, names.CELL):
                outer = walker._container
                walker._container = Container(local_name(child), child, outer)
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
                    self._walker._new_revision(child, REVISIONS[tag], "cell"))
        self._merge(place, merge)

    def _merge(self, place: CellPlace, merge: str | None) -> None:
        if merge == "continue" and (first := self._merged.get(place.column)) is not None:
            place.continues = True
            first.row_span = place.row - first.row + 1
        elif merge is not None:
            self._merged[place.column] = place
        else:
            self._merged.pop(place.column, None)


def _is_clean_row(element: etree._Element) -> bool:
    return element.tag == names.ROW and element.find(f"{W}trPr/{W}ins") is None


def _asks_for_a_first_row(look: etree._Element) -> bool:
    said = look.get(W + "firstRow")
    if said is not None:
        return is_on(said)
    try:
        return bool(int(look.get(VAL, "0"), 16) & _FIRST_ROW)
    except ValueError:
        return False


def _integer(element: etree._Element) -> int:
    value = element.get(VAL, "")
    return int(value) if value.isdigit() and len(value) < 10 else 1_000_000_000 if value.isdigit() else 0


def _holds(element: etree._Element, tag: str) -> bool:
    return next(element.iter(tag), None) is not None
