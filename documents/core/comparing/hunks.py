"""What changed within a unit, character by character at the borders of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.core.comparing import words
from documents.core.comparing.alignment import Alignment
from documents.core.comparing.chain import Box, heaviest_chain
from documents.core.comparing.lines import BREAK
from documents.core.comparing.shape import Unit
from documents.core.comparing.tokens import Texts, Words


@dataclass(frozen=True, slots=True)
class Change:
    """Characters `old..old_end` of the old text become `new..new_end` of the new one."""

    old: int
    old_end: int
    new: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Neighbouring blocks as one text: borders are one BREAK each, in the text and among the words."""

    text: str
    cut: Words


def joined(texts: Texts, start: int, end: int) -> Joined:
    """The blocks `start..end` as one text."""
    if end - start == 1:
        return Joined(texts.texts[start], texts.cut(start))
    result = Words([], [], [])
    shift = 0
    for index in range(start, end):
        if index > start:
            result.words.append(BREAK)
            result.starts.append(shift - 1)
            result.ends.append(shift)
        block = texts.cut(index)
        result.words.extend(block.words)
        result.starts.extend(place + shift for place in block.starts)
        result.ends.extend(place + shift for place in block.ends)
        shift += len(texts.texts[index]) + 1
    return Joined(BREAK.join(texts.texts[start:end]), result)


def unit_runs(unit: Unit, one: Joined, two: Joined, alignment: Alignment) -> list[words.Run]:
    """The words of a unit that stay, in one order."""
    if unit.old_end - unit.old == 1 and unit.new_end - unit.new == 1:
        return in_one_order(alignment.runs[unit.old, unit.new])
    first, second = one.cut.words, two.cut.words
    return words.without_islands(words.common_runs(first, second), first, second)


def in_one_order(runs: Sequence[words.Run]) -> list[words.Run]:
    """The heaviest runs that do not cross."""
    boxes = [Box(a, a + n, b, b + n, n) for a, b, n in runs]
    return words.joined([(box.old, box.new, box.old_end - box.old) for box in heaviest_chain(boxes)])


def changes(one: Joined, two: Joined, runs: Sequence[words.Run]) -> list[Change]:
    """What lies between the words that stay, white space included, in order.

    White space that both sides have is left out, at the end first: a deleted word takes the space
    before it along.
    """
    found: list[Change] = []
    old = new = 0
    for a, b, n in runs:
        _note(found, one.text, two.text, Change(old, one.cut.starts[a], new, two.cut.starts[b]))
        _note_spacing(found, one, two, (a, b, n))
        old, new = one.cut.ends[a + n - 1], two.cut.ends[b + n - 1]
    _note(found, one.text, two.text, Change(old, len(one.text), new, len(two.text)))
    return found


def _note(found: list[Change], one: str, two: str, change: Change) -> None:
    old, old_end, new, new_end = change.old, change.old_end, change.new, change.new_end
    if one[old:old_end] == two[new:new_end]:
        return
    while old_end > old and new_end > new and one[old_end - 1] == two[new_end - 1]:
        if not one[old_end - 1].isspace():
            break
        old_end -= 1
        new_end -= 1
    while old_end > old and new_end > new and one[old] == two[new] and one[old].isspace():
        old += 1
        new += 1
    found.append(Change(old, old_end, new, new_end))


def _note_spacing(found: list[Change], one: Joined, two: Joined, run: words.Run) -> None:
    """White space that changed between words that stay."""
    a, b, n = run
    first, second = one.cut, two.cut
    old = one.text[first.starts[a] : first.ends[a + n - 1]]
    new = two.text[second.starts[b] : second.ends[b + n - 1]]
    if old == new:
        return
    for k in range(1, n):
        gap = Change(first.ends[a + k - 1], first.starts[a + k], second.ends[b + k - 1], second.starts[b + k])
        _note(found, one.text, two.text, gap)
