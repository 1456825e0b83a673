"""Where comments lie in another version: anchors carried along the text that stayed."""

from __future__ import annotations

from collections.abc import Iterable

from documents.core.collecting import no_collection
from documents.core.comparing import compare
from documents.core.following.placing import Follower
from documents.core.model import Anchor, Comparison, Draft, Placement

__all__ = ["follow"]


@no_collection()
def follow(
    anchors: Iterable[Anchor], old: Draft, new: Draft, comparison: Comparison | None = None
) -> tuple[Placement, ...]:
    """The place of each anchor of `old` in `new`, in the same order.

    Confidence is the part of the anchor's words that survive, lowered where the block and the words
    around did not, or where nothing beside the block says that it is the same block. An anchor whose
    words went is orphaned, with the nearest place that stayed: a wrong place is worse than none. So is one
    with a `quote` of which too little is left. `comparison` saves comparing again.
    """
    follower = Follower(old, new, compare(old, new) if comparison is None else comparison)
    return tuple([follower.place(anchor) for anchor in anchors])
