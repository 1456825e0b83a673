"""Versions whose words have numbers of their own for life, so that it is known what became of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from bench.revisions import scoring

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_numbers = count()


@dataclass(frozen=True, slots=True)
class Word:
    """One token with the white space before it, its number, and the number of the word it is a copy of."""

    gap: str
    text: str
    number: int
    copy_of: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A block as its words."""

    kind: str
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return "".join(word.gap + word.text for word in self.words).lstrip()

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word stands in the text."""
        return [match.span() for match in scoring.TOKEN.finditer(self.text)]

    def with_words(self, words: Iterable[Word]) -> Passage:
        return replace(self, words=tuple(words))


Version = tuple[Passage, ...]


def passage(kind: str, text: str) -> Passage:
    """A block of new words."""
    return Passage(kind, new_words(text, gap=""))


def new_words(text: str, gap: str = " ") -> tuple[Word, ...]:
    """New words; the first one stands behind `gap`."""
    found = []
    place = 0
    for match in scoring.TOKEN.finditer(text):
        before = text[place : match.start()] if found else gap
        found.append(Word(before, match.group(), next(_numbers)))
        place = match.end()
    return tuple(found)


def copied(original: Passage) -> Passage:
    """The same text as new words."""
    return original.with_words(
        replace(word, number=next(_numbers), copy_of=word.number) for word in original.words
    )


def is_sound(one: Passage) -> bool:
    """Whether the text is cut into just these words: none ran together, and none is left."""
    return bool(one.words) and scoring.tokens(one.text) == [word.text for word in one.words]


def sentences(words: Sequence[Word]) -> list[tuple[int, int]]:
    """The sentences of a text, from word to word."""
    found = []
    start = 0
    for k, word in enumerate(words):
        if word.text in {".", "!", "?"} and (k + 1 == len(words) or words[k + 1].gap):
            found.append((start, k + 1))
            start = k + 1
    if start < len(words):
        found.append((start, len(words)))
    return found
