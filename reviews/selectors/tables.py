"""What the matrix is worked with: views, acts on many comments, people and agencies to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from backend.accounts.models import Agency, Person
from documents import selectors as documents
from reviews.models import Operation, SavedView, Sweep

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backend.accounts.selectors import Viewer
    from documents.models import Document


def operations_visible_to(person: Viewer) -> QuerySet[Operation]:
    """What was done to many comments at once, in documents that the person steers."""
    return Operation.objects.filter(document__in=documents.documents_steered_by(person))


def sweeps_visible_to(person: Viewer) -> QuerySet[Sweep]:
    """Acts on all that a filter found, in documents that the person steers."""
    return Sweep.objects.filter(document__in=documents.documents_steered_by(person))


def people_in(document: Document) -> QuerySet[Person]:
    """Who can prepare an answer: people with a role in the document."""
    roles = document.roles.filter(ended_at=None).exclude(role="observer")
    return Person.objects.filter(pk__in=roles.values("person_id"), is_active=True).order_by("name", "id")


def views_visible_to(person: Viewer, document: Document) -> QuerySet[SavedView]:
    """The person's own views of a document that they see, and those that are shared there."""
    rows = SavedView.objects.filter(document__in=documents.documents_visible_to(person))
    return rows.filter(Q(owner_id=person.pk) | Q(is_shared=True), document=document)


def agencies_in(document: Document) -> QuerySet[Agency]:
    """The agencies that take part in a document, or did."""
    return Agency.objects.filter(participations__document=document).order_by("code").distinct()
