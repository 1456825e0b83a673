"""Where a comment points: anchors built from a version's blocks, with the quoted words and their context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from documents.core.model import OBJECT

Kind = Literal["document", "section", "block", "range"]

#: Characters of context kept on each side of the quoted words.
CONTEXT = 64
#: The longest quotation kept with an anchor, in characters; a whole section is quoted by its heading.
QUOTE_LIMIT = 5_000

_INVISIBLE = re.compile(f"[{OBJECT}\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class CommentAnchor:
    """Characters `start` of `start_block` to `end` of `end_block` (code points), and their words.

    `segments` are (block, start, end) in reading order, one a block; empty for the whole document.
    """

    kind: Kind
    start_block: str = ""
    start: int = 0
    end_block: str = ""
    end: int = 0
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    segments: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why an anchor does not lie in a version: `code` for programs, `reason` for people."""

    code: Literal["no_blocks", "offsets", "quote"]
    reason: str


def whole_document() -> CommentAnchor:
    """The anchor of a comment on the whole document."""
    return CommentAnchor("document")


def anchor_in(
    blocks: Sequence[tuple[str, str]], *, kind: Kind, start: int = 0, end: int | None = None, quote: str = "",
) -> CommentAnchor | Misfit:
    """An anchor over `blocks`, the (key, text) pairs from its first block to its last.

    A `block` or `section` covers its blocks whole. `end` counts in the last block; None means its
    end. A `quote` that the sender selected must agree with the text, white space aside.
    """
    if kind == "document":
        return whole_document()
    if not blocks:
        return Misfit("no_blocks", "There is no such paragraph in this version.")
    first, last = blocks[0][1], blocks[-1][1]
    if kind != "range":
        start, end = 0, len(last)
    end = len(last) if end is None else end
    if not _fits(blocks, start, end):
        return Misfit("offsets", "The place lies outside the text of this version.")
    segments = _segments(blocks, start, end)
    words = "\n".join(_text_of(blocks, segments))
    if quote and comparable(quote) != comparable(words):
        return Misfit("quote", "The words at this place are different from those that were selected.")
    return CommentAnchor(
        kind, blocks[0][0], start, blocks[-1][0], end, words[:QUOTE_LIMIT],
        first[max(0, start - CONTEXT) : start], last[end : end + CONTEXT], segments,
    )


def comparable(text: str) -> str:
    """Text without what a browser's selection may lose or change: white space, invisible marks, objects."""
    return _SPACES.sub("", _INVISIBLE.sub("", text))


def quote_in(text: str, quote: str, prefix: str = "", suffix: str = "") -> tuple[int, int] | None:
    """Where `quote` stands in `text`: its only place, or the only one with the given context."""
    if not quote:
        return None
    places = [found.start() for found in re.finditer(re.escape(quote), text)]
    if len(places) > 1:
        places = [
            at for at in places
            if text[:at].endswith(prefix) and text[at + len(quote) :].startswith(suffix)
        ]
    return (places[0], places[0] + len(quote)) if len(places) == 1 else None


def _fits(blocks: Sequence[tuple[str, str]], start: int, end: int) -> bool:
    if not (0 <= start <= len(blocks[0][1]) and 0 <= end <= len(blocks[-1][1])):
        return False
    return len(blocks) > 1 or start <= end


def _segments(blocks: Sequence[tuple[str, str]], start: int, end: int) -> tuple[tuple[str, int, int], ...]:
    last = len(blocks) - 1
    return tuple(
        (key, start if index == 0 else 0, end if index == last else len(text))
        for index, (key, text) in enumerate(blocks)
    )


def _text_of(
    blocks: Sequence[tuple[str, str]], segments: Sequence[tuple[str, int, int]],
) -> list[str]:
    return [text[start:end] for (_, text), (_, start, end) in zip(blocks, segments, strict=True)]
