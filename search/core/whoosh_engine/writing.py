"""Writes a segment: new items, and the living documents of segments that are merged into it.

Whoosh's own writer sorts every single posting through a pool, on disk if there are many, and
filters a merged posting list through a new set. Here the postings of new items are collected by
word, and merging goes word by word over all sources: it holds one posting list at a time.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from heapq import merge
from itertools import accumulate, groupby, repeat
from operator import itemgetter
from typing import Any, Protocol

import numpy as np
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from search.core import analysis
from search.core.items import Item, stable_hash
from search.core.whoosh_engine import schema
from search.core.whoosh_engine.segment import PostingCache, Segment
from search.core.whoosh_engine.storage import DurableStorage

_PACK = struct.Struct("!iiiiqqqq").pack
#: Posting lists up to this length are not compressed: most words are rare, and it would gain nothing.
_FEW = 6


class PostingList:
    """Documents of the new segment that hold a word: ids ascending, weights, payloads if there are."""

    __slots__ = ("ids", "values", "weights")

    def __init__(self) -> None:
        self.ids = array("I")
        self.weights = array("f")
        self.values: list[bytes] = []


class Source(Protocol):
    """Where postings come from."""

    def terms(self, field: str) -> Iterator[bytes]:
        """The field's terms in order."""

    def pour(self, field: str, word: bytes, into: PostingList) -> None:
        """Append the word's postings."""


class NewItems:
    """The postings of items that are not in the index yet."""

    def __init__(self) -> None:
        self.lists: dict[str, dict[bytes, PostingList]] = {field: {} for field in schema.FORMATS}

    def add(self, number: int, item: Item, words: analysis.Analysed) -> None:
        """Take the words of an item, which becomes document `number`."""
        _collect(self.lists["id"], item.id, number, 1.0)
        stems = self.lists["text"]
        for word, weight in words.stems.items():
            _collect(stems, word, number, weight)
        exacts = self.lists["exact"]
        for word, places in words.places.items():
            found = _collect(exacts, word, number, words.exacts[word])
            found.values.append(array("I", places).tobytes())

    def terms(self, field: str) -> Iterator[bytes]:
        return iter(sorted(self.lists[field]))

    def pour(self, field: str, word: bytes, into: PostingList) -> None:
        found = self.lists[field][word]
        into.ids += found.ids
        into.weights += found.weights
        into.values += found.values


def _collect(lists: dict[bytes, PostingList], word: str, number: int, weight: float) -> PostingList:
    key = word.encode()
    found = lists.get(key)
    if found is None:
        found = lists[key] = PostingList()
    found.ids.append(number)
    found.weights.append(weight)
    return found


class OldSegment:
    """The living documents of a segment; `numbers` are their new numbers, -1 for the deleted."""

    def __init__(self, segment: Segment, numbers: list[int]) -> None:
        self.segment = segment
        self.numbers = numbers

    def terms(self, field: str) -> Iterator[bytes]:
        return self.segment.terms(field)

    def pour(self, field: str, word: bytes, into: PostingList) -> None:
        for differences, weights, values in self.segment.raw_blocks(field, word):
            one = weights if isinstance(weights, float) else 1.0
            for n, old in enumerate(accumulate(differences)):
                new = self.numbers[old]
                if new >= 0:
                    into.ids.append(new)
                    into.weights.append(weights[n] if isinstance(weights, tuple) else one)
                    if values:
                        into.values.append(values[n])


class BulkWriter(SegmentWriter):  # type: ignore[misc]
    """One commit to the index in a directory. The caller holds the lock, and calls `commit` or `cancel`."""

    def __init__(self, storage: DurableStorage) -> None:
        super().__init__(FileIndex(storage, schema.schema()), _lk=False, compound=False, codec=schema.Codec())
        self._new = NewItems()
        self._old: list[OldSegment] = []

    def add_item(self, item: Item) -> None:
        """Write an item's columns and collect its words."""
        words = analysis.analyse(item)
        self._new.add(self.docnum, item, words)
        record = _PACK(item.document, item.first_version, item.last_version, words.length,
                       item.date, stable_hash(item.id), item.fingerprint(), schema.numbered(item.number))
        columns = self.perdocwriter
        columns.start_doc(self.docnum)
        columns.add_column_value("name", schema.COLUMNS["name"], item.id.encode())
        columns.add_column_value("record", schema.COLUMNS["record"], record)
        for name in schema.LABELS:
            columns.add_column_value(name, schema.COLUMNS[name], getattr(item, name).encode())
        columns.finish_doc()
        self.docnum += 1
        self._added = True

    def add_segment(self, segment: Any) -> None:
        """Write a segment's living documents again, at the end of this one."""
        start = self.docnum
        reader = SegmentReader(self.storage, self.schema, segment)
        self.write_per_doc(set(self.schema.names()), reader)
        reader.close()
        alive = np.ones(segment.doc_count_all(), np.bool_)
        alive[list(segment.deleted_docs())] = False
        numbers = np.where(alive, np.cumsum(alive) - 1 + start, -1).tolist()
        self._old.append(OldSegment(Segment(self.storage, segment, PostingCache(0)), numbers))
        self._added = True

    def _flush_segment(self) -> None:
        """Write all postings (called by `commit`)."""
        self.perdocwriter.close()
        sources: list[Source] = [self._new, *self._old]
        for field in schema.FORMATS:
            self.fieldwriter.start_field(field, self.schema[field])
            for word, found in _by_word(sources, field):
                self.fieldwriter.start_term(word)
                _feed(self.fieldwriter._postwriter, found)
                self.fieldwriter.finish_term()
            self.fieldwriter.finish_field()
        self.fieldwriter.close()


def _by_word(sources: list[Source], field: str) -> Iterator[tuple[bytes, PostingList]]:
    """Every word of all sources once, in order, with its postings."""
    streams = [zip(source.terms(field), repeat(number)) for number, source in enumerate(sources)]
    for word, holders in groupby(merge(*streams), key=itemgetter(0)):
        found = PostingList()
        for _, number in holders:
            sources[number].pour(field, word, found)
        if found.ids:
            yield word, found


def _feed(writer: Any, found: PostingList) -> None:
    """Hand a posting list to Whoosh's posting writer block by block; it writes the last one itself."""
    writer._compression = 3 if len(found.ids) > _FEW else 0
    for start in range(0, len(found.ids), schema.BLOCK_SIZE):
        if start:
            writer._write_block()
        block = slice(start, start + schema.BLOCK_SIZE)
        writer._ids, writer._weights = found.ids[block], found.weights[block]
        writer._values = found.values[block]
        writer._maxweight = max(writer._weights)
