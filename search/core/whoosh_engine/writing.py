"""Writes a segment: new items, and the living documents of segments that are merged into it.

Whoosh's own writer sorts every single posting through a pool, on disk if there are many, and
filters a merged posting list through a new set. Here the words of new items are sorted as arrays
(`collecting`), and merging goes word by word over all sources: it holds one posting list at a time.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from heapq import merge
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any

import numpy as np
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.system import pack_ushort
from whoosh.writing import SegmentWriter

from search.core.items import Item, stable_hash
from search.core.whoosh_engine import schema
from search.core.whoosh_engine.collecting import NewItems, Source
from search.core.whoosh_engine.postings import Numbers, PostingList, appended, packed
from search.core.whoosh_engine.segment import PostingCache, Segment
from search.core.whoosh_engine.storage import DurableStorage

#: Items of a segment that are remembered at most.
_REMEMBERED = 512
_PACK = struct.Struct("!iiiiqqqq").pack


class OldSegment:
    """The living documents of a segment; `numbers` are their new numbers, -1 for the deleted."""

    def __init__(self, segment: Segment, numbers: Numbers) -> None:
        self.segment = segment
        self.numbers = numbers

    def terms(self, field: str) -> Iterator[bytes]:
        return self.segment.terms(field)

    def pour(self, field: str, word: bytes, into: PostingList) -> None:
        found = self.segment.unpacked(field, word)
        numbers = self.numbers[found.ids]
        kept = numbers >= 0
        counted = kept if len(found.counts) else kept[:0]
        appended(into, (numbers[kept], found.weights[kept], found.counts[counted],
                        found.places[np.repeat(counted, found.counts)]))


class BulkWriter(SegmentWriter):  # type: ignore[misc]
    """One commit to the index in a directory. The caller holds the lock, and calls `commit` or `cancel`."""

    def __init__(self, storage: DurableStorage, known: Mapping[str, tuple[Item, ...]]) -> None:
        super().__init__(FileIndex(storage, schema.schema()), _lk=False, compound=False, codec=schema.Codec())
        self.known = dict(known)  # the items of small segments by their numbers; after `commit`, those of now
        self._items: list[Item] = []
        self.committed: list[Any] = []  # the segments after `commit`
        self._new = NewItems()
        self._old: list[OldSegment] = []

    def add_item(self, item: Item) -> None:
        """Write an item's columns and collect its words."""
        length = self._new.add(self.docnum, item)
        record = _PACK(item.document, item.first_version, item.last_version, length, item.date,
                       stable_hash(item.id), item.fingerprint(), schema.numbered(item.number))
        columns = self._columns()
        columns["name"].add(self.docnum, item.id.encode())
        columns["record"].add(self.docnum, record)
        for name in schema.LABELS:
            columns[name].add(self.docnum, getattr(item, name).encode())
        if len(self._items) <= _REMEMBERED:
            self._items.append(item)
        self.docnum += 1
        self.perdocwriter._doccount = self.docnum
        self._added = True

    def _columns(self) -> dict[str, Any]:
        """Whoosh's writers of all columns; asked for one value at a time, it would look each up again."""
        writer = self.perdocwriter
        if "record" not in writer._colwriters:
            for name, column in schema.COLUMNS.items():
                writer._create_column(name, column)
        writers: dict[str, Any] = writer._colwriters
        return writers

    def add_known(self, segment: Any) -> None:
        """Write the living items of a segment whose items are known."""
        for number, item in enumerate(self.known[segment.segment_id()]):
            if not segment.is_deleted(number):
                self.add_item(item)

    def add_segment(self, segment: Any) -> None:
        """Write a segment's living documents again, at the end of this one."""
        start = self.docnum
        reader = SegmentReader(self.storage, self.schema, segment)
        self.write_per_doc(set(self.schema.names()), reader)
        reader.close()
        alive = np.ones(segment.doc_count_all(), np.bool_)
        alive[list(segment.deleted_docs())] = False
        numbers = np.where(alive, np.cumsum(alive) - 1 + start, -1)
        self._old.append(OldSegment(Segment(self.storage, segment, PostingCache(0)), numbers))
        self._added = True

    def _commit_toc(self, segments: list[Any]) -> None:
        """Name the segments that count from now on (called by `commit`)."""
        super()._commit_toc(segments)
        self.committed = segments
        new = self.get_segment().segment_id()
        if self._items and not self._old and len(self._items) <= _REMEMBERED:
            self.known[new] = tuple(self._items)
        names = {segment.segment_id() for segment in segments}
        self.known = {name: items for name, items in self.known.items() if name in names}

    def _flush_segment(self) -> None:
        """Write all postings (called by `commit`)."""
        self.perdocwriter.close()
        sources: list[Source] = [self._new, *self._old]
        for field in schema.FORMATS:
            self.fieldwriter.start_field(field, self.schema[field])
            for word, found in _by_word(sources, field):
                self._write_term(word, found)
            self.fieldwriter.finish_field()
        self.fieldwriter.close()

    def _write_term(self, word: bytes, found: PostingList) -> None:
        """Write a posting list, and where it lies into Whoosh's table of terms."""
        writer = self.fieldwriter
        data = packed(found)
        at = writer._postfile.tell()
        writer._postfile.write(data)
        writer._tindex.add(pack_ushort(writer._fieldid) + word, schema.EXTENT.pack(at, len(data)))


def _by_word(sources: list[Source], field: str) -> Iterator[tuple[bytes, PostingList]]:
    """Every word of all sources once, in order, with its postings."""
    streams = [zip(source.terms(field), repeat(number)) for number, source in enumerate(sources)]
    for word, holders in groupby(merge(*streams), key=itemgetter(0)):
        found = PostingList()
        for _, number in holders:
            sources[number].pour(field, word, found)
        if found.ids:
            yield word, found
