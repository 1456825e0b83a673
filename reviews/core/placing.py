"""Comments' places in the next version: anchors to follow out, one placement for each comment back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from documents.core.model import Anchor, Placement, PlacementStatus
from reviews.core.anchors import QUOTE_LIMIT

Segment = tuple[str, int, int]

#: Below this confidence a person is asked to confirm the place.
SURE = 0.9
#: Between a comment's id and the number of its segment in the ids of anchors.
_MARK = "#"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment lies in one version; `segments` are (block, start, end) in reading order."""

    status: PlacementStatus
    segments: tuple[Segment, ...]
    confidence: float
    is_unsure: bool


def anchors_to_follow(comment: str, segments: Sequence[Segment], quote: str = "") -> list[Anchor]:
    """One core anchor for each segment of a comment's place in the older version.

    `quote` is what the comment was made on. It holds where one place in one block has it whole.
    """
    kept = quote if len(segments) == 1 and "\n" not in quote and len(quote) < QUOTE_LIMIT else ""
    return [
        Anchor(f"{comment}{_MARK}{index}", block, start, end, kept)
        for index, (block, start, end) in enumerate(segments)
    ]


def places_of(placements: Iterable[Placement]) -> dict[str, Place]:
    """The place of every comment whose anchors were followed, by comment id."""
    followed: dict[str, dict[int, Placement]] = {}
    for placement in placements:
        comment, _, index = placement.id.rpartition(_MARK)
        followed.setdefault(comment, {})[int(index)] = placement
    return {comment: _joined([parts[n] for n in sorted(parts)]) for comment, parts in followed.items()}


def _joined(parts: Sequence[Placement]) -> Place:
    """One place from the places of all segments: what survived, and as unsure as the worst of them."""
    found = [part for part in parts if part.status != "orphaned"]
    if not found:
        return Place("orphaned", tuple(_own(parts[0])), 0.0, is_unsure=False)
    status: PlacementStatus = "moved" if any(part.status == "moved" for part in found) else "placed"
    confidence = min(part.confidence for part in found) * len(found) / len(parts)
    segments = tuple(segment for part in found for segment in _own(part))
    return Place(status, segments, round(confidence, 4), is_unsure=confidence < SURE)


def _own(part: Placement) -> list[Segment]:
    if part.status != "orphaned" and part.segments:
        return [(str(block), start, end) for block, start, end in part.segments]
    return [] if part.block is None else [(str(part.block), part.start, part.end)]


def in_reading_order(
    segments: Sequence[Segment], ordinals: Mapping[str, int],
) -> tuple[Segment, ...]:
    """`segments` sorted by where their blocks stand, joined where they touch."""
    ordered = sorted(segments, key=lambda segment: (ordinals.get(segment[0], 0), segment[1], segment[2]))
    joined: list[Segment] = []
    for block, start, end in ordered:
        if joined and joined[-1][0] == block and start <= joined[-1][2]:
            joined[-1] = (block, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((block, start, end))
    return tuple(joined)
