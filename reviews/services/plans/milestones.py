"""A document's plan: steps added, edited, moved with a reason, foreseen, met, taken out and put back.

Every change is kept. What steps wait for is in `plans.ties`, what they stand for in `plans.facts`,
whole plans are changed in `plans.replanning`, and `plans.undoing` takes a change back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow
from reviews.models import ChangeKind, Fact, Milestone, MilestoneKind, Round
from reviews.services.plans import facts, keeping, meaning, ties

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from backend.accounts.models import Person
    from documents.models import Document


@dataclass(frozen=True, slots=True)
class Link:
    """The fact that a step stands for: of a round, of a version's number (None: the next one), or of all."""

    fact: str = Fact.NONE
    round: Round | None = None
    version_number: int | None = None


def set_milestone(  # noqa: PLR0913 - a step, its date, and what brought it
    *, document: Document, title: str, by: Person, words: str = "", kind: str = MilestoneKind.OTHER,
    zone: str = "", link: Link | None = None, reason: str = "", batch: uuid.UUID | None = None,
) -> Milestone:
    """Add a step. `words` is the date as said; a clock time without a zone is in `zone` or the person's.

    A step that stands for a round's opening or close takes its date from the round. Raises `NotYou`,
    or `BadInput` when the words are no date.
    """
    keeping.demand(by, document)
    _check(title, kind)
    milestone = Milestone(document=document, title=title.strip(), kind=kind)
    with transaction.atomic():
        _link(milestone, link or Link())
        dated_by_round = facts.date_of_round(milestone)
        meant = meaning.Meaning(dated_by_round) if dated_by_round else meaning.meaning(
            words, zone or by.time_zone, document=document, by=by,
        )
        with keeping.change(milestone, ChangeKind.SET, by=by, reason=reason, batch=batch):
            keeping.set_date(milestone, meant.said)
            milestone.save()
            ties.tie_date(milestone, meant, by=by)
    return milestone


def _check(title: str, kind: str) -> None:
    if not title.strip():
        raise BadInput("Name the step.", code="title")
    if kind not in MilestoneKind.values:
        raise BadInput("There is no such kind of step.", code="kind")


def _link(milestone: Milestone, link: Link) -> None:
    if link.fact not in Fact.values:
        raise BadInput("There is no such fact that a step can stand for.", code="fact")
    if link.fact in {Fact.OPENED, Fact.CLOSED} and link.round is None:
        raise BadInput("Say which round.", code="round")
    if link.round is not None and link.round.document_id != milestone.document_id:
        raise BadInput("That is a round of another document.", code="round")
    milestone.fact = link.fact
    milestone.round = link.round if link.fact in {Fact.OPENED, Fact.CLOSED, Fact.DECIDED} else None
    milestone.version_number = link.version_number if link.fact == Fact.VERSION else None


def edit_milestone(
    *, milestone: Milestone, by: Person, title: str | None = None, kind: str | None = None,
    link: Link | None = None, revision: int | None = None,
) -> Milestone:
    """Give a step another name, kind or fact that it stands for; what is not given stays."""
    keeping.demand(by, milestone.document)
    title, kind = milestone.title if title is None else title, milestone.kind if kind is None else kind
    _check(title, kind)
    with transaction.atomic():
        now = keeping.locked_open(milestone, revision)
        with keeping.change(now, ChangeKind.EDITED, by=by):
            now.title, now.kind = title.strip(), kind
            if link is not None:
                _link(now, link)
                if meant := facts.date_of_round(now):
                    keeping.set_date(now, meant)
                    ties.tie_date(now, meaning.Meaning(meant), by=by)
        ties.follow(now, by=by)
    return now


def move_milestone(
    *, milestone: Milestone, words: str, reason: str, by: Person, zone: str = "",
    revision: int | None = None, batch: uuid.UUID | None = None,
) -> Milestone:
    """Give a step another date; the reason is read by everyone. What hangs on it follows.

    Raises `NotYou`, `NotNow`, `BadInput`.
    """
    keeping.demand(by, milestone.document)
    if not reason.strip():
        raise BadInput("Say why the date moves: everyone who planned with it reads it.", code="reason")
    with transaction.atomic():
        now = keeping.locked_open(milestone, revision)
        if facts.date_of_round(now):
            raise NotNow("The round sets this date: extend the round, and the step moves with it.")
        meant = meaning.meaning(words, zone or now.zone, document=now.document, by=by, itself=now)
        with keeping.change(now, ChangeKind.MOVED, by=by, reason=reason, batch=batch):
            keeping.set_date(now, meant.said)
            ties.tie_date(now, meant, by=by)
        ties.follow(now, by=by, batch=batch)
    return now


def expect_milestone(
    *, milestone: Milestone, words: str, by: Person, reason: str = "", zone: str = "",
    revision: int | None = None,
) -> Milestone:
    """Say when a step is foreseen while its plan stays; without words nobody foresees anything more."""
    keeping.demand(by, milestone.document)
    meant = meaning.understood(words, zone or milestone.zone) if words.strip() else None
    with transaction.atomic():
        now = keeping.locked_open(milestone, revision)
        with keeping.change(now, ChangeKind.EXPECTED, by=by, reason=reason):
            now.expected_words = meant.words if meant else ""
            now.expected_on = meant.to_on if meant else None
    return now


def meet_milestone(
    *, milestone: Milestone, on: date, by: Person, revision: int | None = None,
) -> Milestone:
    """Say that a step was reached on a day.

    Raises `NotYou`; `NotNow` when it was reached before, or when a fact says it.
    """
    keeping.demand(by, milestone.document)
    with transaction.atomic():
        now = keeping.locked_open(milestone, revision)
        if now.fact:
            raise NotNow(
                f"This step is met by itself when {facts.in_words(now)}. To tick it off, "
                "let it stand for nothing first.",
                code="fact",
            )
        if on > timezone.now().date() + meaning.TOMORROW:
            raise BadInput("That day is still to come: say when it is foreseen instead.", code="on")
        with keeping.change(now, ChangeKind.MET, by=by):
            now.met_on = on
    return now


def remove_milestone(
    *, milestone: Milestone, by: Person, reason: str = "", revision: int | None = None,
    batch: uuid.UUID | None = None,
) -> Milestone:
    """Take a step out of the plan; it is kept with its history, and calendars show it as cancelled.

    Dates that hung on it stay as they are now.
    """
    keeping.demand(by, milestone.document)
    with transaction.atomic():
        now = keeping.locked(milestone, revision)
        if now.cancelled_at is not None:
            raise NotNow("This step is out of the plan already.")
        with keeping.change(now, ChangeKind.REMOVED, by=by, reason=reason, batch=batch):
            now.cancelled_at = timezone.now()
    return now


def restore_milestone(*, milestone: Milestone, by: Person, revision: int | None = None) -> Milestone:
    """Put a step back that was taken out."""
    keeping.demand(by, milestone.document)
    with transaction.atomic():
        now = keeping.locked(milestone, revision)
        if now.cancelled_at is None:
            raise NotNow("This step is in the plan.")
        with keeping.change(now, ChangeKind.RESTORED, by=by):
            now.cancelled_at = None
    return now
