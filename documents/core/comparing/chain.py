"""The heaviest set of matches that keeps the order of both versions (a weighted increasing chain)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Box(NamedTuple):
    """Old blocks `old..old_end` continue as new blocks `new..new_end`; ends are exclusive."""

    old: int
    old_end: int
    new: int
    new_end: int
    weight: float


def heaviest_chain(boxes: Sequence[Box]) -> list[Box]:
    """The heaviest chain of boxes that neither cross nor overlap, in order.

    O(k log k) with a Fenwick tree over the new side that holds the best chain that ends there.
    """
    if is_chain(boxes):
        return list(boxes)
    order = sorted(range(len(boxes)), key=lambda k: (boxes[k].old, boxes[k].new))
    by_end = sorted(range(len(boxes)), key=lambda k: boxes[k].old_end)
    best = [0.0] * len(boxes)
    before = [-1] * len(boxes)
    tree = _PrefixMaximum(max((box.new_end for box in boxes), default=0))
    done = 0
    for k in order:
        box = boxes[k]
        while done < len(by_end) and boxes[by_end[done]].old_end <= box.old:
            closed = by_end[done]
            tree.raise_to(boxes[closed].new_end, best[closed], closed)
            done += 1
        weight, before[k] = tree.best(box.new)
        best[k] = weight + box.weight
    return _walk_back(boxes, best, before)


def is_chain(boxes: Sequence[Box]) -> bool:
    """Whether the boxes already are one chain, in order."""
    return all(one.old_end <= two.old and one.new_end <= two.new for one, two in pairwise(boxes))


def _walk_back(boxes: Sequence[Box], best: list[float], before: list[int]) -> list[Box]:
    chain: list[Box] = []
    k = max(range(len(boxes)), key=best.__getitem__, default=-1)
    while k >= 0:
        chain.append(boxes[k])
        k = before[k]
    return chain[::-1]


class _PrefixMaximum:
    """A Fenwick tree: the heaviest value at any place up to a given one."""

    __slots__ = ("_owner", "_weight")

    def __init__(self, size: int) -> None:
        self._weight = [0.0] * (size + 1)
        self._owner = [-1] * (size + 1)

    def raise_to(self, place: int, weight: float, owner: int) -> None:
        while place < len(self._weight):
            if weight > self._weight[place]:
                self._weight[place] = weight
                self._owner[place] = owner
            place += place & -place

    def best(self, place: int) -> tuple[float, int]:
        weight, owner = 0.0, -1
        while place > 0:
            if self._weight[place] > weight:
                weight, owner = self._weight[place], self._owner[place]
            place -= place & -place
        return weight, owner
