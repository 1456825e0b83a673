"""XLSX files: read part by part as hostile input, and written as a stream of text cells.

Format: ISO 29500-1 §18. Every cell that we write is an inline string, so nothing in it can run. Reading
takes a formula's stored value, never the formula. Numbers come as the sheet shows them where that
matters to a locator: "3.10" with two decimals is clause 3.10, not 3.1.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import IO
from xml.sax.saxutils import escape

from lxml import etree

from documents.core.limits import Limits
from documents.core.model import Unreadable
from documents.core.package import guard, xml
from reviews.core.sheets.guarding import from_xlsx, to_xlsx
from reviews.core.sheets.values import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#: The namespace as it stands before names of elements.
TAG = f"{{{MAIN}}}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LIMITS = Limits(upload=MOST_BYTES)
_AROUND = 100
_MOST_TABS = 50
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates have no zone


@dataclass(frozen=True, slots=True)
class Workbook:
    """An opened workbook: its parts, and the part of each sheet by its name on the tab."""

    parts: Mapping[str, bytes]
    tabs: Mapping[str, str]


def open_workbook(data: bytes) -> Workbook:
    """Open an .xlsx file. Raises `Unreadable` for what is none, or hostile."""
    try:
        parts = guard.unpack(data, LIMITS)
    except Unreadable as error:
        reason = error.reason.replace("Word file (.docx)", "XLSX file")
        raise Unreadable(reason, error.part, error.code) from None
    for name, content in parts.items():
        if xml.has_doctype(content):
            raise Unreadable("DTDs are not allowed in OOXML", name, "dtd")
        if name.lower().endswith("vbaproject.bin"):
            raise Unreadable("macros are not accepted: save the workbook as .xlsx", name, "macros")
    book = "xl/workbook.xml"
    if book not in parts:
        raise Unreadable("this zip is not an XLSX workbook", book, "not-a-workbook")
    targets = {
        one.get("Id", ""): one.get("Target", "")
        for one in xml.parse(parts.get("xl/_rels/workbook.xml.rels", b"<a/>"), "workbook.xml.rels", LIMITS)
    }
    tabs: dict[str, str] = {}
    for sheet in xml.parse(parts[book], book, LIMITS).iter(f"{TAG}sheet"):
        target = targets.get(sheet.get(f"{_R}id", ""), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in parts and len(tabs) < _MOST_TABS:
            tabs[sheet.get("name", "")] = part
    return Workbook(parts, tabs)


def read_tables(data: bytes) -> list[Table]:
    """The rows of every tab."""
    book = open_workbook(data)
    strings = _shared_strings(book.parts.get("xl/sharedStrings.xml", b""))
    formats = _formats(book.parts.get("xl/styles.xml", b""))
    return [Table(tab, _rows(book.parts[part], part, strings, formats)) for tab, part in book.tabs.items()]


def _iterate(content: bytes, part: str, *tags: str) -> Iterator[etree._Element]:
    if xml.is_strict(content):
        content = xml.to_transitional(content)
    try:
        for _, element in etree.iterparse(
            io.BytesIO(content), tag=[f"{TAG}{tag}" for tag in tags], resolve_entities=False,
            no_network=True, load_dtd=False, huge_tree=False,
        ):
            yield element
            element.clear()
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"not well-formed XML ({str(error)[:160]})", part, "xml") from None


def _shared_strings(content: bytes) -> list[str]:
    if not content:
        return []
    return [_text(item) for item in _iterate(content, "xl/sharedStrings.xml", "si")]


def _text(item: etree._Element) -> str:
    """The words of a string item: its plain text or its runs, without the reading above them."""
    found = [
        one.text or "" for one in item.iter(f"{TAG}t")
        if (above := one.getparent()) is None or above.tag != f"{TAG}rPh"
    ]
    return from_xlsx("".join(found)).replace("\r\n", "\n").replace("\r", "\n")


def _formats(content: bytes) -> list[str]:
    """For each cell style: "date", the number of decimals ("2"), or "" for as it is."""
    if not content:
        return []
    root = xml.parse(content, "xl/styles.xml", LIMITS)
    own = {
        whole(one.get("numFmtId", ""), -1): one.get("formatCode", "") for one in root.iter(f"{TAG}numFmt")
    }
    styles = root.find(f"{TAG}cellXfs")
    return [
        _format(whole(one.get("numFmtId", ""), 0), own) for one in (styles if styles is not None else ())
    ]


def _format(number: int, own: Mapping[int, str]) -> str:
    code = own.get(number, {2: "0.00", 4: "0.00"}.get(number, ""))
    if number in _DATE_FORMATS or re.search(r"(?i)[dy]", re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code)):
        return "date"
    decimals = re.search(r"\.(0+)", code)
    return str(len(decimals[1])) if decimals else ""


def _rows(
    content: bytes, part: str, strings: Sequence[str], formats: Sequence[str],
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    rows: dict[int, list[str]] = {}
    merges: list[str] = []
    last = 0
    for element in _iterate(content, part, "row", "mergeCell"):
        if element.tag == f"{TAG}mergeCell":
            merges.append(element.get("ref", ""))
            continue
        given = element.get("r", "")
        last = whole(given, last + 1)
        cells = _cells(element, strings, formats)
        if any(cell.strip() for cell in cells):
            rows[last] = cells
        if len(rows) > MOST_ROWS + _AROUND:
            raise Unreadable(f"more than {MOST_ROWS:,} rows: split the file", part, "too-many-rows")
    for reference in merges:
        _spread(rows, reference)
    return tuple((number, tuple(cells)) for number, cells in sorted(rows.items()))


def _cells(row: etree._Element, strings: Sequence[str], formats: Sequence[str]) -> list[str]:
    cells: list[str] = []
    for place, cell in enumerate(row.iterchildren(f"{TAG}c")):
        found = _REFERENCE.match(cell.get("r", ""))
        column = column_number(found[1]) if found else place
        if column >= MOST_COLUMNS:
            continue
        cells += [""] * (column + 1 - len(cells))
        cells[column] = _value(cell, strings, formats)
    return cells


def _value(cell: etree._Element, strings: Sequence[str], formats: Sequence[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{TAG}is")
        return _text(inline) if inline is not None else ""
    words = cell.findtext(f"{TAG}v") or ""
    if kind == "s":
        return strings[place] if (place := whole(words, len(strings))) < len(strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(words, words)
    if kind != "n":
        return from_xlsx(words)
    style = whole(cell.get("s", ""), len(formats))
    shown = formats[style] if style < len(formats) else ""
    return _number(words, shown)


def _number(words: str, shown: str) -> str:
    try:
        value = float(words)
    except ValueError:
        return words
    if not math.isfinite(value):
        return words
    if shown == "date" and 0 < value < 2_958_466:
        moment = _EPOCH + dt.timedelta(days=value)
        return moment.date().isoformat() if value == int(value) else moment.isoformat(" ", "minutes")
    if shown and shown != "date":
        return f"{value:.{int(shown)}f}"
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.12g}"


def whole(digits: str, otherwise: int) -> int:
    """A number from an attribute, if it is one that a spreadsheet writes."""
    return int(digits) if re.fullmatch(r"[0-9]{1,9}", digits) else otherwise


def _spread(rows: dict[int, list[str]], reference: str) -> None:
    """Give every row of a cell that was merged downwards the words of that cell."""
    first, _, last = reference.partition(":")
    begin, end = _REFERENCE.match(first), _REFERENCE.match(last)
    if not (begin and end) or begin[1] != end[1] or (column := column_number(begin[1])) >= MOST_COLUMNS:
        return
    source = rows.get(int(begin[2]), [])
    words = source[column] if column < len(source) else ""
    for number in range(int(begin[2]) + 1, int(end[2]) + 1):
        if number > MOST_ROWS * 2:
            return
        if (cells := rows.get(number)) is not None:
            cells += [""] * (column + 1 - len(cells))
            cells[column] = cells[column] or words


def column_number(letters: str) -> int:
    """"A" is 0, "AA" 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


