"""The words of items that are not in the index yet, brought into posting lists.

Every word is looked up in a dictionary once, as written; what remains for each of its occurrences is
a number in an array. The arrays are sorted by word when the segment is written.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from search.core import analysis
from search.core.items import Item
from search.core.whoosh_engine.postings import PostingList

Numbers = NDArray[np.int64]


class Source(Protocol):
    """Where postings come from."""

    def terms(self, field: str) -> Iterator[bytes]:
        """The field's terms in order."""

    def pour(self, field: str, word: bytes, into: PostingList) -> None:
        """Append the word's postings."""


class _Numbered(dict[str, int]):
    """Numbers words as they come."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class _Written(dict[str, int]):
    """The number of a word as written; -1-n for the n-th that folding splits into several."""

    def __init__(self) -> None:
        super().__init__()
        self.exacts, self.stems = _Numbered(), _Numbered()
        self.stem_of: list[int] = []  # by the number of the exact word
        self.split: list[list[int]] = []

    def __missing__(self, raw: str) -> int:
        numbers = [self._number(exact, stem) for exact, stem in analysis.forms(raw)]
        if len(numbers) == 1:
            self[raw] = numbers[0]
        else:
            self.split.append(numbers)
            self[raw] = -len(self.split)
        return self[raw]

    def _number(self, exact: str, stem: str) -> int:
        number = self.exacts[exact]
        if number == len(self.stem_of):
            self.stem_of.append(self.stems[stem])
        return number

    def numbers(self, text: str) -> list[int]:
        """The words of a text."""
        found = [*map(self.__getitem__, analysis.WORD.findall(text))]
        if found and min(found) < 0:
            return [each for number in found
                    for each in (self.split[-1 - number] if number < 0 else (number,))]
        return found


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The postings of a field, word by word: those of `words[n]` are `bounds[n]` to `bounds[n + 1]`.

    The rest are unsigned 32-bit numbers, one a posting, and one for each place.
    """

    words: list[bytes]
    bounds: list[int]
    ids: bytes
    weights: bytes
    counts: bytes
    places: bytes
    place_bounds: list[int]  # of each posting; empty without places

    def pour(self, number: int, into: PostingList) -> None:
        start, end = self.bounds[number], self.bounds[number + 1]
        into.ids.frombytes(self.ids[4 * start:4 * end])
        into.weights.frombytes(self.weights[4 * start:4 * end])
        if self.place_bounds:
            into.counts.frombytes(self.counts[4 * start:4 * end])
            into.places.frombytes(self.places[4 * self.place_bounds[start]:4 * self.place_bounds[end]])


class NewItems:
    """The postings of items that are not in the index yet; nothing is added once it was read."""

    def __init__(self) -> None:
        self._written = _Written()
        self._words = array("i")
        self._documents, self._titles, self._lengths = array("I"), array("I"), array("I")
        self._fields: dict[str, _Sorted] = {}
        self._places: dict[str, dict[bytes, int]] = {}

    def add(self, number: int, item: Item) -> int:
        """Take the words of an item, which becomes document `number`; gives how many there are."""
        title, text = self._written.numbers(item.title), self._written.numbers(item.text)
        self._words.extend(title)
        self._words.extend(text)
        self._documents.append(number)
        self._titles.append(len(title))
        self._lengths.append(len(title) + len(text))
        return len(title) + len(text)

    def terms(self, field: str) -> Iterator[bytes]:
        return iter(self._field(field).words)

    def pour(self, field: str, word: bytes, into: PostingList) -> None:
        self._field(field).pour(self._places[field][word], into)

    def _field(self, field: str) -> _Sorted:
        if field not in self._fields:
            self._fields[field] = made = self._sorted(is_stem=field == "text")
            self._places[field] = {word: number for number, word in enumerate(made.words)}
        return self._fields[field]

    def _sorted(self, *, is_stem: bool) -> _Sorted:
        known = self._written.stems if is_stem else self._written.exacts
        words = [word.encode() for word in known]
        order = sorted(range(len(words)), key=words.__getitem__)
        rank = np.empty(len(words), np.int64)
        rank[order] = np.arange(len(words))
        numbers = _array(self._words, np.int32)
        found = rank[np.array(self._written.stem_of, np.int64)[numbers] if is_stem else numbers]
        documents, places, weights = self._occurrences()
        by_word = np.argsort(found, kind="stable")
        found, documents, weights = found[by_word], documents[by_word], weights[by_word]
        changes = (np.diff(found, prepend=-1) != 0) | (np.diff(documents, prepend=-1) != 0)
        starts = np.flatnonzero(changes)
        summed = np.add.reduceat(weights, starts) if len(starts) else weights
        bounds = np.searchsorted(found[starts], np.arange(len(words) + 1))
        ids, sums, counts = (
            each.astype(np.uint32).tobytes()
            for each in (documents[starts], summed, np.diff(starts, append=len(found))))
        in_words = [words[number] for number in order]
        if is_stem:
            return _Sorted(in_words, bounds.tolist(), ids, sums, b"", b"", [])
        all_places = places[by_word].astype(np.uint32).tobytes()
        return _Sorted(
            in_words, bounds.tolist(), ids, sums, counts, all_places, [*starts.tolist(), len(found)])

    def _occurrences(self) -> tuple[Numbers, Numbers, Numbers]:
        """Document, place and weight of every word in the order in which they came."""
        lengths, titles = _array(self._lengths, np.uint32), _array(self._titles, np.uint32)
        documents = np.repeat(_array(self._documents, np.uint32), lengths)
        position = np.arange(len(documents)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        in_title = position < np.repeat(titles, lengths)
        places = np.where(in_title, position, position + analysis.TITLE_GAP)
        return documents, places, np.where(in_title, analysis.TITLE_WEIGHT, 1)


def _array(numbers: array[int], kind: Any) -> Numbers:
    return np.frombuffer(numbers, kind).astype(np.int64) if numbers else np.empty(0, np.int64)
