"""Brings the plan and the news into the database, as far as the story has come."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from backend.demo import cast, clock
from backend.demo.story import people, plan
from documents.models import Document, NewsItem, Publication
from documents.services import publications
from reviews.models import Milestone, MilestoneKind
from reviews.services import milestones

PARIS = "Europe/Paris"
LIVE_REASON = (
    "Kept ahead of the calendar in the stage “{}” of this demonstration, to have something to wait for."
)


def plan_until(documents: dict[str, Document], until: date, stage: str = "") -> None:
    """All steps, moves and met dates that the story knew on the day `until`.

    With a `stage`, its steps that are still to come are dated from today.
    """
    for step in plan.steps():
        if step.set_on <= until:
            milestone = _plan(step, documents[step.document], until)
            if stage in step.live:
                _keep_ahead(milestone, step.live[stage], LIVE_REASON.format(stage))
            elif step.met_on <= until and milestone.met_on is None:
                with clock.at(_noon(step.met_on)):
                    by = cast.person(people.COORDINATOR)
                    milestones.meet_milestone(milestone=milestone, on=step.met_on, by=by)


def _keep_ahead(milestone: Milestone, days: int, reason: str) -> None:
    """Move a step to a date counted from today, once."""
    if milestone.met_on is not None or milestone.changes.filter(reason=reason).exists():
        return
    day = timezone.now().astimezone(ZoneInfo(PARIS)).date() + timedelta(days=days)
    words = f"{day.day} {day:%B %Y}" + (" 17:00" if milestone.kind == MilestoneKind.ROUND else "")
    milestones.move_milestone(
        milestone=milestone,
        words=words,
        reason=reason,
        by=cast.person(people.COORDINATOR),
        zone=PARIS,
    )


def tell_until(publics: dict[str, Publication], until: date) -> None:
    """The news up to the day `until`."""
    for notice in plan.news():
        if notice.on <= until and not NewsItem.objects.filter(title=notice.title).exists():
            with clock.at(_noon(notice.on)):
                publications.post_news(
                    title=notice.title,
                    body=notice.body,
                    by=cast.person(people.STAFF),
                    publication=publics.get(notice.publication),
                )


def _plan(step: plan.Step, document: Document, until: date) -> Milestone:
    coordinator = cast.person(people.COORDINATOR)
    milestone = _known(step, document)
    if milestone is None:
        with clock.at(_noon(step.set_on)):
            milestone = milestones.set_milestone(
                document=document,
                title=step.title,
                words=step.words,
                kind=step.kind,
                by=coordinator,
                zone=PARIS,
            )
    told = set(milestone.changes.values_list("reason", flat=True))
    for move in step.moves if milestone.met_on is None else ():
        if move.on <= until and move.reason not in told:
            with clock.at(_noon(move.on)):
                milestone = milestones.move_milestone(
                    milestone=milestone, words=move.words, reason=move.reason, by=coordinator, zone=PARIS
                )
    return milestone


def _known(step: plan.Step, document: Document) -> Milestone | None:
    return Milestone.objects.filter(document=document, title=step.title).first()


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
