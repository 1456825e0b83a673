"""What kind of words a change touches: those that readers of a standard look at first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Literal

Flag = Literal["number", "unit", "date", "modal"]

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{_MONTHS})\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?\d{{4}}\b"
    r"|\b\d{4}-\d{2}(?:-\d{2})?\b"
    r"|\b(?:spring|summer|autumn|fall|winter|Q[1-4])\s+\d{4}\b"
    r"|\b(?:19|20)\d{2}s?\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.])[-−+±]?\d+(?:[.,  ]\d+)*(?:\s?(?:×|x)\s?10\^?[-−]?\d+)?")
_UNITS = (
    "µm|nm|mm|cm|km|m|AU|au|ly|pc|kg|g|mg|t|s|ms|min|h|hr|hours?|days?|weeks?|months?|years?|yr|Hz|kHz|MHz|GHz"
    "|THz|K|°C|°|deg|mrad|rad|W|kW|MW|J|kJ|MJ|eV|keV|MeV|GeV|V|kV|A|mA|N|kN|Pa|kPa|MPa|bar|Sv|mSv|µSv|Gy|mGy"
    "|bit|bits|kbit/s|Mbit/s|Gbit/s|bps|kbps|Mbps|Gbps|B|kB|MB|GB|TB|m/s|km/s|m²|m2|km²|km2|m³|m3|%|percent|ppm"
    "|EUR|USD|€|\\$"
)
_UNIT = re.compile(rf"(?<=\d)[\s-]?(?:{_UNITS})(?![\w/])|[€$](?=\s?\d)")
_MODAL = re.compile(
    r"\b(?:shall|should|must|may|might|can|could|will|would|recommended|required|optional)(?:\s+not)?\b",
    re.IGNORECASE,
)


def flags(before: str, after: str) -> frozenset[Flag]:
    """Which of these differ between two texts, whatever their order: numbers, units, dates, modal verbs.

    A year that is part of a date counts as a date, not as a number. "May 2016" is a date, "may" a verb.
    """
    found: set[Flag] = set()
    for flag, words in _FINDERS.items():
        if Counter(words(before)) != Counter(words(after)):
            found.add(flag)
    return frozenset(found)


def _dates(text: str) -> Iterator[str]:
    yield from (" ".join(match.group().lower().split()) for match in _DATE.finditer(text))


def _numbers(text: str) -> Iterator[str]:
    yield from (re.sub(r"\s", "", match.group()) for match in _NUMBER.finditer(_DATE.sub(" ", text)))


def _units(text: str) -> Iterator[str]:
    yield from (match.group().strip(" -\u00a0\u202f") for match in _UNIT.finditer(_DATE.sub(" ", text)))


def _modals(text: str) -> Iterator[str]:
    yield from (" ".join(match.group().lower().split()) for match in _MODAL.finditer(_DATE.sub(" ", text)))


_FINDERS: dict[Flag, Callable[[str], Iterator[str]]] = {
    "number": _numbers, "unit": _units, "date": _dates, "modal": _modals,
}
