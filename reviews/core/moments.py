"""A deadline in words: as it was announced, with its zone, and in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

AOE = "Etc/GMT+12"


def in_words(moment: datetime, zone: str) -> str:
    """`30 June 2026 17:00 CEST (15:00 UTC)`; the day in UTC is named where it is another one."""
    there, utc = moment.astimezone(ZoneInfo(zone)), moment.astimezone(UTC)
    local = f"{there.day} {there:%B %Y %H:%M} {zone_name(there, zone)}"
    if there.utcoffset() == utc.utcoffset():
        return f"{there.day} {there:%B %Y %H:%M} UTC"
    day = "" if there.date() == utc.date() else f"{utc.day} {utc:%B} "
    return f"{local} ({day}{utc:%H:%M} UTC)"


def zone_name(there: datetime, zone: str) -> str:
    """CEST, AoE, or the offset where a zone has no letters of its own."""
    if zone == AOE:
        return "AoE"
    name = there.tzname() or ""
    if name.isalpha():
        return name
    offset = f"{there:%z}"
    return f"UTC{offset[:3]}:{offset[3:5]}"


def left(until: datetime, now: datetime) -> str:
    """How much time is left, in the largest unit that says it: `12 days`, `5 hours`, `10 minutes`."""
    seconds = int((until - now).total_seconds())
    if seconds <= 0:
        return ""
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}s"
    return "1 minute"
