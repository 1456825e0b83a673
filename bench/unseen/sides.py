"""Several sides' edits of one base, with the right text of their merge for every way to decide it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from bench.unseen import words

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable

    from bench.unseen.sources import Donor
    from bench.unseen.words import Passage, Version, Word

#: Edits of two sides that do not conflict leave so many words between them.
GAP: Final = 3
SHORTEST: Final = 12
NEAREST_MOVE: Final = 4
TRIES: Final = 40


@dataclass(frozen=True, slots=True)
class Hunk:
    """Words `start..end` of a block become other words."""

    block: int
    start: int
    end: int
    new: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    block: int
    at: int


@dataclass(frozen=True, slots=True)
class Join:
    """A block and the next one become one."""

    block: int


@dataclass(frozen=True, slots=True)
class Delete:
    block: int


@dataclass(frozen=True, slots=True)
class Insert:
    """New blocks before block `slot`."""

    slot: int
    new: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A block comes to stand before block `slot`."""

    block: int
    slot: int


Edit = Hunk | Split | Join | Delete | Insert | Move


@dataclass(frozen=True, slots=True)
class Clash:
    """Edits of two sides that cannot both be done."""

    kind: str
    block: int
    wanted: dict[int, tuple[Edit, ...]]


@dataclass(slots=True)
class Plan:
    """What the sides do: edits that can all be done, by side, and clashes."""

    edits: list[tuple[tuple[int, ...], Edit]] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)

    def of(self, side: int) -> list[Edit]:
        """One side's edits."""
        own = [edit for sides, edit in self.edits if side in sides]
        return own + [edit for clash in self.clashes for edit in clash.wanted.get(side, ())]

    def decided(self, side: int) -> list[Edit]:
        """All edits, with every clash decided for a side; the lowest one where it takes no part.

        New blocks of two sides in one place are both kept: those of the side that is picked come first.
        """
        found = [edit for _, edit in self.edits]
        for clash in self.clashes:
            picked = side if side in clash.wanted else min(clash.wanted)
            found += clash.wanted[picked]
            if clash.kind == "ins/ins":
                found += [e for other, several in clash.wanted.items() if other != picked for e in several]
        return found


def done(base: Version, edits: Iterable[Edit]) -> Version:
    """The base after some edits."""
    several = list(edits)
    bodies = [_body(one, k, several) for k, one in enumerate(base)]
    gone = {edit.block for edit in several if isinstance(edit, Delete | Move)}
    for k in sorted((edit.block for edit in several if isinstance(edit, Join)), reverse=True):
        first, *rest = bodies[k + 1]
        head = words.Word(" ", first.words[0].text, first.words[0].number)
        joined = bodies[k][-1].with_words((*bodies[k][-1].words, head, *first.words[1:]))
        bodies[k] = [*bodies[k][:-1], joined, *rest]
        gone.add(k + 1)
    arriving: dict[int, list[Passage]] = {}
    for edit in several:
        if isinstance(edit, Insert):
            arriving.setdefault(edit.slot, []).extend(edit.new)
        elif isinstance(edit, Move):
            arriving.setdefault(edit.slot, []).extend(bodies[edit.block])
    result: list[Passage] = []
    for k in range(len(base) + 1):
        result += arriving.get(k, [])
        if k < len(base) and k not in gone:
            result += bodies[k]
    return tuple(result)


def _body(one: Passage, k: int, edits: list[Edit]) -> list[Passage]:
    """A block with what is done within it: one block or two."""
    hunks = sorted((e for e in edits if isinstance(e, Hunk) and e.block == k), key=lambda e: -e.start)
    cuts = [e.at for e in edits if isinstance(e, Split) and e.block == k]
    several = list(one.words)
    for hunk in hunks:
        several[hunk.start : hunk.end] = hunk.new
        cuts = [at + len(hunk.new) - (hunk.end - hunk.start) if at >= hunk.end else at for at in cuts]
    if not cuts:
        return [one.with_words(several)]
    return [one.with_words(several[: cuts[0]]), one.with_words(several[cuts[0] :])]


