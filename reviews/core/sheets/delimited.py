"""CSV files: read in whatever encoding and with whatever separator they come, written in one."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from documents.core.model import Unreadable
from reviews.core.sheets.guarding import guarded, unguarded
from reviews.core.sheets.values import MOST_COLUMNS, MOST_ROWS, Table

_SEPARATORS = ",;\t|"
_LONGEST_FIELD = 131_072  # what the csv module takes; a comment has at most 20,000 characters
#: Lines above and around the records: titles, notes, headings.
_AROUND = 100


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 where a mark says so, UTF-8, or else Windows-1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise Unreadable("this is no text file: it holds zero bytes", code="not-text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_table(data: bytes) -> Table:
    """The records of a CSV file. Raises `Unreadable` for what is none, or too much."""
    text = decoded(data)
    separator, text = _separator(text)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for number, record in enumerate(records, start=1):
            if len(rows) > MOST_ROWS + _AROUND:
                raise Unreadable(f"more than {MOST_ROWS:,} rows: split the file", code="too-many-rows")
            if any(cell.strip() for cell in record):
                rows.append((number, tuple(unguarded(cell) for cell in record[:MOST_COLUMNS])))
    except csv.Error as error:
        raise Unreadable(
            f"the table breaks off at record {len(rows) + 1}: {error}; a quotation mark may be missing",
            code="csv",
        ) from None
    return Table("", tuple(rows))


def _separator(text: str) -> tuple[str, str]:
    """The sign between cells, and the text without a line that names it ("sep=;")."""
    first, _, rest = text.partition("\n")
    if first[:4].casefold() == "sep=" and len(first.strip()) == 5:
        return first[4], rest
    sample = [line for line in text[:20_000].split("\n") if line.strip()][:_AROUND]
    counts = {sign: max((_outside_quotes(line, sign) for line in sample), default=0) for sign in _SEPARATORS}
    return max(_SEPARATORS, key=lambda sign: counts[sign]), text


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def lines(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The file line by line: UTF-8 with its mark (Excel needs it), commas, every cell quoted."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([guarded(cell) for cell in headings])
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        if buffer.tell() > 65_536:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def filled(
    data: bytes, cells: Mapping[int, Mapping[int, str]], headings: Mapping[int, str], header: int,
) -> bytes:
    """The same file with these cells set, by record and column; `headings` go into record `header`."""
    text = decoded(data)
    separator, text = _separator(text)
    had_line = not decoded(data).startswith(text)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
        row = [unguarded(cell) for cell in record]
        for column, words in (headings if number == header else cells.get(number, {})).items():
            row += [""] * (column + 1 - len(row))
            row[column] = words
        writer.writerow([guarded(cell) for cell in row])
    lead = f"sep={separator}\r\n" if had_line else ""
    return ("\ufeff" + lead + out.getvalue()).encode()
