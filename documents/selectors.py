"""What a person may see of documents; every read of something private starts here.

`person` may be anonymous: then there is nothing but publications.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.accounts.selectors import Viewer, belongs
from documents.models import (
    Document,
    DocumentRole,
    NewsItem,
    Participation,
    Publication,
    Role,
    Version,
    VersionState,
)


def documents_visible_to(person: Viewer) -> QuerySet[Document]:
    """Documents in which the person has a role, or one of their agencies takes part, now."""
    if not person.is_authenticated:
        return Document.objects.none()
    has_role = DocumentRole.objects.filter(document=OuterRef("pk"), person=person, ended_at=None)
    takes_part = Participation.objects.filter(
        belongs(person, "agency"), document=OuterRef("pk"), ended_at=None
    )
    return Document.objects.filter(Exists(has_role) | Exists(takes_part))


def documents_steered_by(person: Viewer) -> QuerySet[Document]:
    """Documents in which the person is editor or coordinator now."""
    if not person.is_authenticated:
        return Document.objects.none()
    steers = DocumentRole.objects.filter(
        document=OuterRef("pk"),
        person=person,
        ended_at=None,
        role__in=[Role.EDITOR, Role.COORDINATOR],
    )
    return Document.objects.filter(Exists(steers))


def versions_visible_to(person: Viewer) -> QuerySet[Version]:
    """Issued versions of visible documents; those not issued yet only for who steers the document."""
    issued = Q(state=VersionState.ISSUED, document__in=documents_visible_to(person))
    return Version.objects.filter(issued | Q(document__in=documents_steered_by(person)))


def versions_readable_by(person: Viewer) -> QuerySet[Version]:
    """What a person may read: the versions visible to them, and those made public."""
    visible = versions_visible_to(person).values("pk")
    return Version.objects.filter(Q(pk__in=visible) | Q(publication__in=publications_visible()))


def publications_visible() -> QuerySet[Publication]:
    """What anybody can read."""
    return Publication.objects.filter(withdrawn_at=None)


def news_visible() -> QuerySet[NewsItem]:
    """Public notes, newest first."""
    return NewsItem.objects.all()
