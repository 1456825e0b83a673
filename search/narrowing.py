"""Ways to narrow a search: what its hits are, of what and by whom, with counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backend.accounts.models import Agency
from backend.accounts.selectors import Viewer
from reviews.models import (
    CommentState,
    CommentType,
    Disposition,
    FindingKind,
    FindingState,
    MilestoneKind,
)
from search import registry, selectors
from search.core.results import Results

TYPES = {**dict(CommentType.choices), **dict(MilestoneKind.choices), **dict(Agency.Kind.choices),
         **dict(FindingKind.choices)}
STATES = {**dict(FindingState.choices), **dict(CommentState.choices), "planned": "Planned", "met": "Met"}


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow the search: `query` is what would be typed, `count` how many hits would stay."""

    name: str
    query: str
    count: int


#: The facets of a search by what they are of, each the most frequent first.
Facets = Mapping[str, tuple[Facet, ...]]


def facets(person: Viewer, results: Results) -> Facets:
    """All ways to narrow the results."""
    counts = results.facets
    return {
        "kinds": _known(registry.labels(), "kind", counts.get("kind", {})),
        "documents": _documents(person, counts.get("document", {})),
        "versions": _versions(person, counts),
        "agencies": _by_count({code: code for code in counts.get("agency", {})}, "agency", counts["agency"])
        if counts else (),
        "types": _by_count(TYPES, "type", counts.get("type", {})),
        "states": _by_count(STATES, "is", counts.get("status", {})),
        "dispositions": _by_count(dict(Disposition.choices), "disposition", counts.get("disposition", {})),
        "years": _years(counts.get("year", {})),
    }


def _known(labels: Mapping[str, str], field: str, counts: Mapping[str, int]) -> tuple[Facet, ...]:
    """In the order of the labels."""
    return tuple(Facet(str(label), f"{field}:{value}", counts[value])
                 for value, label in labels.items() if value in counts)


def _by_count(labels: Mapping[str, str], field: str, counts: Mapping[str, int]) -> tuple[Facet, ...]:
    known = _known({value: label for value, label in labels.items() if value}, field, counts)
    return tuple(sorted(known, key=lambda facet: (-facet.count, facet.name)))


def _documents(person: Viewer, counts: Mapping[str, int]) -> tuple[Facet, ...]:
    numbers = {int(key): count for key, count in counts.items()}
    rows = selectors.documents_named(person, numbers)
    ordered = sorted(rows, key=lambda row: (-numbers[row.pk], row.name))
    return tuple(Facet(row.name, f"in:{row.slug}", numbers[row.pk]) for row in ordered)


def _versions(person: Viewer, counts: Mapping[str, Mapping[str, int]]) -> tuple[Facet, ...]:
    """The versions of the one document that all hits are of; of several, numbers mean nothing."""
    documents = [int(key) for key in counts.get("document", {})]
    if len(documents) != 1:
        return ()
    latest = selectors.latest_number(person, documents[0])
    numbers = dict(counts.get("version", {}))
    still = numbers.pop("", 0)
    newest = max(map(int, numbers), default=0)
    found = {number: numbers.get(str(number), 0) if number <= newest else still
             for number in range(latest, 0, -1)}
    return tuple(Facet(f"v{number}", f"version:{number}", count) for number, count in found.items() if count)


def _years(counts: Mapping[str, int]) -> tuple[Facet, ...]:
    return tuple(Facet(year, f"year:{year}", counts[year]) for year in sorted(counts, reverse=True) if year)
