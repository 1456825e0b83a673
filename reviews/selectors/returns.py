"""What came back, as its senders and the editors may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from backend.accounts import selectors as accounts
from documents import selectors as documents
from reviews.models import Return, SheetRow, Visibility
from reviews.selectors import comments

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backend.accounts.selectors import Viewer


def returns_visible_to(person: Viewer) -> QuerySet[Return]:
    """Returns that the person sent, those of their agencies, and those that the editors may see."""
    if not person.is_authenticated:
        return Return.objects.none()
    to_editors = Q(
        visibility__in=[*comments.RELEASED, Visibility.EDITORS],
        document__in=documents.documents_steered_by(person),
    )
    of_my_agencies = Q(visibility__in=comments.WITHIN_AGENCY, agency__in=accounts.agencies_of(person))
    return Return.objects.filter(
        Q(received_by_id=person.pk) | of_my_agencies | to_editors,
        document__in=documents.documents_visible_to(person),
    )


def sheet_rows_visible_to(person: Viewer) -> QuerySet[SheetRow]:
    """Rows of sheets that the person sent, and of those of their agencies.

    The editors see the comments that came of them: a row names people whom a round may hide.
    """
    if not person.is_authenticated:
        return SheetRow.objects.none()
    mine = Q(received__received_by_id=person.pk) | Q(received__agency__in=accounts.agencies_of(person))
    return SheetRow.objects.filter(mine, received__in=returns_visible_to(person))
