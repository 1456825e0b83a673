"""Wishes: distinct changes of a base version, and the passages in which they meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from documents.core.merging.owning import identity
from documents.core.model import BlockId, Edit

__all__ = ["Passage", "State", "Wish", "identity", "passages"]

#: open: undecided · granted: accepted as it stands · worded: the editors' own words stand in its
#: place · refused: not to be done (rejected, deferred, out of scope …)
State = Literal["open", "granted", "worded", "refused"]


@dataclass(frozen=True, slots=True)
class Wish:
    """One distinct change of the base and what was decided on it; `key` is its place in the order."""

    key: str
    edits: tuple[Edit, ...]
    state: State = "open"

    @property
    def is_live(self) -> bool:
        """Whether it may still come into the text as it stands."""
        return self.state in {"open", "granted"}


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks of the base, by position, that some wishes touch; `reach` adds where moved blocks go."""

    positions: tuple[int, ...]
    wishes: tuple[Wish, ...]
    reach: tuple[int, ...] = ()


def passages(wishes: Sequence[Wish], order: Mapping[BlockId, int]) -> list[Passage]:
    """Wishes by the paragraphs that they share, in reading order; wishes keep their order.

    `order` tells where each block of the base stands. A wish whose block is not in it is left out.
    """
    leader: dict[int, int] = {}

    def lead(position: int) -> int:
        leader.setdefault(position, position)
        while leader[position] != position:
            leader[position] = leader[leader[position]]
            position = leader[position]
        return position

    touched: list[tuple[Wish, tuple[int, ...]]] = []
    for wish in wishes:
        places = _touched(wish.edits, order)
        if not places:
            continue
        touched.append((wish, places))
        for place in places[1:]:
            leader[lead(place)] = lead(places[0])
        lead(places[0])
    members: dict[int, list[Wish]] = {}
    for wish, places in touched:
        members.setdefault(lead(places[0]), []).append(wish)
    positions: dict[int, list[int]] = {}
    for place in sorted(leader):
        positions.setdefault(lead(place), []).append(place)
    found = [
        Passage(tuple(positions[head]), tuple(inside), _reach(inside, order, positions[head]))
        for head, inside in members.items()
    ]
    return sorted(found, key=lambda passage: passage.positions)


def _touched(edits: Iterable[Edit], order: Mapping[BlockId, int]) -> tuple[int, ...]:
    """The positions of all blocks that the edits change or stand behind; none if one is not there."""
    places: set[int] = set()
    for edit in edits:
        if edit.block is None:
            places.add(0)
            continue
        if edit.block not in order:
            return ()
        place = order[edit.block]
        places.add(place)
        if edit.kind == "join" and place + 1 < len(order):
            places.add(place + 1)
        if edit.kind == "structure" and edit.to is not None and edit.to in order:
            places.update(range(place, order[edit.to] + 1))
    return tuple(sorted(places))


def _reach(wishes: Iterable[Wish], order: Mapping[BlockId, int], positions: Sequence[int]) -> tuple[int, ...]:
    found = {
        order[edit.to]
        for wish in wishes
        for edit in wish.edits
        if edit.kind == "move_block" and edit.to is not None and edit.to in order
    }
    return tuple(sorted(found - set(positions)))
