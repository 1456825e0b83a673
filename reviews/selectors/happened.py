"""What happened, without what was done to things that the person does not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from backend.accounts import selectors as accounts
from backend.events.models import Event
from documents import selectors as documents
from reviews.models import Comment
from reviews.selectors import comments, meetings, merging, positions, returns, rounds

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backend.accounts.selectors import Viewer

#: Events of what an agency does among its members; its comments' later release does not tell of them.
AGENCY_VERBS = tuple(f"reviews.comment.{verb}" for verb in (
    "reworded", "returned", "held", "freed", "merged", "parted",
))


def events_visible_to(person: Viewer) -> QuerySet[Event]:
    """Events of documents that the person sees, without those about what they do not see."""
    if not person.is_authenticated:
        return Event.objects.none()
    of_comments = Q(
        target_type="reviews.comment", target_id__in=comments.comments_visible_to(person).values("pk"),
    )
    of_returns = Q(
        target_type="reviews.return", target_id__in=returns.returns_visible_to(person).values("pk"),
    )
    of_versions = Q(
        target_type="documents.version",
        target_id__in=documents.versions_visible_to(person).values("pk"),
    )
    of_rounds = Q(
        target_type="reviews.round", target_id__in=rounds.rounds_visible_to(person).values("pk"),
    )
    of_invitations = Q(
        target_type="reviews.invitation", target_id__in=rounds.invitations_visible_to(person).values("pk"),
    )
    of_findings = Q(
        target_type="reviews.finding", target_id__in=meetings.findings_visible_to(person).values("pk"),
    )
    of_merges = Q(target_type="reviews.merge", target_id__in=merging.merges_visible_to(person).values("pk"))
    of_approvals = Q(
        target_type="reviews.approval",
        target_id__in=positions.approvals_visible_to(person).values("pk"),
    )
    of_stands = Q(target_type="reviews.stand", target_id__in=comments.stands_visible_to(person).values("pk"))
    # Who wrote to whom, and what was done to many at once, is told to those who steer the document.
    steered = documents.documents_steered_by(person).values("pk")
    of_letters = Q(target_type__in=["reviews.letter", "reviews.sweep"], document_id__in=steered)
    mine = Q(target_type="reviews.sheetexport", actor=person.pk)
    others = ~Q(target_type__in=[
        "reviews.comment", "reviews.return", "reviews.round", "reviews.invitation", "reviews.finding",
        "reviews.merge", "reviews.approval", "reviews.letter", "reviews.sweep", "reviews.stand",
        "reviews.sheetexport",
        "documents.version",
    ])
    inside = ~Q(verb__in=AGENCY_VERBS) | Q(target_id__in=Comment.objects.filter(
        agency__in=accounts.agencies_of(person),
    ).values("pk"))
    inside &= ~Q(verb="reviews.export.ordered") | Q(actor=person.pk)
    seen = of_comments | of_returns | of_rounds | of_invitations | of_findings | of_versions | others
    seen |= of_merges | of_approvals | of_letters | of_stands | mine
    here = documents.documents_visible_to(person).values("pk")
    return Event.objects.filter(seen, inside, document_id__in=here)
