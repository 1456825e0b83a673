"""A merge with its conflicts decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from documents.core.comparing.lines import Flow, Line
from documents.core.merging.values import Choice, Conflict, Merge, Node
from documents.core.model import Block


@dataclass(frozen=True, slots=True)
class Wording:
    """A free text for a conflict, in place of all alternatives; newlines begin new blocks."""

    text: str


#: A side's name, a text of one's own, or None for what the base says.
Pick = str | Wording | None


def resolve(merge: Merge, picks: Mapping[int, Pick]) -> tuple[Block, ...]:
    """The result with conflicts decided by number; where no pick is given the base stands.

    Raises `KeyError` for the name of a side that does not take part in the conflict.
    """
    decided = {number: picks.get(number) for number in range(1, len(merge.conflicts) + 1)}
    blocks: list[Block] = []
    nodes = _ordered(merge, decided)
    for node in nodes:
        if _stands(node, decided):
            blocks += _blocks(node, merge, decided, len(blocks))
    return tuple(blocks)


def resolve_all(merge: Merge, side: str) -> tuple[Block, ...]:
    """The result with every conflict decided for one side; for the first that takes part, if it does not."""
    picks: dict[int, Pick] = {}
    for conflict in merge.conflicts:
        sides = conflict.sides
        picks[conflict.number] = side if side in sides else sides[0]
    return resolve(merge, picks)


def _ordered(merge: Merge, decided: Mapping[int, Pick]) -> list[Node]:
    """The nodes, new blocks of the picked side before those of the others."""
    result = list(merge.nodes)
    for start, node in enumerate(result):
        before = result[start - 1].rank if start else None
        if node.rank is None or (before is not None and before[0] == node.rank[0]):
            continue
        number = node.rank[0]
        end = start
        while end < len(result) and (rank := result[end].rank) is not None and rank[0] == number:
            end += 1
        pick = decided[number]
        result[start:end] = sorted(result[start:end], key=lambda each: _is_later(each, pick))
    return result


def _is_later(node: Node, pick: Pick) -> bool:
    return node.rank is None or pick not in node.rank[1]


def _stands(node: Node, decided: Mapping[int, Pick]) -> bool:
    if node.never is not None and decided[node.never[0]] in node.never[1]:
        return False
    if node.only is None:
        return True
    pick = decided[node.only[0]]
    return (node.home and pick is None) or pick in node.only[1]


def _blocks(node: Node, merge: Merge, decided: Mapping[int, Pick], count: int) -> list[Block]:
    if not node.blocks and len(node.parts) == 1 and not isinstance(node.parts[0], Choice):
        return [_new_block(line, count + 1 + k) for k, line in enumerate(node.parts[0])]
    if node.never is not None and decided[node.never[0]] is None:
        return list(node.blocks)
    if len(node.parts) == 1 and len(node.blocks) == 1:
        lines = node.parts[0]
        if not isinstance(lines, Choice) and len(lines) == 1:
            return [_same_block(node.blocks[0], lines[0])]
    pieces = Flow()
    for part in node.parts:
        pieces.add(_decided(part, merge, decided) if isinstance(part, Choice) else part)
    flow = pieces.lines()
    if not node.blocks:
        return [_new_block(line, count + 1 + k) for k, line in enumerate(flow)]
    known = {block.id: block for block in node.blocks}
    first = replace(flow[0], donor=node.blocks[0].id)
    return [
        _same_block(known[line.donor], line)
        if line.donor in known and line.donor is not None
        else _new_block(line, count + 1 + k)
        for k, line in enumerate([first, *flow[1:]])
    ]


def _decided(choice: Choice, merge: Merge, decided: Mapping[int, Pick]) -> tuple[Line, ...]:
    pick = decided[choice.number]
    if pick is None:
        return choice.base
    if isinstance(pick, Wording):
        return tuple(Line(text) for text in pick.text.split("\n"))
    return _alternative(merge.conflicts[choice.number - 1], pick)


def _alternative(conflict: Conflict, side: str) -> tuple[Line, ...]:
    for each in conflict.alternatives:
        if side in each.sides:
            return each.lines
    raise KeyError(f"{side!r} takes no part in conflict {conflict.number}")


def _same_block(block: Block, line: Line) -> Block:
    if block.text == line.text and block.spans == line.spans:
        return block
    return replace(block, text=line.text, spans=line.spans, objects=line.objects, shown=line.shown)


def _new_block(line: Line, place: int) -> Block:
    return Block(f"+{place}", line.kind, line.text, line.level, spans=line.spans, objects=line.objects,
                 shown=line.shown)
