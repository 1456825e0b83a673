"""The response phase: commenters are asked about the answers, say satisfied or not, or the clock says it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from reviews import rules
from reviews.models import (
    Acknowledgement,
    Axis,
    AxisChange,
    Comment,
    CommentState,
    Disposition,
    ResponsePhase,
    Round,
    RoundState,
)
from reviews.services.answers import moves

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backend.accounts.models import Person

#: States of a round in which its answers can be put before the commenters.
AFTER = {RoundState.CLOSED, RoundState.DISPOSITIONING, RoundState.RESOLVED}
LONGEST_DAYS = 180
_BATCH = 500


def current_phase(round_: Round) -> ResponsePhase | None:
    """The newest asking of a round, whether it still runs or not."""
    return round_.response_phases.order_by("-id").first()


def ask_for_responses(
    *, round_: Round, by: Person, days: int | None = None, closes: bool = True,
) -> ResponsePhase:
    """Ask the commenters of every decided comment of the round whether they are satisfied.

    With `closes` it is announced that what nobody disputes is closed at the end (`closing`). Asking again
    asks about what was decided since, and gives everybody the new end. Raises `NotYou`, `NotNow` when the
    round still runs or nothing is decided, `BadInput` for a time out of bounds.
    """
    days = round_.acknowledgement_days if days is None else days
    if not rules.standing(by, round_.document).coordinates:
        raise NotYou("Only a coordinator asks for responses.")
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInput(f"Give the commenters 1 to {LONGEST_DAYS} days.", code="days")
    with transaction.atomic():
        now = Round.objects.select_for_update().get(pk=round_.pk)
        if now.state not in AFTER:
            raise NotNow("The round still runs: answers are judged after it closes.")
        asked = _put(_answered(now), Acknowledgement.PENDING, by)
        waiting = now.comments.filter(acknowledgement=Acknowledgement.PENDING).count()
        if not waiting:
            raise NotNow("No comment of this round waits for a response: decide some first.")
        now.response_phases.filter(closed_at=None).update(closed_at=timezone.now())
        phase = ResponsePhase.objects.create(
            round=now, closes_at=timezone.now() + timedelta(days=days), asked=waiting,
            opened_at=timezone.now(), opened_by=by, closes_comments=closes,
        )
        events.record(
            verb="reviews.responses.asked", actor=by, target=now, document=now.document_id,
            data={"round": now.number, "count": asked, "closes": closes},
        )
    return phase


def _answered(round_: Round) -> QuerySet[Comment]:
    """Decided comments of the round whose commenter was not asked yet."""
    rows = round_.comments.filter(
        state__in=[CommentState.DECIDED, CommentState.CLOSED],
        acknowledgement=Acknowledgement.NOT_REQUESTED,
    )
    return rows.exclude(disposition=Disposition.WITHDRAWN)


def _put(rows: QuerySet[Comment], to: str, by: Person | None, note: str = "") -> int:
    """Set the acknowledgement of all of them, each with its row of history; how many."""
    moment = timezone.now()
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    AxisChange.objects.bulk_create(
        [
            AxisChange(
                comment=row, axis=Axis.ACKNOWLEDGEMENT, before=row.acknowledgement, after=to, note=note,
                at=moment, by=by,
            )
            for row in found
        ],
        batch_size=_BATCH,
    )
    for row in found:
        row.acknowledgement, row.revision, row.changed_at = to, row.revision + 1, moment
    Comment.objects.bulk_update(found, ["acknowledgement", "revision", "changed_at"], batch_size=_BATCH)
    return len(found)


def respond(
    *, comment: Comment, satisfied: bool, by: Person, reason: str = "", revision: int | None = None,
) -> Comment:
    """Say for the commenter whether the answer satisfies; a dispute says why. It may change until the end.

    Raises `NotYou`, `NotNow` (not asked, over, or changed by somebody), `BadInput`.
    """
    if not rules.can_respond(rules.standing(by, comment.document), comment):
        raise NotYou("The agency's focal point says whether it is satisfied, or the author who has none.")
    if not satisfied and not reason.strip():
        raise BadInput("Say what is still wrong: whoever approves reads it.", code="reason")
    with transaction.atomic():
        now = moves.locked(comment, revision)
        _demand_open(now)
        before = now.acknowledgement
        now.acknowledgement = Acknowledgement.ACCEPTED if satisfied else Acknowledgement.DISPUTED
        AxisChange.objects.create(
            comment=now, axis=Axis.ACKNOWLEDGEMENT, before=before, after=now.acknowledgement,
            note=reason.strip(), at=timezone.now(), by=by,
        )
        moves.keep(now, "acknowledgement")
        moves.tell("acknowledged", now, by, acknowledgement=now.acknowledgement)
    return now


def _demand_open(comment: Comment) -> None:
    phase = current_phase(comment.round) if comment.round else None
    if phase is None or comment.acknowledgement == Acknowledgement.NOT_REQUESTED:
        raise NotNow("Nobody asked about this answer yet.")
    if phase.closed_at is not None or timezone.now() >= phase.closes_at:
        raise NotNow("The time for responses is over; write to the coordinator.", code="over")


def respond_to_rest(*, round_: Round, by: Person) -> int:
    """Be satisfied with every answer that the person still owes a response to; how many."""
    standing = rules.standing(by, round_.document)
    rows = round_.comments.filter(acknowledgement=Acknowledgement.PENDING).select_related("received_in")
    mine = [row for row in rows if rules.can_respond(standing, row)]
    if not mine:
        raise NotNow("No answer waits for your response.")
    with transaction.atomic():
        for comment in mine:
            respond(comment=comment, satisfied=True, by=by)
    return len(mine)


def tend(now: datetime | None = None) -> int:
    """End the phases whose instant has come: who said nothing is taken to be satisfied. Done by the clock."""
    moment = now or timezone.now()
    due = ResponsePhase.objects.filter(closed_at=None, closes_at__lte=moment)
    return sum(_end(pk, moment) for pk in due.values_list("pk", flat=True))


def _end(pk: int, moment: datetime) -> int:
    with transaction.atomic():
        phase = ResponsePhase.objects.select_for_update().select_related("round").get(pk=pk)
        if phase.closed_at is not None or phase.closes_at > moment:
            return 0
        waiting = phase.round.comments.filter(acknowledgement=Acknowledgement.PENDING)
        count = _put(waiting, Acknowledgement.TIMED_OUT, None)
        phase.closed_at = moment
        phase.save(update_fields=["closed_at"])
        events.record(
            verb="reviews.responses.closed", actor=None, target=phase.round,
            document=phase.round.document_id, data={"round": phase.round.number, "count": count},
        )
    return 1
