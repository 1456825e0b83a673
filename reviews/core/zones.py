"""Time zones as people write them after a clock time; what two places read differently is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: Abbreviation -> (zone, offset in hours that the abbreviation promises; None: whatever the season says).
ABBREVIATIONS: dict[str, tuple[str, float | None]] = {
    "utc": ("UTC", 0), "gmt": ("UTC", 0), "z": ("UTC", 0),
    "wet": ("Europe/Lisbon", 0), "west": ("Europe/Lisbon", 1), "bst": ("Europe/London", 1),
    "cet": ("Europe/Paris", 1), "cest": ("Europe/Paris", 2),
    "eet": ("Europe/Athens", 2), "eest": ("Europe/Athens", 3), "msk": ("Europe/Moscow", 3),
    "et": ("America/New_York", None), "est": ("America/New_York", -5), "edt": ("America/New_York", -4),
    "ct": ("America/Chicago", None), "cdt": ("America/Chicago", -5),
    "pt": ("America/Los_Angeles", None), "pst": ("America/Los_Angeles", -8),
    "pdt": ("America/Los_Angeles", -7),
    "jst": ("Asia/Tokyo", 9), "kst": ("Asia/Seoul", 9),
    "aoe": ("Etc/GMT+12", -12), "anywhere on earth": ("Etc/GMT+12", -12),
}
#: Abbreviations that mean different clocks to different agencies.
AMBIGUOUS = {
    "ist": "India, Ireland or Israel", "cst": "China or North America",
    "ast": "Arabia or the Atlantic coast", "sst": "Singapore or Samoa",
}
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{1,2}):?(\d{2})?")


class ZoneProblem(ValueError):
    """A clock time that cannot be tied to one instant; the message says what to write instead."""


def zone_said(name: str, local: datetime, *, default: str) -> tuple[tzinfo, str]:
    """The zone meant by `name` ("cest", "utc+2", "europe/paris", "" for `default`) at a local time.

    Returns the zone to convert with and the IANA name to keep. Raises ZoneProblem for unknown and
    ambiguous names, for an abbreviation that is not in force that day, and for a time that the
    change to or from summer time skips or repeats.
    """
    name = name.strip().lower()
    if name in AMBIGUOUS:
        raise ZoneProblem(f"{name.upper()} may mean {AMBIGUOUS[name]}: write the offset, such as UTC+5:30.")
    if name in ABBREVIATIONS:
        zone, hours = ABBREVIATIONS[name]
        if hours is None:
            return _steady(zone, local), zone
        fixed = timezone(timedelta(hours=hours))
        _check_in_force(name, zone, local.replace(tzinfo=fixed))
        return fixed, zone
    if found := _OFFSET.fullmatch(name):
        return _by_offset(found)
    return _steady(name or default, local), _canonical(name or default)


def _by_offset(found: re.Match[str]) -> tuple[tzinfo, str]:
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 14 or minutes > 59:
        raise ZoneProblem("Offsets from UTC lie between -12:00 and +14:00.")
    sign = -1 if found[1] == "-" else 1
    if not minutes and sign * hours >= -12:
        kept = f"Etc/GMT{'-' if sign > 0 else '+'}{hours}" if hours else "UTC"  # Etc counts the other way
    else:
        kept = "UTC"
    return timezone(sign * timedelta(hours=hours, minutes=minutes)), kept


def _check_in_force(name: str, zone: str, moment: datetime) -> None:
    there = moment.astimezone(ZoneInfo(zone))
    if there.utcoffset() != moment.utcoffset():
        raise ZoneProblem(
            f"On that day the clocks show {there.tzname()}, not {name.upper()}: write which one is meant.",
        )


def _canonical(name: str) -> str:
    return "/".join(
        "_".join(word if word.isupper() else word.capitalize() for word in part.split("_"))
        for part in name.split("/")
    ) if name.islower() and "/" in name else name


def _steady(name: str, local: datetime) -> ZoneInfo:
    try:
        zone = ZoneInfo(_canonical(name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as missing:
        raise ZoneProblem(f"The time zone {name} is not known: write UTC, CEST or Europe/Paris.") from missing
    early, late = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if early.utcoffset() != late.utcoffset():
        skipped = early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local
        what = "is skipped" if skipped else "comes twice"
        raise ZoneProblem(f"That time {what} when the clocks change there: write it in UTC.")
    return zone
