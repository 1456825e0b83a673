"""Pages and lines of a line-numbered PDF, and the words of the draft that stand on each.

A page and a line mean nothing without the PDF that they were counted in, so a map belongs to one PDF.
The numbers are read off the page (the column of figures left of everything else), so that a foreign PDF
with line numbers works like one of ours. Lines are then found in the draft in reading order, by
their letters and figures alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pypdfium2

from documents.core import metafiles, reading
from documents.core.model import Block, BlockId
from documents.core.typesetting import Pdf, typeset

#: How far ahead, in characters without spaces, the next line is looked for: a page and a half.
_AHEAD = 6_000
#: Shorter lines are found only right after the one before them.
_SHORT = 12
_NEAR = 400
#: What a page may set otherwise: spaces, hyphens, quotes, dashes, bullets, objects.
_DROPPED = re.compile(r"[\W_]+")
_LABEL = re.compile(r"[0-9]{1,4}|[ivxlcdm]{1,8}")


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line: the page by place (from 1) and as printed, and the block's characters on it."""

    page: int
    label: str
    number: int
    block: BlockId
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


def typeset_with_lines(
    data: bytes, title: str, label: str, organisation: str, drawings: Mapping[str, bytes] | None = None,
) -> tuple[Pdf, tuple[Line, ...]]:
    """A Word file's text as a PDF with numbered lines, and what stands on each.

    `drawings` are PNGs to print in place of the pictures of those names.
    """
    draft = metafiles.with_drawings(reading.read(data), drawings or {})
    pdf = typeset(draft, title=title, version_label=label, organisation=organisation, line_numbers=True)
    return pdf, map_lines(pdf.data, draft.blocks)


def map_lines(pdf: bytes, blocks: Sequence[Block]) -> tuple[Line, ...]:
    """The numbered lines whose words are found in the blocks; a line that is not is left out."""
    stream = _Stream(blocks)
    found: list[Line] = []
    for page, label, number, text in numbered_lines(pdf):
        if (place := stream.next(text)) is not None:
            found.append(Line(page, label, number, *place))
    return tuple(found)


def numbered_lines(pdf: bytes) -> Iterator[tuple[int, str, int, str]]:
    """(page, page as printed, line, words) of every numbered line, in the order of the pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for index in range(len(document)):
            page = document[index].get_textpage()
            pieces = _pieces(page)
            label = _printed_label(pieces, index)
            for number, text in _lines(page, pieces):
                yield index + 1, label, number, text
            page.close()
    finally:
        document.close()


def _pieces(text: pypdfium2.PdfTextPage) -> list[_Piece]:
    boxes = [text.get_rect(n) for n in range(text.count_rects())]
    return [
        _Piece(left, bottom, right, top, text.get_text_bounded(left, bottom, right, top).strip())
        for left, bottom, right, top in boxes
    ]


def _printed_label(pieces: Sequence[_Piece], index: int) -> str:
    """The number that stands alone lowest on the page; pages without one go by their place."""
    lowest = min((piece.bottom for piece in pieces), default=0.0)
    foot = [piece.text for piece in pieces if piece.bottom < lowest + 3]
    return foot[0] if len(foot) == 1 and _LABEL.fullmatch(foot[0]) else str(index + 1)


def _lines(text: pypdfium2.PdfTextPage, pieces: Sequence[_Piece]) -> list[tuple[int, str]]:
    """The numbered lines of one page, from top to bottom."""
    words = [piece for piece in pieces if not piece.text.isdecimal()]
    edge = min((piece.left for piece in words), default=0.0)
    right = max((piece.right for piece in pieces), default=0.0)
    numbers = sorted(
        (piece for piece in pieces if piece.text.isdecimal() and piece.right < edge),
        key=lambda one: -one.middle,
    )
    return [
        (int(number.text[:6]), text.get_text_bounded(edge - 1, number.bottom - 2, right + 1, number.top + 2))
        for number in numbers
    ]


class _Stream:
    """The draft's characters in reading order without spaces, with the place of each in its block."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        apart = {"footnote", "endnote", "header", "footer", "toc"}
        self._blocks = [block for block in blocks if block.kind not in apart]
        texts: list[str] = []
        self._places: list[tuple[int, int]] = []
        for index, block in enumerate(self._blocks):
            for offset, char in _printed(block):
                if not _DROPPED.match(char):
                    texts.append(char)
                    self._places.append((index, offset))
        self._text = "".join(texts)
        self._at = 0

    def next(self, line: str) -> tuple[BlockId, int, int] | None:
        """Block, start and end of the next line that reads so; the search goes on behind it."""
        for text in _readings(_DROPPED.sub("", line)):
            ahead = _AHEAD if len(text) >= _SHORT else _NEAR
            at = self._text.find(text, self._at, self._at + ahead + len(text))
            if at >= 0:
                self._at = at + len(text)
                return self._place(at, self._at - 1)
        return None

    def _place(self, first: int, last: int) -> tuple[BlockId, int, int]:
        """A line of two paragraphs (a box beside a caption) counts for that of its first words."""
        block, start = self._places[first]
        while self._places[last][0] != block:
            last -= 1
        return self._blocks[block].id, start, self._places[last][1] + 1


def _printed(block: Block) -> Iterator[tuple[int, str]]:
    """What a page prints of a block, each character with its offset; what a field shows has the next's."""
    last = len(block.text) - 1
    if last < 0 or not block.shown:
        yield from enumerate(block.text)
        return
    for offset, char in enumerate((*block.text, "")):
        yield from ((min(offset, last), letter) for one in block.shown if one.offset == offset
                    for letter in one.text)
        if char:
            yield offset, char


def _readings(text: str) -> Iterator[str]:
    """The line as it may stand in the draft: whole, without a mark of a note or a label before it."""
    if text:
        yield text
    bare = text.lstrip("0123456789")
    if bare and bare != text:
        yield bare
    if len(trimmed := text.rstrip("0123456789")) > 3 and trimmed != text:
        yield trimmed
    if len(text) > 40:
        yield text[4:28]
