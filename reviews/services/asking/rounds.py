"""A round's life: planned, announced, opened, extended, suspended, closed at its instant, answered."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from documents.models import Document
from reviews.core import dates
from reviews.core import rounds as lifecycle
from reviews.core.dates import NotADate, Said
from reviews.models import (
    Afterwards,
    Comment,
    CommentState,
    During,
    Lateness,
    Return,
    Round,
    RoundKind,
    RoundState,
    RoundStep,
    RoundWindow,
    Visibility,
)
from reviews.selectors import rounds
from reviews.services.asking import admission
from reviews.services.talk import registering

if TYPE_CHECKING:
    from backend.accounts.models import Agency, Person
    from documents.models import Version
    from reviews.core.rounds import RoundMove

#: Comments that one statement changes when a round closes.
BATCH = 500
#: The longest grace, in minutes: two days.
LONGEST_GRACE = 2880


@dataclass(frozen=True, slots=True)
class Rules:
    """Who sees what, who speaks, and what a comment needs; the fields of `Round` of the same names."""

    visibility_during: str = During.OPEN
    visibility_after: str = Afterwards.OPEN
    one_voice: bool = False
    anonymous_reviewers: bool = False
    acknowledgement_requested: bool = False
    acknowledgement_days: int = 14
    critical_needs_reason: bool = True
    grace_minutes: int = 0


#: What is usual for each kind, where it differs.
USUAL = {
    RoundKind.AGENCY: Rules(During.SEALED, one_voice=True, acknowledgement_requested=True),
    RoundKind.EXPERT: Rules(During.EDITORS),
    RoundKind.FINAL_APPROVAL: Rules(During.SEALED, one_voice=True),
    RoundKind.SILENCE: Rules(one_voice=True),
}


def usual_rules(kind: str, **others: Any) -> Rules:
    """The rules that are usual for a kind of round, but for those named."""
    return replace(USUAL.get(RoundKind(kind), Rules()), **others)


@dataclass(frozen=True, slots=True)
class Dates:
    """When a round ends and starts (now, if empty), and the agencies' own earlier end, as people say it.

    A moment that names no zone of its own is meant in `zone`, or in that of the person who says it.
    """

    closes: str
    opens: str = ""
    agency_closes: str = ""
    zone: str = ""


def create_round(
    *, version: Version, title: str, when: Dates, by: Person, kind: str = RoundKind.AGENCY, asked: str = "",
    rules: Rules | None = None, compared_with: Version | None = None,
) -> Round:
    """Plan a round on a version; only who steers the document knows of it until it is announced.

    Raises `NotYou`, or `BadInput` naming what cannot be used.
    """
    _demand(by, version.document)
    if not title.strip():
        raise BadInput("Name the round.", code="title")
    if kind not in RoundKind.values:
        raise BadInput("There is no such kind of round.", code="kind")
    if compared_with is not None and compared_with.document_id != version.document_id:
        raise BadInput("The earlier version is of another document.", code="compared_with")
    given = _checked(rules or usual_rules(kind))
    end = _moment(when.closes, when, by, "The end")
    start = _instant(_moment(when.opens, when, by, "The start")) if when.opens.strip() else timezone.now()
    inner = (
        _moment(when.agency_closes, when, by, "The agencies' own end").due_at
        if when.agency_closes.strip() else None
    )
    _demand_order(start, inner, end.due_at)
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=version.document_id)
        newest = Round.objects.filter(document=version.document_id).aggregate(newest=Max("number"))["newest"]
        round_ = Round.objects.create(
            document=version.document, version=version, compared_with=compared_with, number=(newest or 0) + 1,
            title=title.strip(), asked=asked.strip(), kind=kind, opens_at=start, closes_at=_instant(end),
            zone=end.zone, created_at=timezone.now(), created_by=by, **asdict(given),
        )
        _add_window(round_, end, inner, by, reason="", agency=None)
        tell("created", round_, by)
    return round_


def _demand(by: Person, document: Document) -> None:
    if not rounds.can_run(by, document):
        raise NotYou("Only a coordinator runs rounds.")


def _checked(rules: Rules) -> Rules:
    is_known = rules.visibility_during in During.values and rules.visibility_after in Afterwards.values
    if not is_known:
        raise BadInput("There is no such rule of who sees what.", code="visibility")
    if not 0 <= rules.grace_minutes <= LONGEST_GRACE:
        raise BadInput(f"Grace is at most {LONGEST_GRACE} minutes: extend the round instead.", code="grace")
    if rules.acknowledgement_requested and not 1 <= rules.acknowledgement_days <= 365:
        raise BadInput("Give the agencies between 1 and 365 days to acknowledge.", code="acknowledgement")
    return rules


def _moment(words: str, when: Dates, by: Person, what: str) -> Said:
    """A moment as people say it; words without a clock time never close anything."""
    meant = dates.said(words, zone=when.zone or by.time_zone or "UTC")
    if isinstance(meant, NotADate):
        raise BadInput(f"{what}: {meant.reason}", code="date")
    if meant.due_at is None:
        raise BadInput(
            f"{what} needs a clock time, such as “12 May 2027 17:00 CEST” or “12 May 2027 AoE”.", code="date",
        )
    return meant


def _instant(said: Said) -> datetime:
    """The instant of a date that has a clock time, as `_moment` sees to."""
    if said.due_at is None:
        raise BadInput("Give a clock time.", code="date")
    return said.due_at


def _demand_order(start: datetime | None, inner: datetime | None, end: datetime | None) -> None:
    if start and end and end <= start:
        raise BadInput("The round ends before it starts.", code="date")
    if inner and end and inner > end:
        raise BadInput("The agencies' own end comes before the end of the round.", code="date")


def _add_window(
    round_: Round, end: Said, inner: datetime | None, by: Person, *, reason: str, agency: Agency | None,
) -> None:
    RoundWindow.objects.create(
        round=round_, agency=agency, words=end.words[:80], closes_at=_instant(end), agency_closes_at=inner,
        zone=end.zone, reason=reason, announced_by=by, at=timezone.now(),
    )


def locked(round_: Round, revision: int | None = None) -> Round:
    """The round as it is now, locked; `NotNow` (409) when somebody changed it since it was read."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("document", "version")
    now = rows.get(pk=round_.pk)
    if revision is not None and now.revision != revision:
        raise NotNow(
            "Somebody changed this round in the meantime. Look at it again, then repeat what you meant.",
            code="changed", revision=now.revision, state=now.state,
        )
    return now


