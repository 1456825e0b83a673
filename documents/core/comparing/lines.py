"""Pieces of text with their formatting: what hunks insert and what blocks are put together from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from documents.core.model import Block, BlockId, BlockKind, InlineObject, Shown, Span

#: Stands between blocks that are looked at as one text. In no Word file; only its place is used.
BREAK: Final = "\0"


@dataclass(frozen=True, slots=True)
class Line:
    """Text that continues a block or begins one; `donor` is the block of the base it is cut from, if any."""

    text: str
    spans: tuple[Span, ...] = ()
    objects: tuple[InlineObject, ...] = ()
    kind: BlockKind = "paragraph"
    level: int = 0
    donor: BlockId | None = None
    xml: str = ""
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Hunk:
    """`text[start:end]` becomes `lines`; every line after the first begins a new block.

    In a text of several blocks each border between them counts as one character.
    """

    start: int
    end: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """What is inserted, borders of blocks as BREAK."""
        return BREAK.join(line.text for line in self.lines)


EMPTY: Final = (Line(""),)


def line_of(block: Block, start: int = 0, end: int | None = None) -> Line:
    """The characters `start..end` of a block."""
    stop = len(block.text) if end is None else end
    spans = block.spans
    objects = block.objects
    shown = block.shown
    if start > 0 or stop < len(block.text):
        spans = clipped(spans, start, stop)
        objects = tuple(
            replace(item, offset=item.offset - start) for item in objects if start <= item.offset < stop
        )
        shown = _shown_within(block, start, stop) if shown else ()
    return Line(block.text[start:stop], spans, objects, block.kind, block.level, block.id, shown=shown)


def _shown_within(block: Block, start: int, end: int) -> tuple[Shown, ...]:
    """What is shown before the characters `start..end`, and behind the block's last one with that one."""
    stop = end + (end == len(block.text) and (start < end or not end))
    return tuple(replace(one, offset=one.offset - start) for one in block.shown if start <= one.offset < stop)


def clipped(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """The spans within `start..end`, counted from `start`."""
    return tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start, span.kind, span.value)
        for span in spans
        if span.start < end and span.end > start
    )


class Flow:
    """Text put together piece by piece; each block is made once, however many pieces it has."""

    def __init__(self) -> None:
        self._done: list[Line] = []
        self._open: list[Line] = []

    def add(self, lines: Iterable[Line]) -> None:
        """Let `lines` follow: the first continues the last block, the others begin blocks."""
        for number, line in enumerate(lines):
            if number and self._open:
                self._done.append(_whole(self._open))
                self._open = []
            self._open.append(line)

    def lines(self) -> list[Line]:
        """What there is so far."""
        return [*self._done, _whole(self._open)] if self._open else list(self._done)


def _whole(pieces: Sequence[Line]) -> Line:
    """Pieces as one block; what kind it is says the first."""
    first = pieces[0]
    rest = [piece for piece in pieces[1:] if piece.text or piece.shown]
    if not rest:
        return first
    spans, objects, shown = list(first.spans), list(first.objects), list(first.shown)
    shift = len(first.text)
    for piece in rest:
        spans += (Span(s.start + shift, s.end + shift, s.kind, s.value) for s in piece.spans)
        objects += (replace(item, offset=item.offset + shift) for item in piece.objects)
        shown += (replace(one, offset=one.offset + shift) for one in piece.shown)
        shift += len(piece.text)
    text = "".join([first.text, *(piece.text for piece in rest)])
    xml = next((piece.xml for piece in (first, *rest) if piece.xml), "")
    return replace(first, text=text, spans=closed_up(spans), objects=tuple(objects), xml=xml,
                   shown=tuple(shown))


def closed_up(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch and say the same as one."""
    result: list[Span] = []
    last: dict[tuple[str, str], int] = {}
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        key = (span.kind, span.value)
        place = last.get(key, -1)
        if place >= 0 and span.start <= result[place].end and span.kind != "bookmark":
            before = result[place]
            result[place] = replace(before, end=max(before.end, span.end))
            continue
        last[key] = len(result)
        result.append(span)
    return tuple(result)


def appended(flow: list[Line], lines: Sequence[Line]) -> None:
    """Let `lines` follow: the first continues the last block of `flow`, the others begin blocks."""
    flow[-1:] = [_whole([*flow[-1:], *lines[:1]]), *lines[1:]]
