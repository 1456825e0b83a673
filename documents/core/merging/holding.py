"""Texts that hold each other: when two sides put nearly the same words in one place, what both want."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from documents.core.comparing import words
from documents.core.comparing.lines import BREAK, Line
from documents.core.comparing.tokens import cut
from documents.core.model import AMENDS

#: Words that turn a sentence round: "shall not" holds "shall" and says the opposite.
TURNING: Final = frozenset(
    """
    not no never none nor neither nothing without unless except only cannot can't don't doesn't isn't
    aren't won't shouldn't mustn't hardly rather instead until unlike but
    """.split(),  # noqa: SIM905 - reads as a page of words
)
#: So many stretches of shared words at most: more is a mixture, not an addition.
MOST_RUNS: Final = 3
ENDS: Final = frozenset({".", "!", "?", ":", BREAK})


def holds(longer: Sequence[Line], shorter: Sequence[Line], before: str = "") -> bool:
    """Whether one text has all words of the other in their order, and only adds to them.

    `before` is what stands before both. White space counts for nothing.
    """
    if any(line.xml == AMENDS for line in shorter):
        return False
    one, two = cut(_text(longer)).words, cut(_text(shorter)).words
    if len(one) <= len(two):
        return False
    runs = words.common_runs(one, two)
    if sum(run[2] for run in runs) < len(two) or len(runs) > MOST_RUNS:
        return False
    known = [*cut(before).words[-1:], *one]
    place = shift = len(known) - len(one)
    for start, _, size in [*runs, (len(one), 0, 0)]:
        if _turns(known, place, start + shift):
            return False
        place = start + size + shift
    return True


def _turns(known: Sequence[str], start: int, end: int) -> bool:
    """Whether added words turn round what stands beside them; whole sentences never do."""
    if start and start < end:
        begins = known[start - 1] in ENDS or known[start] == BREAK
        if begins and known[end - 1] in ENDS:
            return False
    return any(word.lower() in TURNING for word in known[start:end])


def _text(lines: Sequence[Line]) -> str:
    return BREAK.join(line.text for line in lines)
