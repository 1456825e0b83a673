"""The steps of plans."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from documents import selectors as documents
from reviews.models import Milestone

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from backend.accounts.selectors import Viewer
    from documents.models import Document


def milestones_visible_to(person: Viewer) -> QuerySet[Milestone]:
    """The steps in the plans of the documents that the person sees."""
    return all_milestones_visible_to(person).filter(cancelled_at=None)


def all_milestones_visible_to(person: Viewer) -> QuerySet[Milestone]:
    """The same with those that were taken out of their plan."""
    return Milestone.objects.filter(document__in=documents.documents_visible_to(person))


def next_milestone(document: Document) -> Milestone | None:
    """The first step that is not met, in the order of their dates."""
    open_steps = document.milestones.filter(met_on=None, cancelled_at=None)
    return open_steps.order_by("to_on", "due_at", "id").first()


def overdue(milestones: QuerySet[Milestone], *, now: datetime) -> QuerySet[Milestone]:
    """Steps not met whose moment, or the last day of whose interval, is over.

    A day is over when it is over everywhere on Earth, 12 hours after its end in UTC.
    """
    today = (now - timedelta(hours=12)).date()
    is_over = Q(due_at__lt=now) | Q(due_at=None, to_on__lt=today)
    return milestones.filter(is_over, met_on=None, cancelled_at=None)
