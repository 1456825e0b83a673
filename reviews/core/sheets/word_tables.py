"""The ISO/IEC commenting table as a Word file: its headings stand in the page header (domain.md §2.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lxml import etree

from documents.core.limits import Limits
from documents.core.model import Unreadable
from documents.core.package import Package, open_package, patching
from reviews.core.sheets.guarding import to_xml
from reviews.core.sheets.values import MOST_BYTES, MOST_ROWS, Table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WIDEST = 63  # columns of a table in Word
_LIMITS = Limits(upload=MOST_BYTES)
#: Text that is not there any more, or that stands there a second time.
_GONE = {f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}


def read_tables(data: bytes) -> tuple[list[Table], dict[str, str]]:
    """The tables of the body, each headed by the headings of the page header where it has none of its own.

    Also what the header says of the sheet: date, document, project. The heading row that was taken
    from the header has the number 0.
    """
    package = open_package(data, _LIMITS)
    heads = _header_tables(package)
    tables: list[Table] = []
    count = 0
    for number, table in enumerate(_body_tables(package), start=1):
        rows = _rows(table)
        count += len(rows)
        if count > MOST_ROWS + 100:
            raise Unreadable(f"more than {MOST_ROWS:,} rows: split the file", package.main, "too-many-rows")
        width = max((len(cells) for _, cells in rows), default=0)
        head = next((one for one in heads if len(one) == width), None)
        lead = ((0, tuple(head)),) if head else ()
        tables.append(Table(f"table {number}", (*lead, *rows)))
    return tables, _about(package)


def _body_tables(package: Package) -> list[etree._Element]:
    """The tables that lie in no other table."""
    body = package.tree(package.main).find(f"{_W}body")
    found = body.iter(f"{_W}tbl") if body is not None else ()
    return [one for one in found if next(one.iterancestors(f"{_W}tbl"), None) is None]


def _header_tables(package: Package) -> list[list[str]]:
    """Rows of the tables in the default page headers; first-page headers hold an old, unused form."""
    tree = package.tree(package.main)
    names = [
        one.get(f"{_R}id", "") for one in tree.iter(f"{_W}headerReference")
        if one.get(f"{_W}type", "default") == "default"
    ]
    links = package.relationships(package.main)
    parts = [package.find(links[name].target) for name in names if name in links]
    return [
        list(cells)
        for part in dict.fromkeys(part for part in parts if part)
        for table in package.tree(part).iter(f"{_W}tbl")
        for _, cells in _rows(table)
    ]


def _about(package: Package) -> dict[str, str]:
    """"Date: 2 March 2020" and the like, from the header's cells."""
    found: dict[str, str] = {}
    for cells in _header_tables(package):
        for cell in cells:
            label, colon, value = cell.partition(":")
            name = label.strip().casefold()
            if colon and name in {"date", "document", "project"}:
                found[name] = value.strip()
    return found


def _rows(table: etree._Element) -> list[tuple[int, tuple[str, ...]]]:
    """The rows with their numbers from 1; a cell merged downwards says its words in each of them."""
    above: dict[int, str] = {}
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, row in enumerate(_own(table, "tr"), start=1):
        cells: list[str] = []
        for cell in _own(row, "tc"):
            column, text = len(cells), _cell_text(cell)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val", "continue") == "continue":
                text = text or above.get(column, "")
            above[column] = text
            cells += [text, *[""] * (_span(cell) - 1)]
        rows.append((number, tuple(cells[:_WIDEST])))
    return rows


def _own(element: etree._Element, name: str) -> Iterable[etree._Element]:
    """Children of that name, also those inside content controls and tracked insertions."""
    for child in element:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"}:
            yield from _own(child, name)


def _span(cell: etree._Element) -> int:
    said = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = said.get(f"{_W}val", "1") if said is not None else "1"
    return min(max(int(value), 1), _WIDEST) if re.fullmatch(r"[0-9]{1,8}", value) else 1


def _cell_text(cell: etree._Element) -> str:
    return "\n".join(_paragraph_text(one) for one in cell.iter(f"{_W}p")).strip("\n")


def _paragraph_text(paragraph: etree._Element) -> str:
    parts: list[str] = []
    _gather(paragraph, parts)
    return "".join(parts)


def _gather(element: etree._Element, parts: list[str]) -> None:
    for child in element:
        if child.tag in _GONE or child.tag == f"{_W}p":
            continue
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag == f"{_W}tab" and element.tag == f"{_W}r":
            parts.append("\t")
        elif child.tag in {f"{_W}br", f"{_W}cr"}:
            parts.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        else:
            _gather(child, parts)


def filled(data: bytes, cells: Mapping[str, Mapping[int, Mapping[int, str]]]) -> bytes:
    """The sender's own file with these cells set (by table, row and column); all other parts are theirs."""
    package = open_package(data, _LIMITS)
    tree = package.tree(package.main)
    for number, table in enumerate(_body_tables(package), start=1):
        wanted = cells.get(f"table {number}", {})
        for row_number, row in enumerate(_own(table, "tr"), start=1):
            _fill_row(row, wanted.get(row_number, {}))
    written: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    if package.is_strict(package.main):
        from documents.core.package import xml

        written = xml.restore(written)
    return patching.patch(data, {package.main: written})


def _fill_row(row: etree._Element, values: Mapping[int, str]) -> None:
    column = 0
    for cell in _own(row, "tc"):
        if column in values and _cell_text(cell) != values[column]:
            _set(cell, values[column])
        column += _span(cell)


def _set(cell: etree._Element, words: str) -> None:
    """Put paragraphs into a cell, in the style of its first one."""
    first = next(cell.iterchildren(f"{_W}p"), None)
    style = first.find(f"{_W}pPr") if first is not None else None
    for child in list(cell):
        if child.tag != f"{_W}tcPr":
            cell.remove(child)
    for line in to_xml(words).split("\n"):
        paragraph = etree.SubElement(cell, f"{_W}p")
        if style is not None:
            paragraph.append(etree.fromstring(etree.tostring(style)))
        if line:
            text = etree.SubElement(etree.SubElement(paragraph, f"{_W}r"), f"{_W}t")
            text.set(_SPACE, "preserve")
            text.text = line
