"""Blocks whose text did not change: the frame that everything else is hung on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import Final

from rapidfuzz.distance import LCSseq

from documents.core.comparing.chain import Box, heaviest_chain

#: Above this many cells the longest common subsequence of repeated blocks is looked for in parts (32 MB).
MOST_CELLS: Final = 250_000_000


def equal_blocks(old: Sequence[str], new: Sequence[str]) -> tuple[list[int], list[int]]:
    """Per old block the new block with the same text, or -1: (in order, moved).

    Texts that occur once on each side come first; repeated ones are matched only between them and
    by order, never by their text alone.
    """
    kept = [-1] * len(old)
    start = _common_start(old, new)
    end = _common_end(old, new, start)
    kept[:start] = range(start)
    kept[len(old) - end :] = range(len(new) - end, len(new))
    unique = _unique_pairs(old, new, start, len(old) - end, len(new) - end)
    in_order = heaviest_chain(runs_of((i, j, len(old[i]) + 1) for i, j in unique))
    moved = [-1] * len(old)
    for i, j in unique:
        moved[i] = j
    for box in in_order:
        for step in range(box.old_end - box.old):
            kept[box.old + step] = box.new + step
            moved[box.old + step] = -1
    _match_gaps(old, new, kept)
    return kept, _free_only(moved, kept, len(new))


def _common_start(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for one, two in zip(old, new, strict=False):
        if one != two:
            break
        count += 1
    return count


def _common_end(old: Sequence[str], new: Sequence[str], start: int) -> int:
    most = min(len(old), len(new)) - start
    count = 0
    while count < most and old[-1 - count] == new[-1 - count]:
        count += 1
    return count


def _unique_pairs(
    old: Sequence[str], new: Sequence[str], start: int, old_end: int, new_end: int
) -> list[tuple[int, int]]:
    olds = _unique_places(old, start, old_end)
    news = _unique_places(new, start, new_end)
    return [(i, news[text]) for text, i in olds.items() if i >= 0 and news.get(text, -1) >= 0]


def _unique_places(texts: Sequence[str], start: int, end: int) -> dict[str, int]:
    """Where each text stands within `start..end`; -1 when it is empty or there more than once."""
    places: dict[str, int] = {"": -1}
    for k in range(start, end):
        text = texts[k]
        places[text] = -1 if text in places else k
    return places


def runs_of(pairs: Iterable[tuple[int, int, float]]) -> list[Box]:
    """Neighbouring pairs, each with its weight, as one box each."""
    boxes: list[Box] = []
    first = second = end = there = 0
    total = 0.0
    for i, j, weight in pairs:
        if i == end and j == there and total:
            total += weight
        else:
            if total:
                boxes.append(Box(first, end, second, there, total))
            first, second, total = i, j, weight
        end, there = i + 1, j + 1
    if total:
        boxes.append(Box(first, end, second, there, total))
    return boxes


def gaps(kept: Sequence[int], new_length: int) -> list[tuple[int, int, int, int]]:
    """What lies between kept blocks, both sides: (old, old_end, new, new_end), empty ones left out."""
    found = []
    old_start = new_start = 0
    for i, j in enumerate(kept):
        if j >= 0:
            if i > old_start or j > new_start:
                found.append((old_start, i, new_start, j))
            old_start, new_start = i + 1, j + 1
    if len(kept) > old_start or new_length > new_start:
        found.append((old_start, len(kept), new_start, new_length))
    return found


def _match_gaps(old: Sequence[str], new: Sequence[str], kept: list[int]) -> None:
    """Match repeated blocks between the kept ones, by order."""
    for old_start, old_end, new_start, new_end in gaps(kept, len(new)):
        ours, theirs = old[old_start:old_end], new[new_start:new_end]
        if not ours or not theirs or set(ours).isdisjoint(theirs):
            continue
        for i, j in _common_sequence(ours, theirs):
            kept[old_start + i] = new_start + j


def _common_sequence(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    start = _common_start(ours, theirs)
    end = _common_end(ours, theirs, start)
    pairs = [(k, k) for k in range(start)]
    mine, yours = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    pairs += [(start + i, start + j) for i, j in _longest_sequence(mine, yours)]
    return pairs + [(len(ours) - k, len(theirs) - k) for k in range(end, 0, -1)]


def _longest_sequence(mine: Sequence[str], yours: Sequence[str]) -> Iterator[tuple[int, int]]:
    """A longest common subsequence; in very long texts the best within parts of like place and size."""
    parts = ceil((len(mine) * len(yours) / MOST_CELLS) ** 0.5) or 1
    for part in range(parts):
        i, i_end = (len(mine) * each // parts for each in (part, part + 1))
        j, j_end = (len(yours) * each // parts for each in (part, part + 1))
        for op in LCSseq.opcodes(mine[i:i_end], yours[j:j_end]):
            if op.tag == "equal":
                for k in range(op.src_end - op.src_start):
                    yield i + op.src_start + k, j + op.dest_start + k


def _free_only(moved: list[int], kept: list[int], new_length: int) -> list[int]:
    """The moved pairs whose ends were not matched otherwise."""
    taken = bytearray(new_length)
    for j in kept:
        if j >= 0:
            taken[j] = 1
    return [-1 if j < 0 or kept[i] >= 0 or taken[j] else j for i, j in enumerate(moved)]
