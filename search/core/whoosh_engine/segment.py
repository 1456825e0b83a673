"""One immutable segment of an index, read in bulk as arrays.

Whoosh's matchers step through postings one by one in Python. Here a whole posting list is decoded
at once; 100,000 postings become three arrays in milliseconds, kept in a cache shared by threads.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh import columns

from search.core.engine import EngineUnavailable
from search.core.items import OPEN, stable_hash
from search.core.whoosh_engine import schema
from search.core.whoosh_engine.postings import NOTHING as NO_POSTINGS
from search.core.whoosh_engine.postings import Unpacked, unpacked
from search.core.whoosh_engine.schema import LABELS, RECORD, Codec

Ids = NDArray[np.int64]
Weights = NDArray[np.float64]
Mask = NDArray[np.bool_]
Records = NDArray[np.void]  # of `schema.RECORD`


@dataclass(frozen=True, slots=True)
class Postings:
    """Which documents of a segment hold a word, and with what weight; in ascending order of `ids`."""

    ids: Ids
    weights: Weights

    @property
    def nbytes(self) -> int:
        return self.ids.nbytes + self.weights.nbytes


NOTHING = Postings(np.empty(0, np.int64), np.empty(0, np.float64))


@dataclass(frozen=True, slots=True)
class Labels:
    """A column of words: document n has `values[refs[n]]`."""

    refs: NDArray[np.integer[Any]]
    values: tuple[str, ...]

    def mask(self, holds: Callable[[str], bool]) -> Mask:
        """Which documents have a value that `holds`; each value is asked once."""
        mask: Mask = np.array([holds(value) for value in self.values], np.bool_)[self.refs]
        return mask


@dataclass(frozen=True, slots=True)
class Names:
    """A column of byte strings, read where it lies (`VarBytesColumn` of Whoosh, which copies it whole)."""

    content: Any
    starts: NDArray[np.integer[Any]]
    lengths: NDArray[np.integer[Any]]

    @classmethod
    def of(cls, content: Any, size: int) -> Names:
        """The values, then the length of each, then where each begins if there are many, and their types."""
        end = len(content) - 1
        kinds = bytes(content[-3:])
        stored = kinds[-1:] == b"X"
        starts: NDArray[np.integer[Any]] | None = None
        if stored:
            kind = _kind(kinds[1:2])
            end = end - 2 - size * kind.itemsize
            starts = np.frombuffer(content, kind, size, end)
        kind = _kind(kinds[:1] if stored else kinds[-1:])
        lengths = np.frombuffer(content, kind, size, end - size * kind.itemsize)
        if starts is None:
            starts = np.cumsum(lengths, dtype=np.int64) - lengths
        return cls(content, starts, lengths)

    def __getitem__(self, number: int) -> bytes:
        start = int(self.starts[number])
        return bytes(self.content[start : start + int(self.lengths[number])])


def _kind(code: bytes) -> np.dtype[Any]:
    """Whoosh writes arrays with the first byte first."""
    return np.dtype(code.decode()).newbyteorder(">")


Value = TypeVar("Value", Postings, Ids)


class PostingCache:
    """Decoded postings, the least recently used thrown out beyond `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._entries: OrderedDict[tuple[str, ...], Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...], make: Callable[[], Value]) -> Value:
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
                found: Value = self._entries[key]
                return found
        value = make()
        with self._lock:
            if key not in self._entries:
                self._entries[key] = value
                self._size += value.nbytes + 200
            while self._size > self._limit:
                _, oldest = self._entries.popitem(last=False)
                self._size -= oldest.nbytes + 200
        return value


class Segment:
    """Reads one segment's files. Deletions are not its business: see `View`."""

    def __init__(self, storage: Any, segment: Any, cache: PostingCache) -> None:
        self.name: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self._storage = storage
        self._segment = segment
        self._cache = cache
        self._lock = threading.Lock()  # Whoosh's readers share one position in a file
        self._terms = Codec().terms_reader(storage, segment)
        self._names = Names.of(self._mapped("name"), self.size)
        self.records = np.frombuffer(self._mapped("record"), RECORD)
        if len(self.records) != self.size:
            raise EngineUnavailable(f"segment {self.name} has {len(self.records)} records of {self.size}")
        self.labels = {name: self._labels(name) for name in LABELS}

    def _column(self, name: str) -> tuple[Any, int, int]:
        filename = Codec.column_filename(self._segment, name)
        return self._storage.open_file(filename), 0, self._storage.file_length(filename)

    def _mapped(self, name: str) -> Any:
        """A column's bytes where they lie, in memory that all processes share."""
        content = self._storage.open_file(Codec.column_filename(self._segment, name)).raw_file()
        return content.getvalue() if isinstance(content, BytesIO) else content

    def _labels(self, name: str) -> Labels:
        column = self._mapped(name)
        refs = np.frombuffer(column, "u1" if column[-1:] == b"B" else ">u2", self.size)
        values = columns.RefBytesColumn().reader(*self._column(name), self.size)._uniques
        return Labels(refs, tuple(value.decode() for value in values))

    def lengths(self, ids: Ids) -> Weights:
        """Words in each of these documents."""
        return self.records["length"][ids].astype(np.float64)

    @cached_property
    def current(self) -> Mask:
        """Which documents stand in the latest version."""
        current: Mask = self.records["last_version"] == OPEN
        return current

    def id(self, number: int) -> str:
        """The item's id of document `number`."""
        return self._names[number].decode()

    def find(self, name: str) -> int | None:
        """The document number of an item."""
        ties, numbers = self._by_tie
        tie = stable_hash(name)
        for at in range(int(np.searchsorted(ties, tie)), self.size):
            if ties[at] != tie:
                break
            if self.id(int(numbers[at])) == name:
                return int(numbers[at])
        return None

    @cached_property
    def _by_tie(self) -> tuple[Ids, Ids]:
        """The hashes of all ids in order, and whose they are."""
        ties = self.records["tie"].astype(np.int64)
        numbers = np.argsort(ties)
        return ties[numbers], numbers

    def postings(self, field: str, word: str) -> Postings:
        """Documents with this word in `text` (a stem) or `exact`."""
        return self._cache.get((self.name, field, word), lambda: self._read_postings(field, word))

    def _read_postings(self, field: str, word: str) -> Postings:
        found = self.unpacked(field, word.encode())
        return Postings(found.ids, found.weights.astype(np.float64))

    def beginning(self, prefix: str) -> Postings:
        """Documents with any word that begins so, as if all those were one word."""
        return self._cache.get((self.name, "beginning", prefix), lambda: self._read_beginning(prefix))

    def _read_beginning(self, prefix: str) -> Postings:
        weights = np.zeros(self.size)
        for word in self.words(prefix):
            found = self._read_postings("exact", word)
            weights[found.ids] += found.weights
        ids = np.flatnonzero(weights)
        return Postings(ids, weights[ids])

    def occurrences(self, word: str) -> Ids:
        """Every place of a word as `document << 32 | place`, ascending."""
        return self._cache.get((self.name, "occurrences", word), lambda: self._read_occurrences(word))

    def _read_occurrences(self, word: str) -> Ids:
        found = self.unpacked("exact", word.encode())
        return (np.repeat(found.ids, found.counts) << 32) | found.places

    def words(self, prefix: str = "") -> list[str]:
        """All words as written that begin so, in order of their bytes."""
        begin = prefix.encode()
        found = []
        with self._lock, unharmed(self.name):
            for field, word in self._terms.terms_from("exact", begin):
                if field != "exact" or not word.startswith(begin):
                    break
                found.append(word.decode())
        return found

    @cached_property
    def vocabulary(self) -> list[str]:
        """All words as written."""
        return self.words()

    def terms(self, field: str) -> Iterator[bytes]:
        """All terms of a field, in order."""
        with unharmed(self.name):
            for name, word in self._terms.terms_from(field, b""):
                if name != field:
                    return
                yield word

    def unpacked(self, field: str, word: bytes) -> Unpacked:
        """A posting list as it lies in the file; an empty one for a word that there is not."""
        terms = self._terms
        with self._lock, unharmed(self.name):
            try:
                extent = terms._tindex[terms._keycoder(field, word)]
            except KeyError:
                return NO_POSTINGS
            return unpacked(terms._postfile.get(*schema.EXTENT.unpack(extent)))


class unharmed:  # noqa: N801 - reads as a phrase: `with unharmed(name):`
    """Turns whatever a damaged file makes Whoosh raise into `EngineUnavailable`."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, EngineUnavailable):
            raise EngineUnavailable(f"{self.what} cannot be read: {type(error).__name__}: {error}") from error
