"""The plan's steps with every date that they had, and the news on the public home page."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

_PLAN = Path(__file__).with_name("plan.toml")


@dataclass(frozen=True, slots=True)
class Move:
    """Another date, in words, why, and the day on which that was said."""

    words: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class After:
    """So long after another step, which may be of another document."""

    document: str
    title: str
    amount: int = 0
    unit: str = "days"
    by_agencies: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone of "paper" or "roadmap".

    `fact` (and `version`) is what meets it; `after` are the steps that it waits for. `live`: in the
    stage of that name it is still to come, so many days after today.
    """

    document: str
    title: str
    kind: str
    words: str
    set_on: date
    met_on: date
    moves: tuple[Move, ...] = ()
    fact: str = ""
    version: int | None = None
    after: tuple[After, ...] = ()
    live: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """A news item; `publication` is "summary", "paper" or nothing."""

    on: date
    title: str
    body: str
    publication: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days that an agency needs for one answer, and when it is closed each year."""

    agency: str
    lead_days: int
    closed: tuple[tuple[str, date, date], ...]


def calendars() -> tuple[Calendar, ...]:
    """The agencies' calendars; without an agency, that of all."""
    return tuple(
        Calendar(row["agency"], row["lead"], tuple(tuple(days) for days in row["closed"]))
        for row in _data()["calendar"]
    )


def steps() -> tuple[Step, ...]:
    """All milestones, in the order of the plan."""
    return tuple(_step(row) for row in _data()["milestone"])


def news() -> tuple[Notice, ...]:
    """All news, oldest first."""
    return tuple(Notice(**row) for row in _data()["news"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_PLAN.read_text(encoding="utf-8"))


def _step(row: dict[str, Any]) -> Step:
    return Step(
        document=row["document"],
        title=row["title"],
        kind=row["kind"],
        words=row["said"],
        set_on=row["set"],
        met_on=row["met"],
        moves=tuple(Move(*move) for move in row.get("moves", [])),
        fact=row.get("fact", ""),
        version=row.get("version"),
        after=tuple(After(*after) for after in row.get("after", [])),
        live=row.get("live", {}),
    )
