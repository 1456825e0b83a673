"""What the editors of a version merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery

from documents import selectors as documents
from reviews.core import lifecycle
from reviews.models import CommentState, Decision, Implementation, Merge, PlacementStatus, Visibility
from reviews.selectors import comments, places

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backend.accounts.selectors import Viewer
    from documents.models import Version
    from reviews.models import Comment, Placement

#: Who may see a comment for the editors to merge its proposal.
TO_EDITORS = (Visibility.EDITORS, Visibility.DOCUMENT, Visibility.PUBLIC)
#: What a merge room needs of each of thousands of comments.
_OF_A_PROPOSAL = (
    "uid", "code", "number", "author_name", "agency", "body", "state", "disposition", "response", "revision",
    "version", "document", "received_in", "created_at", "start_block", "proposal__edits", "proposal__text",
    "proposal__original", "proposal__comment",
)


def proposals_in_room(person: Viewer, version: Version) -> QuerySet[Comment]:
    """Proposals made on a version that were released to its editors, or to everyone: what they merge."""
    rows = comments.comments_visible_to(person).filter(version=version, visibility__in=TO_EDITORS)
    chosen = rows.filter(proposal__isnull=False).exclude(state=CommentState.WITHDRAWN)
    return chosen.select_related("proposal").prefetch_related("agency").only(*_OF_A_PROPOSAL)


def earlier_proposals(person: Viewer, version: Version) -> QuerySet[Placement]:
    """Where proposals of earlier versions that still wait lie in this one.

    Undecided ones; those accepted, with modification or without, that no version holds; those deferred
    before this version was issued; and whatever was answered since. `answered_at` is when an answer was
    last given or taken back.
    """
    issued = version.issued_at or version.created_at
    undecided = Q(comment__state__in=lifecycle.open_states())
    accepted = Q(
        comment__disposition__in=lifecycle.CHANGES_TEXT, comment__implementation=Implementation.PENDING,
    )
    waits = Q(answered_at__lt=issued) & (accepted | Q(comment__disposition="deferred"))
    answered = Q(comment__state=CommentState.DECIDED) & (waits | Q(answered_at__gte=issued))
    last = Decision.objects.filter(comment=OuterRef("comment")).order_by("-id").values("at")[:1]
    rows = places.placements_visible_to(person, version).annotate(answered_at=Subquery(last)).filter(
        undecided | answered, comment__proposal__isnull=False, comment__visibility__in=TO_EDITORS,
    )
    return rows.exclude(comment__version=version).exclude(status=PlacementStatus.PENDING).select_related(
        "comment__agency", "comment__proposal", "comment__version",
    )


def merges_visible_to(person: Viewer) -> QuerySet[Merge]:
    """Merges of the documents that the person steers."""
    if not person.is_authenticated:
        return Merge.objects.none()
    return Merge.objects.filter(base__document__in=documents.documents_steered_by(person))