class Planner:
    """Draws edits for several sides, away from each other unless they are to clash."""

    def __init__(self, base: Version, count: int, donor: Donor, chance: random.Random) -> None:
        self.base = base
        self.count = count
        self.donor = donor
        self.chance = chance
        self.plan = Plan()
        #: Words that are taken, with the room around them, by block; blocks that are moved or cut.
        self.taken: dict[int, list[tuple[int, int]]] = {}
        self.shaped: set[int] = set()
        self.texts = Counter(one.text for one in base)

    def draw(self, share: float, clashes: int) -> Plan:
        """This share of the blocks edited by each side, and so many clashes at most."""
        for _ in range(clashes):
            one, two = sorted(self.chance.sample(range(self.count), 2))
            self._clash(self.chance.choice(list(CLASHES)), one, two)
        for side in range(self.count):
            for _ in range(max(1, round(share * len(self.base)))):
                self._edit(side)
        for _ in range(2):
            self._edit(*self.chance.sample(range(self.count), 2))
        return self.plan

    # -- places that are free

    def _free_block(self, *, apart: bool = False) -> int | None:
        """A block of some length that no side has cut or moved; `apart`: nor edited, nor its neighbours.

        Its text stands once, so that nobody can take another block for it, and its neighbours' too where
        it is to be moved or deleted.
        """
        for _ in range(TRIES):
            k = self.chance.randrange(len(self.base))
            around = {k - 1, k, k + 1} if apart else {k}
            if (
                len(self.base[k].words) >= SHORTEST
                and self.shaped.isdisjoint(around)
                and not (apart and k in self.taken)
                and self._stand_once(around)
            ):
                return k
        return None

    def _stand_once(self, several: Iterable[int]) -> bool:
        inside = (self.base[k].text for k in several if 0 <= k < len(self.base))
        return all(self.texts[text] == 1 for text in inside)

    def _free_words(self, k: int, size: int) -> int | None:
        """Where in a block so many words are free, with room around."""
        for _ in range(TRIES):
            start = self.chance.randrange(1, len(self.base[k].words) - size)
            if all(end + GAP <= start or start + size + GAP <= begin for begin, end in self.taken.get(k, ())):
                return start
        return None

    def _take(self, k: int, start: int, end: int) -> None:
        self.taken.setdefault(k, []).append((start, end))

    def _free_slot(self, away: int | None = None) -> int | None:
        """A place between blocks, neither of which is cut or moved; it is taken by the one who asks."""
        for _ in range(TRIES):
            slot = self.chance.randrange(1, len(self.base))
            far = away is None or abs(slot - away) >= NEAREST_MOVE
            if far and self.shaped.isdisjoint({slot - 1, slot}) and self._stand_once({slot - 1, slot}):
                self.shaped.update((slot - 1, slot))
                return slot
        return None

    # -- edits that can be done

    def _edit(self, *sides: int) -> None:
        edit = EDITS[self.chance.choice(list(EDITS))](self)
        if edit is not None:
            self.plan.edits.append((sides, edit))

    def _hunk(self, size: int, new: str) -> Hunk | None:
        k = self._free_block()
        start = None if k is None else self._free_words(k, size)
        if k is None or start is None:
            return None
        hunk = self._sound(k, start, start + size, new)
        if hunk is not None:
            self._take(k, start, start + size)
        return hunk

    def _sound(self, k: int, start: int, end: int, new: str) -> Hunk | None:
        """A hunk that brings in no word of the block and leaves a text."""
        one = self.base[k]
        gap = one.words[start].gap if end > start else " "
        several = words.new_words(new, gap) if new else ()
        known = {word.text for word in one.words} - {".", ","}
        if known & {word.text for word in several}:
            return None
        changed = one.with_words((*one.words[:start], *several, *one.words[end:]))
        return Hunk(k, start, end, several) if words.is_sound(changed) else None

    def _word(self) -> Hunk | None:
        return self._hunk(1, self.donor.phrase(1))

    def _phrase(self) -> Hunk | None:
        return self._hunk(self.chance.randint(2, 4), self.donor.phrase(self.chance.randint(1, 4)))

    def _added(self) -> Hunk | None:
        return self._hunk(0, self.donor.phrase(self.chance.randint(1, 6)))

    def _cut(self) -> Hunk | None:
        return self._hunk(self.chance.randint(1, 4), "")

    def _sentence(self) -> Hunk | None:
        """A sentence behind another."""
        k = self._free_block()
        ends = [end for _, end in words.sentences(self.base[k].words)] if k is not None else []
        free = [at for at in ends if all(e + GAP <= at or at + GAP <= s for s, e in self.taken.get(k, ()))]  # type: ignore[arg-type]
        if k is None or not free:
            return None
        at = self.chance.choice(free)
        self._take(k, at, at)
        return Hunk(k, at, at, words.new_words(self.donor.sentence()))

    def _split(self) -> Split | None:
        k = self._free_block()
        at = None if k is None else self._free_words(k, 0)
        if k is None or at is None or not GAP < at < len(self.base[k].words) - GAP:
            return None
        halves = [
            self.base[k].with_words(part) for part in (self.base[k].words[:at], self.base[k].words[at:])
        ]
        if not all(words.is_sound(half) for half in halves):
            return None
        self.shaped.add(k)
        self._take(k, at, at)
        return Split(k, at)

    def _join(self) -> Join | None:
        k = self._free_block()
        if k is None or k + 1 == len(self.base) or k + 1 in self.shaped:
            return None
        one, two = self.base[k], self.base[k + 1]
        size = len(one.words)
        near = any(end + GAP > size for _, end in self.taken.get(k, ())) or any(
            start < GAP for start, _ in self.taken.get(k + 1, ())
        )
        if one.kind != two.kind or len(two.words) < SHORTEST or near:
            return None
        self.shaped.update((k, k + 1))
        self._take(k, size, size)
        self._take(k + 1, 0, 0)
        return Join(k)

    def _delete(self) -> Delete | None:
        k = self._free_block(apart=True)
        if k is None:
            return None
        self.shaped.add(k)
        return Delete(k)

    def _insert(self) -> Insert | None:
        slot = self._free_slot()
        if slot is None:
            return None
        return Insert(slot, tuple(self._paragraph() for _ in range(self.chance.choice([1, 1, 2]))))

    def _paragraph(self) -> Passage:
        return words.passage("p", self.donor.paragraph())

    def _move(self) -> Move | None:
        k = self._free_block(apart=True)
        slot = None if k is None else self._free_slot(k)
        if k is None or slot is None:
            return None
        self.shaped.add(k)
        return Move(k, slot)

    # -- edits that clash

    def _clash(self, kind: str, one: int, two: int) -> None:
        k = self._free_slot() if kind == "ins/ins" else self._free_block(apart=True)
        found = None if k is None else CLASHES[kind](self, k)
        if k is not None and found is not None:
            self.shaped.add(k)
            self.plan.clashes.append(Clash(kind, k, dict(zip((one, two), found, strict=True))))

    def _two_words(self, k: int) -> list[tuple[Edit, ...]] | None:
        """Two wordings for the same words, or for words that overlap."""
        size = self.chance.randint(1, 4)
        start = self._free_words(k, size + 1)
        if start is None:
            return None
        shift = self.chance.choice([0, 0, 1]) if size > 1 else 0
        one = self._sound(k, start, start + size, self.donor.phrase(self.chance.randint(1, 3)))
        two = self._sound(
            k, start + shift, start + shift + size, self.donor.phrase(self.chance.randint(1, 3))
        )
        if one is None or two is None or {w.text for w in one.new} & {w.text for w in two.new}:
            return None
        return [(one,), (two,)]

    def _word_in_cut(self, k: int) -> list[tuple[Edit, ...]] | None:
        """One takes a phrase out in which another writes a word for another."""
        start = self._free_words(k, 5)
        if start is None:
            return None
        cut = self._sound(k, start, start + 5, "")
        word = self._sound(k, start + 2, start + 3, self.donor.phrase(1))
        return [(cut,), (word,)] if cut and word else None

    def _two_phrases(self, k: int) -> list[tuple[Edit, ...]] | None:
        """Two phrases at one point."""
        at = self._free_words(k, 0)
        if at is None:
            return None
        one, two = (self._sound(k, at, at, self.donor.phrase(self.chance.randint(2, 4))) for _ in range(2))
        if one is None or two is None or {w.text for w in one.new} & {w.text for w in two.new}:
            return None
        return [(one,), (two,)]

    def _sentence_out(self, k: int) -> list[tuple[Edit, ...]] | None:
        """One takes a sentence out that another edits."""
        cut = [(s, e) for s, e in words.sentences(self.base[k].words)[1:] if e - s > 5]
        if not cut:
            return None
        start, end = self.chance.choice(cut)
        at = self.chance.randrange(start + 1, end - 1)
        gone, word = self._sound(k, start, end, ""), self._sound(k, at, at + 1, self.donor.phrase(1))
        return [(gone,), (word,)] if gone and word else None

    def _deleted_and_edited(self, k: int) -> list[tuple[Edit, ...]] | None:
        at = self._free_words(k, 1)
        word = None if at is None else self._sound(k, at, at + 1, self.donor.phrase(1))
        return [(Delete(k),), (word,)] if word else None

    def _two_moves(self, k: int) -> list[tuple[Edit, ...]] | None:
        first, second = self._free_slot(k), self._free_slot(k)
        return [(Move(k, first),), (Move(k, second),)] if first and second else None

    def _two_blocks(self, slot: int) -> list[tuple[Edit, ...]] | None:
        return [(Insert(slot, (self._paragraph(),)),), (Insert(slot, (self._paragraph(),)),)]


