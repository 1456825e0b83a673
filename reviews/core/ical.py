"""Milestones as an iCalendar feed (RFC 5545): moments in UTC, days and vague dates as whole days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated step. `revision` counts changes, so that calendars take the newer one over.

    A cancelled one stays in the feed, so that they strike it out.
    """

    uid: str
    title: str
    from_on: date
    to_on: date
    due_at: datetime | None = None
    description: str = ""
    url: str = ""
    revision: int = 0
    is_met: bool = False
    is_cancelled: bool = False


def feed(entries: Iterable[Entry], *, name: str, stamp: datetime) -> bytes:
    """A calendar called `name`; `stamp` (UTC) is when it was made."""
    calendar = Calendar()
    calendar.add("prodid", "-//Draftroom//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp)
    event.add("sequence", entry.revision)
    event.add("summary", f"✓ {entry.title}" if entry.is_met else entry.title)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if entry.due_at is not None:
        event.add("dtstart", entry.due_at)
        event.add("dtend", entry.due_at)
    else:
        event.add("dtstart", entry.from_on)
        event.add("dtend", entry.to_on + timedelta(days=1))  # the first day after, as RFC 5545 has it
    if entry.description:
        event.add("description", entry.description)
    if entry.url:
        event.add("url", entry.url)
    return event
