"""A version made ready for finding: its sections, captions, paragraphs, words, pages and lines."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reviews.core.locating.words import plain

_CAPTION = re.compile(r"(table|figure|fig\.?|equation|box)\s+([A-Z]?\.?\d+(?:[.\-–]\d+)*)", re.IGNORECASE)
_TOO_MANY = 12  # places of the same words: they tell nothing


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as far as finding needs it. `paragraph` is the number in the margin, 0 without one."""

    key: str
    kind: str
    text: str
    number: str = ""
    level: int = 0
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Printed:
    """A numbered line of the issued PDF: the page as printed, and the characters that stand on it."""

    page: str
    number: int
    block: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """Places of blocks from `first` up to, not including, `end`."""

    first: int
    end: int

    def holds(self, place: int) -> bool:
        """Whether the block at `place` is in it."""
        return self.first <= place < self.end


@dataclass(slots=True)
class Index:
    """Everything that is looked up, made once."""

    pieces: Sequence[Piece]
    sections: dict[str, Span] = field(default_factory=dict)  # by number
    derived: dict[str, Span] = field(default_factory=dict)  # by counted number, where none is printed
    titles: dict[str, list[Span]] = field(default_factory=dict)
    captions: dict[tuple[str, str], int] = field(default_factory=dict)
    margin: dict[int, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    lines: dict[str, list[Printed]] = field(default_factory=dict)
    _text: str = ""
    _starts: list[int] = field(default_factory=list)
    _searchable: list[int] = field(default_factory=list)

    def add(self, lines: Sequence[Printed]) -> Index:
        """Fill it from the pieces and the lines of the issued PDF."""
        self.places = {piece.key: place for place, piece in enumerate(self.pieces)}
        self._sections()
        self._captions()
        self._words()
        for line in lines:
            self.lines.setdefault(line.page.casefold(), []).append(line)
        for printed in self.lines.values():
            printed.sort(key=lambda line: line.number)
        self.margin = {piece.paragraph: at for at, piece in enumerate(self.pieces) if piece.paragraph}
        return self

    def _sections(self) -> None:
        headings = [(at, piece) for at, piece in enumerate(self.pieces) if piece.kind == "heading"]
        counts: list[int] = []
        for order, (at, piece) in enumerate(headings):
            later = (place for place, one in headings[order + 1 :] if one.level <= piece.level)
            span = Span(at, next(later, len(self.pieces)))
            if piece.number:
                self.sections.setdefault(_number(piece.number), span)
            self.titles.setdefault(plain(piece.text), []).append(span)
            level = max(piece.level, 1)
            counts = [*counts[:level], *[0] * (level - len(counts))]
            counts[level - 1] += 1
            self.derived.setdefault(".".join(map(str, counts)), span)
        if self.sections:
            self.derived = {}

    def _captions(self) -> None:
        for at, piece in enumerate(self.pieces):
            if piece.kind == "caption" and (found := _CAPTION.match(f"{piece.number} {piece.text}".strip())):
                kind = "figure" if found[1].casefold().startswith("fig") else found[1].casefold()
                self.captions.setdefault((kind, found[2].replace("–", "-").lstrip(".")), at)

    def _words(self) -> None:
        parts: list[str] = []
        size = 0
        for at, piece in enumerate(self.pieces):
            if piece.kind in {"toc", "header", "footer"} or not piece.text.strip():
                continue
            text = plain(piece.text)
            self._starts.append(size)
            self._searchable.append(at)
            parts.append(text)
            size += len(text) + 1
        self._text = "\n".join(parts)

    def quoted(self, words: str, within: Span | None = None) -> list[int]:
        """Places of the blocks that hold these words, in a span only if one is given; the first dozen."""
        wanted = plain(words).strip(' ".…')
        if len(wanted) < 4:
            return []
        begin, end = 0, len(self._text)
        if within is not None:
            first = bisect_left(self._searchable, within.first)
            last = bisect_left(self._searchable, within.end)
            begin = self._starts[first] if first < len(self._starts) else end
            end = self._starts[last] if last < len(self._starts) else end
        return list(self._found(wanted, begin, end))

    def _found(self, wanted: str, begin: int, end: int) -> Iterator[int]:
        at, count, last = self._text.find(wanted, begin, end), 0, -1
        while at >= 0 and count < _TOO_MANY:
            place = self._searchable[bisect_right(self._starts, at) - 1]
            if place != last:
                yield place
                count, last = count + 1, place
            at = self._text.find(wanted, at + 1, end)

    def paragraphs(self, section: Span) -> list[int]:
        """The paragraphs of a section, down to its first sub-section."""
        found: list[int] = []
        for at in range(section.first + 1, section.end):
            kind = self.pieces[at].kind
            if kind == "heading":
                break
            if kind in {"paragraph", "list_item", "quote"} and self.pieces[at].text.strip():
                found.append(at)
        return found


def _number(printed: str) -> str:
    return printed.strip(" .)(").removeprefix("Annex ").removeprefix("Appendix ").upper()


def offsets_of(text: str, words: str) -> tuple[int, int] | None:
    """Where words stand in a text, whatever quotes, dashes, case and spaces they are written with."""
    if (at := text.find(words)) >= 0:
        return at, at + len(words)
    parts = plain(words).strip(' ".…').split(" ")
    pattern = r"\s+".join(_loose(part) for part in parts)
    found = re.search(pattern, text, re.IGNORECASE)
    return (found.start(), found.end()) if found else None


def _loose(part: str) -> str:
    signs = {"'": "['‘’]", '"': '["“”]', "-": "[-–—‐‑]"}
    return "[\u00ad\ufffc]*".join(signs.get(char, re.escape(char)) for char in part)
