"""What comes to stand between blocks: one side's new and moved blocks, or those of several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from documents.core.comparing import objects
from documents.core.comparing.lines import BREAK, EMPTY, Line
from documents.core.merging import carrying, holding
from documents.core.merging.agreement import agreement
from documents.core.merging.record import Place, Record
from documents.core.merging.values import Choice, Node, Part
from documents.core.model import OBJECT

Lines = tuple[Line, ...]
#: Sides, and the blocks that they want.
Wish = tuple[list[int], Lines]
#: The sides of either of two wishes.
Sides = tuple[Sequence[int], Sequence[int]]
#: A side that wrote another word in so many places of the base renamed a term.
RENAMED: Final = 2
#: Stands for text that is not decided yet.
UNDECIDED: Final = "…"


#: Base blocks from..to, and what became of them where they stood.
Placed = tuple[int, int, list[Node]]


def filled(record: Record, placed: Iterable[Placed]) -> list[Node]:
    """All nodes of the result in order: what became of the base's blocks, and what comes between them.

    What one side puts between blocks that another joins stands behind the joined block.
    """
    along = carrying.carried(record)
    wanted = {slot for each in record.scripts for slot in each.slots} | record.arriving.keys()
    nodes: list[Node] = []

    def fill(slot: int) -> None:
        if slot in wanted and slot not in along:
            for node in arrivals(record, slot):
                first = record.places[node.blocks[0].id] if node.blocks and node.only is None else -1
                nodes.extend(arrivals(record, first) if first in along else ())
                nodes.append(node)

    for start, end, stayed in placed:
        fill(start)
        nodes.extend(stayed)
        for inner in range(start + 1, end):
            fill(inner)
    fill(len(record.blocks))
    return nodes


def arrivals(record: Record, slot: int) -> list[Node]:
    """What comes to stand before block `slot`, in order."""
    arriving = record.arriving.get(slot, {})
    moved = [node for s in sorted(arriving) for node in arriving[s]]
    wanted: dict[int, Lines] = {}
    for s, each in enumerate(record.scripts):
        lines = tuple(item for item in each.slots.get(slot, ()) if isinstance(item, Line))
        if lines:
            wanted[s] = lines
    orders = {s: _readings(each.slots[slot]) for s, each in enumerate(record.scripts) if slot in each.slots}
    if len(set(orders.values())) == 1:
        record.share_slot(list(wanted), slot)
        return _one_sided(record, slot, min(orders), moved)
    if not wanted:
        return sorted(moved, key=lambda node: record.places[node.blocks[0].id])
    return _inserted(record, slot, wanted) + moved


def _one_sided(record: Record, slot: int, side: int, moved: list[Node]) -> list[Node]:
    """One side's new and moved blocks in its own order."""
    by_block = {node.blocks[0].id: node for node in moved}
    nodes = []
    for item in record.scripts[side].slots[slot]:
        if isinstance(item, Line):
            nodes.append(Node(((item,),)))
        else:
            node = by_block.pop(record.blocks[item].id, None)
            if node is not None:
                nodes.append(node)
    return nodes + list(by_block.values())


def _inserted(record: Record, slot: int, wanted: dict[int, Lines]) -> list[Node]:
    """Several sides' new blocks in one place: the same once, others in an order to be decided."""
    distinct = _distinct(record, slot, wanted)
    ordered = _by_structure(distinct)
    if ordered is not None:
        return [Node(((line,),)) for _, lines in ordered for line in lines]
    are_words = not any(OBJECT in line.text for _, lines in distinct for line in lines)
    if len(distinct) == 2 and are_words and (shared := agreement(distinct[0][1], distinct[1][1])):
        return [_nearly_agreed(record, slot, (distinct[0][0], distinct[1][0]), shared)]
    number = record.conflict("insert", _place(record, slot), "", distinct)
    for sides, _ in distinct:
        record.dispute_slot(sides, slot, number)
    everyone = frozenset(record.names[s] for s in wanted)
    nodes = []
    for sides, lines in distinct:
        names = frozenset(record.names[s] for s in sides)
        nodes += [Node(((line,),), only=(number, everyone), rank=(number, names)) for line in lines]
    return nodes


