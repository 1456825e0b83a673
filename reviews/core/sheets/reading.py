"""Reading a sheet: which kind of file it is, which profile, which column holds what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from documents.core.model import Unreadable
from reviews.core.sheets import delimited, headings, native, rid_forms, w3c_text, word_tables, workbooks
from reviews.core.sheets.guarding import storable
from reviews.core.sheets.profiles import BY_NAME, NATIVE, RID, W3C, Profile
from reviews.core.sheets.values import MOST_BYTES, MOST_ROWS, Row, Sheet, Table


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the rows of a tab are: the number of its heading row and the column of each field."""

    tab: str
    header: int
    columns: Mapping[str, int]
    width: int


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet, and where in the file its rows lie; text forms have no layouts."""

    sheet: Sheet
    layouts: tuple[Layout, ...] = ()


def read(data: bytes, *, profile: str = "", mapping: Mapping[str, str] | None = None) -> Found:
    """The sheet in a file. `profile` overrides what its headings say; `mapping` names, by heading, the
    field that a column holds ("" for none). Raises `Unreadable`.
    """
    found = _read(data, profile, mapping or {})
    return replace(found, sheet=_storable(found.sheet))


def _storable(sheet: Sheet) -> Sheet:
    """The same sheet with nothing in it that cannot be kept: a file's escapes may name anything."""

    def kept(words: Mapping[str, str]) -> dict[str, str]:
        return {storable(name): storable(text) for name, text in words.items()}

    rows = tuple(
        replace(row, fields=kept(row.fields), others=kept(row.others), tab=storable(row.tab))
        for row in sheet.rows
    )
    return replace(
        sheet, rows=rows, about=kept(sheet.about), headings=kept(sheet.headings),
        unknown=tuple(map(storable, sheet.unknown)),
    )


def _read(data: bytes, profile: str, mapping: Mapping[str, str]) -> Found:
    if len(data) > MOST_BYTES:
        raise Unreadable(f"larger than {MOST_BYTES // 1_000_000} MB: split the file", code="too-large")
    if not data.strip():
        raise Unreadable("the file is empty", code="empty")
    if data.startswith(b"PK\x03\x04"):
        return _from_package(data, profile, mapping)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("this is an old or an encrypted file: save it as .xlsx or .docx, without a password",
                         code="encrypted")
    return _from_text(data, profile, mapping)


def _from_text(data: bytes, profile: str, mapping: Mapping[str, str]) -> Found:
    if native.looks_like(data):
        rows, about = native.read(data)
        return Found(Sheet(NATIVE.name, "json", rows, about))
    text = delimited.decoded(data)
    if rid_forms.looks_like(text):
        return Found(_bounded(Sheet(RID.name, "text", rid_forms.read(text))))
    if w3c_text.looks_like(text):
        rows, about = w3c_text.read(text)
        return Found(_bounded(Sheet(W3C.name, "text", rows, about)))
    return _from_tables([delimited.read_table(data)], "csv", profile, mapping, {})


def _bounded(sheet: Sheet) -> Sheet:
    if len(sheet.rows) > MOST_ROWS:
        raise Unreadable(f"more than {MOST_ROWS:,} records: split the file", code="too-many-rows")
    return sheet


def _from_package(data: bytes, profile: str, mapping: Mapping[str, str]) -> Found:
    if b"word/" in data[-65_536:] or b"word/document.xml" in data[:65_536]:
        tables, about = word_tables.read_tables(data)
        return _from_tables(tables, "docx", profile, mapping, about)
    return _from_tables(workbooks.read_tables(data), "xlsx", profile, mapping, {})


def _from_tables(
    tables: Sequence[Table], kind: str, profile: str, mapping: Mapping[str, str], about: Mapping[str, str],
) -> Found:
    """The rows of every table that has the headings of the first one that is recognised."""
    wanted = [BY_NAME[profile]] if profile in BY_NAME and BY_NAME[profile] is not W3C else None
    found = [(table, *_headed(table, wanted)) for table in tables]
    known = next((one for _, one, _, _ in found if one is not None), None)
    if mapping and (first := _mapped(tables, mapping)):
        known = known or BY_NAME["table"]
        found = [(table, known, *first) if place_fits(table, first[0]) else (table, None, 0, {})
                 for table in tables]
    if known is None:
        raise Unreadable(
            "no table with comments was found: there must be a row of headings with one for the comment",
            code="no-headings",
        )
    rows: list[Row] = []
    layouts: list[Layout] = []
    seen: set[tuple[str, ...]] = set()
    names: dict[str, str] = {}
    unknown: list[str] = []
    for table, one, place, columns in found:
        if one is not known:
            continue
        number, heads = table.rows[place]
        width = max((len(cells) for _, cells in table.rows), default=0)
        layouts.append(Layout(table.tab, number, columns, width))
        names |= {field: heads[at].strip() for field, at in columns.items() if field not in names}
        unknown += [head for at, head in enumerate(heads) if head.strip() and at not in columns.values()]
        body = table.rows[place + 1 :]
        fresh = [each for each in body if not seen or each[1] not in seen]
        seen |= {cells for _, cells in body if any(cells)}
        rows += [_row(each, table.tab, columns, heads) for each in fresh if any(map(str.strip, each[1]))]
    if len(rows) > MOST_ROWS:
        raise Unreadable(f"more than {MOST_ROWS:,} rows: split the file", code="too-many-rows")
    sheet = Sheet(known.name, kind, tuple(rows), about, names, tuple(dict.fromkeys(unknown)))
    return Found(sheet, tuple(layouts))


def _headed(table: Table, wanted: Sequence[Profile] | None) -> tuple[Profile | None, int, dict[str, int]]:
    """The profile of a table, the place of its headings and the columns; None when it has none."""
    found = headings.headings_in(table, wanted) if wanted else headings.headings_in(table)
    return found or (None, 0, {})


def place_fits(table: Table, place: int) -> bool:
    """Whether the table has a row there."""
    return len(table.rows) > place


def _mapped(tables: Sequence[Table], mapping: Mapping[str, str]) -> tuple[int, dict[str, int]] | None:
    """The row that holds the headings which a person mapped, and the columns as they said."""
    wanted = {heading.strip(): field for heading, field in mapping.items() if field}
    for table in tables:
        for place, (_, cells) in enumerate(table.rows[:30]):
            heads = [cell.strip() for cell in cells]
            if wanted and set(wanted) <= set(heads):
                return place, {field: heads.index(heading) for heading, field in wanted.items()}
    return None


def _row(
    numbered: tuple[int, tuple[str, ...]], tab: str, columns: Mapping[str, int], heads: Sequence[str],
) -> Row:
    number, cells = numbered
    fields = {
        field: cells[at] for field, at in columns.items() if at < len(cells) and cells[at]
    }
    taken = set(columns.values())
    others = {
        (heads[at].strip() if at < len(heads) else "") or f"column {at + 1}": cell
        for at, cell in enumerate(cells) if at not in taken and cell.strip()
    }
    return Row(number, fields, others, tab)
