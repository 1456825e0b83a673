"""The fields that a query can name, `agency:ESA`, and what they mean.

Names are those that people guess; several may mean the same. A value that cannot be understood
is a `Problem`, and the field is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from search.core.query import Attribute, InSection, InVersion, Match, Node, Period, Problem

ATTRIBUTES: dict[str, Attribute] = {
    "kind": "kind",
    "in": "document", "document": "document",
    "by": "author", "author": "author",
    "agency": "agency",
    "type": "type",
    "is": "status", "status": "status", "state": "status",
    "severity": "severity",
    "disposition": "disposition", "decision": "disposition",
    "round": "round",
    "number": "number",
}

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_VERSION = re.compile(r"[vV]?(\d{1,6})")


def node_for(name: str, value: str) -> Node | Problem | None:
    """What `name:value` asks for; None when it asks for nothing special (`version:latest`)."""
    if not value:
        return Problem(
            "empty_field", f"“{name}:” needs a value right after the colon, as in {example(name)}.")
    if name in ATTRIBUTES:
        return Match(ATTRIBUTES[name], (value.casefold(),))
    return _PARSED[name](value)


def is_field(name: str) -> bool:
    """Whether the query language has this field."""
    return name in ATTRIBUTES or name in _PARSED


def names() -> tuple[str, ...]:
    """All fields, for completion and explanations."""
    return (*ATTRIBUTES, *_PARSED)


def example(name: str) -> str:
    """How the field is used."""
    return {
        "kind": "kind:comment", "in": 'in:"White Paper"', "document": 'document:"White Paper"',
        "by": "by:me", "author": "author:me", "agency": "agency:ESA", "type": "type:technical",
        "is": "is:open", "status": "status:open", "state": "state:open", "severity": "severity:critical",
        "disposition": "disposition:accepted", "decision": "decision:accepted", "round": "round:2",
        "number": "number:ESA-014", "section": "section:3.2",
        "before": "before:2016-09", "after": "after:2016-09-15", "year": "year:2016",
        "version": "version:2 or version:all",
    }[name]


def _before(value: str) -> Node | Problem:
    span = _span(value)
    return Period(end=span[0]) if span else _bad_date("before", value)


def _after(value: str) -> Node | Problem:
    span = _span(value)
    return Period(start=span[1]) if span else _bad_date("after", value)


def _version(value: str) -> Node | Problem | None:
    if value.casefold() == "latest":
        return None
    if value.casefold() == "all":
        return InVersion(None)
    number = _VERSION.fullmatch(value)
    if number is None:
        return Problem(
            "bad_version", f"“version:{value}” was left out: write version:2, version:latest or version:all.")
    return InVersion(int(number.group(1)))


def _section(value: str) -> Node | Problem:
    words = value.casefold().lstrip("§¶").strip().rstrip(".")
    return InSection(words) if words else Problem(
        "bad_section", f'“section:{value}” was left out: write section:3.2 or section:"Cislunar habitat".')


def _year(value: str) -> Node | Problem:
    span = _span(value) if value.isdigit() else None
    return Period(*span) if span else Problem(
        "bad_date", f"“year:{value}” was left out: write a year, as in year:2016.")


_PARSED: dict[str, Callable[[str], Node | Problem | None]] = {
    "before": _before, "after": _after, "version": _version, "section": _section, "year": _year,
}


def _bad_date(name: str, value: str) -> Problem:
    return Problem("bad_date", f"“{name}:{value}” was left out: write a date as 2016, 2016-09 or 2016-09-15.")


def _span(value: str) -> tuple[int, int] | None:
    """The seconds since 1970 (UTC) at which a year, month or day begins and the next one begins."""
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None:
        return None
    try:
        start = datetime(year, month or 1, day or 1, tzinfo=UTC)
        if day:
            return int(start.timestamp()), int(start.timestamp()) + 86_400
        following = (year + 1, 1) if not month else (year + month // 12, month % 12 + 1)
        return int(start.timestamp()), int(datetime(*following, 1, tzinfo=UTC).timestamp())
    except (ValueError, OverflowError):
        return None
