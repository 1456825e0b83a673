"""Brings the plan and the news into the database, as far as the story has come."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from backend.accounts.models import Agency
from backend.demo import cast, clock
from backend.demo.story import people, plan
from documents.models import Document, NewsItem, Publication
from documents.services import publications
from reviews.core.planning.lags import Lag
from reviews.models import Closure, Decision, Milestone, MilestoneKind, Round, RoundState
from reviews.services.plans import facts, milestones, terms, ties

PARIS = "Europe/Paris"
LIVE_REASON = (
    "Kept ahead of the calendar in the stage “{}” of this demonstration, to have something to wait for."
)


def plan_until(documents: dict[str, Document], until: date, stage: str = "") -> None:
    """All steps, moves and met dates that the story knew on the day `until`, in the order of their days.

    With a `stage`, its steps that are still to come are dated from today.
    """
    steps = [step for step in plan.steps() if step.set_on <= until]
    for step in steps:
        _set(step, documents[step.document])
    tie_all(documents)
    moves = [(move.on, step, move) for step in steps for move in step.moves if move.on <= until]
    ends = [(step.met_on, step, None) for step in steps if step.met_on <= until and stage not in step.live]
    for _, step, move in sorted([*moves, *ends], key=lambda found: found[0]):
        milestone = _set(step, documents[step.document])
        if move is None:
            _meet(milestone, step.met_on)
        else:
            _move(milestone, move)
    for step in steps:
        if stage in step.live:
            milestone = _set(step, documents[step.document])
            _keep_ahead(milestone, step.live[stage], LIVE_REASON.format(stage))


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


def keep_calendars() -> None:
    """Each agency's lead time and the days on which it is closed, once."""
    by = cast.person(people.STAFF)
    for said in plan.calendars():
        agency = Agency.objects.get(code=said.agency) if said.agency else None
        if agency is not None and not hasattr(agency, "terms"):
            terms.set_lead(agency=agency, lead_days=said.lead_days, by=by)
        for name, first, last in said.closed:
            if not Closure.objects.filter(agency=agency, name=name).exists():
                terms.add_closure(
                    agency=agency, name=name, from_on=first, to_on=last, is_yearly=True, by=by
                )


def stand_for_rounds(paper: Document) -> None:
    """The comments' date stands for the round that is open: it moves and is met with it."""
    step = paper.milestones.filter(kind=MilestoneKind.ROUND, met_on=None, fact="").first()
    running = Round.objects.filter(document=paper, state=RoundState.OPEN).first()
    if step is not None and running is not None:
        link = milestones.Link("closed", running)
        milestones.edit_milestone(milestone=step, by=cast.person(people.COORDINATOR), link=link)


def keep_pace(paper: Document, days: int = 28) -> None:
    """Date the last round's answers into the past weeks: a pace needs somebody at work now."""
    last = paper.versions.order_by("-number").first()
    rows = list(Decision.objects.filter(comment__version=last).order_by("id"))
    now = timezone.now()
    if not rows or rows[-1].at > now - timedelta(days=days + 7):
        return
    for place, row in enumerate(rows):
        at = now - timedelta(days=days - 1 - place * (days - 2) // len(rows))
        row.at = at - timedelta(days=max(at.weekday() - 4, 0))  # nobody answers on Sundays
    Decision.objects.bulk_update(rows, ["at"])


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


def _set(step: plan.Step, document: Document) -> Milestone:
    """The milestone of a step; added on the day on which it was planned if it is not there."""
    if known := Milestone.objects.filter(document=document, title=step.title).first():
        return known
    with clock.at(_noon(step.set_on)):
        by = cast.person(people.COORDINATOR)
        return milestones.set_milestone(
            document=document,
            title=step.title,
            words=step.words,
            kind=step.kind,
            by=by,
            zone=PARIS,
            link=milestones.Link(step.fact, None, step.version),
        )


def _move(milestone: Milestone, move: plan.Move) -> None:
    if milestone.met_on is None and not milestone.changes.filter(reason=move.reason).exists():
        with clock.at(_noon(move.on)):
            by = cast.person(people.COORDINATOR)
            milestones.move_milestone(
                milestone=milestone, words=move.words, reason=move.reason, by=by, zone=PARIS
            )


def tie_all(documents: dict[str, Document]) -> None:
    """What the steps wait for, as far as they are planned; again, it changes nothing."""
    coordinator = cast.person(people.COORDINATOR)
    known = {(step.document.slug, step.title): step for step in Milestone.objects.select_related("document")}
    for step in plan.steps():
        for after in step.after:
            milestone = known.get((documents[step.document].slug, step.title))
            on = known.get((documents[after.document].slug, after.title))
            if milestone and on and milestone.is_open and not milestone.waits.filter(on=on).exists():
                with clock.at(_noon(step.set_on)):
                    lag = Lag(after.amount, after.unit, after.by_agencies)  # type: ignore[arg-type]
                    ties.wait_for(milestone=milestone, on=on, lag=lag, by=coordinator)


def _meet(milestone: Milestone, on: date) -> None:
    if milestone.met_on is None and milestone.fact:
        with clock.at(_noon(on)):
            facts.keep_up(milestone.document_id)
    elif milestone.met_on is None:
        with clock.at(_noon(on)):
            milestones.meet_milestone(milestone=milestone, on=on, by=cast.person(people.COORDINATOR))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
