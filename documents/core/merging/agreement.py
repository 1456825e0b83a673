"""Two new texts that are nearly the same: what both say, and the few places where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from documents.core.comparing import hunks, redline, words
from documents.core.comparing.lines import BREAK, Line
from documents.core.comparing.tokens import cut
from documents.core.merging.content import Group
from documents.core.model import Block

#: Both must share this part of the shorter one's words, in runs of at least this many.
ALIKE: Final = 0.5
SHORTEST: Final = 3

Lines = tuple[Line, ...]


def agreement(one: Sequence[Line], two: Sequence[Line]) -> list[tuple[Lines, Lines]] | None:
    """Both texts piece by piece, in order; None when they are different texts.

    Reading the first of every pair gives the first text, the second the second; where both say the
    same, the pair holds it twice.
    """
    mine, yours = _joined(one), _joined(two)
    runs = [run for run in words.common_runs(mine.cut.words, yours.cut.words) if run[2] >= SHORTEST]
    shorter = min(len(mine.cut), len(yours.cut))
    if not runs or sum(run[2] for run in runs) < ALIKE * shorter:
        return None
    runs = redline.slid(runs, mine.cut, yours.cut)
    ours, theirs = Group(_blocks(one)), Group(_blocks(two))
    found: list[tuple[Lines, Lines]] = []
    place = 0
    for change in hunks.changes(mine, yours, runs):
        if change.old > place:
            found.append(_both(ours.lines(place, change.old)))
        found.append((ours.lines(change.old, change.old_end), theirs.lines(change.new, change.new_end)))
        place = change.old_end
    if place < len(mine.text):
        found.append(_both(ours.lines(place, len(mine.text))))
    return found


def _both(lines: Lines) -> tuple[Lines, Lines]:
    return lines, lines


def _joined(lines: Sequence[Line]) -> hunks.Joined:
    text = BREAK.join(line.text for line in lines)
    return hunks.Joined(text, cut(text))


def _blocks(lines: Sequence[Line]) -> list[Block]:
    return [
        Block(k, line.kind, line.text, line.level, spans=line.spans, objects=line.objects)
        for k, line in enumerate(lines)
    ]
