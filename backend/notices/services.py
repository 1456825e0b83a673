"""Telling people that something concerns them."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from backend.accounts.models import Person
from backend.events.models import Event
from backend.notices.models import Notice


def tell(*, people: Iterable[Person], event: Event) -> list[Notice]:
    """Put a notice of the event before each of the people but its actor. Twice changes nothing."""
    notices = [Notice(person=person, event=event) for person in people if person.pk != event.actor_id]
    return Notice.objects.bulk_create(notices, ignore_conflicts=True)


def mark_read(*, person: Person, up_to: int) -> int:
    """Mark the person's notices up to this id as read; return how many were new."""
    with transaction.atomic():
        unread = Notice.objects.filter(person=person, read_at=None, pk__lte=up_to)
        return unread.update(read_at=timezone.now())
