"""Hunks taken apart: the sign that ends a phrase and the white space around it change by themselves."""

from __future__ import annotations

from typing import Final

from documents.core.comparing.lines import BREAK, Hunk, Line, line_of
from documents.core.model import Block

CLOSING: Final = frozenset(".,;:!?")


def atoms(text: str, hunk: Hunk) -> list[Hunk]:
    """A hunk of `text` as the smallest ones that say the same when all of them are done.

    " (src)." that became ":" is " (src)" deleted and "." replaced, so that it agrees with a side that
    only deleted.
    """
    old = text[hunk.start : hunk.end]
    if len(hunk.lines) != 1 or BREAK in old or not old.strip() or not hunk.lines[0].text.strip():
        return [hunk]
    line = hunk.lines[0]
    old_end, new_end = len(old), len(line.text)
    found: list[Hunk] = []
    if old[-1] in CLOSING and line.text[-1] in CLOSING and old_end + new_end > 2:
        found.append(_part(hunk, line, old_end - 1, old_end, new_end - 1, new_end))
        old_end, new_end = old_end - 1, new_end - 1
    old_core, new_core = old[:old_end].strip(), line.text[:new_end].strip()
    if not old_core or not new_core:
        return [_part(hunk, line, 0, old_end, 0, new_end), *found]
    old_start, new_start = _lead(old), _lead(line.text)
    old_stop, new_stop = old_start + len(old_core), new_start + len(new_core)
    pieces = [
        _part(hunk, line, 0, old_start, 0, new_start),
        _part(hunk, line, old_start, old_stop, new_start, new_stop),
        _part(hunk, line, old_stop, old_end, new_stop, new_end),
    ]
    return [piece for piece in pieces if _changes(text, piece)] + found


def _changes(text: str, piece: Hunk) -> bool:
    """Whether it does anything: other words, or another picture where one stands."""
    return text[piece.start : piece.end] != piece.text or any(line.objects for line in piece.lines)


def _lead(text: str) -> int:
    return len(text) - len(text.lstrip())


def _part(hunk: Hunk, line: Line, old: int, old_end: int, new: int, new_end: int) -> Hunk:
    block = Block("", line.kind, line.text, line.level, spans=line.spans, objects=line.objects)
    return Hunk(hunk.start + old, hunk.start + old_end, (line_of(block, new, new_end),))
