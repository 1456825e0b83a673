"""A sender's own workbook with our columns filled: one sheet part changes, all others stay byte for byte."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from documents.core.package import patching, xml
from reviews.core.sheets.guarding import to_xlsx
from reviews.core.sheets.workbooks import (
    LIMITS,
    TAG,
    column_letters,
    column_number,
    open_workbook,
    whole,
)

#: Cells by tab, row (from 1) and column (from 0).
Cells = Mapping[str, Mapping[int, Mapping[int, str]]]
_LETTERS = re.compile(r"[A-Z]+")


def filled(data: bytes, cells: Cells) -> bytes:
    """The workbook with these cells set as text; their styles stay. Raises `Unreadable`."""
    book = open_workbook(data)
    changed: dict[str, bytes | None] = {}
    for tab, rows in cells.items():
        if (part := book.tabs.get(tab)) and rows:
            changed[part] = _filled(book.parts[part], part, rows)
    if changed and "xl/calcChain.xml" in book.parts:
        changed |= _without_chain(book.parts)
    return patching.patch(data, changed, dated_like="xl/workbook.xml")


def _filled(content: bytes, part: str, rows: Mapping[int, Mapping[int, str]]) -> bytes:
    root = xml.parse(content, part, LIMITS)
    data = root.find(f"{TAG}sheetData")
    if data is None:
        return content
    present, last = {}, 0
    for row in data.iterchildren(f"{TAG}row"):
        last = whole(row.get("r", ""), last + 1)
        present[last] = row
    for number, values in sorted(rows.items()):
        if number in present:
            _fill_row(present[number], number, values)
    dimension = root.find(f"{TAG}dimension")
    if dimension is not None:
        root.remove(dimension)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return xml.restore(written) if xml.is_strict(content) else written


def _fill_row(row: etree._Element, number: int, values: Mapping[int, str]) -> None:
    if "spans" in row.attrib:
        del row.attrib["spans"]
    cells: dict[int, etree._Element] = {}
    for place, cell in enumerate(row.iterchildren(f"{TAG}c")):
        found = _LETTERS.match(cell.get("r", ""))
        cells[column_number(found[0]) if found else place] = cell
    for column, words in values.items():
        if column not in cells:
            cells = _with_cell(row, cells, number, column)
        _set(cells[column], words)


def _with_cell(
    row: etree._Element, cells: Mapping[int, etree._Element], number: int, column: int,
) -> dict[int, etree._Element]:
    """The row's cells with a new one at its place among them."""
    cell = row.makeelement(f"{TAG}c", {"r": f"{column_letters(column)}{number}"})
    after = [one for at, one in cells.items() if at > column]
    if after:
        after[0].addprevious(cell)
    else:
        row.append(cell)
    return dict(sorted({**cells, column: cell}.items()))


def _set(cell: etree._Element, words: str) -> None:
    style, reference = cell.get("s"), cell.get("r")
    for child in list(cell):
        cell.remove(child)
    cell.attrib.clear()
    if reference:
        cell.set("r", reference)
    if style:
        cell.set("s", style)
    if not words:
        return
    cell.set("t", "inlineStr")
    text = etree.SubElement(etree.SubElement(cell, f"{TAG}is"), f"{TAG}t")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = to_xlsx(words)


def _without_chain(parts: Mapping[str, bytes]) -> dict[str, bytes | None]:
    """The order of calculation may name a cell that is text now: Excel makes it anew when it is gone."""
    rels, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    return {
        "xl/calcChain.xml": None,
        rels: re.sub(rb"<Relationship\b[^>]*calcChain[^>]*/>", b"", parts[rels]),
        types: re.sub(rb"<Override\b[^>]*calcChain[^>]*/>", b"", parts[types]),
    }
