"""Which segments are merged, and when.

Segments of about the same size are merged eight at a time, so that an item is rewritten once for
each power of eight, and a search never meets more than a few dozen segments. Small ones whose items
this process still knows are written anew within the next commit, at hardly more than its own cost.
The others wait until what was said is committed, and found: nobody waits for a merge.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from search.core.whoosh_engine.writing import BulkWriter

WIDTH = 8
#: Takes the writer and the segments that there were; returns those that stay as they are.
Policy = Callable[["BulkWriter", list[Any]], list[Any]]
_SMALLEST = 8


def tiered(writer: BulkWriter, segments: list[Any]) -> list[Any]:
    """A policy for Whoosh: writes all that are due into the new segment, returns those that stay."""
    merged = due(segments)
    for segment in merged:
        writer.add_segment(segment)
    return [segment for segment in segments if _living(segment) and segment not in merged]


def at_hand(writer: BulkWriter, segments: list[Any]) -> list[Any]:
    """The policy of writing anew, of those that are due, the ones whose items are known."""
    merged = [segment for segment in due(segments) if segment.segment_id() in writer.known]
    for segment in merged:
        writer.add_known(segment)
    return [segment for segment in segments if _living(segment) and segment not in merged]


def cannot_wait(writer: BulkWriter) -> bool:
    """Whether most of what is due after a commit is not known, so that no next commit writes it anew."""
    known = [segment.segment_id() in writer.known for segment in due(writer.committed)]
    return known.count(False) > known.count(True)


def due(segments: list[Any]) -> list[Any]:
    """Those that should be written anew as one."""
    living = [segment for segment in segments if _living(segment)]
    tiers: dict[int, list[Any]] = {}
    for segment in living:
        tiers.setdefault(_tier(segment), []).append(segment)
    merged = [segment for tier in tiers.values() if len(tier) >= WIDTH for segment in tier]
    return merged + [segment for segment in living if segment not in merged and _is_mostly_deleted(segment)]


def _living(segment: Any) -> int:
    return int(segment.doc_count_all() - segment.deleted_count())


def _is_mostly_deleted(segment: Any) -> bool:
    return _living(segment) * 2 < int(segment.doc_count_all())


def _tier(segment: Any) -> int:
    return int(math.log(max(_living(segment), _SMALLEST), WIDTH))
