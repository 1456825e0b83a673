"""When to remind of a date: a week before, two days, one day; each once, also when a day was missed."""

from __future__ import annotations

from datetime import date

#: Days before a date on which people are reminded.
LADDER = (7, 2, 1)


def rung(on: date, today: date) -> int | None:
    """The rung that was reached, in days before the date; None before the first and when it is over.

    Between two rungs it is still the earlier one: who was not told on its day is told now.
    """
    left = (on - today).days
    reached = [days for days in LADDER if 0 <= left <= days]
    return min(reached) if reached else None
