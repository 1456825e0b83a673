"""Where the comments that a person sees lie in one version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q

from documents import selectors as documents
from reviews.models import CommentRevision, CommentState, Placement, PlacementStatus
from reviews.selectors import comments

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backend.accounts.selectors import Viewer
    from documents.models import Version


def placements_visible_to(person: Viewer, version: Version) -> QuerySet[Placement]:
    """Places in one version of the comments that the person sees, in reading order."""
    seen = comments.comments_visible_to(person)
    rows = Placement.objects.filter(version=version, comment__in=seen)
    return rows.order_by("ordinal", "start_offset", "comment_id")


def all_placements_visible_to(person: Viewer) -> QuerySet[Placement]:
    """Places, in any version that the person sees, of the comments that they see."""
    return Placement.objects.filter(
        comment__in=comments.comments_visible_to(person), version__in=documents.versions_visible_to(person),
    )


def placements_for_cards(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Placements with all that the cards of their comments show."""
    earlier = CommentRevision.objects.filter(comment=OuterRef("comment"))
    return placements.annotate(is_edited=Exists(earlier)).select_related(
        "comment__agency", "comment__proposal", "comment__received_in", "comment__duplicate_of",
        "comment__version",
    ).prefetch_related(Prefetch("comment__replies", queryset=comments.replies_for_cards()))


def to_confirm(person: Viewer, version: Version) -> QuerySet[Placement]:
    """Places that nobody has confirmed and that the machine is not sure of, or could not find."""
    doubtful = Q(is_unsure=True) | Q(status=PlacementStatus.ORPHANED)
    return placements_visible_to(person, version).filter(doubtful, confirmed_at=None).exclude(
        comment__state=CommentState.WITHDRAWN,
    )


def is_placing(version: Version, person: Viewer) -> bool:
    """Whether comments that the person sees are still being placed on the version."""
    return placements_visible_to(person, version).filter(status=PlacementStatus.PENDING).exists()
