"""Blocks put between two blocks that another side moves on together: they go along with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from documents.core.comparing.lines import Line
from documents.core.merging.record import Record
from documents.core.merging.values import Node


def carried(record: Record) -> set[int]:
    """The slots that go along with the blocks around them, once it is known where all blocks go.

    What the mover put between the same blocks becomes its wish for that slot, so that it meets the others'.
    """
    found = set()
    for target, several in record.arriving.items():
        for side, nodes in several.items():
            for slot in _inside(record, side, target, nodes):
                if _is_wanted(record, side, slot):
                    found.add(slot)
                    for mover in range(len(record.scripts)):
                        _take_inside(record, mover, target, slot)
    return found


def _inside(record: Record, side: int, target: int, nodes: Sequence[Node]) -> Iterator[int]:
    """The slots between neighbours of the base that come to stand as neighbours again."""
    ends = {
        record.places[node.blocks[0].id]: record.places[node.blocks[-1].id]
        for node in nodes
        if node.blocks and node.only is None
    }
    order = [
        item for item in record.scripts[side].slots.get(target, ()) if isinstance(item, int) and item in ends
    ]
    for one, two in pairwise(order):
        if ends[one] + 1 == two:
            yield two


def _is_wanted(record: Record, mover: int, slot: int) -> bool:
    """Whether another side has new blocks for a slot, and nobody moves blocks there."""
    others = (each.slots[slot] for s, each in enumerate(record.scripts) if s != mover and slot in each.slots)
    wanted = list(others)
    return bool(wanted) and slot not in record.arriving


def _take_inside(record: Record, side: int, target: int, slot: int) -> None:
    """Make what a side put between blocks slot-1 and slot, where it moved both, its wish for the slot."""
    items = record.scripts[side].slots.get(target, [])
    if slot not in items or slot - 1 not in items:
        return
    start, end = items.index(slot - 1) + 1, items.index(slot)
    between = items[start:end]
    if between and all(isinstance(item, Line) for item in between):
        del items[start:end]
        record.scripts[side].slots.setdefault(slot, []).extend(between)
        record.taken_from[side, slot] = target
