"""Comment sheets of many organisations: bytes in, values out, and back (`docs/formats/sheets.md`).

    found = sheets.read(data)                 # its profile is recognised; `Unreadable` if there is none
    entries, problems = sheets.understood(found.sheet)
    sheets.write(stream, rows, profile="iso", kind="docx")
    sheets.returned(data, marks)              # their own file with our column filled
"""

from reviews.core.sheets.entries import Entry, opened, understood
from reviews.core.sheets.profiles import BY_NAME, PROFILES, Profile
from reviews.core.sheets.reading import Found, read
from reviews.core.sheets.values import MOST_BYTES, MOST_ROWS, Locator, Problem, Row, Sheet
from reviews.core.sheets.writing import ENDINGS, TYPES, Mark, returned, to_file, write, written

__all__ = [
    "BY_NAME", "ENDINGS", "MOST_BYTES", "MOST_ROWS", "PROFILES", "TYPES", "Entry", "Found", "Locator", "Mark",
    "Problem", "Profile", "Row", "Sheet", "opened", "read", "returned", "to_file", "understood", "write",
    "written",
]