def tell(verb: str, round_: Round, by: Person | None, **data: Any) -> None:
    """Record what happened to a round: ids and codes only."""
    events.record(
        verb=f"reviews.round.{verb}", actor=by, target=round_, document=round_.document_id,
        data={"round": str(round_.uid), "number": round_.number, **data},
    )


def _step(round_: Round, move: RoundMove, by: Person | None, reason: str = "", **fields: Any) -> Round:
    """Make a legal move on a locked round: the state, these fields, the history."""
    before = round_.state
    after = lifecycle.after(move, before)  # type: ignore[arg-type]
    if after is None:
        raise NotNow(
            f"The round is {round_.get_state_display().lower()}: that can not be done now.",
            revision=round_.revision, state=before,
        )
    for name, value in fields.items():
        setattr(round_, name, value)
    round_.state = after
    round_.revision += 1
    round_.save(update_fields=["state", "revision", *fields])
    RoundStep.objects.create(
        round=round_, move=move, before=before, after=after, reason=reason.strip(), by=by, at=timezone.now(),
    )
    return round_


def announce_round(*, round_: Round, by: Person, revision: int | None = None) -> Round:
    """Let everyone with the document know of the round; it opens by itself at its time."""
    _demand(by, round_.document)
    with transaction.atomic():
        now = locked(round_, revision)
        if not now.version.is_issued:
            raise NotNow("Issue the version first: there is nothing to review yet.", code="not_issued")
        if now.closes_at <= timezone.now():
            raise NotNow("The end of the round is over: plan it anew.", code="over")
        _step(now, "announce", by, announced_at=timezone.now())
        tell("announced", now, by)
        if now.opens_at <= timezone.now():
            _open(now, by)
    return now


