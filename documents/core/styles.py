"""Styles resolved to meaning: inheritance, outline levels, numbering, names in any language.

Format: ISO 29500-1 §17.7. A style's id may be localised ("berschrift1"), its w:name of a built-in
one is always English ("heading 1"); both are looked at, and the outline level decides first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from documents.core.package.names import OFF, PPR, RPR, TYPE, VAL, W, is_on

_STYLE = W + "style"
_DEFAULT = W + "default"
_STYLE_ID = W + "styleId"
_OUTLINE = f"{PPR}/{W}outlineLvl"
_NUMBERING = f"{PPR}/{W}numPr"


@dataclass(frozen=True, slots=True)
class Style:
    """One w:style. `name` is in lower case; `element` holds its properties."""

    id: str
    name: str
    type: str
    based_on: str
    element: etree._Element


class Styles:
    """The styles of one package; an unknown id behaves as a style without properties."""

    def __init__(self, root: etree._Element | None = None) -> None:
        self._styles: dict[str, Style] = {}
        self._chains: dict[str, tuple[Style, ...]] = {}
        self._numberings: dict[str, tuple[str, int, str] | None] = {}
        self.default_paragraph = ""
        for element in [] if root is None else root.iter(_STYLE):
            self._add(element)

    def _add(self, element: etree._Element) -> None:
        style = Style(
            id=element.get(_STYLE_ID, ""),
            name=_value(element, "name").lower(),
            type=element.get(TYPE, "paragraph"),
            based_on=_value(element, "basedOn"),
            element=element,
        )
        self._styles.setdefault(style.id, style)
        if style.type == "paragraph" and element.get(_DEFAULT, "0") not in OFF:
            self.default_paragraph = style.id

    def name(self, style: str) -> str:
        """The style's name in lower case, "" when unknown."""
        found = self._styles.get(style)
        return found.name if found else ""

    def chain(self, style: str) -> tuple[Style, ...]:
        """The style and those it is based on, nearest first; a cycle ends it."""
        known = self._chains.get(style)
        if known is None:
            known = self._chains[style] = tuple(self._ancestry(style))
        return known

    def _ancestry(self, style: str) -> Iterator[Style]:
        seen: set[str] = set()
        while style not in seen and (found := self._styles.get(style)) is not None:
            yield found
            seen.add(style)
            style = found.based_on

    def run_properties(self, style: str) -> Iterator[etree._Element]:
        """The w:rPr of the chain, from the farthest ancestor to the style itself."""
        for one in reversed(self.chain(style)):
            found = one.element.find(RPR)
            if found is not None:
                yield found

    def toggles(self, style: str, tag: str) -> bool:
        """Whether a toggle of run formatting is on in the style, inherited or its own."""
        said = [found.get(VAL) for one in self.run_properties(style) if (found := one.find(tag)) is not None]
        return bool(said) and is_on(said[-1])

    def has_first_row(self, style: str) -> bool:
        """Whether a table style, or one it is based on, shows the first row otherwise than the rest."""
        return any(
            part.get(TYPE) == "firstRow" and len(part) > 0
            for one in self.chain(style) for part in one.element.iterchildren(W + "tblStylePr")
        )

    def outline_level(self, style: str) -> int | None:
        """0–8 for a heading style, 9 for body text said explicitly, None when nothing is said."""
        for one in self.chain(style):
            level = _number(one.element.find(_OUTLINE))
            if level is not None:
                return level
        return None

    def numbering(self, style: str) -> tuple[str, int, str] | None:
        """(numId, level, id of the style that says so) that the style gives its paragraphs, or None.

        The id is "" where a style based on that one says a level of its own.
        """
        if style not in self._numberings:
            self._numberings[style] = self._numbering(style)
        return self._numberings[style]

    def _numbering(self, style: str) -> tuple[str, int, str] | None:
        level = None
        for one in self.chain(style):
            properties = one.element.find(_NUMBERING)
            if properties is None:
                continue
            number = properties.find(W + "numId")
            has_own = level is not None
            if level is None:
                level = _number(properties.find(W + "ilvl"))
            if number is not None:
                return number.get(VAL, ""), level or 0, "" if has_own else one.id
        return None

    def heading_level(self, style: str) -> int:
        """1–9 when the style, or one it is based on, is a built-in heading by its name; else 0."""
        for one in self.chain(style):
            word, _, digit = one.name.rpartition(" ")
            if word == "heading" and digit.isdigit() and 1 <= int(digit) <= 9:
                return int(digit)
        return 0

    def is_called(self, style: str, *names: str) -> bool:
        """Whether the style or an ancestor has one of these names."""
        return any(one.name in names for one in self.chain(style))


def _value(element: etree._Element, name: str) -> str:
    found = element.find(W + name)
    return "" if found is None else found.get(VAL, "")


def _number(element: etree._Element | None) -> int | None:
    value = None if element is None else element.get(VAL)
    return int(value) if value is not None and value.isdigit() else None
