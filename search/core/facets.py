"""What a search counts of its hits: by kind, document, agency …, year, and the versions they stand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from search.core.items import OPEN

Facets = dict[str, dict[str, int]]

DAY = 86_400
#: Attributes counted as they are; `document` first.
LABELS = ("document", "kind", "agency", "type", "status", "disposition")
#: Versions beyond this number are not counted one by one.
_MOST_VERSIONS = 500


def year(seconds: int) -> str:
    """The year of a date (UTC), nothing for no date (the first day of 1970)."""
    return str(datetime.fromtimestamp(seconds, UTC).year) if seconds // DAY else ""


def gathered(
    counts: Mapping[str, Counter[str]], years: Counter[str], spans: Counter[tuple[int, int]],
) -> Facets:
    """All facets of a search. `spans` counts (first, last version), whatever versions are asked for."""
    return {**{name: dict(counts[name]) for name in LABELS}, "year": dict(years), "version": versions(spans)}


def versions(spans: Counter[tuple[int, int]]) -> dict[str, int]:
    """How many stand in each version up to the newest that is named: what `version:N` would find.

    "" counts those that stand in every later one.
    """
    named = [number for span in spans for number in span if number != OPEN]
    newest = min(max(named, default=0), _MOST_VERSIONS)
    counts = {number: sum(n for (first, last), n in spans.items() if first <= number <= last)
              for number in range(1, newest + 1)}
    still = sum(n for (_, last), n in spans.items() if last == OPEN)
    return {str(number): count for number, count in counts.items() if count} | ({"": still} if still else {})
