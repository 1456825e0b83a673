"""Calendar feeds: of one document's plan, or of all of a person's, by secret addresses that can be ended."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from reviews import selectors
from reviews.core import ical
from reviews.core.dates import local_and_utc
from reviews.models import CalendarLink

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backend.accounts.models import Person
    from documents.models import Document
    from reviews.models import Milestone

#: So long a step that was taken out is still told to calendars, as cancelled.
REMEMBERED = timedelta(days=400)


def make_link(*, person: Person, document: Document | None = None) -> str:
    """A new secret for a calendar address, of one document or of all; the one before works no more.

    Shown once.
    """
    secret = secrets.token_urlsafe(32)
    CalendarLink.objects.update_or_create(
        person=person, document=document, defaults={"digest": _digest(secret), "made_at": timezone.now()},
    )
    return secret


def end_link(*, person: Person, document: Document | None = None) -> None:
    """The calendar address works no more."""
    CalendarLink.objects.filter(person=person, document=document).delete()


def person_of(secret: str) -> Person | None:
    """Whose calendar address this is, if they may still sign in."""
    found = _link(secret)
    return found.person if found else None


def _link(secret: str) -> CalendarLink | None:
    rows = CalendarLink.objects.filter(digest=_digest(secret), person__is_active=True)
    return rows.select_related("person", "document").first()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_at(secret: str) -> bytes | None:
    """The feed of a secret address, with what its person sees now; None when there is no such address."""
    link = _link(secret)
    if link is None:
        return None
    return feed_of(link.document, link.person) if link.document else feed_for(link.person)


def feed_for(person: Person) -> bytes:
    """The steps of all documents that the person sees, now."""
    return _feed(selectors.all_milestones_visible_to(person), name=settings.SITE_NAME, with_document=True)


def feed_of(document: Document, person: Person) -> bytes:
    """The steps of one document, as far as the person sees it."""
    return _feed(selectors.all_milestones_visible_to(person).filter(document=document), name=document.name)


def _feed(steps: QuerySet[Milestone], *, name: str, with_document: bool = False) -> bytes:
    now = timezone.now()
    forgotten = steps.filter(cancelled_at__lt=now - REMEMBERED)
    rows = steps.exclude(pk__in=forgotten).select_related("document").order_by("to_on", "id")
    return ical.feed([_entry(step, with_document) for step in rows], name=name, stamp=now)


def _entry(step: Milestone, with_document: bool) -> ical.Entry:
    title = f"{step.document.name}: {step.title}" if with_document else step.title
    return ical.Entry(
        uid=f"{step.uid}@draftroom", title=title, from_on=step.from_on, to_on=step.to_on,
        due_at=step.due_at, description=_description(step),
        url=f"{settings.SITE_URL}/documents/{step.document.slug}/plan/#m-{step.uid}",
        revision=step.revision, is_met=step.met_on is not None, is_cancelled=step.cancelled_at is not None,
    )


def _description(step: Milestone) -> str:
    said = f"As planned: {step.words}"
    if step.due_at is not None:
        local, utc = local_and_utc(step.due_at, step.zone)
        said = f"{local:%-d %B %Y %H:%M} {local.tzname()} ({utc:%-d %B %H:%M} UTC)"
    if step.first_to_on != step.to_on:
        said += f"\nFirst planned: {step.first_words}"
    return said + (f"\nForeseen: {step.expected_words}" if step.expected_words else "")
