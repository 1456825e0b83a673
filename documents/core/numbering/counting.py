"""Counting as Word does: one set of counters for each abstract list, in reading order.

Uses (w:num) of one abstract list go on counting together; a w:startOverride restarts a level when the
use is first met there. A level restarts after any higher one unless w:lvlRestart says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from documents.core import symbols
from documents.core.numbering import formats
from documents.core.numbering.definitions import Numbering, Use
from documents.core.package.names import VAL, W

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_NUMBERING = W + "numPr"


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before the paragraph, and its depth from 0. `text` is "" for a level that shows none."""

    text: str
    level: int
    bullet: bool


class Counter:
    """The state of all lists while a story is read from its beginning."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._values: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        self._paragraph: tuple[Use, int] | None = None  # the list that numbers the paragraph

    def label(self, properties: etree._Element | None, style: str) -> Label | None:
        """Count one paragraph with these w:pPr and style; None when it is in no list."""
        found = self._paragraph = self._list(properties, style)
        if found is None:
            return None
        use, level = found
        values = self._count(use, level)
        return _label(use, level, values)

    def next_within(self, use: Use, level: int, start: int | None) -> str:
        """Count one number that stands inside a paragraph; `start` sets the count anew."""
        values = self._count(use, level)
        if start is not None:
            values[level] = start
        return _label(use, level, values).text

    @property
    def around(self) -> tuple[Use, int] | None:
        """The list and level that number the paragraph counted last, where they show numbers."""
        found = self._paragraph
        return None if found is None or found[0].level(found[1]).format == "bullet" else found

    def _list(self, properties: etree._Element | None, style: str) -> tuple[Use, int] | None:
        number, level = _direct(properties)
        said = self._numbering._styles.numbering(style) if style and number is None else None
        if said is not None:
            number = said[0]
            use = self._numbering.use(number)
            linked = use.abstract.level_of_style(said[2]) if use and said[2] else None
            own = use.abstract.level_of_style(style) if use else None
            level = level if level is not None else own if own is not None else linked
            level = said[1] if level is None else level
        use = self._numbering.use(number) if number else None
        return None if use is None else (use, min(level or 0, _LEVELS - 1))

    def _count(self, use: Use, level: int) -> list[int | None]:
        values = self._values.setdefault(use.abstract.id, [None] * _LEVELS)
        override = use.starts.get(level)
        if override is not None and (use.id, level) not in self._started:
            values[level] = override
        else:
            current = values[level]
            values[level] = use.level(level).start if current is None else current + 1
        self._started.add((use.id, level))
        for higher in range(level):
            if values[higher] is None:  # passed over: it has had its first number
                values[higher] = use.starts.get(higher, use.level(higher).start)
        for deeper in range(level + 1, _LEVELS):
            restart = use.level(deeper).restart
            if restart is None or level < restart:
                values[deeper] = None
        return values


def _direct(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """(numId, level) of the paragraph's own w:numPr; inserted numbering is not in the clean view."""
    numbering = None if properties is None else next(properties.iterchildren(_NUMBERING), None)
    if numbering is None:
        return None, None
    if numbering.find(W + "ins") is not None:
        return "0", None
    number, level = numbering.find(W + "numId"), numbering.find(W + "ilvl")
    said = "" if level is None else level.get(VAL, "")
    return None if number is None else number.get(VAL, ""), int(said) if said.isdigit() else None


def _label(use: Use, index: int, values: list[int | None]) -> Label:
    level = use.level(index)
    if level.format == "bullet":
        text = "•" if level.picture else symbols.bullet(level.font, level.text)
        return Label(text, index, bullet=True)

    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        shown = use.level(place)
        value = values[place]
        if value is None:
            value = use.starts.get(place, shown.start)
        legal = level.legal and shown.format != "decimalZero"  # 1.01 stays as it is
        return formats.number(value, "decimal" if legal else shown.format)

    return Label("" if level.format == "none" and "%" not in level.text else _PLACE.sub(number, level.text),
                 index, bullet=False)
