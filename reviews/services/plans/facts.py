"""Steps that stand for a fact: dated by their round, met by what happened, open again when it is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from documents.models import Publication, Version, VersionState
from reviews.core import rounds as rounds_core
from reviews.core import saying
from reviews.core.dates import Said
from reviews.models import (
    ChangeKind,
    Comment,
    CommentState,
    Fact,
    Milestone,
    Round,
    RoundState,
    RoundWindow,
    Visibility,
)
from reviews.services.plans import keeping, ties

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

#: What has reached the editors and waits for their answer.
RELEASED = (Visibility.DOCUMENT, Visibility.PUBLIC, Visibility.EDITORS, Visibility.SEALED)
OPEN = (CommentState.REGISTERED, CommentState.PROPOSED)


def in_words(milestone: Milestone) -> str:
    """The fact as the end of "met when …"."""
    round_ = milestone.round.title if milestone.round else ""
    return {
        Fact.NONE: "somebody says so",
        Fact.OPENED: f"“{round_}” opens",
        Fact.CLOSED: f"“{round_}” closes",
        Fact.VERSION: f"version {milestone.version_number} is issued" if milestone.version_number
        else "the next version is issued",
        Fact.DECIDED: f"all comments of “{round_}” are decided" if round_ else "all comments are decided",
        Fact.PUBLISHED: "a version is published",
    }[Fact(milestone.fact)]


def date_of_round(milestone: Milestone) -> Said | None:
    """The date that a round sets for a step that stands for its opening or close."""
    round_ = milestone.round
    if round_ is None or milestone.fact not in {Fact.OPENED, Fact.CLOSED}:
        return None
    moment = round_.opens_at if milestone.fact == Fact.OPENED else round_.closes_at
    day = moment.astimezone(ZoneInfo(round_.zone)).date()
    return Said(saying.moment_in_words(moment, round_.zone), day, day, moment, round_.zone)


def keep_up(document_id: int) -> int:
    """Bring the plan of a document up to what has happened; again, it changes nothing. Returns how many."""
    linked = Milestone.objects.filter(document_id=document_id, cancelled_at=None).exclude(fact=Fact.NONE)
    return sum(_keep_up(step.pk) for step in linked.only("pk").order_by("pk"))


def _keep_up(pk: int) -> bool:
    with transaction.atomic():
        rows = Milestone.objects.select_for_update(of=("self",)).select_related("document", "round")
        step = rows.get(pk=pk)
        if step.met_on is None:
            return _follow_round(step) | _meet(step)
        return step.fact == Fact.DECIDED and _open_again(step)


def _follow_round(step: Milestone) -> bool:
    meant = date_of_round(step)
    if meant is None or (meant.due_at, meant.zone) == (step.due_at, step.zone):
        return False
    window = RoundWindow.objects.filter(round=step.round, agency=None).order_by("-id").first()
    is_close = step.fact == Fact.CLOSED and window is not None
    reason, by = "The round was moved.", None
    if is_close and window:
        reason, by = window.reason, window.announced_by
    with keeping.change(step, ChangeKind.MOVED, by=by, reason=reason):
        keeping.set_date(step, meant)
    ties.follow(step, by=by)
    return True


def _meet(step: Milestone) -> bool:
    moment = happened_at(step)
    if moment is None:
        return False
    with keeping.change(step, ChangeKind.MET, by=None, reason=f"Met by the fact: {in_words(step)}."):
        step.met_on = moment.astimezone(ZoneInfo(step.zone)).date()
    return True


def _open_again(step: Milestone) -> bool:
    """A decision was taken back: what was decided in whole is so no more."""
    again = _asked_before_met(step).filter(state__in=OPEN).order_by("id").first()
    if again is None:
        return False
    number = again.register_number or "A comment"
    with keeping.change(step, ChangeKind.REOPENED, by=None, reason=f"{number} is open again."):
        step.met_on = None
    return True


def _asked_before_met(step: Milestone) -> QuerySet[Comment]:
    met = step.changes.filter(kind=ChangeKind.MET).order_by("-id").first()
    rows = comments_of(step)
    return rows.filter(submitted_at__lte=met.at) if met else rows.none()


def comments_of(step: Milestone) -> QuerySet[Comment]:
    """The comments whose decisions the step waits for: all that have reached the editors."""
    rows = Comment.objects.filter(document_id=step.document_id, visibility__in=RELEASED)
    return rows.filter(round_id=step.round_id) if step.round_id else rows


def happened_at(step: Milestone) -> datetime | None:
    """When the fact that a step stands for happened; None when it has not."""
    find = {
        Fact.OPENED: _round_opened, Fact.CLOSED: _round_closed, Fact.VERSION: _version_issued,
        Fact.DECIDED: _all_decided, Fact.PUBLISHED: _published,
    }.get(Fact(step.fact))
    return find(step) if find else None


def _round_opened(step: Milestone) -> datetime | None:
    return step.round.opened_at if step.round else None


def _round_closed(step: Milestone) -> datetime | None:
    ended = step.round is not None and step.round.state in {*rounds_core.ENDED, RoundState.ARCHIVED}
    return step.round.closed_at if step.round and ended else None


def _version_issued(step: Milestone) -> datetime | None:
    rows = Version.objects.filter(document_id=step.document_id, state=VersionState.ISSUED)
    if step.version_number:
        rows = rows.filter(number=step.version_number)
    else:
        rows = rows.filter(issued_at__gte=step.created_at)
    first = rows.order_by("number").first()
    return first.issued_at if first else None


def _published(step: Milestone) -> datetime | None:
    rows = Publication.objects.filter(document_id=step.document_id, withdrawn_at=None)
    first = rows.filter(published_at__gte=step.created_at).order_by("published_at").first()
    return first.published_at if first else None


def _all_decided(step: Milestone) -> datetime | None:
    """The last decision, when none is open and no round that still runs can bring more."""
    running = Round.objects.filter(document_id=step.document_id, state__in=rounds_core.RUNNING)
    if step.round_id:
        running = running.filter(pk=step.round_id)
    rows = comments_of(step)
    if running.exists() or rows.filter(state__in=OPEN).exists():
        return None
    asked = rows if step.round_id else rows.filter(submitted_at__gte=step.created_at)
    last = asked.aggregate(at=Max("decisions__at"))["at"]
    return last or (step.round.closed_at if step.round and not rows.exists() else None)
