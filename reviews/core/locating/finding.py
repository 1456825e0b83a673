"""From a locator to a place: every witness heard, the place most of them agree on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reviews.core.locating import words
from reviews.core.locating.index import Index, Piece, Printed, Span, offsets_of
from reviews.core.sheets.values import Locator

Kind = Literal["document", "section", "block", "range"]

#: How sure one witness alone is.
_PRINTED_NUMBER, _COUNTED_NUMBER, _TITLE, _NEAREST = 0.97, 0.8, 0.92, 0.6
_NAMED, _MARGIN, _NTH, _BARE_NTH = 0.95, 0.97, 0.92, 0.8
_LINE, _NEAR_LINE, _PAGE = 0.95, 0.75, 0.5
_QUOTE_IN_PLACE, _QUOTE_ALONE, _QUOTE_ELSEWHERE, _QUOTE_OFTEN = 0.98, 0.93, 0.7, 0.6
#: What is left where two witnesses disagree, or only the first of several places is taken.
_DISAGREE, _FIRST_OF_SEVERAL = 0.65, 0.85
#: Most blocks that one comment covers.
_MOST_BLOCKS = 400


@dataclass(frozen=True, slots=True)
class Found:
    """Where it lies: blocks by key, offsets in code points. `how` names the witnesses that were heard."""

    kind: Kind
    start_block: str = ""
    start: int = 0
    end_block: str = ""
    end: int | None = None
    confidence: float = 0.0
    how: str = ""


@dataclass(frozen=True, slots=True)
class _Region:
    span: Span
    confidence: float
    how: str


class Places:
    """A version in which locators are looked up."""

    def __init__(self, pieces: Sequence[Piece], lines: Sequence[Printed] = ()) -> None:
        self._index = Index(pieces).add(lines)

    def find(self, locator: Locator) -> Found:
        """The place; the whole document with confidence 0 when nothing of what is said is found."""
        said = bool(locator.clause or locator.element or locator.page or locator.line)
        if words.is_whole(locator.clause) or (not said and not locator.quote):
            return Found("document", confidence=1.0, how="whole document")
        clause = self._clause(locator.clause)
        element = self._element(locator, clause)
        printed = self._printed(locator)
        found = (
            self._quote(locator.quote, [clause, element, printed])
            or self._agreed(element, clause) or self._agreed(printed, clause)
            or (self._section(clause) if clause else None)
        )
        if found is None:
            return Found("document", confidence=0.0 if said else 1.0, how="not found" if said else "")
        return found

    def _clause(self, text: str) -> _Region | None:
        if not text:
            return None
        found = words.numbers(text)
        for known, sure, how in (
            (self._index.sections, _PRINTED_NUMBER, "clause number"),
            (self._index.derived, _COUNTED_NUMBER, "clause counted"),
        ):
            hits = [known[number.upper()] for number in found if number.upper() in known]
            if hits:
                several = len(hits) > 1
                return _Region(hits[0], sure * (_FIRST_OF_SEVERAL if several else 1), how)
        return self._titled(text) or self._nearest(found)

    def _titled(self, text: str) -> _Region | None:
        bare = words.plain(re.sub(r"^[\d.]+\s+", "", text))
        spans = self._index.titles.get(bare, [])
        if not spans:
            return None
        return _Region(spans[0], _TITLE * (1 if len(spans) == 1 else _DISAGREE), "heading")

    def _nearest(self, numbers: Sequence[str]) -> _Region | None:
        """The section around one that is not there: 3.1 for 3.1.7."""
        for number in numbers:
            parts = number.upper().split(".")
            for size in range(len(parts) - 1, 0, -1):
                if span := self._index.sections.get(".".join(parts[:size])):
                    return _Region(span, _NEAREST, "clause around it")
        return None

    def _element(self, locator: Locator, clause: _Region | None) -> _Region | None:
        for text in (locator.element, locator.clause):
            for name in words.named(text):
                if (at := self._index.captions.get(name)) is not None:
                    return _Region(Span(at, at + 1), _NAMED, f"{name[0]} {name[1]}")
        return self._paragraph(locator.element, clause) or self._margin(locator.clause)

    def _margin(self, text: str) -> _Region | None:
        nth = words.paragraph(text) if "¶" in text else None
        at = self._index.margin.get(nth.number) if nth and nth.numbered else None
        return _Region(Span(at, at + 1), _MARGIN, "paragraph number") if at is not None else None

    def _paragraph(self, text: str, clause: _Region | None) -> _Region | None:
        nth = words.paragraph(text)
        if nth is None:
            return self._item(text, clause)
        if nth.numbered:
            return self._margin(text)
        if clause is None:
            at = self._index.margin.get(nth.number)
            return _Region(Span(at, at + 1), _BARE_NTH, "paragraph number") if at is not None else None
        own = self._index.paragraphs(clause.span)
        if not own or nth.number > len(own) or nth.number == 0:
            return None
        at = own[nth.number - 1 if nth.number > 0 else -1]
        sure = min(clause.confidence, _BARE_NTH if nth.bare else _NTH)
        return _Region(Span(at, at + 1), sure, f"{clause.how}, paragraph {nth.number}")

    def _item(self, text: str, clause: _Region | None) -> _Region | None:
        label = words.item(text) if clause else ""
        if not label or clause is None:
            return None
        for at in self._index.paragraphs(clause.span):
            if self._index.pieces[at].number.strip("(). ").casefold() == label:
                return _Region(Span(at, at + 1), min(clause.confidence, _NTH), f"{clause.how}, item {label}")
        return None

    def _printed(self, locator: Locator) -> Found | None:
        """The place of page and line in the issued PDF."""
        lines = self._index.lines.get(words.page(locator.page), []) if locator.page else []
        if not lines:
            return None
        first = words.span(locator.line)
        if first is None:
            return Found("block", lines[0].block, 0, lines[0].block, None, _PAGE, "page")
        begin, exact = _line_at(lines, first[0])
        end, _ = _line_at(self._to_lines(locator) or lines, (words.span(locator.to_line) or first[::-1])[0])
        if not self._in_order(begin, end):
            end = begin
        sure = _LINE if exact else _NEAR_LINE
        return Found("range", begin.block, begin.start, end.block, end.end, sure, "page and line")

    def _to_lines(self, locator: Locator) -> list[Printed]:
        page = words.page(locator.to_page) if locator.to_page else ""
        return self._index.lines.get(page, [])

    def _in_order(self, begin: Printed, end: Printed) -> bool:
        places = self._index.places
        first, last = places[begin.block], places[end.block]
        return (first, begin.start) <= (last, end.end) and last - first < _MOST_BLOCKS

    def _quote(self, quote: str, others: Sequence[_Region | Found | None]) -> Found | None:
        """The quoted words, where the other witnesses put them if they stand in several places."""
        if not quote:
            return None
        heard = [self._span(other) for other in others if other is not None]
        inside = sorted({at for span in heard for at in self._index.quoted(quote, span)})
        places = inside or self._index.quoted(quote)
        if not places:
            return None
        at = places[0]
        if inside:
            sure = _QUOTE_IN_PLACE if len(inside) == 1 else _QUOTE_OFTEN + 0.1
        elif heard:
            sure = _QUOTE_ELSEWHERE if len(places) == 1 else _QUOTE_OFTEN
        else:
            sure = _QUOTE_ALONE if len(places) == 1 else _QUOTE_OFTEN
        piece = self._index.pieces[at]
        offsets = offsets_of(piece.text, quote)
        if offsets is None:
            return Found("block", piece.key, 0, piece.key, None, sure, "quoted words")
        return Found("range", piece.key, offsets[0], piece.key, offsets[1], sure, "quoted words")

    def _span(self, witness: _Region | Found) -> Span:
        """Where a witness would look for the words; lines run over into the neighbours."""
        if isinstance(witness, _Region):
            return witness.span
        first, last = (self._index.places[key] for key in (witness.start_block, witness.end_block))
        return Span(max(first - 1, 0), last + 2)

    def _agreed(self, witness: _Region | Found | None, clause: _Region | None) -> Found | None:
        """A witness beside the clause: as sure as itself when it lies in it, less when it does not."""
        if witness is None:
            return None
        if isinstance(witness, _Region):
            at, sure, how = witness.span.first, witness.confidence, witness.how
            key = self._index.pieces[at].key
            found = Found("block", key, 0, key, None, sure, how)
        else:
            at, found = self._index.places[witness.start_block], witness
        if clause is None or clause.span.holds(at):
            return found
        if clause.confidence >= _PRINTED_NUMBER and not isinstance(witness, _Region):
            return self._section(clause, sure=_DISAGREE)  # pages drift from draft to draft, clauses less
        return Found(found.kind, found.start_block, found.start, found.end_block, found.end,
                     min(found.confidence, _DISAGREE), f"{found.how}, not in the clause named")

    def _section(self, clause: _Region, *, sure: float | None = None) -> Found:
        key = self._index.pieces[clause.span.first].key
        return Found("section", key, 0, key, None, clause.confidence if sure is None else sure, clause.how)


def _line_at(lines: Sequence[Printed], number: int) -> tuple[Printed, bool]:
    """The line of that number, or the nearest before it (or else after it) that is known."""
    before = [line for line in lines if line.number <= number]
    nearest = before[-1] if before else lines[0]
    return nearest, nearest.number == number
