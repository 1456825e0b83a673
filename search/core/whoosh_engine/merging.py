"""Which segments are merged at a commit, and how.

Segments of about the same size are merged eight at a time, so that an item is rewritten once for
each power of eight, and a search never meets more than a few dozen segments.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from whoosh.reading import SegmentReader

from search.core.whoosh_engine.segment import PostingCache, Segment

WIDTH = 8
_SMALLEST = 64


def tiered(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy: merges into the segment being written, returns those that stay."""
    living = [segment for segment in segments if _living(segment)]
    tiers: dict[int, list[Any]] = {}
    for segment in living:
        tiers.setdefault(_tier(segment), []).append(segment)
    merged = [segment for tier in tiers.values() if len(tier) >= WIDTH for segment in tier]
    merged += [segment for segment in living if segment not in merged and _is_mostly_deleted(segment)]
    for segment in merged:
        _merge(writer, segment)
    return [segment for segment in living if segment not in merged]


def _living(segment: Any) -> int:
    return int(segment.doc_count_all() - segment.deleted_count())


def _is_mostly_deleted(segment: Any) -> bool:
    return _living(segment) * 2 < int(segment.doc_count_all())


def _tier(segment: Any) -> int:
    return int(math.log(max(_living(segment), _SMALLEST), WIDTH))


def _merge(writer: Any, segment: Any) -> None:
    """Copy what is alive. Whoosh's own `add_reader` filters every posting list through a new set."""
    start = writer.docnum
    reader = SegmentReader(writer.storage, writer.schema, segment)
    writer.write_per_doc(set(writer.schema.names()), reader)
    reader.close()
    alive = np.ones(segment.doc_count_all(), np.bool_)
    alive[list(segment.deleted_docs())] = False
    numbers = (np.cumsum(alive) - 1 + start).tolist()
    postings = Segment(writer.storage, segment, PostingCache(0)).every_posting()
    for field, word, ids, weights, values in postings:
        for n, old in enumerate(ids.tolist()):
            if alive[old]:
                writer.pool.add((field, word, numbers[old], float(weights[n]), values[n] if values else None))
    writer._added = True