def open_round(*, round_: Round, by: Person | None, revision: int | None = None) -> Round:
    """Open an announced round now; the clock (`by` None) does so at its time."""
    if by is not None:
        _demand(by, round_.document)
    with transaction.atomic():
        now = locked(round_, revision)
        if by is None and now.opens_at > timezone.now():
            raise NotNow("It is not time yet.")
        _open(now, by)
    return now


def _open(round_: Round, by: Person | None) -> None:
    moment = timezone.now()
    _step(round_, "open", by, opened_at=moment, opens_at=min(round_.opens_at, moment))
    tell("opened", round_, by)


def extend_round(
    *, round_: Round, when: Dates, reason: str, by: Person, agency: Agency | None = None,
    revision: int | None = None,
) -> Round:
    """Let the round, or one agency's part in it, end later. The reason is read by everyone.

    Raises `NotYou`, `NotNow`, or `BadInput` when the new end is not later than the present one.
    """
    _demand(by, round_.document)
    if not reason.strip():
        raise BadInput("Say why the round ends later: everyone who planned with it reads it.", code="reason")
    meant = replace(when, zone=when.zone or round_.zone)
    end = _moment(meant.closes, meant, by, "The new end")
    inner = _moment(meant.agency_closes, meant, by, "The agencies' own end") if meant.agency_closes else None
    _demand_order(None, inner.due_at if inner else None, end.due_at)
    with transaction.atomic():
        now = locked(round_, revision)
        if end.due_at is None or end.due_at <= rounds.ends_for(now, agency):
            raise BadInput("The new end is not later than the present one.", code="date")
        if end.due_at <= timezone.now():
            raise BadInput("The new end is over already.", code="date")
        fields = {} if agency else {"closes_at": end.due_at, "zone": end.zone}
        _step(now, "extend", by, reason, **fields)
        _add_window(now, end, inner.due_at if inner else None, by, reason=reason.strip(), agency=agency)
        tell("extended", now, by, agency=agency.pk if agency else None)
    return now


def suspend_round(*, round_: Round, reason: str, by: Person, revision: int | None = None) -> Round:
    """Take no comments for a while; everyone reads why."""
    return _explained(round_, "suspend", "suspended", reason, by, revision)


def cancel_round(*, round_: Round, reason: str, by: Person, revision: int | None = None) -> Round:
    """Call the round off. What is sealed in it goes back to who said it."""
    with transaction.atomic():
        cancelled = _explained(round_, "cancel", "cancelled", reason, by, revision)
        sealed = Comment.objects.filter(round=cancelled, visibility=Visibility.SEALED)
        sealed = sealed.filter(state=CommentState.REGISTERED)
        counted = {"round": None, "revision": F("revision") + 1}
        sealed.filter(agency=None).update(
            visibility=Visibility.AUTHOR, state=CommentState.DRAFT, submitted_at=None, **counted,
        )
        sealed.exclude(agency=None).update(
            visibility=Visibility.AGENCY, state=CommentState.SUBMITTED, **counted,
        )
    return cancelled


def _explained(
    round_: Round, move: RoundMove, verb: str, reason: str, by: Person, revision: int | None,
) -> Round:
    _demand(by, round_.document)
    if not reason.strip():
        raise BadInput("Say why: everyone who was asked reads it.", code="reason")
    with transaction.atomic():
        now = locked(round_, revision)
        _step(now, move, by, reason)
        tell(verb, now, by)
    return now


def resume_round(*, round_: Round, by: Person, revision: int | None = None) -> Round:
    """Take comments again; a round whose end is over meanwhile must be extended first."""
    _demand(by, round_.document)
    with transaction.atomic():
        now = locked(round_, revision)
        if rounds.ends_for_everybody(now) <= timezone.now():
            raise NotNow("The end of the round is over meanwhile: extend it first.", code="over")
        _step(now, "resume", by)
        tell("resumed", now, by)
    return now


