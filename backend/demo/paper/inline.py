"""Marks inside a paragraph of the script: `*italic*`, `**bold**`, `CO~2~`, `[text](url)`, `[^note]`,
`@figure:key` and `$equation$`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["text", "italic", "bold", "subscript", "link", "note", "reference", "equation"]

_MARK = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>.+?)\*|~(?P<subscript>[^~]+)~|\[\^(?P<note>\w+)\]"
    r"|\[(?P<link>[^\]]+)\]\((?P<target>[^)\s]+)\)"
    r"|@(?P<reference>(?:figure|table|section|equation):\w+)|\$(?P<equation>\w+)\$"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph; `target` is a link's address."""

    kind: PieceKind
    text: str
    target: str = ""


def pieces(text: str) -> list[Piece]:
    """`text` cut at its marks."""
    out: list[Piece] = []
    place = 0
    for match in _MARK.finditer(text):
        if match.start() > place:
            out.append(Piece("text", text[place : match.start()]))
        kind = next(name for name, value in match.groupdict().items() if value is not None)
        out.append(Piece(kind, match[kind], match["target"] or ""))  # type: ignore[arg-type]
        place = match.end()
    if place < len(text):
        out.append(Piece("text", text[place:]))
    return out
