"""Anchors on versions: from the blocks that a comment names, and its place in its own version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.errors import BadInput, NotNow
from documents.models import Block
from reviews.core import anchors
from reviews.core.anchors import CommentAnchor, Misfit
from reviews.models import AnchorKind, Comment, Placement, PlacementStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from documents.models import Version

#: Most blocks that one comment may cover.
MOST_BLOCKS = 400


def anchor_on(
    *, version: Version, kind: str, block: str = "", start: int = 0, end: int | None = None,
    end_block: str = "", quote: str = "",
) -> CommentAnchor:
    """The anchor that lies there in the version.

    Raises `BadInput` for a place that does not exist, `NotNow` when the words there are not `quote`.
    """
    if kind == AnchorKind.DOCUMENT:
        return anchors.whole_document()
    blocks = blocks_between(version, block, end_block or block)
    found = anchors.anchor_in(blocks, kind=kind, start=start, end=end, quote=quote)  # type: ignore[arg-type]
    if isinstance(found, Misfit):
        problem = NotNow if found.code == "quote" else BadInput
        raise problem(found.reason, code=f"anchor_{found.code}")
    return found


def blocks_between(version: Version, first: str, last: str) -> list[tuple[str, str]]:
    """(key, text) of the blocks from `first` to `last`, in reading order; empty if there are none."""
    ends = dict(Block.objects.filter(version=version, key__in={first, last}).values_list("key", "ordinal"))
    if first not in ends or last not in ends or ends[first] > ends[last]:
        return []
    if ends[last] - ends[first] >= MOST_BLOCKS:
        raise BadInput(f"A comment covers at most {MOST_BLOCKS} paragraphs: choose the section instead.")
    rows = Block.objects.filter(version=version, ordinal__range=(ends[first], ends[last]))
    return list(rows.order_by("ordinal").values_list("key", "text"))


def set_anchor(comment: Comment, anchor: CommentAnchor) -> None:
    """Write the anchor into the comment's fields."""
    comment.anchor_kind = anchor.kind
    comment.start_block, comment.start_offset = anchor.start_block, anchor.start
    comment.end_block, comment.end_offset = anchor.end_block, anchor.end
    comment.quote, comment.prefix, comment.suffix = anchor.quote, anchor.prefix, anchor.suffix


def own_placement(comment: Comment, anchor: CommentAnchor, ordinal: int) -> Placement:
    """The comment's place in its own version: exactly its anchor."""
    return Placement(
        comment=comment, version_id=comment.version_id, status=PlacementStatus.PLACED, ordinal=ordinal,
        start_block=anchor.start_block, start_offset=anchor.start,
        end_block=anchor.end_block, end_offset=anchor.end,
        segments=[list(segment) for segment in anchor.segments],
    )


def ordinals_of(version: Version, keys: Iterable[str]) -> dict[str, int]:
    """Where blocks stand in the version, by key."""
    return dict(Block.objects.filter(version=version, key__in=set(keys)).values_list("key", "ordinal"))
