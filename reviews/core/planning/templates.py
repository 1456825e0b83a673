"""Plans to begin from: what a white paper, a standard and an assessment go through, and how long it takes.

A standard: CCSDS A02.1-Y-4 (agency review normally 60 days; polls of two to three weeks). An assessment:
IPCC AR6 WGI (reviews of eight weeks, a final distribution to governments of seven). A white paper: the
science white paper of ISECG (outline, workshop, two drafts, agencies and community, summary first).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reviews.core.planning.lags import Lag
from reviews.core.planning.steps import Step, Wait

_WORK = "working_days"


@dataclass(frozen=True, slots=True)
class Stage:
    """A step to plan: what it stands for, after which others it comes and how long after them.

    Kinds and facts are those of milestones. A stage of a version issues the next one.
    """

    key: str
    title: str
    kind: str
    after: tuple[tuple[str, Lag], ...] = ()
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A plan to begin from; the last stage is what all others are for."""

    key: str
    title: str
    about: str
    stages: tuple[Stage, ...]

    @property
    def goal(self) -> Stage:
        """What is planned for."""
        return self.stages[-1]


def _after(
    key: str, amount: int, unit: str = "days", *, by_agencies: bool = False,
) -> tuple[tuple[str, Lag], ...]:
    return ((key, Lag(amount, unit, by_agencies)),)  # type: ignore[arg-type]


WHITE_PAPER = Template(
    "white-paper", "White paper",
    "Outline, workshop draft, agencies' review, a second draft for agencies and community, agreement.",
    (
        Stage("start", "Work begins", "other"),
        Stage("outline", "Outline agreed", "version", _after("start", 30, _WORK), "version"),
        Stage("draft", "Draft 1 issued", "version", _after("outline", 50, _WORK), "version"),
        Stage("agencies", "Agencies' comments due", "round", _after("draft", 20, _WORK, by_agencies=True)),
        Stage("workshop", "Workshop", "meeting", _after("agencies", 10, _WORK)),
        Stage("second", "Draft 2 issued", "version", _after("workshop", 40, _WORK), "version"),
        Stage("review", "Comments of agencies and community due", "round",
              _after("second", 30, _WORK, by_agencies=True)),
        Stage("decided", "All comments decided", "decisions", _after("review", 25, _WORK), "decided"),
        Stage("freeze", "Text frozen", "freeze", _after("decided", 15, _WORK)),
        Stage("positions", "Agencies agree", "positions", _after("freeze", 10, _WORK, by_agencies=True)),
        Stage("publication", "White paper published", "publication", _after("positions", 15, _WORK),
              "published"),
    ),
)

STANDARD = Template(
    "standard", "Standard (as CCSDS makes them)",
    "White book, red book under agency review of 60 days, discrepancies resolved, two polls, blue book.",
    (
        Stage("start", "Project approved", "other"),
        Stage("white", "White book issued", "version", _after("start", 9, "months"), "version"),
        Stage("red", "Red book issued", "version", _after("white", 60, _WORK), "version"),
        Stage("review", "Agency review closes", "round", _after("red", 60, by_agencies=True)),
        Stage("resolved", "All discrepancies resolved", "decisions", _after("review", 60, _WORK), "decided"),
        Stage("prototypes", "Two prototypes interoperate", "other", _after("red", 6, "months")),
        Stage("freeze", "Text frozen", "freeze",
              (("resolved", Lag(15, "working_days")), ("prototypes", Lag(10, "working_days")))),
        Stage("engineering", "Poll of the engineering steering group", "positions",
              _after("freeze", 3, "weeks")),
        Stage("conditions", "Conditions of the poll answered", "decisions", _after("engineering", 30)),
        Stage("management", "Poll of the management council", "positions",
              _after("conditions", 3, "weeks", by_agencies=True)),
        Stage("publication", "Blue book published", "publication", _after("management", 20, _WORK),
              "published"),
    ),
)

ASSESSMENT = Template(
    "assessment", "Assessment (as the IPCC makes them)",
    "Two order drafts under review of eight weeks, the summary distributed to governments, approval.",
    (
        Stage("start", "Authors appointed", "meeting"),
        Stage("first", "First order draft issued", "version", _after("start", 10, "months"), "version"),
        Stage("experts", "Expert review closes", "round", _after("first", 8, "weeks")),
        Stage("first_answers", "Experts' comments decided", "decisions", _after("experts", 60, _WORK)),
        Stage("second", "Second order draft issued", "version", _after("first_answers", 4, "months"),
              "version"),
        Stage("governments", "Expert and government review closes", "round",
              _after("second", 8, "weeks", by_agencies=True)),
        Stage("second_answers", "All comments decided", "decisions", _after("governments", 80, _WORK),
              "decided"),
        Stage("final", "Final draft issued", "version", _after("second_answers", 3, "months"), "version"),
        Stage("distribution", "Final government distribution closes", "round",
              _after("final", 7, "weeks", by_agencies=True)),
        Stage("plenary", "Plenary approves the summary line by line", "positions",
              _after("distribution", 5, "weeks")),
        Stage("publication", "Assessment published", "publication", _after("plenary", 2, "weeks"),
              "published"),
    ),
)

TEMPLATES = {template.key: template for template in (WHITE_PAPER, STANDARD, ASSESSMENT)}


def steps_of(template: Template) -> list[Step]:
    """The stages as steps that are not dated yet; keys are their places, counted from 1."""
    keys = {stage.key: place for place, stage in enumerate(template.stages, start=1)}
    return [
        Step(keys[stage.key], date.max, waits=tuple(Wait(keys[key], lag) for key, lag in stage.after))
        for stage in template.stages
    ]
