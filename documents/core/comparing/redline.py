"""Changes as people read them: no scattered little matches, whole phrases struck and written anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from documents.core.comparing import hunks, words
from documents.core.comparing.lines import BREAK
from documents.core.comparing.tokens import Words, cut, is_common

#: Words that stay in one piece, of which so many say something, stay however much changed beside them.
LONG: Final = 6
SAYING: Final = 3

Segment = tuple[Literal["equal", "delete", "insert"], str]


def redline_segments(old_text: str, new_text: str) -> tuple[Segment, ...]:
    """How `old_text` became `new_text`: pieces that stay, go and come, in reading order.

    The pieces that stay and go make up the old text, those that stay and come the new one. Words,
    numbers and units are never cut.
    """
    one = hunks.Joined(old_text, cut(old_text))
    two = hunks.Joined(new_text, cut(new_text))
    runs = readable(words.common_runs(one.cut.words, two.cut.words), one.cut, two.cut)
    found: list[Segment] = []
    place = 0
    for change in hunks.changes(one, two, runs):
        found += [
            ("equal", old_text[place : change.old]),
            ("delete", old_text[change.old : change.old_end]),
            ("insert", new_text[change.new : change.new_end]),
        ]
        place = change.old_end
    found.append(("equal", old_text[place:]))
    return tuple(segment for segment in found if segment[1])


def readable(runs: Sequence[words.Run], one: Words, two: Words) -> list[words.Run]:
    """The runs without those that are no longer than the changes on both their sides."""
    kept: list[words.Run] = []
    after = _sentinel(one, two)
    queue = list(runs)
    for k, run in enumerate(queue):
        kept.append(run)
        following = queue[k + 1] if k + 1 < len(queue) else after
        while kept and _is_lost(kept, following, one, two):
            kept.pop()
    return slid(kept, one, two)


def _sentinel(one: Words, two: Words) -> words.Run:
    return len(one), len(two), 0


def _is_lost(kept: list[words.Run], following: words.Run, one: Words, two: Words) -> bool:
    a, b, n = kept[-1]
    inside = one.words[a : a + n]
    if BREAK in inside or (n >= LONG and sum(not is_common(word) for word in inside) >= SAYING):
        return False
    before = kept[-2] if len(kept) > 1 else (0, 0, 0)
    size = _size(one, a, a + n)
    left = max(_size(one, before[0] + before[2], a), _size(two, before[1] + before[2], b))
    right = max(_size(one, a + n, following[0]), _size(two, b + n, following[1]))
    return size <= left and size <= right


def _size(cut_words: Words, start: int, end: int) -> int:
    """Characters from the first to the last of these words."""
    return cut_words.ends[end - 1] - cut_words.starts[start] if end > start else 0


def slid(runs: list[words.Run], one: Words, two: Words) -> list[words.Run]:
    """Runs moved so that an inserted or deleted sentence begins where a sentence begins.

    "One. Two." that became "One. New. Two." reads as "New." inserted, not as ". New" inserted. No word
    that stayed is lost by it.
    """
    result = list(runs)
    for k in range(len(result) - 1):
        a, b, n = result[k]
        c, d, m = result[k + 1]
        if (a + n == c) == (b + n == d):
            continue
        side, start, end = (two, b + n, d) if a + n == c else (one, a + n, c)
        # At the end of the text the last run may be used up: a sentence is put behind the last full stop.
        after = m if c + m == len(one) and d + m == len(two) else m - 1
        step = _best_step(side, start, end, n - 1, after)
        result[k] = (a, b, n + step)
        result[k + 1] = (c + step, d + step, m - step)
    return [run for run in result if run[2]]


def _best_step(side: Words, start: int, end: int, before: int, after: int) -> int:
    """By how many words the change `start..end` had better move, within the runs around it."""
    names = side.words
    steps = [0]
    step = 0
    while step < after and end + step < len(names) and names[start + step] == names[end + step]:
        step += 1
        steps.append(step)
    step = 0
    while step < before and start - step > 0 and names[start - step - 1] == names[end - step - 1]:
        step += 1
        steps.append(-step)
    return max(steps, key=lambda s: (_begins_sentence(names, start + s), s == 0, -abs(s)))


def _begins_sentence(names: list[str], place: int) -> int:
    """How well a change may begin at a word: 2 after a sentence, 1 after a comma or bracket.

    A full stop before another sign ends no sentence: it may be a part of "...".
    """
    if place == 0 or names[place - 1] == BREAK:
        return 2
    if names[place - 1] in {".", "!", "?"}:
        return 2 * (place == len(names) or names[place] == BREAK or names[place][0].isalnum())
    return 1 if names[place - 1] in {",", ";", ":", ")"} else 0
