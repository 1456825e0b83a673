"""Cells that a spreadsheet would take for a formula: written as text, and read back as they were.

A CSV file has no types: a cell that begins with one of these signs runs as a formula in Excel and
LibreOffice, so it gets an apostrophe before it. Exactly that apostrophe is taken off again when a CSV
file is read, so that comments which begin with a dash come through unchanged.
"""

from __future__ import annotations

import re

_SIGNS = "=+\\-@\t\r\n＝＋－＠"
_DANGEROUS = re.compile(f"'*[{_SIGNS}]")
_GUARDED = re.compile(f"'+[{_SIGNS}]")

#: Characters that no XML file may hold, and the ones that its readers change.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


#: What no database and no encoding takes: escapes in a file can name it all the same.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """The text without zero characters and halves of characters."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def guarded(text: str) -> str:
    """The text as a CSV cell that no spreadsheet runs."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """The text of a CSV cell: the inverse of `guarded`."""
    return text[1:] if _GUARDED.match(text) else text


def to_xlsx(text: str) -> str:
    """The text as XLSX stores it: `_x000B_` for what XML cannot hold (ISO 29500-1 §22.9.2.19)."""
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def from_xlsx(text: str) -> str:
    """The inverse of `to_xlsx`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def to_xml(text: str) -> str:
    """The text without what XML cannot hold, where a format has no way to say it."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))
