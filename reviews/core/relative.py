"""Dates that hang on another step: "round close + 30 days", "T0+6 weeks", "10 working days before …"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reviews.core.planning.lags import Lag, Unit

_UNITS: dict[str, Unit] = {
    "d": "days", "day": "days", "days": "days", "calendar day": "days", "calendar days": "days",
    "wd": "working_days", "working day": "working_days", "working days": "working_days",
    "business day": "working_days", "business days": "working_days",
    "w": "weeks", "wk": "weeks", "week": "weeks", "weeks": "weeks",
    "m": "months", "month": "months", "months": "months",
}
_NUMBERS = {
    name: number for number, name in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve"),
    )
} | {"a": 1, "an": 1}
_UNIT = "|".join(unit.replace(" ", r"\s+") for unit in sorted(_UNITS, key=len, reverse=True))
_COUNT = rf"\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
_SUM = re.compile(
    rf"(?P<anchor>.+?)\s*(?P<sign>[+-])\s*(?P<count>{_COUNT})\s*(?P<unit>{_UNIT})", re.IGNORECASE,
)
_WORDS = re.compile(
    rf"(?P<count>{_COUNT})\s*(?P<unit>{_UNIT})\s+(?P<sign>after|before|from)\s+(?:the\s+)?(?P<anchor>.+)",
    re.IGNORECASE,
)
_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"}
_SAME = re.compile(r"(?:on|with)\s+(?:the\s+day\s+of\s+)?(?:the\s+)?(?P<anchor>.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Relative:
    """A date so long after (or before) what `anchor` names."""

    words: str
    anchor: str
    lag: Lag


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a relative date can hang on, by its title and other names."""

    key: int
    title: str
    also: tuple[str, ...] = ()


def relative(words: str) -> Relative | None:
    """What `words` say if they are a date that hangs on another; None when they are something else."""
    text = " ".join(words.translate(_DASHES).split())
    if found := _SUM.fullmatch(text) or _WORDS.fullmatch(text):
        count = found["count"].lower()
        amount = _NUMBERS.get(count) if count in _NUMBERS else int(count)
        sign = -1 if found["sign"].lower() in {"-", "before"} else 1
        unit = _UNITS[" ".join(found["unit"].lower().split())]
        return Relative(words.strip(), found["anchor"].strip(" \"“”'"), Lag(sign * (amount or 0), unit))
    if found := _SAME.fullmatch(text):
        return Relative(words.strip(), found["anchor"].strip(" \"“”'"), Lag())
    return None


def anchors(name: str, among: Iterable[Named]) -> list[Named]:
    """What a name may mean: those called exactly so, else those in which all its words stand."""
    wanted = _plain(name)
    among = list(among)
    exact = [each for each in among if wanted in {_plain(each.title), *map(_plain, each.also)}]
    if exact or not wanted:
        return exact
    return [each for each in among if set(wanted.split()) <= set(_plain(each.title).split())]


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.lower()))
