"""How a version is built from the one before: units that stay or move, blocks that come and go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from documents.core.comparing.alignment import Alignment, Pair
from documents.core.comparing.chain import Box, heaviest_chain
from documents.core.comparing.tokens import Texts
from documents.core.model import LinkRelation

FEWEST_MOVES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Unit:
    """Neighbouring old blocks that continue as neighbouring new ones; ends are exclusive.

    One to one for most; one to several is a split, several to one a join. `equal` units are runs of
    unchanged blocks, one to one. A `moved` unit left the order that the others keep.
    """

    old: int
    old_end: int
    new: int
    new_end: int
    equal: bool
    moved: bool


def units(old: Texts, alignment: Alignment, *, per_block: int = 0) -> list[Unit]:
    """The units of an alignment in the order of the new version.

    `per_block` is what a block weighs beside its letters where some must leave the order: with
    `FEWEST_MOVES` one long paragraph that went over several short ones moved, not they. Merging needs
    that to see who moves the same; comments are followed better where the letters alone decide.
    """
    equal = _equal_runs(old, alignment.equal, per_block)
    changed = _changed(alignment, per_block)
    boxes = sorted([*equal, *changed])
    fixed = set(heaviest_chain(boxes))
    known = set(equal)
    found = [
        Unit(box.old, box.old_end, box.new, box.new_end, equal=box in known, moved=box not in fixed)
        for box in boxes
    ]
    return sorted(found, key=lambda unit: unit.new)


def _equal_runs(old: Texts, equal: Sequence[int], per_block: int) -> list[Box]:
    boxes: list[Box] = []
    start = 0
    for i in range(1, len(equal) + 1):
        if i < len(equal) and equal[i] >= 0 and equal[i] == equal[i - 1] + 1 and equal[i - 1] >= 0:
            continue
        if equal[start] >= 0:
            weight = sum(map(len, old.texts[start:i])) + 1 + per_block * (i - start)
            boxes.append(Box(start, i, equal[start], equal[start] + i - start, weight))
        start = i
    return boxes


def _changed(alignment: Alignment, per_block: int) -> list[Box]:
    """Links as boxes: the heaviest first, others join it when they are its neighbours."""
    weights = {pair: sum(run[2] for run in alignment.runs[pair]) * 5.0 for pair in alignment.links}
    of_old: dict[int, list[float]] = {}
    of_new: dict[int, list[float]] = {}
    boxes: list[list[float]] = []
    for i, j in sorted(alignment.links, key=lambda pair: (-weights[pair], pair)):
        left, right = of_old.get(i), of_new.get(j)
        if left is None and right is None:
            box: list[float] = [i, i + 1, j, j + 1, weights[i, j]]
            boxes.append(box)
        elif right is None and left is not None and j in (left[2] - 1, left[3]):
            box = left
            box[2], box[3], box[4] = min(box[2], j), max(box[3], j + 1), box[4] + weights[i, j]
        elif left is None and right is not None and i in (right[0] - 1, right[1]):
            box = right
            box[0], box[1], box[4] = min(box[0], i), max(box[1], i + 1), box[4] + weights[i, j]
        else:
            continue
        of_old[i] = of_new[j] = box
    return [
        Box(int(b[0]), int(b[1]), int(b[2]), int(b[3]), b[4] + per_block * (b[1] - b[0])) for b in boxes
    ]


def free_blocks(found: Sequence[Unit], old_length: int, new_length: int) -> tuple[list[int], list[int]]:
    """Old blocks that went and new blocks that came."""
    olds, news = bytearray(old_length), bytearray(new_length)
    for unit in found:
        olds[unit.old : unit.old_end] = b"\1" * (unit.old_end - unit.old)
        news[unit.new : unit.new_end] = b"\1" * (unit.new_end - unit.new)
    return [i for i, used in enumerate(olds) if not used], [j for j, used in enumerate(news) if not used]


def relation(pair: Pair, alignment: Alignment, degree: tuple[int, int]) -> LinkRelation:
    """What kind of link a pair is: `degree` counts the links of its old and of its new block."""
    if alignment.equal[pair[0]] == pair[1]:
        return "same"
    of_old, of_new = degree
    if of_old > 1:
        return "mesh" if of_new > 1 else "split"
    return "join" if of_new > 1 else "edit"
