"""The five versions of the White Paper, and the words on their title pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

TITLE = "Scientific Opportunities Enabled by Human Exploration Beyond Low-Earth-Orbit"
SHORT_TITLE = "Science White Paper"
SERIES = "A White Paper of the ISECG Science Working Group"
ORGANISATION = "International Space Exploration Coordination Group"


@dataclass(frozen=True, slots=True)
class Version:
    """One issue of the paper. `change` is its line in the document history."""

    number: int
    label: str
    issued_on: date
    status: str
    change: str


VERSIONS = (
    Version(
        1,
        "Outline",
        date(2015, 9, 21),
        "Outline for agreement by the agencies",
        "Structure, length and owners of the chapters",
    ),
    Version(
        2,
        "Draft 1",
        date(2015, 12, 11),
        "Draft for agency review. Do not cite, quote or distribute.",
        "First text of all chapters",
    ),
    Version(
        3,
        "Workshop Draft",
        date(2016, 2, 1),
        "Draft for the workshop in Paris. Do not cite, quote or distribute.",
        "Agency comments; executive summary; figures on transfers and radiation",
    ),
    Version(
        4,
        "Draft 2",
        date(2016, 6, 20),
        "Draft for community review. Do not cite, quote or distribute.",
        "Findings of the workshop; reading guide; cooperation; provisions revised",
    ),
    Version(
        5,
        "Final",
        date(2017, 11, 30),
        "Final version",
        "Community and agency comments; asteroid chapter rewritten",
    ),
)


def version(number: int) -> Version:
    """The version with this number, 1 to 5."""
    return VERSIONS[number - 1]
