"""Which segments are merged at a commit.

Segments of about the same size are merged eight at a time, so that an item is rewritten once for
each power of eight, and a search never meets more than a few dozen segments.
"""

from __future__ import annotations

import math
from typing import Any

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
        writer.add_segment(segment)
    return [segment for segment in living if segment not in merged]


def _living(segment: Any) -> int:
    return int(segment.doc_count_all() - segment.deleted_count())


def _is_mostly_deleted(segment: Any) -> bool:
    return _living(segment) * 2 < int(segment.doc_count_all())


def _tier(segment: Any) -> int:
    return int(math.log(max(_living(segment), _SMALLEST), WIDTH))