def _place(record: Record, slot: int) -> Place:
    """The end of the block before the slot."""
    behind = record.blocks[slot - 1] if slot else None
    where, end = (behind.id, len(behind.text)) if behind else (None, 0)
    return where, end, where, end


def _distinct(record: Record, slot: int, wanted: dict[int, Lines]) -> list[Wish]:
    """The different wishes for a slot, the longest first; shorter ones that it holds join it."""
    distinct: list[Wish] = []
    for s, lines in sorted(wanted.items(), key=lambda item: (-len(item[1]), item[0])):
        for sides, known in distinct:
            if _is_within(lines, known):
                sides.append(s)
                break
        else:
            distinct.append(([s], lines))
    for sides, _ in distinct:
        record.share_slot(sides, slot)
    return distinct


def _nearly_agreed(record: Record, slot: int, sides: Sides, pieces: Sequence[tuple[Lines, Lines]]) -> Node:
    """New blocks that two sides wrote nearly alike: once, with the differing words as conflicts."""
    parts: list[Part] = []
    before = ""
    for piece in pieces:
        settled = piece[0] if piece[0] is piece[1] else _settled(record, piece, sides, before)
        if settled is not None:
            parts.append(settled)
            before = settled[-1].text
            continue
        number = record.conflict("insert", _place(record, slot), "", list(zip(sides, piece, strict=True)))
        parts.append(Choice(number, EMPTY))
        before = UNDECIDED
        record.dispute_slot((*sides[0], *sides[1]), slot, number)
    return Node(tuple(parts))


def _settled(record: Record, piece: tuple[Lines, Lines], sides: Sides, before: str) -> Lines | None:
    """What to write where two sides' like texts differ; None when people must say.

    Words that only one of them has are added, and of two terms the newer one is taken.
    """
    for longer, shorter in (piece, piece[::-1]):
        if holding.holds(longer, shorter, before):
            return longer
    one, two = ("\n".join(line.text for line in lines).strip() for lines in piece)
    if not one and not two:
        return max(piece, key=lambda lines: [line.text for line in lines])
    newer_first, newer_second = _renames(record, sides[0], two, one), _renames(record, sides[1], one, two)
    if newer_first == newer_second:
        return None
    return piece[0] if newer_first else piece[1]


def _renames(record: Record, sides: Sequence[int], old: str, new: str) -> bool:
    """Whether some side writes `new` for `old` throughout the base."""
    return any(record.replaced[side, old, new] >= RENAMED for side in sides)


def _readings(items: Sequence[Line | int]) -> tuple[str | int, ...]:
    """What comes to stand in a slot: the text of new blocks, the place of moved ones."""
    return tuple(_reading(item) if isinstance(item, Line) else item for item in items)


def _reading(line: Line) -> str:
    """The text of a new block, and what its objects are."""
    return f"{line.text}{BREAK}{objects.said(line.text, line.xml)}"


def _is_within(lines: Sequence[Line], known: Sequence[Line]) -> bool:
    """Whether all lines are among the known ones, in their order."""
    rest = iter([_reading(line) for line in known])
    return all(_reading(line) in rest for line in lines)


def _by_structure(distinct: Sequence[Wish]) -> list[Wish] | None:
    """The only order that keeps text in its section: a new section goes behind other new text.

    None when there is no such order.
    """
    if len(distinct) == 1:
        return list(distinct)
    sections = [each for each in distinct if each[1][0].kind == "heading"]
    rest = [each for each in distinct if all(line.kind != "heading" for line in each[1])]
    if len(sections) == 1 and len(rest) == 1 and len(distinct) == 2:
        return [*rest, *sections]
    return None
