"""Comments as a person may see them, and what hangs on them; all other reads of comments begin here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from backend.accounts import selectors as accounts
from documents import selectors as documents
from reviews.models import Comment, Reply, Stand, Visibility
from reviews.selectors import rounds

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from backend.accounts.selectors import Viewer

RELEASED = (Visibility.DOCUMENT, Visibility.PUBLIC)
UNRELEASED = tuple(visibility for visibility in Visibility if visibility not in RELEASED)
#: What an agency's members see of each other besides.
WITHIN_AGENCY = (Visibility.AGENCY, Visibility.SEALED, Visibility.EDITORS)


def comments_visible_to(person: Viewer) -> QuerySet[Comment]:
    """Comments in documents that the person sees: their own, those of their agencies, released ones.

    Coordinators and editors see what is not released no more than anybody else; what a round's rules
    let only them see, they do. Whoever sent a file sees what came in it.
    """
    return Comment.objects.filter(comment_visible_to(person))


def comment_visible_to(person: Viewer, prefix: str = "") -> Q:
    """The same as a condition on comments, or on what points to them by `prefix` (`"comment__"`)."""
    if not person.is_authenticated:
        return Q(**{f"{prefix}pk__in": []})
    named = {
        "author_id": person.pk, "author": None, "received_in__received_by_id": person.pk,
        "visibility__in": RELEASED, "agency__in": accounts.agencies_of(person),
        "document__in": documents.documents_visible_to(person),
    }

    def where(*names: str) -> Q:
        return Q(**{prefix + name: named[name] for name in names})

    mine = where("author_id") | where("author", "received_in__received_by_id")
    of_my_agencies = where("agency__in") & Q(**{f"{prefix}visibility__in": WITHIN_AGENCY})
    steered = documents.documents_steered_by(person)
    to_editors = Q(**{f"{prefix}visibility": Visibility.EDITORS, f"{prefix}document__in": steered})
    return (mine | of_my_agencies | to_editors | where("visibility__in")) & where("document__in")


def replies_visible_to(person: Viewer) -> QuerySet[Reply]:
    """Replies follow their comment."""
    return Reply.objects.filter(comment__in=comments_visible_to(person), withdrawn_at=None)


def stands_visible_to(person: Viewer) -> QuerySet[Stand]:
    """What agencies say for and against comments that the person sees: their own agencies at once, others
    as the round lets them see that asked the agency when it said so.
    """
    if not person.is_authenticated:
        return Stand.objects.none()
    own = Q(agency__in=accounts.agencies_of(person))
    shown = own | Q(round=None) | Q(round__in=rounds.shown_to_others(person))
    return Stand.objects.filter(shown, comment_visible_to(person, "comment__"))


def comments_for_cards(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """The same comments with all that their cards show, whatever their number: one more query."""
    return comments.select_related(
        "agency", "proposal", "received_in", "duplicate_of", "version",
    ).prefetch_related(Prefetch("replies", queryset=replies_for_cards()))


def replies_for_cards() -> QuerySet[Reply]:
    return Reply.objects.filter(withdrawn_at=None).select_related("agency").order_by("created_at", "id")


def uids_of(comments: set[int]) -> dict[int, UUID]:
    """The uids of comments that were seen already."""
    return dict(Comment.objects.filter(pk__in=comments).values_list("pk", "uid"))
