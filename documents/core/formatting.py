"""Run formatting with meaning: what w:rPr and its character style say, looked up once a kind.

Direct formatting and character styles count; what the paragraph's style does to all of its text
(bold headings) is the style's affair and no span.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from lxml import etree

from documents.core import symbols
from documents.core.model import SpanKind
from documents.core.package.names import VAL, W, is_on
from documents.core.styles import Styles


@dataclass(frozen=True, slots=True)
class Format:
    """The inline meaning of a run."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    vertical: Literal["", "superscript", "subscript"] = ""
    smallcaps: bool = False
    highlight: bool = False
    code: bool = False
    hidden: bool = False
    symbols: str = ""  # name of a symbol font, "" for text fonts
    style: str = ""
    kinds: tuple[SpanKind, ...] = ()  # the same, as span kinds


PLAIN = Format()

_TOGGLES = {
    W + "b": "bold", W + "i": "italic", W + "strike": "strike", W + "dstrike": "strike",
    W + "smallCaps": "smallcaps", W + "vanish": "hidden", W + "u": "underline",
    W + "highlight": "highlight",
}
_FLAGS: tuple[SpanKind, ...] = (
    "bold", "italic", "underline", "strike", "smallcaps", "highlight", "code",
)
_STYLE = W + "rStyle"
_VERTICAL = W + "vertAlign"
_FONTS = W + "rFonts"
_FONT_ATTRIBUTES = (W + "ascii", W + "hAnsi")
_VERTICALS = {"superscript": "superscript", "subscript": "subscript"}
_MONOSPACED = frozenset({
    "consolas", "courier", "courier new", "lucida console", "menlo", "monaco", "source code pro",
    "dejavu sans mono", "liberation mono", "roboto mono", "cascadia code", "ubuntu mono",
})
_MEANINGFUL = frozenset({*_TOGGLES, _STYLE, _VERTICAL, _FONTS})


class Formats:
    """Turns w:rPr elements into shared `Format` values."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self._known: dict[tuple[tuple[str, str | None], ...], Format] = {}
        self._by_style: dict[str, Format] = {"": PLAIN}
        self._hidden_paragraphs: dict[str, bool] = {}

    def of(self, properties: etree._Element) -> Format:
        """The format that a w:rPr gives."""
        key = tuple([_said(child) for child in properties if child.tag in _MEANINGFUL])
        if not key:
            return PLAIN
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._resolve(key)
        return known

    def hides(self, paragraph_style: str) -> bool:
        """Whether the paragraph style hides its text unless a run says otherwise."""
        if paragraph_style not in self._hidden_paragraphs:
            self._hidden_paragraphs[paragraph_style] = self.styles.toggles(paragraph_style, W + "vanish")
        return self._hidden_paragraphs[paragraph_style]

    def _resolve(self, key: tuple[tuple[str, str | None], ...]) -> Format:
        named = next((value for tag, value in key if tag == _STYLE), "") or ""
        return _with_kinds(replace(self._of_style(named), **_changes(key)))

    def _of_style(self, style: str) -> Format:
        if style not in self._by_style:
            merged: dict[str, Any] = {"style": style}
            for properties in self.styles.run_properties(style):
                merged.update(_changes([_said(child) for child in properties if child.tag in _MEANINGFUL]))
            merged["style"] = style
            self._by_style[style] = _with_kinds(Format(**merged))
        return self._by_style[style]


def _with_kinds(one: Format) -> Format:
    kinds = [kind for kind in _FLAGS if getattr(one, kind)]
    return replace(one, kinds=(*kinds, one.vertical) if one.vertical else tuple(kinds))


def _said(element: etree._Element) -> tuple[str, str | None]:
    if element.tag == _FONTS:
        return _FONTS, next((font for font in map(element.get, _FONT_ATTRIBUTES) if font), None)
    return str(element.tag), element.get(VAL)


def _changes(said: Any) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for tag, value in said:
        if tag in _TOGGLES:
            changes[_TOGGLES[tag]] = is_on(value)
        elif tag == _VERTICAL:
            changes["vertical"] = _VERTICALS.get(value or "", "")
        elif tag == _FONTS and value:
            changes["code"] = value.lower() in _MONOSPACED
            changes["symbols"] = value if symbols.is_symbol_font(value) else ""
    return changes
