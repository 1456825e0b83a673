"""Writing sheets: a profile's rows as the bytes of a file, and answers into the sender's own file."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from reviews.core.sheets import (
    delimited,
    fillings,
    iso_file,
    native,
    rid_forms,
    w3c_text,
    word_tables,
    workbooks,
)
from reviews.core.sheets.profiles import BY_NAME, Profile
from reviews.core.sheets.reading import Found, Layout, read
from reviews.core.sheets.values import PRIVATE
from reviews.core.sheets.workbooks import Tab

Fields = Mapping[str, str]
ENDINGS = {"docx": "docx", "xlsx": "xlsx", "csv": "csv", "text": "txt", "json": "json", "html": "html"}
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8", "text": "text/plain; charset=utf-8",
    "json": "application/json", "html": "text/html; charset=utf-8",
}
#: What the added column of a sender's copy is called.
PROBLEMS = "Not taken in"


@dataclass(frozen=True, slots=True)
class Mark:
    """What to put into one row of the sender's file: our answer by field, or why it was not taken in."""

    tab: str
    number: int
    fields: Fields
    problem: str = ""


def write(
    stream: IO[bytes], rows: Iterable[Fields], *, profile: str, kind: str, about: Fields | None = None,
    private: bool = False,
) -> None:
    """Write rows of fields as a file of the profile.

    Row by row: where the format allows it (XLSX, CSV, JSON and text), memory does not grow with their
    number. Columns of personal data (`PRIVATE`) stay empty unless `private`: the profile's own round trip.
    """
    wanted = BY_NAME[profile]
    if not private:
        rows = ({name: words for name, words in row.items() if name not in PRIVATE} for row in rows)
    if kind == "xlsx":
        workbooks.write_workbook(stream, _tabs(wanted, rows))
    elif kind == "docx":
        stream.write(iso_file.write(rows, about or {}))
    else:
        for piece in _pieces(wanted, kind, rows, about or {}):
            stream.write(piece.encode("utf-8", "surrogatepass"))


def _pieces(profile: Profile, kind: str, rows: Iterable[Fields], about: Fields) -> Iterator[str]:
    if kind == "json":
        yield from native.pieces(rows, about)
    elif kind == "csv":
        yield from delimited.lines(
            [column.heading for column in profile.columns], (_cells(profile, row) for row in rows),
        )
    elif kind == "html":
        yield w3c_text.write_html(rows, about.get("title", profile.title))
    elif profile.name == "rid":
        yield from (rid_forms.write([row]) for row in rows)
    else:
        yield w3c_text.write(rows, about)


def _cells(profile: Profile, row: Fields) -> list[str]:
    return [row.get(column.field, "") for column in profile.columns]


def _tabs(profile: Profile, rows: Iterable[Fields]) -> list[Tab]:
    """One tab, or for registers the same rows in two orders: by organisation and by page."""
    if len(profile.tabs) == 1:
        return [_tab(profile, profile.tabs[0], rows)]
    kept = list(rows)
    first = sorted(kept, key=lambda row: row.get("organisation", ""))
    second = sorted(kept, key=lambda row: page_order(row.get("page", "")))
    return [_tab(profile, profile.tabs[0], first), _tab(profile, profile.tabs[1], second)]


def _tab(profile: Profile, name: str, rows: Iterable[Fields]) -> Tab:
    columns = profile.columns
    return Tab(
        name, [column.heading for column in columns], (_cells(profile, row) for row in rows),
        [column.width for column in columns],
        frozenset(n for n, column in enumerate(columns) if column.hidden),
    )


def page_order(page: str) -> tuple[int, ...]:
    """"3-70" after "3-8": pages by their numbers."""
    return tuple(int(part[:9]) for part in re.findall(r"[0-9]+", page))


def written(
    rows: Iterable[Fields], *, profile: str, kind: str, about: Fields | None = None, private: bool = False,
) -> bytes:
    """The file's bytes, for small ones."""
    stream = io.BytesIO()
    write(stream, rows, profile=profile, kind=kind, about=about, private=private)
    return stream.getvalue()


def returned(
    data: bytes, marks: Sequence[Mark], *, profile: str = "", mapping: Mapping[str, str] | None = None,
) -> bytes:
    """The sender's own file with these marks in it. Raises `Unreadable`.

    Only cells of our columns change: those of the profile's answer, or columns added at the right where
    it has none. A file of text forms is written anew from its own fields.
    """
    found = read(data, profile=profile, mapping=mapping)
    if not found.layouts:
        return _forms(found, marks)
    kind, layouts = found.sheet.kind, {layout.tab: layout for layout in found.layouts}
    own = BY_NAME[found.sheet.profile]
    cells: dict[str, dict[int, dict[int, str]]] = {}
    for tab, layout in layouts.items():
        here = [mark for mark in marks if mark.tab == tab]
        cells[tab] = _answers(own, layout, here, can_grow=kind != "docx")
    if kind == "docx":
        return word_tables.filled(data, cells)
    if kind == "xlsx":
        return fillings.filled(data, cells)
    layout = found.layouts[0]
    rows = cells[layout.tab]
    return delimited.filled(data, rows, rows.get(layout.header, {}), layout.header)


def _answers(
    profile: Profile, layout: Layout, marks: Sequence[Mark], *, can_grow: bool,
) -> dict[int, dict[int, str]]:
    """Row → column → words, and the headings of columns that had to be added."""
    columns, heads, width = dict(layout.columns), dict[int, str](), layout.width
    wanted = {name for mark in marks for name in mark.fields}
    for name in sorted(wanted - set(columns)):
        column = profile.column(name)
        if can_grow and column:
            columns[name], heads[width] = width, column.heading
            width += 1
    reason = columns.get("response")
    if can_grow and any(mark.problem for mark in marks):
        reason, heads[width] = width, PROBLEMS
    rows: dict[int, dict[int, str]] = {}
    for mark in marks:
        row = {columns[name]: words for name, words in mark.fields.items() if name in columns}
        if mark.problem and reason is not None:
            row[reason] = mark.problem if can_grow else f"{PROBLEMS}: {mark.problem}"
        rows[mark.number] = row
    return {layout.header: heads, **rows} if heads else rows


def _forms(found: Found, marks: Sequence[Mark]) -> bytes:
    sheet = found.sheet
    by_number = {mark.number: mark for mark in marks}
    rows: list[dict[str, str]] = []
    for row in sheet.rows:
        mark = by_number.get(row.number)
        fields = {**row.fields, **(mark.fields if mark else {})}
        if mark and mark.problem:
            fields["note" if sheet.profile == "w3c" else "response"] = f"{PROBLEMS}: {mark.problem}"
        rows.append(fields)
    return written(rows, profile=sheet.profile, kind=sheet.kind, about=sheet.about, private=True)


def to_file(rows: Iterable[Fields], *, profile: str, kind: str, about: Fields | None = None) -> IO[bytes]:
    """A temporary file with the rows, at its start, for an answer that is streamed; closed if they break."""
    stream = tempfile.TemporaryFile(prefix="sheet-")  # noqa: SIM115 - whoever streams it closes it
    try:
        write(stream, rows, profile=profile, kind=kind, about=about)
    except BaseException:
        stream.close()
        raise
    stream.seek(0)
    return stream
