"""Versions of a document from bytes: Word files, and JSON as `{"blocks": [[kind, text, spans], …]}`.

In JSON a kind is h1-h6, p, li, cell, quote or code, and a span `[start, end, "b"|"i"|"u"|"code"|"a",
target]`, with offsets in code points. Block ids are positions.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from documents.core.model import Block, BlockKind, Draft, Span, SpanKind, Unreadable

KINDS: Final[dict[str, BlockKind]] = {
    "p": "paragraph", "li": "list_item", "cell": "cell", "quote": "quote", "code": "code",
}  # fmt: skip
SPANS: Final[dict[str, SpanKind]] = {
    "b": "bold", "i": "italic", "u": "underline", "code": "code", "a": "link",
}  # fmt: skip
SHORT_KINDS: Final = {kind: short for short, kind in KINDS.items()}
SHORT_SPANS: Final = {kind: short for short, kind in SPANS.items()}


def version(data: bytes) -> Draft:
    """The draft that a file holds, Word or JSON by its first character. Raises `Unreadable`."""
    if is_json(data):
        return from_json(data)
    from documents.core import reading  # JSON versions need no Word reader

    return reading.read(data)


def is_json(data: bytes) -> bool:
    """Whether the bytes begin like a JSON object."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def from_json(data: bytes) -> Draft:
    """A JSON version as a draft. Raises `Unreadable` when it is not one."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON: {error}", code="not-json") from error
    if not isinstance(value, dict) or not isinstance(value.get("blocks"), list):
        raise Unreadable('no list under "blocks"', code="not-a-version")
    return draft(value["blocks"])


def draft(blocks: Sequence[Any]) -> Draft:
    """`[kind, text, spans]` lists as a draft. Raises `Unreadable` naming the first bad block."""
    return Draft(tuple(_block(index, item) for index, item in enumerate(blocks)))


def as_json(blocks: Sequence[Block]) -> list[list[Any]]:
    """Blocks as `[kind, text, spans]` lists. Kinds that JSON has no short name for keep their own."""
    return [[_short_kind(block), block.text, [_short_span(span) for span in block.spans]] for block in blocks]


def _block(index: int, item: Any) -> Block:
    match item:
        case [str(kind), str(text)]:
            spans: Any = []
        case [str(kind), str(text), list(spans)]:
            pass
        case _:
            raise Unreadable(f"block {index} is not [kind, text, spans]", code="not-a-version")
    if kind[:1] == "h" and kind[1:].isdecimal():
        return Block(index, "heading", text, int(kind[1:]), spans=_spans(index, text, spans))
    return Block(index, KINDS.get(kind, "paragraph"), text, spans=_spans(index, text, spans))


def _spans(index: int, text: str, spans: list[Any]) -> tuple[Span, ...]:
    found = []
    for item in spans:
        match item:
            case [int(start), int(end), str(kind), *rest] if kind in SPANS and 0 <= start <= end <= len(text):
                found.append(Span(start, end, SPANS[kind], str(rest[0]) if rest else ""))
            case _:
                raise Unreadable(f"block {index} has the unknown span {item!r}", code="not-a-version")
    return tuple(found)


def _short_kind(block: Block) -> str:
    if block.kind in {"heading", "title"}:
        return f"h{max(block.level, 1)}"
    return SHORT_KINDS.get(block.kind, block.kind)


def _short_span(span: Span) -> list[Any]:
    short = [span.start, span.end, SHORT_SPANS.get(span.kind, span.kind)]
    return [*short, span.value] if span.value else short
