"""Finding comments that say nearly the same, and taking one out that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backend.errors import NotYou
from backend.events import services as events
from documents import rules as documents_rules
from reviews.core import grouping
from reviews.models import Comment, CommentGroup, CommentState, GroupMember, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from backend.accounts.models import Person
    from documents.models import Document

#: Up to here groups are found whenever something was said; beyond, when somebody asks or a round closes.
FEW = 2_000
_BATCH = 500
_SEEN_BY = {
    CommentGroup.Audience.DOCUMENT: (Visibility.DOCUMENT, Visibility.PUBLIC),
    CommentGroup.Audience.EDITORS: (Visibility.EDITORS,),
}


def find_groups(*, document: Document, by: Person | None = None) -> int:
    """Group the document's comments anew; how many groups there are. Run again, it changes nothing.

    Only comments that the same people see are compared with each other. What somebody took out of a
    group stays out. Raises `NotYou` for those who do not steer the document.
    """
    if by is not None and not documents_rules.can_edit(by, document):
        raise NotYou("Only editors and coordinators look for repeats.")
    with transaction.atomic():
        parted = set(
            GroupMember.objects.filter(group__document=document)
            .exclude(parted_at=None).values_list("comment_id", flat=True),
        )
        found = {
            audience: grouping.groups(_said(document, audience, parted)) for audience in _SEEN_BY
        }
        count = _store(document, found)
        if by is not None:  # what the machine does by itself after each comment is no news
            events.record(
                verb="reviews.groups.found", actor=by, document=document, target=document,
                data={"count": count},
            )
    return count


def _said(document: Document, audience: str, parted: set[int]) -> Iterator[grouping.Said]:
    rows = Comment.objects.filter(document=document, visibility__in=_SEEN_BY[audience])  # type: ignore[index]
    rows = rows.exclude(state=CommentState.WITHDRAWN).order_by("id")
    fields = ("pk", "body", "proposal__text", "start_block", "version_id")
    for pk, body, proposal, block, version in rows.values_list(*fields).iterator(chunk_size=2_000):
        if pk not in parted:
            yield grouping.Said(pk, body, proposal or "", f"{version}:{block}" if block else "")


def _store(document: Document, found: dict[CommentGroup.Audience, list[tuple[int, ...]]]) -> int:
    """Write the groups that there are now; those that stand already keep their uid."""
    moment = timezone.now()
    wanted = {ids[0]: (audience, ids) for audience, groups in found.items() for ids in groups}
    standing = CommentGroup.objects.filter(document=document)
    GroupMember.objects.filter(group__document=document, parted_at=None).delete()
    standing.exclude(first__in=wanted).exclude(members__parted_at__isnull=False).delete()
    known = {group.first_id: group for group in standing.filter(first__in=wanted)}
    made = CommentGroup.objects.bulk_create(
        [
            CommentGroup(document=document, first_id=first, audience=audience, found_at=moment)
            for first, (audience, _) in wanted.items() if first not in known
        ],
        batch_size=_BATCH,
    )
    known |= {group.first_id: group for group in made}
    GroupMember.objects.bulk_create(
        [
            GroupMember(group=known[first], comment_id=pk)
            for first, (_, ids) in wanted.items() for pk in ids
        ],
        batch_size=_BATCH,
    )
    return len(wanted)


def part_from_group(*, comment: Comment, by: Person) -> None:
    """Take a comment out of its group for good: it says something else."""
    if not documents_rules.can_edit(by, comment.document):
        raise NotYou("Only editors and coordinators take comments out of groups.")
    with transaction.atomic():
        GroupMember.objects.filter(comment=comment, parted_at=None).update(
            parted_at=timezone.now(), parted_by=by,
        )
        events.record(
            verb="reviews.groups.parted", actor=by, target=comment, document=comment.document_id,
            data={"comment": str(comment.uid)},
        )


def is_due(document: Document) -> bool:
    """Whether groups are found by themselves when something was said."""
    few: QuerySet[Comment] = Comment.objects.filter(document=document)[: FEW + 1]
    return few.count() <= FEW
