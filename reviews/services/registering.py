"""Register numbers such as ESA-014: given when everyone with the document may see a comment, never again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from reviews.models import CommentState, RegisterCounter, Visibility

if TYPE_CHECKING:
    from reviews.models import Comment

#: The code of comments that no agency stands behind: community reviewers, editors on their own.
NO_AGENCY = "REV"


def register(comment: Comment) -> None:
    """Open the comment to everyone with the document and give it its number; the caller saves it.

    Must run inside a transaction: the counter stays locked until its end, so that no number is
    given twice and none is lost but by a comment that was never registered.
    """
    comment.visibility = Visibility.DOCUMENT
    comment.state = CommentState.REGISTERED
    comment.submitted_at = comment.submitted_at or timezone.now()
    comment.code = comment.agency.code if comment.agency else NO_AGENCY
    comment.number = _next_number(comment)


def _next_number(comment: Comment) -> int:
    RegisterCounter.objects.get_or_create(document_id=comment.document_id, code=comment.code)
    counter = RegisterCounter.objects.select_for_update().get(
        document_id=comment.document_id, code=comment.code,
    )
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
