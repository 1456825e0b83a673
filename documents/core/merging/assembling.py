"""Putting a merge together: group by group, slot by slot, every disagreement as a conflict."""

from __future__ import annotations

from collections.abc import Sequence

from documents.core.comparing.lines import EMPTY, Flow, Hunk, appended, line_of
from documents.core.merging import attributes, content, ends, slots
from documents.core.merging.content import Cluster, Group
from documents.core.merging.ends import Disagreement
from documents.core.merging.record import Record
from documents.core.merging.values import Choice, Condition, Node, Part
from documents.core.model import Block


def assembled(record: Record) -> list[Node]:
    """The nodes of the result in order; the record gets the conflicts, and what became of the operations."""
    return slots.filled(record, Assembler(record).placed())


class Assembler:
    """Merges the scripts of several sides; the sides' order decides nothing but names' order."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.blocks = record.blocks
        self.scripts = record.scripts

    def placed(self) -> list[slots.Placed]:
        """What became of the base's blocks where they stand, and the record of those that move."""
        touched = self._touched()
        placed: list[slots.Placed] = []
        plain = 0
        for start, end in self.record.groups():
            if end - start == 1 and start not in touched:
                continue
            placed += [(k, k + 1, [_untouched(self.blocks[k])]) for k in range(plain, start)]
            placed.append((start, end, self._group(start, end)))
            plain = end
        placed += [(k, k + 1, [_untouched(self.blocks[k])]) for k in range(plain, len(self.blocks))]
        return placed

    def _touched(self) -> set[int]:
        found: set[int] = set()
        for each in self.scripts:
            found.update(each.hunks, each.joins, each.deleted, each.moved, each.kinds, each.formats)
        return found

    def _group(self, start: int, end: int) -> list[Node]:
        """The node of a group where it stands; where it moves, it is noted for that slot."""
        inside = range(start, end)
        sides = range(len(self.scripts))
        deleters = [s for s in sides if all(k in self.scripts[s].deleted for k in inside)]
        group = Group(attributes.formatted(self.record, inside))
        hunks = {s: found for s in sides if s not in deleters and (found := self._hunks(s, inside, group))}
        movers = {s: self.scripts[s].moved[start] for s in sides if start in self.scripts[s].moved}
        never: Condition | None = None
        if deleters:
            others = sorted({*hunks, *movers} - set(deleters))
            if not others:
                self.record.share(deleters, "deleted", inside)
                return []
            never = self._deletion(group, inside, deleters, others, hunks)
        parts = self._content(group, hunks, start)
        node = Node(parts, attributes.shaped(self.record, inside), never=never)
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
        number = self.record.conflict(
            "delete",
            (first.id, 0, last.id, len(last.text)),
            "\n".join(block.text for block in group.blocks),
            [(deleters, None), *kept],
        )
        for k in inside:
            for s in deleters:
                self.record.in_conflict[s, "deleted", k, 0] = number
            for s in others:
                self.record.in_conflict[s, "block", k, 0] = number
        return number, frozenset(self.record.names[s] for s in deleters)

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
                self.record.shared[s, "hunk", start, origin] = tuple(x for x in sides if x != s)

    def _disagreement(self, group: Group, cluster: Cluster, left: Disagreement, start: int) -> Choice:
        """A conflict for what the sides of a cluster do not agree about."""
        base = group.lines(left.start, left.end)
        first, offset = group.at(left.start)
        last, end = group.at(left.end)
        number = self.record.conflict(
            "text", (first.id, offset, last.id, end), "\n".join(line.text for line in base), left.wanted
        )
        for s, _, origin in cluster.owned:
            self.record.in_conflict[s, "hunk", start, origin] = number
        return Choice(number, base)

    def _placed(self, node: Node, inside: range, movers: dict[int, int]) -> list[Node]:
        """The node here, or noted for the slot that it moves to, or both when sides disagree."""
        if not movers:
            return [node]
        targets = sorted(set(movers.values()))
        if len(targets) == 1:
            self.record.share(sorted(movers), "moved", inside)
            self._arrive(targets[0], min(movers), node)
            return []
        first, last = self.blocks[inside.start], self.blocks[inside.stop - 1]
        text = tuple(line_of(self.blocks[k]) for k in inside)
        alternatives = [([s for s in movers if movers[s] == target], text) for target in targets]
        number = self.record.conflict(
            "order",
            (first.id, 0, last.id, len(last.text)),
            "\n".join(line.text for line in text),
            alternatives,
        )
        for sides, target in zip((sides for sides, _ in alternatives), targets, strict=True):
            names = frozenset(self.record.names[s] for s in sides)
            for k in inside:
                for s in sides:
                    self.record.in_conflict[s, "moved", k, 0] = number
            self._arrive(target, sides[0], _only(node, (number, names)))
        return [_only(node, (number, frozenset()), home=True)]

    def _arrive(self, slot: int, side: int, node: Node) -> None:
        self.record.arriving.setdefault(slot, {}).setdefault(side, []).append(node)


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
