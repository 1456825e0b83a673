"""Comments that say nearly the same, as a person sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from documents import selectors as documents
from reviews.models import CommentGroup, CommentState, GroupMember
from reviews.selectors.comments import comment_visible_to, comments_visible_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from backend.accounts.selectors import Viewer
    from documents.models import Document


def members_visible_to(person: Viewer, document: Document) -> QuerySet[GroupMember]:
    """Comments of groups, of those that the person sees, in groups made among what they see all of."""
    steers = documents.documents_steered_by(person).filter(pk=document.pk).exists()
    audiences = list(CommentGroup.Audience) if steers else [CommentGroup.Audience.DOCUMENT]
    rows = GroupMember.objects.filter(comment_visible_to(person, "comment__"), group__document=document)
    return rows.filter(group__audience__in=audiences, parted_at=None).exclude(
        comment__state=CommentState.WITHDRAWN,
    )


def group_counts(person: Viewer, document: Document) -> dict[int, int]:
    """How many comments the person sees in each group; groups of one are none."""
    rows = members_visible_to(person, document).order_by().values_list("group").annotate(size=Count("id"))
    return dict(rows.filter(size__gt=1).values_list("group", "size"))


def alike(
    person: Viewer, document: Document, comments: Sequence[int], *, seen_as: Viewer | None = None,
) -> dict[int, int]:
    """For comments of a group: how many of it the person, and whom they look as, see; in three queries."""
    if not GroupMember.objects.filter(comment__in=comments, parted_at=None).exists():
        return {}
    members = members_visible_to(person, document)
    if seen_as is not None:
        members = members.filter(comment__in=comments_visible_to(seen_as))
    groups = dict(members.filter(comment__in=comments).order_by().values_list("comment", "group"))
    if not groups:
        return {}
    rows = members.filter(group__in=set(groups.values())).order_by().values_list("group")
    sizes = dict(rows.annotate(Count("id")))
    return {comment: sizes[group] for comment, group in groups.items() if sizes[group] > 1}
