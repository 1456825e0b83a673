"""What a person may see of reviews; every read of something private starts here."""

from __future__ import annotations

from reviews.selectors.comments import (
    RELEASED,
    UNRELEASED,
    WITHIN_AGENCY,
    comment_visible_to,
    comments_for_cards,
    comments_visible_to,
    replies_for_cards,
    replies_visible_to,
    stands_visible_to,
    uids_of,
)
from reviews.selectors.counts import TALLY, comment_counts, released_and_others, section_counts
from reviews.selectors.groups import alike, group_counts, members_visible_to
from reviews.selectors.happened import AGENCY_VERBS, events_visible_to
from reviews.selectors.merging import TO_EDITORS, earlier_proposals, merges_visible_to, proposals_in_room
from reviews.selectors.places import (
    all_placements_visible_to,
    is_placing,
    placements_for_cards,
    placements_visible_to,
    to_confirm,
)
from reviews.selectors.plans import all_milestones_visible_to, milestones_visible_to, next_milestone, overdue
from reviews.selectors.returns import returns_visible_to, sheet_rows_visible_to
from reviews.selectors.tables import (
    agencies_in,
    operations_visible_to,
    people_in,
    sweeps_visible_to,
    views_visible_to,
)

__all__ = [
    "AGENCY_VERBS", "RELEASED", "TALLY", "TO_EDITORS", "UNRELEASED", "WITHIN_AGENCY", "agencies_in",
    "alike", "all_milestones_visible_to", "all_placements_visible_to", "comment_counts",
    "comment_visible_to", "comments_for_cards", "comments_visible_to", "earlier_proposals",
    "events_visible_to", "group_counts", "is_placing", "members_visible_to", "merges_visible_to",
    "milestones_visible_to", "next_milestone", "operations_visible_to", "overdue", "people_in",
    "placements_for_cards", "placements_visible_to", "proposals_in_room", "released_and_others",
    "replies_for_cards", "replies_visible_to", "returns_visible_to", "section_counts",
    "sheet_rows_visible_to", "stands_visible_to", "sweeps_visible_to", "to_confirm", "uids_of",
    "views_visible_to",
]