@cache
def column_letters(number: int) -> str:
    """0 is "A", 26 "AA"."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet to write: headings, columns' widths in characters, which are hidden, and the rows."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[str]]
    widths: Sequence[int] = ()
    hidden: frozenset[int] = frozenset()


_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE9EEF3"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1" '
    'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" '
    'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_workbook(stream: IO[bytes], tabs: Sequence[Tab]) -> None:
    """Write a workbook row by row: memory does not grow with the number of rows."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, content in _frame(tabs).items():
            archive.writestr(_entry(name), content)
        for number, tab in enumerate(tabs, start=1):
            with archive.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as part:
                for piece in _sheet(tab):
                    part.write(piece.encode())


def _entry(name: str) -> zipfile.ZipInfo:
    """A member dated the same each time, so that the same rows give the same bytes."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _frame(tabs: Sequence[Tab]) -> dict[str, str]:
    numbers = range(1, len(tabs) + 1)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheets = "".join(
        f'<sheet name="{_attribute(tab.name[:31])}" sheetId="{n}" r:id="rId{n}"/>'
        for n, tab in zip(numbers, tabs, strict=True)
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for n in numbers
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{relation}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{relation}"><sheets>{sheets}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{package}/relationships">{links}'
        f'<Relationship Id="rId{len(tabs) + 1}" Type="{relation}/styles" Target="styles.xml"/>'
        "</Relationships>",
        "xl/styles.xml": _STYLES,
    }


def _attribute(text: str) -> str:
    return escape(re.sub(r"[\\/*?:\[\]]", " ", text), {'"': "&quot;"})


def _sheet(tab: Tab) -> Iterator[str]:
    """The part, in pieces of some tens of kilobytes."""
    pieces = [f'{_HEAD}<worksheet xmlns="{MAIN}">']
    pieces.append('<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
                  'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>')
    if tab.widths:
        pieces.append("<cols>" + "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"'
            f'{" hidden=" + chr(34) + "1" + chr(34) if n - 1 in tab.hidden else ""}/>'
            for n, width in enumerate(tab.widths, start=1)
        ) + "</cols>")
    pieces.append("<sheetData>")
    pieces.append(_row(1, tab.headings, 2))
    size = 0
    for number, row in enumerate(tab.rows, start=2):
        pieces.append(_row(number, row, 1))
        size += len(pieces[-1])
        if size > 65_536:
            yield "".join(pieces)
            pieces, size = [], 0
    pieces.append("</sheetData></worksheet>")
    yield "".join(pieces)


def _row(number: int, cells: Sequence[str], style: int) -> str:
    written = [
        f'<c r="{column_letters(n)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(to_xlsx(cell))}</t></is></c>"
        for n, cell in enumerate(cells) if cell
    ]
    return f'<row r="{number}">{"".join(written)}</row>'
