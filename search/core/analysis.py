"""Words out of text, the same way for what is indexed, what is asked and what is highlighted.

A word is a run of letters and digits. Case, accents, width, sub- and superscripts are folded
(H₂O is `h2o`, CO₂ is `co2`, Émile is `emile`), soft hyphens and zero-width marks vanish.
ESA-001, ¶4.2 and 3.2/b are several words in a row; a query for them asks for exactly that row.
No word is dropped and no place is skipped, so that a phrase is what stands in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from whoosh.lang.porter import stem as porter

from search.core.items import Item

#: Combining accents and invisible marks belong to the word around them.
WORD = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff])*")
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")

#: Words of a title are worth as much as this many in the text.
TITLE_WEIGHT = 3
#: Places between the last word of the title and the first of the text: no phrase spans them.
TITLE_GAP = 16


@dataclass(frozen=True, slots=True)
class Token:
    """A word at `text[start:end]`: as written but folded (`exact`), and its stem."""

    exact: str
    stem: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in reading order."""
    for match in WORD.finditer(text):
        for exact, stem in forms(match.group()):
            yield Token(exact, stem, match.start(), match.end())


@lru_cache(maxsize=200_000)
def forms(raw: str) -> tuple[tuple[str, str], ...]:
    """(folded, stem) of one written word; more than one when folding splits it, as in "½"."""
    return tuple((word, _stem(word)) for word in fold(raw))


def fold(raw: str) -> tuple[str, ...]:
    """The written word without case, accents, width and invisible marks."""
    if raw.isascii():
        return (raw.lower(),)
    decomposed = unicodedata.normalize("NFKD", raw)
    bare = "".join(mark for mark in decomposed if unicodedata.category(mark) not in ("Mn", "Cf"))
    return tuple(_LETTERS_AND_DIGITS.findall(unicodedata.normalize("NFC", bare.casefold())))


def _stem(word: str) -> str:
    """Porter's stem of an English word; numbers, codes and other scripts stay as they are."""
    if len(word) > 2 and word.isascii() and word.isalpha():
        return str(porter(word))
    return word


@dataclass(frozen=True, slots=True)
class Analysed:
    """An item's words: weights of stems and of exact words, places of exact words, count of words.

    Places below `title_places` are of the title.
    """

    stems: dict[str, float]
    exacts: dict[str, float]
    places: dict[str, list[int]]
    length: int
    title_places: int


def analyse(item: Item) -> Analysed:
    """Everything that an engine has to store of an item's title and text."""
    stems: dict[str, float] = {}
    exacts: dict[str, float] = {}
    places: dict[str, list[int]] = {}
    place = length = title_places = 0
    for text, weight in ((item.title, TITLE_WEIGHT), (item.text, 1)):
        for raw in WORD.findall(text):
            for exact, stem in forms(raw):
                stems[stem] = stems.get(stem, 0.0) + weight
                exacts[exact] = exacts.get(exact, 0.0) + weight
                places.setdefault(exact, []).append(place)
                place += 1
                length += 1
        title_places = place if weight == TITLE_WEIGHT else title_places
        place += TITLE_GAP
    return Analysed(stems, exacts, places, length, title_places)
