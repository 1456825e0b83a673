"""Putting a merge together: group by group, slot by slot, every disagreement as a conflict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from documents.core.comparing.lines import EMPTY, Flow, Hunk, Line, appended, line_of
from documents.core.comparing.script import Script
from documents.core.merging import attributes, content, ends, slots
from documents.core.merging.content import Cluster, Group
from documents.core.merging.ends import Disagreement
from documents.core.merging.values import Alternative, Choice, Condition, Conflict, ConflictKind, Node, Part
from documents.core.model import Block, BlockId, Draft

Lines = tuple[Line, ...]
#: Where a conflict lies in the base: block, offset, block, offset.
Place = tuple[BlockId | None, int, BlockId | None, int]
#: How the ledger names an operation: side, what, and where in the base.
Mark = tuple[int, str, int, int]


class Assembler:
    """Merges the scripts of several sides; the sides' order decides nothing but names' order."""

    def __init__(self, base: Draft, scripts: Sequence[Script], names: Sequence[str]) -> None:
        self.blocks = base.blocks
        self.scripts = scripts
        self.names = names
        self.conflicts: list[Conflict] = []
        #: For each operation the conflict it is part of, and the sides that want the same.
        self.in_conflict: dict[Mark, int] = {}
        self.shared: dict[Mark, tuple[int, ...]] = {}
        self.nodes: list[Node] = []
        #: Blocks that move, by the slot that they move to and the side that moves them.
        self.arriving: dict[int, dict[int, list[Node]]] = {}

    @cached_property
    def places(self) -> dict[BlockId, int]:
        """Where each block of the base stands."""
        return {block.id: index for index, block in enumerate(self.blocks)}

    @cached_property
    def replaced(self) -> Counter[tuple[int, str, str]]:
        """How often each side writes one text for another in the base."""
        return Counter(
            (side, self.blocks[index].text[hunk.start : hunk.end].strip(), hunk.text.strip())
            for side, each in enumerate(self.scripts)
            for index, several in each.hunks.items()
            for hunk in several
        )

    def assemble(self) -> None:
        """Fill nodes and conflicts, in the order of the result."""
        touched = self._touched()
        filled = {slot for each in self.scripts for slot in each.slots}
        groups = self._groups()
        placed: list[tuple[int, int, list[Node]]] = []
        plain = 0
        for start, end in groups:
            if end - start == 1 and start not in touched:
                continue
            while plain < start:
                placed.append(
                    (plain, plain + 1, [Node(((line_of(self.blocks[plain]),),), (self.blocks[plain],))])
                )
                plain += 1
            placed.append((start, end, self._group(start, end)))
            plain = end
        placed += [(k, k + 1, [_untouched(self.blocks[k])]) for k in range(plain, len(self.blocks))]
        # Blocks that arrive in a slot are known only when all groups are done. What one side puts
        # between blocks that another joins stands behind the joined block.
        for start, end, nodes in placed:
            if start in filled or start in self.arriving:
                self.nodes += slots.arrivals(self, start)
            self.nodes += nodes
            for inner in range(start + 1, end):
                if inner in filled or inner in self.arriving:
                    self.nodes += slots.arrivals(self, inner)
        self.nodes += slots.arrivals(self, len(self.blocks))

    def _touched(self) -> set[int]:
        found: set[int] = set()
        for each in self.scripts:
            found.update(each.hunks, each.joins, each.deleted, each.moved, each.kinds, each.formats)
        return found

    def _groups(self) -> list[tuple[int, int]]:
        """Runs of blocks that some side joins; most are single blocks."""
        joins: set[int] = set().union(*(each.joins for each in self.scripts))
        found = []
        start = 0
        for index in range(len(self.blocks)):
            if index not in joins or index + 1 == len(self.blocks):
                found.append((start, index + 1))
                start = index + 1
        return found

    def conflict(
        self,
        kind: ConflictKind,
        place: Place,
        base: str,
        alternatives: Sequence[tuple[Sequence[int], tuple[Line, ...] | None]],
    ) -> int:
        """Note a conflict; its number."""
        number = len(self.conflicts) + 1
        wanted = tuple(
            Alternative(
                tuple(sorted(self.names[side] for side in sides)),
                "\n".join(line.text for line in lines) if lines is not None else "",
                lines is None,
                lines or (),
            )
            for sides, lines in alternatives
        )
        ordered = tuple(sorted(wanted, key=lambda each: each.sides))
        self.conflicts.append(Conflict(number, kind, *place, base, ordered))
        return number

    def _group(self, start: int, end: int) -> list[Node]:
        """The node of a group where it stands; where it moves, it is noted for that slot."""
        inside = range(start, end)
        sides = range(len(self.scripts))
        deleters = [s for s in sides if all(k in self.scripts[s].deleted for k in inside)]
        group = Group(attributes.formatted(self, inside))
        hunks = {s: found for s in sides if s not in deleters and (found := self._hunks(s, inside, group))}
        movers = {s: self.scripts[s].moved[start] for s in sides if start in self.scripts[s].moved}
        never: Condition | None = None
        if deleters:
            others = sorted({*hunks, *movers} - set(deleters))
            if not others:
                self._share(deleters, "deleted", inside)
                return []
            never = self._deletion(group, inside, deleters, others, hunks)
        parts = self._content(group, hunks, start)
        node = Node(parts, attributes.shaped(self, inside), never=never)
        return self._placed(node, inside, movers)

    def _hunks(self, side: int, inside: range, group: Group) -> list[Hunk]:
        """One side's hunks in the group's text, with joins and deleted blocks as hunks too."""
        plan = self.scripts[side]
        found: list[Hunk] = []
        for index, first in zip(inside, group.starts, strict=True):
            size = len(self.blocks[index].text)
            if index in plan.deleted and len(inside) > 1:
                low = first - 1 if index > inside.start else first
                high = first + size if index > inside.start else first + size + 1
                found.append(Hunk(low, high, EMPTY))
                continue
            found += [Hunk(h.start + first, h.end + first, h.lines) for h in plan.hunks.get(index, [])]
            if index in plan.joins and index + 1 in inside:
                found.append(Hunk(first + size, first + size + 1, EMPTY))
        return _touching_as_one(found)

    def _deletion(
        self,
        group: Group,
        inside: range,
        deleters: list[int],
        others: list[int],
        hunks: dict[int, list[Hunk]],
    ) -> Condition:
        kept = [([s], content.with_hunks(group, hunks.get(s, []), 0, group.length)) for s in others]
        first, last = self.blocks[inside.start], self.blocks[inside.stop - 1]
        number = self.conflict(
            "delete",
            (first.id, 0, last.id, len(last.text)),
            "\n".join(block.text for block in group.blocks),
            [(deleters, None), *kept],
        )
        for k in inside:
            for s in deleters:
                self.in_conflict[s, "deleted", k, 0] = number
            for s in others:
                self.in_conflict[s, "block", k, 0] = number
        return number, frozenset(self.names[s] for s in deleters)

    def _share(self, sides: Sequence[int], what: str, inside: range) -> None:
        for s in sides:
            for k in inside:
                self.shared[s, what, k, 0] = tuple(other for other in sides if other != s)

    def _content(self, group: Group, hunks: dict[int, list[Hunk]], start: int) -> tuple[Part, ...]:
        if not hunks:
            return (group.lines(0, group.length),)
        parts: list[Part] = []
        flow = Flow()
        place = 0
        for cluster in content.clusters(group, hunks):
            flow.add(group.lines(place, cluster.start))
            place = cluster.end
            if len(cluster.wanted) == 1:
                flow.add(cluster.wanted[0][1])
                self._note_shared(cluster, start)
                continue
            left = ends.disagreement(group, cluster)
            flow.add(left.before)
            if len(left.wanted) == 1:
                flow.add(left.wanted[0][1])
            else:
                parts += [tuple(flow.lines()), self._disagreement(group, cluster, left, start)]
                flow = Flow()
            flow.add(left.after)
        flow.add(group.lines(place, group.length))
        return (*parts, tuple(flow.lines()))

    def _note_shared(self, cluster: Cluster, start: int) -> None:
        sides = cluster.wanted[0][0]
        if len(sides) > 1:
            for s, _, origin in cluster.owned:
                self.shared[s, "hunk", start, origin] = tuple(x for x in sides if x != s)

    def _disagreement(self, group: Group, cluster: Cluster, left: Disagreement, start: int) -> Choice:
        """A conflict for what the sides of a cluster do not agree about."""
        base = group.lines(left.start, left.end)
        first, offset = group.at(left.start)
        last, end = group.at(left.end)
        number = self.conflict(
            "text", (first.id, offset, last.id, end), "\n".join(line.text for line in base), left.wanted
        )
        for s, _, origin in cluster.owned:
            self.in_conflict[s, "hunk", start, origin] = number
        return Choice(number, base)

    def _placed(self, node: Node, inside: range, movers: dict[int, int]) -> list[Node]:
        """The node here, or noted for the slot that it moves to, or both when sides disagree."""
        if not movers:
            return [node]
        targets = sorted(set(movers.values()))
        if len(targets) == 1:
            self._share(sorted(movers), "moved", inside)
            self._arrive(targets[0], min(movers), node)
            return []
        first, last = self.blocks[inside.start], self.blocks[inside.stop - 1]
        text = tuple(line_of(self.blocks[k]) for k in inside)
        alternatives = [([s for s in movers if movers[s] == target], text) for target in targets]
        number = self.conflict(
            "order",
            (first.id, 0, last.id, len(last.text)),
            "\n".join(line.text for line in text),
            alternatives,
        )
        for sides, target in zip((sides for sides, _ in alternatives), targets, strict=True):
            names = frozenset(self.names[s] for s in sides)
            for k in inside:
                for s in sides:
                    self.in_conflict[s, "moved", k, 0] = number
            self._arrive(target, sides[0], _only(node, (number, names)))
        return [_only(node, (number, frozenset()), home=True)]

    def _arrive(self, slot: int, side: int, node: Node) -> None:
        self.arriving.setdefault(slot, {}).setdefault(side, []).append(node)


def _untouched(block: Block) -> Node:
    return Node(((line_of(block),),), (block,))


def _only(node: Node, condition: Condition, *, home: bool = False) -> Node:
    return Node(node.parts, node.blocks, condition, home, node.never, node.rank)


def _touching_as_one(hunks: Sequence[Hunk]) -> list[Hunk]:
    found: list[Hunk] = []
    for hunk in hunks:
        if found and hunk.start <= found[-1].end:
            flow = list(found[-1].lines)
            appended(flow, hunk.lines)
            found[-1] = Hunk(found[-1].start, max(hunk.end, found[-1].end), tuple(flow))
        else:
            found.append(hunk)
    return found
