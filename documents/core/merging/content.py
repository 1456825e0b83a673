"""Merging within a group of blocks: all sides' hunks against the one base, at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from documents.core.comparing.lines import BREAK, EMPTY, Flow, Hunk, Line, line_of
from documents.core.merging import holding
from documents.core.merging.atoms import atoms
from documents.core.model import Block

#: A side's number, its hunk, and where the edit begins that the hunk is a part of.
Owned = tuple[int, Hunk, int]
#: Sides, and the text that they want.
Wanted = tuple[list[int], tuple[Line, ...]]


@dataclass(slots=True)
class Cluster:
    """Hunks of several sides that meet in `start..end` of the group's text."""

    start: int
    end: int
    owned: list[Owned]
    #: The texts that the sides want there, each with the sides that want it; one: they agree.
    wanted: list[Wanted] = field(default_factory=list)


class Group:
    """Neighbouring base blocks that some side joins, as one text; borders count one character."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.starts: list[int] = []
        place = 0
        for block in blocks:
            self.starts.append(place)
            place += len(block.text) + 1
        self.length = place - 1
        self.text = BREAK.join(block.text for block in blocks)

    def lines(self, start: int, end: int) -> tuple[Line, ...]:
        """The base between two offsets, a line a block."""
        if len(self.blocks) == 1:
            return (line_of(self.blocks[0], start, end),)
        low, high = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end)
        return tuple(
            line_of(block, max(start - first, 0), min(end - first, len(block.text)))
            for block, first in zip(self.blocks[low:high], self.starts[low:high], strict=True)
        )

    def at(self, offset: int) -> tuple[Block, int]:
        """The block that an offset lies in, and the offset in it."""
        index = bisect_right(self.starts, offset) - 1
        return self.blocks[index], offset - self.starts[index]


def clusters(group: Group, hunks: Mapping[int, Sequence[Hunk]]) -> list[Cluster]:
    """The sides' hunks in order, those that meet together.

    Hunks meet when they overlap or insert at the same point. Deletions that share only white space
    do not disagree.
    """
    owned = sorted(_owned(group, hunks), key=lambda item: (item[1].start, item[1].end, item[0]))
    found: list[Cluster] = []
    for side, hunk, origin in owned:
        last = found[-1] if found else None
        if last is not None and _meets(last, hunk):
            last.end = max(last.end, hunk.end)
            last.owned.append((side, hunk, origin))
        else:
            found.append(Cluster(hunk.start, hunk.end, [(side, hunk, origin)]))
    for cluster in found:
        cluster.wanted = _wanted(group, cluster)
    return found


def _owned(group: Group, hunks: Mapping[int, Sequence[Hunk]]) -> Iterator[Owned]:
    for side, several in hunks.items():
        for hunk in several:
            for atom in atoms(group.text, hunk):
                yield side, atom, hunk.start


def _meets(cluster: Cluster, hunk: Hunk) -> bool:
    if hunk.start < cluster.end:
        return True
    return hunk.start == hunk.end == cluster.start == cluster.end


def _wanted(group: Group, cluster: Cluster) -> list[Wanted]:
    sides = sorted({side for side, _, _ in cluster.owned})
    if len(sides) == 1:
        hunks = (hunk for _, hunk, _ in cluster.owned)
        return [(sides, with_hunks(group, hunks, cluster.start, cluster.end))]
    if _share_only_space(group, cluster):
        return [(sides, EMPTY)]
    found: list[Wanted] = []
    for side in _with_words(group, cluster) or sides:
        mine = (hunk for owner, hunk, _ in cluster.owned if owner == side)
        lines = with_hunks(group, mine, cluster.start, cluster.end)
        for several, known in found:
            if same_text(known, lines):
                several.append(side)
                break
        else:
            found.append(([side], lines))
    return _fullest(found) if cluster.start == cluster.end else found


def _fullest(wanted: list[Wanted]) -> list[Wanted]:
    """What sides insert in one place, without what another's text holds whole: it goes with that one."""
    if len(wanted) < 2:
        return wanted
    fullest: list[Wanted] = []
    for sides, lines in sorted(wanted, key=lambda each: (-_size(each[1]), each[0])):
        holder = next((each for each in fullest if _holds(each[1], lines)), None)
        if holder is None:
            fullest.append((sides, lines))
        else:
            holder[0].extend(sides)
    return [(sorted(sides), lines) for sides, lines in fullest]


def _holds(longer: Sequence[Line], shorter: Sequence[Line]) -> bool:
    known = {item.value for line in longer for item in line.objects}
    return holding.holds(longer, shorter) and all(
        item.value in known for line in shorter for item in line.objects
    )


def _size(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _with_words(group: Group, cluster: Cluster) -> list[int]:
    """The sides that change more than white space; in prose the others' spacing gives way to them."""
    if any(block.kind == "code" for block in group.blocks):
        return []
    return sorted(
        {
            side
            for side, hunk, _ in cluster.owned
            if hunk.text.strip() or group.text[hunk.start : hunk.end].strip()
        }
    )


def _share_only_space(group: Group, cluster: Cluster) -> bool:
    """Whether these are deletions side by side that both take the space between them along."""
    if any(hunk.text for _, hunk, _ in cluster.owned):
        return False
    place = cluster.start
    for _, hunk, _ in cluster.owned:
        if group.text[hunk.start : min(place, hunk.end)].strip():
            return False
        place = max(place, hunk.end)
    return True


def with_hunks(group: Group, hunks: Iterable[Hunk], start: int, end: int) -> tuple[Line, ...]:
    """The base between two offsets with some hunks done, a line a block."""
    flow = Flow()
    place = start
    for hunk in hunks:
        flow.add(group.lines(place, hunk.start))
        flow.add(hunk.lines)
        place = hunk.end
    flow.add(group.lines(place, end))
    return tuple(flow.lines())


def same_text(one: Sequence[Line], two: Sequence[Line]) -> bool:
    """Whether two pieces read the same, and have the same objects."""
    return [(line.text, _objects(line)) for line in one] == [(line.text, _objects(line)) for line in two]


def _objects(line: Line) -> list[tuple[int, str]]:
    return [(item.offset, item.value) for item in line.objects]
