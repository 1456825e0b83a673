"""Words of a text with their places: what comparing, following and merging count in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

# Scripts written without spaces are cut by character, so that one edit does not change a whole sentence.
UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
#: Signs that rule a line, lead the eye or draw it out: so many of them are one thing.
RULE: Final = r"[-=.*~#+]{5,}"
WORD: Final = re.compile(
    rf"([{UNSPACED}]|[^\W{UNSPACED}]+(?:['’\-_./][^\W{UNSPACED}]+)*|{RULE}|[^\w\s]|_)",
)
#: The same for text of plain letters only, which most is.
ASCII: Final = re.compile(rf"(\w+(?:['\-_./]\w+)*|{RULE}|[^\w\s])", re.ASCII)

#: Words that say little about whether two texts are the same text.
COMMON: Final = frozenset(
    """
    a about after all also an and any are as at be been before being both but by can could did do does
    each either for from had has have he her his how i if in into is it its may might more most must no
    nor not of on one only or other our out over per shall she should so some such than that the their
    them then there these they this those through to under up was we were what when where which while
    who will with within without would you your
    """.split(),  # noqa: SIM905 - reads as a page of words
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words (and single signs) of one text; word k is `text[starts[k]:ends[k]]`."""

    words: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.words)


def cut(text: str) -> Words:
    """The words of `text`; numbers like 3.2, terms like high-speed and it's stay whole."""
    pattern = ASCII if text.isascii() else WORD
    pieces = pattern.split(text)  # what is between words, a word, what is between …
    places = list(accumulate(map(len, pieces)))
    return Words(pieces[1::2], places[:-1:2], places[1::2])


def is_common(word: str) -> bool:
    """Whether a word is a sign or one of the words that every text is full of."""
    return word in COMMON or not word[0].isalnum() or word.lower() in COMMON


class Texts:
    """The texts of one version; words are cut when they are first asked for, once."""

    __slots__ = ("_cut", "texts")

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self._cut: dict[int, Words] = {}

    def __len__(self) -> int:
        return len(self.texts)

    def cut(self, index: int) -> Words:
        """The words of block `index` with their places."""
        found = self._cut.get(index)
        if found is None:
            found = self._cut[index] = cut(self.texts[index])
        return found

    def words(self, index: int) -> list[str]:
        """The words of block `index`."""
        return self.cut(index).words