EDITS: Final[dict[str, Callable[[Planner], Edit | None]]] = {
    "word": Planner._word,
    "phrase": Planner._phrase,
    "added": Planner._added,
    "cut": Planner._cut,
    "sentence": Planner._sentence,
    "split": Planner._split,
    "join": Planner._join,
    "delete": Planner._delete,
    "insert": Planner._insert,
    "move": Planner._move,
}
CLASHES: Final[dict[str, Callable[[Planner, int], list[tuple[Edit, ...]] | None]]] = {
    "edit/edit": Planner._two_words,
    "cut/edit": Planner._word_in_cut,
    "phrase/phrase": Planner._two_phrases,
    "sent_del/edit": Planner._sentence_out,
    "delete/edit": Planner._deleted_and_edited,
    "move/move": Planner._two_moves,
    "ins/ins": Planner._two_blocks,
}


def case(base: Version, count: int, donor: Donor, chance: random.Random) -> dict[str, Any] | None:
    """A merge as the formats hold it, versions as texts; None when an edit left no sound text."""
    clashes = chance.choice([0, 0, 1, 2, 3])
    plan = Planner(base, count, donor, chance).draw(chance.choice([0.02, 0.05, 0.1]), clashes)
    made = [done(base, plan.of(side)) for side in range(count)]
    expected = [done(base, plan.decided(side)) for side in range(count if plan.clashes else 1)]
    if not all(words.is_sound(one) for version in (*made, *expected) for one in version):
        return None
    told = [{"type": c.kind, "block": c.block, "sides": sorted(c.wanted)} for c in plan.clashes]
    return {"base": base, "sides": made, "expected": expected, "conflicts": told, "n_sides": count,
            "min_gap_tokens": GAP}  # fmt: skip
