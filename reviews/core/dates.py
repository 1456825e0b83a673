"""Dates as people say them: "12 May 2016 17:00 CEST", "fall 2016", "mid-2017" as moments and intervals."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reviews.core.zones import ZoneProblem, zone_said

MONTHS = {
    name.lower(): number
    for number in range(1, 13)
    for name in (calendar.month_name[number], calendar.month_abbr[number])
} | {"sept": 9}
#: First month of each meteorological season of the northern half, where our agencies plan.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
PARTS = {
    "early": (0, 3), "beginning": (0, 3), "start": (0, 3), "mid": (1, 3), "middle": (1, 3),
    "late": (2, 3), "end": (2, 3),
}

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = re.compile(
    rf"(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?P<month>{_MONTH})\.?,?\s+(?P<year>\d{{4}})"
    rf"|(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})",
)
_DAYS = re.compile(rf"(\d{{1,2}})\s*(?:-|to)\s*(\d{{1,2}})\.?\s+({_MONTH})\.?,?\s+(\d{{4}})")
_CLOCK = re.compile(
    r"(?:at\s+)?(\d{1,2})[:.h](\d{2})(?:\s*([ap])\.?m\b\.?)?|(?:at\s+)?(\d{1,2})\s*([ap])\.?m\b\.?",
)
_PART = re.compile(rf"({'|'.join(PARTS)})(?:\s+of)?(?:\s+the)?[\s-]+(.+)")
_QUARTER = re.compile(r"(?:q([1-4])|([1-4])q)[\s/,-]*(\d{4})|(\d{4})[\s/,-]*q([1-4])")
_HALF = re.compile(r"(?:h([12])|(first|second) half(?: of)?)[\s/,-]*(\d{4})|(\d{4})[\s/,-]*h([12])")
_SEASON = re.compile(rf"({'|'.join(SEASONS)})(?: of)?\s+(\d{{4}})(?:\s*[-/]\s*(\d{{2,4}}))?")
_MONTH_YEAR = re.compile(rf"({_MONTH})\.?,?\s+(\d{{4}})|(\d{{4}})-(\d{{2}})")
_MONTHS = re.compile(rf"({_MONTH})\.?(?:\s+(\d{{4}}))?\s*(?:-|/|to)\s*({_MONTH})\.?,?\s+(\d{{4}})")
_WEEK = re.compile(r"(?:week|w)\s*(\d{1,2})[\s,/-]+(\d{4})|(\d{4})-?w(\d{2})")


@dataclass(frozen=True, slots=True)
class Said:
    """What was said and what it means: days `from_on` to `to_on`, both included.

    `due_at` (UTC) is set only where a clock time was given; `zone` is the IANA zone it was meant in.
    """

    words: str
    from_on: date
    to_on: date
    due_at: datetime | None = None
    zone: str = "UTC"

    @property
    def is_moment(self) -> bool:
        """Whether this is precise enough to close something."""
        return self.due_at is not None


@dataclass(frozen=True, slots=True)
class NotADate:
    """Why words are no date, said so that the person can correct them."""

    reason: str


def said(words: str, *, zone: str = "UTC") -> Said | NotADate:
    """The meaning of `words`; a clock time without a zone of its own is in `zone` (an IANA name)."""
    text = _normal(words)
    try:
        if moment := _moment(text, zone):
            due_at, day, meant = moment
            return Said(words.strip(), day, day, due_at, meant)
        if interval := _interval(text):
            return Said(words.strip(), *interval, zone=zone)
    except ZoneProblem as problem:
        return NotADate(str(problem))
    except ValueError:
        return NotADate("There is no such day in the calendar.")
    return NotADate("Write a date such as 12 May 2016 17:00 CEST, 12 May 2016, fall 2016 or mid-2017.")


def _normal(words: str) -> str:
    text = words.translate({ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"})
    text = re.sub(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+", "", text.lower())
    return " ".join(text.split())


def _moment(text: str, zone: str) -> tuple[datetime, date, str] | None:
    """A day with a clock time or "AoE", as UTC, with the local day and the zone."""
    found = _DAY.match(text)
    if not found:
        return None
    day, rest = _day(found), text[found.end() :].lstrip(" ,t" if found["iso"] else " ,")
    if rest in {"aoe", "anywhere on earth"}:
        return _in_utc(datetime.combine(day, time(23, 59)), "aoe", zone, day)
    clock = _CLOCK.match(rest)
    if not clock:
        return None
    hours, minutes = _clock(clock)
    local = datetime.combine(day, time()) + timedelta(hours=hours, minutes=minutes)
    return _in_utc(local, _without_seconds(rest[clock.end() :]), zone, day)


def _without_seconds(rest: str) -> str:
    return re.sub(r"^:\d{2}(?:\.\d+)?", "", rest).strip(" ,()")


def _in_utc(local: datetime, name: str, zone: str, day: date) -> tuple[datetime, date, str]:
    info, meant = zone_said(name, local, default=zone)
    return local.replace(tzinfo=info).astimezone(UTC), day, meant


def _clock(found: re.Match[str]) -> tuple[int, int]:
    hours, minutes = int(found[1] or found[4]), int(found[2] or 0)
    half = found[3] or found[5]
    if half and not 1 <= hours <= 12:
        raise ZoneProblem("A time with am or pm counts from 1 to 12.")
    if half:
        hours = hours % 12 + (12 if half == "p" else 0)
    if minutes > 59 or hours > 24 or (hours == 24 and minutes):
        raise ZoneProblem("There is no such time on a clock.")
    return hours, minutes


def _day(found: re.Match[str]) -> date:
    if found["iso"]:
        return date.fromisoformat(found["iso"])
    month = MONTHS[found["month"] or found["month2"]]
    return date(int(found["year"] or found["year2"]), month, int(found["day"] or found["day2"]))


def _interval(text: str) -> tuple[date, date] | None:
    if part := _PART.fullmatch(text):
        inner = _plain(part[2])
        return inner and _share(inner, *PARTS[part[1]])
    return _plain(text)


def _plain(text: str) -> tuple[date, date] | None:
    """An interval without "early", "mid" or "late"."""
    readers = (_one_day, _some_days, _quarter, _half, _season, _months, _month, _week, _year)
    return next((interval for reader in readers if (interval := reader(text))), None)


def _one_day(text: str) -> tuple[date, date] | None:
    found = _DAY.fullmatch(text)
    return (_day(found), _day(found)) if found else None


def _some_days(text: str) -> tuple[date, date] | None:
    found = _DAYS.fullmatch(text)
    if not found:
        return None
    year, month = int(found[4]), MONTHS[found[3]]
    return _ordered(date(year, month, int(found[1])), date(year, month, int(found[2])))


def _quarter(text: str) -> tuple[date, date] | None:
    found = _QUARTER.fullmatch(text)
    if not found:
        return None
    return _span(int(found[3] or found[4]), int(found[1] or found[2] or found[5]) * 3 - 2, 3)


def _half(text: str) -> tuple[date, date] | None:
    found = _HALF.fullmatch(text)
    if not found:
        return None
    half = int(found[1] or found[5] or (1 if found[2] == "first" else 2))
    return _span(int(found[3] or found[4]), half * 6 - 5, 6)


def _season(text: str) -> tuple[date, date] | None:
    """"winter 2016" and "winter 2016/17" are December 2016 to February 2017."""
    found = _SEASON.fullmatch(text)
    if not found:
        return None
    if found[3] and (found[1] != "winter" or int(found[3]) % 100 != (int(found[2]) + 1) % 100):
        return None
    return _span(int(found[2]), SEASONS[found[1]], 3)


def _months(text: str) -> tuple[date, date] | None:
    found = _MONTHS.fullmatch(text)
    if not found:
        return None
    last = int(found[4])
    return _ordered(_span(int(found[2] or last), MONTHS[found[1]], 1)[0], _span(last, MONTHS[found[3]], 1)[1])


def _month(text: str) -> tuple[date, date] | None:
    found = _MONTH_YEAR.fullmatch(text)
    if not found:
        return None
    return _span(int(found[2] or found[3]), MONTHS[found[1]] if found[1] else int(found[4]), 1)


def _week(text: str) -> tuple[date, date] | None:
    found = _WEEK.fullmatch(text)
    if not found:
        return None
    monday = date.fromisocalendar(int(found[2] or found[3]), int(found[1] or found[4]), 1)
    return monday, monday + timedelta(days=6)


def _year(text: str) -> tuple[date, date] | None:
    return _span(int(text), 1, 12) if re.fullmatch(r"\d{4}", text) else None


def _span(year: int, month: int, months: int) -> tuple[date, date]:
    first = date(year, month, 1)
    ends = year * 12 + month - 1 + months
    return first, date(ends // 12, ends % 12 + 1, 1) - timedelta(days=1)


def _ordered(first: date, last: date) -> tuple[date, date]:
    if last < first:
        raise ValueError("an interval ends before it starts")
    return first, last


def _share(interval: tuple[date, date], part: int, parts: int) -> tuple[date, date]:
    """One of `parts` equal parts of an interval: "mid-2017" is May to August."""
    first, last = interval
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if months % parts == 0:
            begin = first.year * 12 + first.month - 1 + part * (months // parts)
            return _span(begin // 12, begin % 12 + 1, months // parts)
    days = (last - first).days + 1
    start = first + timedelta(days=days * part // parts)
    return start, first + timedelta(days=days * (part + 1) // parts - 1)


def local_and_utc(moment: datetime, zone: str) -> tuple[datetime, datetime]:
    """`moment` as the clock of `zone` shows it, and in UTC."""
    return moment.astimezone(ZoneInfo(zone)), moment.astimezone(UTC)
