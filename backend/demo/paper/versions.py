"""The documents of the demo world and their versions, with the words on their title pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ORGANISATION = "International Space Exploration Coordination Group"


@dataclass(frozen=True, slots=True)
class Version:
    """One issue of a document. `change` is its line in the document history."""

    number: int
    label: str
    issued_on: date
    status: str
    change: str


@dataclass(frozen=True, slots=True)
class Work:
    """A document as our script writes it; `key` is the folder of its text."""

    key: str
    title: str
    short_title: str
    series: str
    keywords: str
    versions: tuple[Version, ...]

    def version(self, number: int) -> Version:
        """The version with this number, from 1."""
        return self.versions[number - 1]


PAPER = Work(
    "paper",
    "Scientific Opportunities Enabled by Human Exploration Beyond Low-Earth-Orbit",
    "Science White Paper",
    "A White Paper of the ISECG Science Working Group",
    "exploration; Moon; asteroid; cislunar habitat; science; ISECG",
    (
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
    ),
)
SUMMARY = Work(
    "summary",
    "Scientific Opportunities Enabled by Human Exploration Beyond Low-Earth-Orbit: The Summary",
    "Summary of the Science White Paper",
    "A summary by the ISECG Science Working Group",
    "exploration; Moon; asteroid; cislunar habitat; science; ISECG",
    (Version(1, "Summary", date(2016, 11, 28), "Summary for publication", "Agreed text"),),
)
ROADMAP = Work(
    "roadmap",
    "The Global Exploration Roadmap: Refinement",
    "Global Exploration Roadmap (refinement)",
    "Working draft of the Exploration Roadmap Working Group",
    "exploration; roadmap; ISECG",
    (
        Version(
            1,
            "Working draft",
            date(2016, 5, 2),
            "Working draft. Do not cite, quote or distribute.",
            "Scope of the refinement and its inputs",
        ),
    ),
)
