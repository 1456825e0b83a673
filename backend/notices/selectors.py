"""What a person has been told."""

from django.db.models import QuerySet

from backend.accounts.selectors import Viewer
from backend.notices.models import Notice


def notices_of(person: Viewer) -> QuerySet[Notice]:
    """The person's notices, newest first, with their events."""
    return Notice.objects.filter(person=person.pk).select_related("event__actor")


def unread_count(person: Viewer) -> int:
    return notices_of(person).filter(read_at=None).count()
