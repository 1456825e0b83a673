"""A document's plan: steps added, moved with a reason, met. Every change is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from reviews import rules
from reviews.core import dates
from reviews.core.dates import NotADate, Said
from reviews.models import Milestone, MilestoneChange, MilestoneKind

if TYPE_CHECKING:
    from datetime import date

    from backend.accounts.models import Person
    from documents.models import Document


def set_milestone(
    *, document: Document, title: str, words: str, by: Person, kind: str = MilestoneKind.OTHER,
    zone: str = "",
) -> Milestone:
    """Add a step. `words` is the date as said; a clock time without a zone is in `zone` or the person's.

    Raises `NotYou`, or `BadInput` when the words are no date.
    """
    _demand(by, document)
    if not title.strip():
        raise BadInput("Name the step.", code="title")
    if kind not in MilestoneKind.values:
        raise BadInput("There is no such kind of step.", code="kind")
    meant = understood(words, zone or by.time_zone)
    with transaction.atomic():
        milestone = Milestone(
            document=document, title=title.strip(), kind=kind, first_words=meant.words,
            first_to_on=meant.to_on,
        )
        _set_date(milestone, meant)
        milestone.save(force_insert=True)
        _keep_change(milestone, {}, "", by)
        _tell("set", milestone, by)
    return milestone


def understood(words: str, zone: str) -> Said:
    """What a date means; `BadInput` with a hint when it means nothing or two things."""
    meant = dates.said(words, zone=zone or "UTC")
    if isinstance(meant, NotADate):
        raise BadInput(meant.reason, code="date")
    return meant


def move_milestone(
    *, milestone: Milestone, words: str, reason: str, by: Person, zone: str = "",
    revision: int | None = None,
) -> Milestone:
    """Give a step another date; the reason is read by everyone. Raises `NotYou`, `NotNow`, `BadInput`."""
    _demand(by, milestone.document)
    if not reason.strip():
        raise BadInput("Say why the date moves: everyone who planned with it reads it.", code="reason")
    meant = understood(words, zone or milestone.zone)
    with transaction.atomic():
        now = _locked(milestone, revision)
        if now.met_on is not None:
            raise NotNow("This step is met already.")
        before = dated(now)
        _set_date(now, meant)
        _keep(now, "words", "due_at", "zone", "from_on", "to_on")
        _keep_change(now, before, reason.strip(), by)
        _tell("moved", now, by)
    return now


def meet_milestone(
    *, milestone: Milestone, on: date, by: Person, revision: int | None = None,
) -> Milestone:
    """Say that a step was reached on a day. Raises `NotYou`, `NotNow` when it was before."""
    _demand(by, milestone.document)
    with transaction.atomic():
        now = _locked(milestone, revision)
        if now.met_on is not None:
            raise NotNow(f"This step was met on {now.met_on:%-d %B %Y} already.")
        before = dated(now)
        now.met_on = on
        _keep(now, "met_on")
        _keep_change(now, before, "", by)
        _tell("met", now, by)
    return now


def _demand(by: Person, document: Document) -> None:
    if not rules.can_plan(by, document):
        raise NotYou("Only coordinators change the plan.")


def _locked(milestone: Milestone, revision: int | None) -> Milestone:
    now = Milestone.objects.select_for_update(of=("self",)).select_related("document").get(pk=milestone.pk)
    if revision is not None and now.revision != revision:
        raise NotNow("Somebody changed this step in the meantime.", code="changed", revision=now.revision)
    return now


def _set_date(milestone: Milestone, meant: Said) -> None:
    milestone.words, milestone.due_at, milestone.zone = meant.words, meant.due_at, meant.zone
    milestone.from_on, milestone.to_on = meant.from_on, meant.to_on


def _keep(milestone: Milestone, *fields: str) -> None:
    milestone.revision += 1
    milestone.save(update_fields=[*fields, "revision"])


def dated(milestone: Milestone) -> dict[str, Any]:
    """The dates of a step as JSON, for its history."""
    return {
        "words": milestone.words,
        "due_at": milestone.due_at.isoformat() if milestone.due_at else None,
        "zone": milestone.zone,
        "from_on": milestone.from_on.isoformat(), "to_on": milestone.to_on.isoformat(),
        "met_on": milestone.met_on.isoformat() if milestone.met_on else None,
    }


def _keep_change(milestone: Milestone, before: dict[str, Any], reason: str, by: Person) -> None:
    MilestoneChange.objects.create(
        milestone=milestone, before=before, after=dated(milestone), reason=reason, at=timezone.now(), by=by,
    )


def _tell(verb: str, milestone: Milestone, by: Person) -> None:
    events.record(
        verb=f"reviews.milestone.{verb}", actor=by, target=milestone, document=milestone.document_id,
        data={"milestone": str(milestone.uid), "kind": milestone.kind},
    )
