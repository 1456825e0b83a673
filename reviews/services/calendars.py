"""Calendar feeds: of one document's plan, and of a person by a secret address."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from reviews import selectors
from reviews.core import ical
from reviews.core.dates import local_and_utc
from reviews.models import CalendarLink

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.accounts.models import Person
    from reviews.models import Milestone


def make_link(*, person: Person) -> str:
    """A new secret for the person's calendar address; one given before works no more. Shown once."""
    secret = secrets.token_urlsafe(32)
    CalendarLink.objects.update_or_create(
        person=person, defaults={"digest": _digest(secret), "made_at": timezone.now()},
    )
    return secret


def end_link(*, person: Person) -> None:
    """The person's calendar address works no more."""
    CalendarLink.objects.filter(person=person).delete()


def person_of(secret: str) -> Person | None:
    """Whose calendar address this is, if they may still sign in."""
    row = CalendarLink.objects.filter(digest=_digest(secret), person__is_active=True)
    found = row.select_related("person").first()
    return found.person if found else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_for(person: Person) -> bytes:
    """The steps of all documents that the person sees, now."""
    steps = selectors.milestones_visible_to(person).select_related("document").order_by("to_on", "id")
    return feed(steps, name=settings.SITE_NAME, with_document=True)


def feed(milestones: Iterable[Milestone], *, name: str, with_document: bool = False) -> bytes:
    """Steps as iCalendar; `with_document` puts the document's name before each."""
    entries = [_entry(milestone, with_document) for milestone in milestones]
    return ical.feed(entries, name=name, stamp=timezone.now())


def _entry(milestone: Milestone, with_document: bool) -> ical.Entry:
    title = f"{milestone.document.name}: {milestone.title}" if with_document else milestone.title
    return ical.Entry(
        uid=f"{milestone.uid}@draftroom", title=title, from_on=milestone.from_on, to_on=milestone.to_on,
        due_at=milestone.due_at, description=_description(milestone),
        url=f"{settings.SITE_URL}/documents/{milestone.document.slug}/plan/",
        revision=milestone.revision, is_met=milestone.met_on is not None,
    )


def _description(milestone: Milestone) -> str:
    if milestone.due_at is None:
        return f"As planned: {milestone.words}"
    local, utc = local_and_utc(milestone.due_at, milestone.zone)
    return f"{local:%-d %B %Y %H:%M} {local.tzname()} ({utc:%-d %B %H:%M} UTC)"
