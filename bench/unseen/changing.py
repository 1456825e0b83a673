"""What people do to a draft, operation by operation; the words that stay keep their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bench.unseen import words

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from bench.unseen.sources import Donor
    from bench.unseen.words import Passage, Word

#: How often which operation comes, of all.
OPERATIONS: Final = (
    ["word"] * 8 + ["three words"] * 5 + ["phrase"] * 4 + ["cut"] * 3 + ["sentence in"] * 5
    + ["sentence out"] * 4 + ["third"] * 3 + ["most"] * 2 + ["split"] * 3 + ["join"] * 3 + ["delete"] * 4
    + ["insert"] * 5 + ["move"] * 3 + ["move and edit"] * 3 + ["section"] + ["copy"] * 2 + ["boilerplate"]
    + ["split and edit"] + ["sentence moves"] + ["row in", "row out", "kind"]
)  # fmt: skip
SHORTEST: Final = 6


class Changer:
    """Changes a version step by step."""

    def __init__(self, version: words.Version, donor: Donor, chance: random.Random) -> None:
        self.blocks = list(version)
        self.donor = donor
        self.chance = chance

    def change(self, share: float) -> None:
        """Do something to this share of the blocks."""
        for _ in range(max(1, round(share * len(self.blocks)))):
            self._do(self.chance.choice(OPERATIONS))

    def _do(self, name: str) -> None:
        k = self._somewhere()
        if k is not None:
            if name in WITHIN:
                self._put(k, WITHIN[name](self, self.blocks[k].words))
            else:
                AROUND[name](self, k)

    def _somewhere(self) -> int | None:
        """A block that is long enough; now and then a short one."""
        long = [k for k, one in enumerate(self.blocks) if len(one.words) >= SHORTEST]
        return self.chance.choice(long) if long else None

    def _put(self, k: int, several: tuple[Word, ...]) -> None:
        """New words for a block, when they make a text."""
        changed = self.blocks[k].with_words(several)
        if words.is_sound(changed):
            self.blocks[k] = changed

    # -- within a block

    def _replaced(self, several: tuple[Word, ...], size: int) -> tuple[Word, ...]:
        k = self.chance.randrange(len(several))
        new = words.new_words(self.donor.phrase(size), several[k].gap)
        return (*several[:k], *new, *several[k + size :])

    def _word(self, several: tuple[Word, ...]) -> tuple[Word, ...]:
        return self._replaced(several, 1)

    def _three_words(self, several: tuple[Word, ...]) -> tuple[Word, ...]:
        for _ in range(3):
            several = self._replaced(several, 1)
        return several

    def _phrase(self, several: tuple[Word, ...]) -> tuple[Word, ...]:
        k = self.chance.randrange(1, len(several))
        return (*several[:k], *words.new_words(self.donor.phrase(self.chance.randint(2, 7))), *several[k:])

    def _cut(self, several: tuple[Word, ...]) -> tuple[Word, ...]:
        k = self.chance.randrange(1, len(several))
        return (*several[:k], *several[k + self.chance.randint(1, 5) :])

    def _sentence_in(self, several: tuple[Word, ...]) -> tuple[Word, ...]:
        _, k = self.chance.choice(words.sentences(several))
        return (*several[:k], *words.new_words(self.donor.sentence()), *several[k:])

    def _sentence_out(self, several: tuple[Word, ...]) -> tuple[Word, ...]:
        start, end = self.chance.choice(words.sentences(several))
        return (*several[:start], *several[end:])

    def _part(self, several: tuple[Word, ...], share: float) -> tuple[Word, ...]:
        """This share of the words written anew, a phrase at a time."""
        left = round(share * len(several))
        while left > 0:
            size = self.chance.randint(2, 5)
            several = self._replaced(several, size)
            left -= size
        return several

    # -- around blocks

    def _split(self, k: int) -> None:
        one = self.blocks[k]
        ends = [end for _, end in words.sentences(one.words)[:-1]]
        at = self.chance.choice(ends or [len(one.words) // 2])
        pieces = [one.with_words(one.words[:at]), one.with_words(one.words[at:])]
        if all(words.is_sound(piece) for piece in pieces):
            self.blocks[k : k + 1] = pieces

    def _split_and_edit(self, k: int) -> None:
        size = len(self.blocks)
        self._split(k)
        for place in range(k, k + 1 + len(self.blocks) - size):
            if len(self.blocks[place].words) >= SHORTEST:
                self._put(place, self._word(self.blocks[place].words))

    def _join(self, k: int) -> None:
        if k + 1 == len(self.blocks) or self.blocks[k + 1].kind != self.blocks[k].kind:
            return
        first, *rest = self.blocks[k + 1].words
        spaced = words.Word(" ", first.text, first.number, first.copy_of)
        joined = self.blocks[k].with_words([*self.blocks[k].words, spaced, *rest])
        if words.is_sound(joined):
            self.blocks[k : k + 2] = [joined]

    def _delete(self, k: int) -> None:
        del self.blocks[k]

    def _insert(self, k: int) -> None:
        self.blocks.insert(k, words.passage(self.blocks[k].kind, self.donor.paragraph()))

    def _move(self, k: int) -> None:
        one = self.blocks.pop(k)
        self.blocks.insert(self.chance.randrange(len(self.blocks) + 1), one)

    def _move_and_edit(self, k: int) -> None:
        self._put(k, self._part(self.blocks[k].words, self.chance.choice([0.1, 0.3])))
        self._move(k)

    def _section(self, k: int) -> None:
        several = self.blocks[k : k + self.chance.randint(2, 6)]
        del self.blocks[k : k + len(several)]
        at = self.chance.randrange(len(self.blocks) + 1)
        self.blocks[at:at] = several

    def _copy(self, k: int) -> None:
        """A block that comes once more elsewhere, now and then with another word."""
        again = words.copied(self.blocks[k])
        at = self.chance.randrange(len(self.blocks) + 1)
        self.blocks.insert(at, again)
        if self.chance.random() < 0.5:
            self._put(at, self._word(again.words))

    def _boilerplate(self, _: int) -> None:
        """One new sentence in several places."""
        text = self.donor.sentence()
        for _ in range(self.chance.randint(2, 4)):
            self.blocks.insert(self.chance.randrange(len(self.blocks) + 1), words.passage("p", text))

    def _sentence_moves(self, k: int) -> None:
        several = self.blocks[k].words
        cut = words.sentences(several)
        start, end = self.chance.choice(cut)
        to = self._somewhere()
        if len(cut) < 2 or to is None or to == k:
            return
        there = self.blocks[to].words
        gap = " " if not several[start].gap else several[start].gap
        first = words.Word(gap, several[start].text, several[start].number, several[start].copy_of)
        left = self.blocks[k].with_words((*several[:start], *several[end:]))
        more = self.blocks[to].with_words((*there, first, *several[start + 1 : end]))
        if words.is_sound(left) and words.is_sound(more):
            self.blocks[k], self.blocks[to] = left, more

    def _row(self, *, comes: bool) -> None:
        """Some cells in a table come or go together."""
        cells = [k for k, one in enumerate(self.blocks) if one.kind == "cell"]
        if not cells:
            return
        k = self.chance.choice(cells)
        if comes:
            texts = [self.donor.phrase(self.chance.randint(1, 6)) for _ in range(3)]
            self.blocks[k:k] = [words.passage("cell", text) for text in texts]
        else:
            gone = [place for place in range(k, min(k + 3, len(self.blocks))) if place in cells]
            del self.blocks[k : k + len(gone)]

    def _kind(self, k: int) -> None:
        one = self.blocks[k]
        self.blocks[k] = words.Passage("li" if one.kind == "p" else "p", one.words)


WITHIN: Final[dict[str, Callable[[Changer, tuple[Word, ...]], tuple[Word, ...]]]] = {
    "word": Changer._word,
    "three words": Changer._three_words,
    "phrase": Changer._phrase,
    "cut": Changer._cut,
    "sentence in": Changer._sentence_in,
    "sentence out": Changer._sentence_out,
    "third": lambda changer, several: changer._part(several, 0.3),
    "most": lambda changer, several: changer._part(several, 0.6),
}
AROUND: Final[dict[str, Callable[[Changer, int], None]]] = {
    "split": Changer._split,
    "split and edit": Changer._split_and_edit,
    "join": Changer._join,
    "delete": Changer._delete,
    "insert": Changer._insert,
    "move": Changer._move,
    "move and edit": Changer._move_and_edit,
    "section": Changer._section,
    "copy": Changer._copy,
    "boilerplate": Changer._boilerplate,
    "sentence moves": Changer._sentence_moves,
    "row in": lambda changer, _: changer._row(comes=True),
    "row out": lambda changer, _: changer._row(comes=False),
    "kind": Changer._kind,
}


def changed(version: words.Version, share: float, donor: Donor, chance: random.Random) -> tuple[Passage, ...]:
    """The next version."""
    changer = Changer(version, donor, chance)
    changer.change(share)
    return tuple(changer.blocks)
