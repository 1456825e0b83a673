"""What a paragraph style means, worked out once for each style of a draft."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from documents.core.styles import Styles

_TITLES = ("title", "subtitle")
_CAPTIONS = ("caption", "figure caption", "table caption", "image caption", "figurecaption", "tablecaption")
_QUOTES = ("quote", "intense quote", "block text", "quotations", "block quotation", "blockquote")
_CODES = (
    "html preformatted", "plain text", "code", "macro text", "source code", "preformatted text",
    "code block", "codeblock", "verbatim",
)
_CONTENTS = ("table of figures", "toc heading", "table of authorities", "index heading")
_TOC = re.compile(r"(?:toc|contents) ([1-9])$")
_BODY_TEXT = 9


@dataclass(frozen=True, slots=True)
class Meaning:
    """`contents` is the level of a line in a table of contents, None for other styles; `heading` 1–9."""

    contents: int | None
    title: bool
    heading: int
    caption: bool
    kind: Literal["paragraph", "quote", "code"]


class Meanings:
    """The meanings of the styles of a draft, by style id."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._known: dict[str, Meaning] = {}

    def of(self, style: str) -> Meaning:
        """The meaning of a paragraph style; "" is the default one."""
        known = self._known.get(style)
        if known is None:
            known = self._known[style] = _meaning(style or self._styles.default_paragraph, self._styles)
        return known


def _meaning(style: str, styles: Styles) -> Meaning:
    return Meaning(
        contents=_contents_level(style, styles),
        title=styles.is_called(style, *_TITLES),
        heading=_heading_level(style, styles),
        caption=styles.is_called(style, *_CAPTIONS),
        kind="quote" if styles.is_called(style, *_QUOTES) else
             "code" if styles.is_called(style, *_CODES) else "paragraph",
    )


def _contents_level(style: str, styles: Styles) -> int | None:
    for one in styles.chain(style):
        match = _TOC.match(one.name)
        if match:
            return int(match[1])
    return 0 if styles.is_called(style, *_CONTENTS) else None


def _heading_level(style: str, styles: Styles) -> int:
    level = styles.outline_level(style)
    if level is None:
        return styles.heading_level(style)
    return level + 1 if level < _BODY_TEXT else 0
