"""Which words of one text are words of another: runs of equal words, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from cydifflib import SequenceMatcher
from rapidfuzz.distance import LCSseq

from documents.core.comparing.chain import Box, heaviest_chain
from documents.core.comparing.tokens import is_common

#: Words first..first+n of one text are words second..second+n of the other.
Run = tuple[int, int, int]

#: Texts up to this many cells get the readable matcher; larger ones, up to the second number, only
#: while few pairs of their words are equal (its cost grows with those, times the number of changes).
SMALL: Final = 250_000
MEDIUM: Final = 10_000_000
MOST_PAIRS: Final = 100_000
#: Cells up to which an exact longest common subsequence is found; above, only between rare phrases.
MOST_CELLS: Final = 100_000_000
PHRASE: Final = 4
MOST_DEPTH: Final = 6


def common_runs(one: Sequence[str], two: Sequence[str], depth: int = 0) -> list[Run]:
    """Runs of equal words in both texts, in order.

    Long runs are preferred, as people see them. Where the texts are so long that this would not end
    soon, a longest common subsequence is taken, and in the extreme only what lies between phrases
    that occur once on each side: coarser, still true, and bounded in time and memory.
    """
    start = _common_start(one, two)
    end = _common_end(one, two, start)
    one_end, two_end = len(one) - end, len(two) - end
    runs: list[Run] = [(0, 0, start)] if start else []
    if start < one_end and start < two_end:
        runs += [
            (start + a, start + b, n)
            for a, b, n in _runs_between(one[start:one_end], two[start:two_end], depth)
        ]
    if end:
        runs.append((one_end, two_end, end))
    return joined(runs)


def joined(runs: Sequence[Run]) -> list[Run]:
    """The same runs, touching ones as one."""
    result: list[Run] = []
    for a, b, n in runs:
        if result and result[-1][0] + result[-1][2] == a and result[-1][1] + result[-1][2] == b:
            result[-1] = (result[-1][0], result[-1][1], result[-1][2] + n)
        else:
            result.append((a, b, n))
    return result


def without_islands(runs: Sequence[Run], one: Sequence[str], two: Sequence[str]) -> list[Run]:
    """The runs without those that hold only common words between larger changes.

    A "the" that two different sentences share is no sign that one became the other.
    """
    kept: list[Run] = []
    for k, (a, b, n) in enumerate(runs):
        if n > 3 or not all(is_common(word) for word in one[a : a + n]):
            kept.append((a, b, n))
            continue
        before = runs[k - 1] if k else (0, 0, 0)
        after = runs[k + 1] if k + 1 < len(runs) else (len(one), len(two), 0)
        left = max(a - before[0] - before[2], b - before[1] - before[2])
        right = max(after[0] - a - n, after[1] - b - n)
        if min(left, right) <= 2 * n and (left == 0 or right == 0 or left + right <= 4 * n + 2):
            kept.append((a, b, n))
    return kept


def _common_start(one: Sequence[str], two: Sequence[str]) -> int:
    count = 0
    for first, second in zip(one, two, strict=False):
        if first != second:
            break
        count += 1
    return count


def _common_end(one: Sequence[str], two: Sequence[str], start: int) -> int:
    most = min(len(one), len(two)) - start
    count = 0
    while count < most and one[-1 - count] == two[-1 - count]:
        count += 1
    return count


def _runs_between(one: Sequence[str], two: Sequence[str], depth: int) -> list[Run]:
    cells = len(one) * len(two)
    if cells <= SMALL or (cells <= MEDIUM and _equal_pairs(one, two) <= MOST_PAIRS):
        blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
        return [(block.a, block.b, block.size) for block in blocks if block.size]
    if cells <= MOST_CELLS:
        return [
            (op.src_start, op.dest_start, op.src_end - op.src_start)
            for op in LCSseq.opcodes(one, two)
            if op.tag == "equal"
        ]
    return _between_phrases(one, two, depth) if depth < MOST_DEPTH else []


def _equal_pairs(one: Sequence[str], two: Sequence[str]) -> int:
    """In how many pairs of places the two texts have the same word."""
    here = Counter(one)
    return sum(count * here[word] for word, count in Counter(two).items())


def _between_phrases(one: Sequence[str], two: Sequence[str], depth: int) -> list[Run]:
    """Match phrases that occur once on each side, then what lies between them."""
    theirs = unique_phrases(two, PHRASE)
    boxes = [
        Box(a, a + 1, theirs[phrase], theirs[phrase] + 1, 1.0)
        for phrase, a in unique_phrases(one, PHRASE).items()
        if phrase in theirs
    ]
    chain = heaviest_chain(boxes)
    runs: list[Run] = []
    a = b = 0
    for box in [*chain, Box(len(one), 0, len(two), 0, 0.0)] if chain else []:
        if box.old > a and box.new > b:
            inner = common_runs(one[a : box.old], two[b : box.new], depth + 1)
            runs += [(a + first, b + second, n) for first, second, n in inner]
        if box.old < len(one):
            runs.append((box.old, box.new, 1))
        a, b = box.old + 1, box.new + 1
    return runs


def unique_phrases(words: Sequence[str], length: int) -> dict[tuple[str, ...], int]:
    """Phrases of `length` words that occur once, with their place."""
    places: dict[tuple[str, ...], int] = {}
    for k, phrase in enumerate(zip(*(words[n:] for n in range(length)), strict=False)):
        places[phrase] = -1 if phrase in places else k
    return {phrase: k for phrase, k in places.items() if k >= 0}