def close_round(
    *, round_: Round, by: Person | None, reason: str = "", revision: int | None = None,
) -> Round:
    """End the round: its seal is broken, and what was said in it is numbered and seen by its rules.

    The clock (`by` None) closes it when its last end and its grace are over, and raises `NotNow`
    before; a coordinator who closes it earlier says why.
    """
    if by is not None:
        _demand(by, round_.document)
    with transaction.atomic():
        now = locked(round_, revision)
        is_over = rounds.ends_for_everybody(now) <= timezone.now()
        if by is None and not is_over:
            raise NotNow("It is not time yet.")
        if not is_over and not reason.strip():
            raise BadInput("Say why the round ends before its time.", code="reason")
        _step(now, "close", by, reason, closed_at=timezone.now())
        break_seal(now)
        tell("closed", now, by)
    return now


def break_seal(round_: Round) -> int:
    """Show what was released in the round to those who may see it afterwards, with numbers; how many."""
    after = admission.visibility_now(round_)
    rows = Comment.objects.select_for_update(of=("self",)).filter(
        round=round_, visibility__in=[Visibility.SEALED, Visibility.EDITORS],
    ).exclude(lateness__in=[Lateness.LATE, Lateness.LATE_REFUSED]).exclude(state=CommentState.WITHDRAWN)
    released = list(rows.select_related("agency").order_by("submitted_at", "id"))
    registering.number(released)
    moment = timezone.now()
    for comment in released:
        comment.visibility, comment.changed_at = after, moment
        comment.revision += 1
    Comment.objects.bulk_update(
        released, ["visibility", "code", "number", "revision", "changed_at"], batch_size=BATCH,
    )
    files = Return.objects.filter(
        version=round_.version_id, visibility__in=[Visibility.SEALED, Visibility.EDITORS],
    )
    files.update(visibility=after)
    return len(released)


def begin_answering(*, round_: Round, by: Person, revision: int | None = None) -> Round:
    """The editors answer what was said."""
    return _plainly(round_, "answer", "answering", by, revision)


def archive_round(*, round_: Round, by: Person, revision: int | None = None) -> Round:
    """Put a resolved round away."""
    return _plainly(round_, "archive", "archived", by, revision)


def _plainly(round_: Round, move: RoundMove, verb: str, by: Person, revision: int | None) -> Round:
    _demand(by, round_.document)
    with transaction.atomic():
        now = locked(round_, revision)
        _step(now, move, by)
        tell(verb, now, by)
    return now


def resolve_round(*, round_: Round, by: Person, revision: int | None = None) -> Round:
    """Say that everything is answered; `NotNow` while a comment of the round waits for its answer."""
    _demand(by, round_.document)
    with transaction.atomic():
        now = locked(round_, revision)
        waiting = Comment.objects.filter(
            round=now, state__in=[CommentState.REGISTERED, CommentState.PROPOSED],
        ).count()
        late = Comment.objects.filter(round=now, lateness=Lateness.LATE).count()
        if waiting or late:
            raise NotNow(
                f"{waiting + late} comments of this round wait for an answer.", code="unanswered",
                waiting=waiting, late=late,
            )
        _step(now, "resolve", by, resolved_at=timezone.now())
        tell("resolved", now, by)
    return now


def tend(now: datetime | None = None) -> int:
    """Open and close the rounds whose time has come; how many. Run by every worker, again and again."""
    moment = now or timezone.now()
    done = 0
    for round_ in Round.objects.filter(state=RoundState.ANNOUNCED, opens_at__lte=moment)[:50]:
        done += _try(open_round, round_)
    for round_ in Round.objects.filter(state=RoundState.OPEN, closes_at__lte=moment)[:50]:
        if rounds.ends_for_everybody(round_) <= moment:
            done += _try(close_round, round_)
    return done


def _try(move: Any, round_: Round) -> int:
    try:
        move(round_=round_, by=None)
    except NotNow:  # another worker was quicker, or somebody extended it
        return 0
    return 1
