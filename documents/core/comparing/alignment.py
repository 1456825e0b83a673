"""Which blocks of one version continue as which blocks of another, and which of their words live on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from documents.core.comparing import exact, residue, words
from documents.core.comparing.chain import Box, heaviest_chain
from documents.core.comparing.similar import Likeness, Resemblance
from documents.core.comparing.tokens import Texts

#: Alone between two kept blocks, a pair that keeps this part of its words needs no other candidates.
SURE_SHARE: Final = 0.6
#: Gaps up to this many pairs are compared pair by pair, beside what the index finds.
SMALL_GAP: Final = 64
IN_PLACE: Final = 0.30
CONTAINED: Final = 0.60
JOINED: Final = 0.40
MOVED: Final = 0.45
SHORTEST_MOVE: Final = 4
#: A block that keeps this part of its words in its place did not move, wherever its words stand too.
COPIED: Final = 0.9
MOST_PIECES: Final = 6
OTHER_KIND: Final = 0.85
#: A link stands when the shorter block keeps this part of its words.
LINK_SHARE: Final = 0.40
WEAK_SHARE: Final = 0.5
WEAK_BOTH: Final = 0.3

Pair = tuple[int, int]


@dataclass(slots=True)
class Alignment:
    """What lives on: `equal[i]` is the new block with the text of old block i, or -1.

    `runs` holds, for pairs of other blocks, which words of one are words of the other; `links` the
    pairs of them that are the same block, with the part of the shorter one's words that is kept.
    """

    equal: list[int]
    runs: dict[Pair, list[words.Run]] = field(default_factory=dict)
    links: dict[Pair, float] = field(default_factory=dict)


def align(old: Texts, new: Texts, same_kind: Sequence[Sequence[str]]) -> Alignment:
    """Align two versions. `same_kind` holds the kinds of the old and of the new blocks."""
    in_order, moved = exact.equal_blocks(old.texts, new.texts)
    _leave_copied(in_order, moved, old, new)
    alignment = Alignment(_with_moves(in_order, moved, old))
    matcher = _Matcher(old, new, same_kind, alignment)
    holes = [hole for hole in exact.gaps(in_order, len(new)) if hole[0] < hole[1] and hole[2] < hole[3]]
    matcher.settle_lone_pairs(holes)
    matcher.match_resembling(holes)
    matcher.match_residue()
    matcher.verify()
    matcher.match_leftovers()
    return alignment


def _leave_copied(in_order: list[int], moved: list[int], old: Texts, new: Texts) -> None:
    """Take out of `moved` what still stands in its place, hardly changed: its copy is what came in."""
    taken = {*in_order, *moved}
    for i, j in enumerate(moved):
        if j < 0:
            continue
        one = old.words(i)
        for place in places_beside(in_order, i):
            if place >= len(new) or place in taken:
                continue
            two = new.words(place)
            if 2 * _length(words.common_runs(one, two)) >= COPIED * (len(one) + len(two)):
                moved[i] = -1
                break


def places_beside(kept: Sequence[int], i: int) -> list[int]:
    """Where old block i would stand if it came right after, or right before, its kept neighbours."""
    places = [kept[i - 1] + 1] if i and kept[i - 1] >= 0 else []
    return places + ([kept[i + 1] - 1] if i + 1 < len(kept) and kept[i + 1] > 0 else [])


def _with_moves(in_order: list[int], moved: list[int], old: Texts) -> list[int]:
    """Equal blocks in order, and those moved ones that are long enough or move with a neighbour."""
    equal = list(in_order)
    for i, j in enumerate(moved):
        if j < 0:
            continue
        beside = (i and moved[i - 1] == j - 1) or (i + 1 < len(moved) and moved[i + 1] == j + 1)
        if beside or len(old.words(i)) >= 4:
            equal[i] = j
    return equal


class _Matcher:
    """Fills an alignment, from the surest matches to the least sure."""

    def __init__(self, old: Texts, new: Texts, kinds: Sequence[Sequence[str]], alignment: Alignment) -> None:
        self.old, self.new = old, new
        self.kinds = kinds
        self.alignment = alignment
        taken = set(alignment.equal)
        self.free_old = {i for i, j in enumerate(alignment.equal) if j < 0 and old.words(i)}
        self.free_new = {j for j in range(len(new)) if j not in taken and new.words(j)}

    def settle_lone_pairs(self, holes: Iterable[tuple[int, int, int, int]]) -> None:
        """One old and one new block between kept ones: the same block when enough words are kept."""
        for i, i_end, j, j_end in holes:
            if i_end - i != 1 or j_end - j != 1 or i not in self.free_old or j not in self.free_new:
                continue
            one, two = self.old.words(i), self.new.words(j)
            runs = words.without_islands(words.common_runs(one, two), one, two)
            if _length(runs) >= SURE_SHARE * min(len(one), len(two)):
                self._take([i], [j], runs)

    def match_resembling(self, holes: Iterable[tuple[int, int, int, int]]) -> None:
        """Blocks that resemble each other: first in order between kept blocks, then moved ones."""
        if not self.free_old or not self.free_new:
            return
        likeness = Resemblance(self.old, self.new, sorted(self.free_old), sorted(self.free_new))
        found = likeness.candidates()
        of_old: dict[int, list[int]] = {}
        for i, j in found:
            of_old.setdefault(i, []).append(j)
        for hole in holes:
            for box in self._chain_in(hole, likeness, found, of_old):
                self._take_words(range(box.old, box.old_end), range(box.new, box.new_end))
        for (i, j), value in sorted(found.items(), key=lambda item: -item[1].dice):
            if value.dice < MOVED:
                break
            if i in self.free_old and j in self.free_new:
                runs = self._runs([i], [j])
                if _length(runs) >= SHORTEST_MOVE:
                    self._take([i], [j], runs)

    def match_residue(self) -> None:
        """Words still unmatched that stand elsewhere in the other version: moved sentences, pieces."""
        olds = self.free_old.union(i for i, _ in self.alignment.runs)
        news = self.free_new.union(j for _, j in self.alignment.runs)
        for pair, runs in residue.moved_runs(self.old, self.new, olds, news, self.alignment.runs).items():
            known = self.alignment.runs.get(pair, [])
            self.alignment.runs[pair] = sorted([*known, *runs])

    def verify(self) -> None:
        """Link the pairs whose shorter block keeps enough of its words, and only those."""
        for (i, j), runs in self.alignment.runs.items():
            share = _length(runs) / self._shorter(i, j)
            if share >= LINK_SHARE:
                self.alignment.links[i, j] = share

    def match_leftovers(self) -> None:
        """Free blocks that stand between the same linked neighbours: a weaker likeness will do there."""
        alignment = self.alignment
        linked_old = {i for i, _ in alignment.links}.union(i for i, j in enumerate(alignment.equal) if j >= 0)
        linked_new = {j for _, j in alignment.links}.union(alignment.equal)
        pairs = exact.runs_of((i, j, 1.0) for i, j in enumerate(alignment.equal) if j >= 0)
        pairs += [Box(i, i + 1, j, j + 1, 1.0) for i, j in alignment.links]
        kept = [-1] * len(self.old)
        for box in heaviest_chain(sorted(pairs)):
            kept[box.old : box.old_end] = range(box.new, box.new_end)
        for i, i_end, j, j_end in exact.gaps(kept, len(self.new)):
            olds = [k for k in range(i, i_end) if k not in linked_old and self.old.words(k)]
            news = [k for k in range(j, j_end) if k not in linked_new and self.new.words(k)]
            if 0 < len(olds) * len(news) <= SMALL_GAP:
                self._link_weakly(olds, news)

    def _link_weakly(self, olds: Sequence[int], news: Sequence[int]) -> None:
        runs: dict[Pair, list[words.Run]] = {}
        boxes = []
        for i in olds:
            for j in news:
                one, two = self.old.words(i), self.new.words(j)
                runs[i, j] = words.common_runs(one, two)
                kept = _length(runs[i, j])
                share = kept / max(1, min(len(one), len(two)))
                if share >= WEAK_SHARE and kept >= WEAK_BOTH * max(len(one), len(two)):
                    boxes.append(Box(i, i + 1, j, j + 1, share * share * kept))
        for box in heaviest_chain(sorted(boxes)):
            pair = box.old, box.new
            self.alignment.runs[pair] = runs[pair]
            self.alignment.links[pair] = _length(runs[pair]) / self._shorter(*pair)

    def _chain_in(
        self,
        hole: tuple[int, int, int, int],
        likeness: Resemblance,
        found: dict[Pair, Likeness],
        of_old: dict[int, list[int]],
    ) -> list[Box]:
        olds = [i for i in range(hole[0], hole[1]) if i in self.free_old]
        news = [j for j in range(hole[2], hole[3]) if j in self.free_new]
        if not olds or not news:
            return []
        inside: dict[Pair, Likeness] = {}
        if len(olds) * len(news) <= SMALL_GAP:
            inside = {(i, j): likeness.likeness(i, j) for i in olds for j in news}
        else:
            within = set(news)
            inside = {(i, j): found[i, j] for i in olds for j in of_old.get(i, ()) if j in within}
        boxes = [
            Box(i, i + 1, j, j + 1, value.shared * value.dice * self._kind_factor(i, j))
            for (i, j), value in inside.items()
            if value.dice >= IN_PLACE
        ]
        boxes += self._pieces(inside, likeness)
        return heaviest_chain(boxes)

    def _pieces(self, inside: dict[Pair, Likeness], likeness: Resemblance) -> list[Box]:
        """One block as several neighbours, and several neighbours as one."""
        boxes = []
        for i, news in _runs_of_neighbours((i, j) for (i, j), v in inside.items() if v.of_new >= CONTAINED):
            value = likeness.joined([i], news)
            if value.dice >= JOINED:
                boxes.append(Box(i, i + 1, news[0], news[-1] + 1, value.shared * value.dice))
        for j, olds in _runs_of_neighbours((j, i) for (i, j), v in inside.items() if v.of_old >= CONTAINED):
            value = likeness.joined(olds, [j])
            if value.dice >= JOINED:
                boxes.append(Box(olds[0], olds[-1] + 1, j, j + 1, value.shared * value.dice))
        return boxes

    def _shorter(self, i: int, j: int) -> int:
        """The number of words in the shorter one of two blocks."""
        return min(len(self.old.words(i)), len(self.new.words(j)))

    def _kind_factor(self, i: int, j: int) -> float:
        return 1.0 if self.kinds[0][i] == self.kinds[1][j] else OTHER_KIND

    def _take_words(self, olds: Sequence[int], news: Sequence[int]) -> None:
        self._take(olds, news, self._runs(olds, news))

    def _runs(self, olds: Sequence[int], news: Sequence[int]) -> list[words.Run]:
        one = [word for i in olds for word in self.old.words(i)]
        two = [word for j in news for word in self.new.words(j)]
        return words.without_islands(words.common_runs(one, two), one, two)

    def _take(self, olds: Sequence[int], news: Sequence[int], runs: list[words.Run]) -> None:
        self.free_old.difference_update(olds)
        self.free_new.difference_update(news)
        if len(olds) == 1 and len(news) == 1:
            self.alignment.runs[olds[0], news[0]] = runs
            return
        for pair, inner in _by_block(runs, self.old, self.new, olds, news).items():
            self.alignment.runs[pair] = inner


def _length(runs: Iterable[words.Run]) -> int:
    return sum(run[2] for run in runs)


def _runs_of_neighbours(pairs: Iterable[Pair]) -> list[tuple[int, list[int]]]:
    """For every first member, the runs of two to six neighbouring second members."""
    by_first: dict[int, list[int]] = {}
    for first, second in pairs:
        by_first.setdefault(first, []).append(second)
    found = []
    for first, seconds in by_first.items():
        known = set(seconds)
        for start in seconds:
            run = [start]
            while len(run) < MOST_PIECES and run[-1] + 1 in known:
                run.append(run[-1] + 1)
                found.append((first, list(run)))
    return found


def _by_block(
    runs: Iterable[words.Run], old: Texts, new: Texts, olds: Sequence[int], news: Sequence[int]
) -> dict[Pair, list[words.Run]]:
    """Runs over joined blocks as runs within pairs of blocks."""
    old_places = _places(old, olds)
    new_places = _places(new, news)
    result: dict[Pair, list[words.Run]] = {}
    for a, b, n in runs:
        done = 0
        while done < n:
            i, a_inside, a_left = old_places[a + done]
            j, b_inside, b_left = new_places[b + done]
            step = min(n - done, a_left, b_left)
            result.setdefault((i, j), []).append((a_inside, b_inside, step))
            done += step
    return result


def _places(texts: Texts, indexes: Sequence[int]) -> list[tuple[int, int, int]]:
    """For each word of the joined blocks: its block, its place there, how many words follow with it."""
    return [
        (index, place, count - place)
        for index in indexes
        for count in [len(texts.words(index))]
        for place in range(count)
    ]
