"""Dates in words: how a computed date is said, so that `dates.said` understands it again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from reviews.core.dates import Said, said

AOE = "Etc/GMT+12"


def day_in_words(day: date) -> str:
    """`12 May 2016`."""
    return f"{day.day} {day:%B %Y}"


def moment_in_words(moment: datetime, zone: str) -> str:
    """`12 May 2016 17:00 CEST`, or with the zone's name where its letters mean something else elsewhere."""
    local = moment.astimezone(ZoneInfo(zone))
    day = day_in_words(local.date())
    if zone == AOE and local.time() == time(23, 59):
        return f"{day} AoE"
    for name in (local.tzname() or "", zone, ""):
        words = f"{day} {local:%H:%M} {name}".strip()
        meant = said(words, zone=zone)
        if isinstance(meant, Said) and meant.due_at == moment and meant.zone == zone:
            return words
    return f"{day_in_words(moment.astimezone(UTC).date())} {moment.astimezone(UTC):%H:%M} UTC"


def same_time_on(meant: Said, day: date) -> Said:
    """The date as it was said, on another day: a clock time stays the same on the clocks of its zone.

    What was only words becomes that day.
    """
    if meant.due_at is None:
        return Said(day_in_words(day), day, day, zone=meant.zone)
    local = datetime.combine(day, meant.due_at.astimezone(ZoneInfo(meant.zone)).time(), ZoneInfo(meant.zone))
    moment = local.astimezone(UTC)
    return Said(moment_in_words(moment, meant.zone), day, day, moment, meant.zone)
