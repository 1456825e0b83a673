"""What text a Word file holds, taken from its XML by a walk of its own, and how much of it was found.

A piece of text counts whole or not at all, by its letters and digits. What is deleted, moved away, in
notes, comments, margins or text boxes counts only if it stands more often in what was found than in the
live text of the body: a word that happens to stand elsewhere is no find.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
STRICT = b"http://purl.oclc.org/ooxml/"
NOT_LETTERS = re.compile(r"[\W_]+")
STORY = re.compile(r"word/(document\d*|footnotes|endnotes|comments|header\d*|footer\d*)\.xml\Z")
NOT_SHOWN = {"Fallback", "rt", "separator", "continuationSeparator"}
CONTEXTS = {
    "del": "deleted",
    "moveFrom": "moved from",
    "ins": "inserted",
    "moveTo": "inserted",
    "txbxContent": "text boxes",
    "footnote": "notes",
    "endnote": "notes",
    "comment": "comments",
    "hdr": "headers and footers",
    "ftr": "headers and footers",
    "hyperlink": "hyperlinks",
    "sdtContent": "content controls",
    "smartTag": "smart tags",
    "customXml": "smart tags",
    "fldSimple": "field results",
    "tc": "table cells",
}
APART = {"deleted", "moved from", "notes", "comments", "headers and footers", "text boxes"}

Piece = tuple[str, str]  # context, text


@dataclass
class Found:
    """Characters wanted and found by context, and files of which all was found."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    files: int = 0
    whole: int = 0
    failed: int = 0

    def share(self, context: str) -> float:
        return round(100 * self.found[context] / max(self.wanted[context], 1), 4)


def pieces(data: bytes) -> list[Piece]:
    """(context, text) of every w:t, w:delText and m:t of the stories, hidden text and fallbacks left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [
            piece for name in archive.namelist() if STORY.match(name) for piece in _of(archive.read(name))
        ]


def _of(part: bytes) -> Iterator[Piece]:
    try:
        root = etree.fromstring(_transitional(part), etree.XMLParser(huge_tree=True))
    except etree.XMLSyntaxError:
        return
    for element in root.iter(f"{W}t", f"{W}delText", f"{M}t"):
        context = _context(element)
        if context and element.text and element.text.strip():
            yield context, element.text


def _transitional(data: bytes) -> bytes:
    if STRICT not in data:
        return data
    return data.replace(STRICT + b"wordprocessingml/main", W[1:-1].encode()).replace(
        STRICT + b"officeDocument/math", M[1:-1].encode()
    )


def _context(element: Any) -> str:
    """Where the text stands; "" when Word does not show it."""
    if element.tag == f"{M}t":
        return "equations"
    run = element.getparent()
    if (
        run is not None
        and (vanish := run.find(f"{W}rPr/{W}vanish")) is not None
        and vanish.get(f"{W}val", "1") not in {"0", "false", "off"}
    ):
        return ""
    found = ""
    for one in element.iterancestors():
        name = one.tag.rpartition("}")[2]
        if name in NOT_SHOWN or one.get(f"{W}type") in NOT_SHOWN:
            return ""
        if not found:
            found = CONTEXTS.get(name, "")
    return found or "body"


def letters(text: str) -> str:
    """Letters and digits alone: how files spell blanks and marks does not count."""
    return NOT_LETTERS.sub("", unicodedata.normalize("NFKD", text))


def look(wanted: Sequence[Piece], text: str, tally: Found, *, two_views: bool = False) -> list[Piece]:
    """Count what of the wanted pieces stands in `text` (letters alone); those that do not.

    `two_views`: the text is the final one and the original one, in which all live text stands twice.
    """
    live = "".join(letters(piece) for context, piece in wanted if context not in APART)
    if two_views:
        live += "".join(letters(piece) for context, piece in wanted if context not in {*APART, "inserted"})
    missing = []
    for context, piece in wanted:
        plain = letters(piece)
        tally.wanted[context] += len(plain)
        if _stands(plain, context, text, live):
            tally.found[context] += len(plain)
        else:
            missing.append((context, piece))
    tally.files += 1
    tally.whole += not missing
    return missing


def _stands(plain: str, context: str, text: str, live: str) -> bool:
    if context not in APART:
        return plain in text
    in_live = live.count(plain)
    return text.count(plain) > in_live if plain else True
