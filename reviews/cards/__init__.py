"""Cards: a comment as a page shows it to one person, with what they may do, made without further queries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from documents.core.comparing import redline_segments
from reviews import rules
from reviews.core import lifecycle
from reviews.models import Comment, Disposition, Placement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from documents.core.comparing.redline import Segment
    from reviews.rules import Standing

LABELS = dict(Disposition.choices)
#: What the templates of cards need once, besides the cards.
CONTEXT = {"dispositions": Disposition.choices, "needs_reason": sorted(lifecycle.NEEDS_REASON)}


@dataclass
class Card:
    """One comment at one place, for one person. `error` is why what they tried did not work."""

    comment: Comment
    placement: Placement
    actions: frozenset[str]
    is_mine: bool
    is_edited: bool
    permalink: str
    who: str
    error: str = ""

    @cached_property
    def redline(self) -> tuple[Segment, ...]:
        """The proposal as pieces that stay, go and come; worked out only when the card is drawn."""
        proposal = getattr(self.comment, "proposal", None)
        return redline_segments(proposal.original, proposal.text) if proposal else ()

    @property
    def segments_json(self) -> str:
        """The place as the page's script reads it."""
        return json.dumps(self.placement.segments, separators=(",", ":"))

    @property
    def disposition_label(self) -> str:
        """The answer in words, nothing without one."""
        return LABELS.get(self.comment.disposition, "")


def cards(placements: Iterable[Placement], standing: Standing, slug: str) -> list[Card]:
    """Cards for placements that were fetched with `selectors.placements_for_cards`."""
    return [card(placement, standing, slug) for placement in placements]


def card(placement: Placement, standing: Standing, slug: str, *, error: str = "") -> Card:
    """The card of one placed comment."""
    comment = placement.comment
    return Card(
        comment, placement, rules.actions(standing, comment), rules.is_author(standing, comment),
        is_edited=bool(getattr(placement, "is_edited", False)),
        permalink=f"/documents/{slug}/comments/{comment.register_number or comment.uid}/",
        who=comment.hidden_name if comment.hidden_name and rules.may_name(standing, comment)
        else comment.author_name,
        error=error,
    )


def index(placements: Iterable[Placement], standing: Standing) -> list[dict[str, Any]]:
    """What a page knows of comments before their cards are loaded: where they lie and what they are."""
    return [_entry(placement, standing) for placement in placements]


def _entry(placement: Placement, standing: Standing) -> dict[str, Any]:
    comment = placement.comment
    return {
        "uid": str(comment.uid), "number": comment.register_number, "kind": comment.anchor_kind,
        "ordinal": placement.ordinal, "block": placement.start_block, "segments": placement.segments,
        "agency": comment.agency.code if comment.agency else "", "author": comment.author_name,
        "type": comment.type, "severity": comment.severity, "state": comment.state,
        "disposition": comment.disposition, "status": placement.status,
        "mine": rules.is_author(standing, comment), "proposal": hasattr(comment, "proposal"),
    }
