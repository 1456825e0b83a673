"""The values of comment sheets: rows with the words of each field as given, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: What a file may hold (domain.md §12).
MOST_ROWS = 10_000
MOST_BYTES = 25_000_000
MOST_COLUMNS = 100

#: Columns of sheets that are nobody's business: read by no one, kept nowhere but in the file itself.
PRIVATE = frozenset({"email", "phone", "pin"})


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a sheet. `number` counts the file's rows (or forms) from 1, within its `tab`.

    `fields` are the words as given by the profile's fields, `others` those of columns that it does not
    know, by heading. Nothing is trimmed; line ends are newlines.
    """

    number: int
    fields: Mapping[str, str]
    others: Mapping[str, str] = field(default_factory=dict)
    tab: str = ""

    def said(self, name: str) -> str:
        """A field's words without the space around them; "-" and the like count as nothing."""
        words = self.fields.get(name, "").strip()
        return "" if words in {"-", "–", "—", "n/a", "N/A"} else words


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as read: its profile, the kind of file, what it says of itself, and its rows.

    `headings` are the headings met, by field; `columns` the number of each field's column from 0, in
    every tab that holds rows. Text forms have neither.
    """

    profile: str
    kind: str  # docx, xlsx, csv, text, json
    rows: tuple[Row, ...]
    about: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells with their numbers in the file, before anybody knows what they mean."""

    tab: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one row: where, what stands there, why, and what would be right.

    One that `blocks` keeps its row out; others are said and the row comes in.
    """

    row: int
    column: str
    value: str
    reason: str
    example: str = ""
    blocks: bool = True
    tab: str = ""


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a row says that it belongs, as commented: nobody changes it (domain.md §13.4)."""

    clause: str = ""
    element: str = ""
    page: str = ""
    line: str = ""
    to_page: str = ""
    to_line: str = ""
    quote: str = ""

    def __bool__(self) -> bool:
        return any((self.clause, self.element, self.page, self.line, self.quote))
