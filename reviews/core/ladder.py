"""The ladder of reminders before a round ends: which step is due when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

#: Steps counted back from the end.
BEFORE_END = (
    ("week", timedelta(days=7)), ("two_days", timedelta(days=2)), ("day", timedelta(days=1)),
)
#: Half-time is left out when another step comes within this time of it.
APART = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """A reminder: `name` is half, week, two_days or day; `at` when it falls due."""

    name: str
    at: datetime


def steps(opens_at: datetime, closes_at: datetime) -> tuple[Step, ...]:
    """The reminders of a round in their order. A step that is not well inside the round is left out.

    The opening and the close tell themselves when they happen.
    """
    counted = [Step(name, closes_at - before) for name, before in BEFORE_END]
    inside = [step for step in counted if step.at > opens_at + APART]
    half = Step("half", opens_at + (closes_at - opens_at) / 2)
    is_apart = all(abs(step.at - half.at) >= APART for step in inside)
    if is_apart and half.at > opens_at + APART:
        inside.append(half)
    return tuple(sorted(inside, key=lambda step: step.at))


def due(opens_at: datetime, closes_at: datetime, now: datetime) -> Step | None:
    """The newest step that has fallen due; what was missed before it is not made up for."""
    if now >= closes_at:
        return None
    past = [step for step in steps(opens_at, closes_at) if step.at <= now]
    return past[-1] if past else None
