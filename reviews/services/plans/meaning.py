"""What the words of a date mean in a plan: a date of its own, or one that hangs on another step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from backend.errors import BadInput
from reviews import selectors
from reviews.core import dates
from reviews.core.dates import NotADate, Said
from reviews.core.planning.lags import Lag, World, later
from reviews.core.relative import Named, anchors, relative
from reviews.models import Milestone, MilestoneKind
from reviews.services.plans import worlds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.accounts.models import Person
    from documents.models import Document

#: East of the clocks of UTC a day begins earlier.
TOMORROW = timedelta(days=1)
#: What people call steps of a kind, besides their titles.
ALSO = {
    MilestoneKind.ROUND: ("round close", "close of the round", "ballot close", "comments due"),
    MilestoneKind.DECISIONS: ("all comments decided", "decisions"),
    MilestoneKind.FREEZE: ("freeze", "text freeze"),
    MilestoneKind.PUBLICATION: ("publication", "published"),
    MilestoneKind.MEETING: ("meeting", "workshop"),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A date, and the step that it hangs on, if it does."""

    said: Said
    on: Milestone | None = None
    lag: Lag = field(default_factory=Lag)


def understood(words: str, zone: str) -> Said:
    """What a date means by itself; `BadInput` with a hint when it means nothing or two things."""
    meant = dates.said(words, zone=zone or "UTC")
    if isinstance(meant, NotADate):
        raise BadInput(meant.reason, code="date")
    return meant


def meaning(
    words: str, zone: str, *, document: Document, by: Person, itself: Milestone | None = None,
) -> Meaning:
    """What a date means in the plan of a document: also "round close + 30 days", "T0 + 6 weeks".

    A step of another document is named with it: "Roadmap: workshop + 2 weeks". Raises `BadInput`.
    """
    meant = dates.said(words, zone=zone or "UTC")
    if isinstance(meant, Said):
        return Meaning(meant)
    if (found := relative(words)) is None:
        raise BadInput(meant.reason, code="date")
    on = step_called(found.anchor, document=document, by=by, itself=itself)
    return Meaning(hanging(found.words, on, found.lag, worlds.world_of([document])), on, found.lag)


def hanging(words: str, on: Milestone, lag: Lag, world: World) -> Said:
    """The days so long after a step. They close nothing, however exact the step is."""
    return Said(words, later(on.from_on, lag, world), later(on.to_on, lag, world), zone=on.zone)


def step_called(
    name: str, *, document: Document, by: Person, itself: Milestone | None = None,
) -> Milestone:
    """The step that a name or an identifier means, of those that the person sees. Raises `BadInput`."""
    steps = selectors.milestones_visible_to(by).select_related("document").order_by("to_on", "id")
    others = [step for step in steps if itself is None or step.pk != itself.pk]
    if known := next((step for step in others if str(step.uid) == name), None):
        return known
    named = anchors(name, _names(others, document))
    if not named:
        raise BadInput(
            f"There is no step called “{name}” that this date could hang on. Name one of the plan.",
            code="anchor",
        )
    if len(named) > 1:
        titles = "; ".join(each.title for each in named[:5])
        raise BadInput(f"“{name}” may mean several steps: {titles}. Name one in full.", code="anchor")
    return next(step for step in others if step.pk == named[0].key)


def _names(steps: Iterable[Milestone], document: Document) -> list[Named]:
    """What each step is called: of other documents only with the document's name before it."""
    found: list[Named] = []
    is_first = True
    for step in steps:
        if step.document_id == document.pk:
            also = ALSO.get(MilestoneKind(step.kind), ())
            found.append(Named(step.pk, step.title, (*also, "T0", "start") if is_first else also))
            is_first = False
        else:
            title = f"{step.document.name}: {step.title}"
            also = tuple(f"{step.document.name}: {name}" for name in ALSO.get(MilestoneKind(step.kind), ()))
            found.append(Named(step.pk, title, also))
    return found
