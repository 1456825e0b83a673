"""Real histories of review work, by the day: how many were answered or marked, and how many were then open.

The first is the public comment log of a committee at OASIS (oasis-tcs/csaf, log_from_csprd01.md): the days
on which comments arrived and were acknowledged. The others are the dates that Word wrote beside tracked
changes and comments of files in the corpus: work whose amount is known only at the end. Dates and numbers
are all that is kept of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class History:
    """Comments that arrived and comments that were done, by day; all there from the start if none is said."""

    name: str
    done: dict[str, int]
    arrived: dict[str, int] | None = None

    def replays(self) -> list[tuple[list[int], int, int]]:
        """For each morning with work behind it: what was done by day, what was open, the days that it took.

        Of what was open that morning; what arrived later is not the forecast's matter.
        """
        first, last = (date.fromisoformat(edge(self.done)) for edge in (min, max))
        days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
        found = []
        for place in range(1, len(days)):
            known = [self.done.get(day.isoformat(), 0) for day in days[:place]]
            still_open = self._there(days[place]) - sum(known)
            if still_open > 0:
                found.append((known, still_open, self._took(days, place, sum(known) + still_open)))
        return found

    def _there(self, morning: date) -> int:
        if self.arrived is None:
            return sum(self.done.values())
        return sum(count for day, count in self.arrived.items() if date.fromisoformat(day) < morning)

    def _took(self, days: list[date], place: int, goal: int) -> int:
        total = 0
        for later, day in enumerate(days):
            total += self.done.get(day.isoformat(), 0)
            if total >= goal:
                return later - place + 1
        return len(days) - place


HISTORIES = (
    History(
        "public review of August 2021",
        {"2021-08-25": 3, "2021-08-26": 1, "2021-09-08": 5, "2021-09-11": 1, "2021-09-28": 1},
        {"2021-08-24": 4, "2021-09-01": 5, "2021-09-08": 1, "2021-09-10": 1},
    ),
    History(
        "procurement guide, changes of three reviewers",
        {"2020-04-10": 1, "2020-04-17": 43, "2020-04-22": 57, "2020-04-23": 12},
    ),
    History("translated slides, reviewed", {"2017-06-20": 97, "2017-06-21": 88, "2017-06-22": 186}),
    History(
        "test report, four authors", {"2015-10-12": 13, "2015-10-13": 2, "2015-10-16": 3, "2015-10-22": 4},
    ),
    History("short paper, one author", {"2016-11-22": 3, "2016-11-23": 15, "2016-11-29": 8}),
)
