"""How many of those asked in a running round will have answered by its end: for who steers the document.

An answer is the first comment of a party that the viewer may see, "no comments" on the whole version, or
"our answer is complete". In a sealed round its comments count for nothing, so that nothing is told of them:
whoever has said nothing may have answered, as likely as in earlier rounds that are over. Of those count the
rounds that the viewer steers, with the comments that the viewer may see by now.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Min
from django.utils import timezone

from documents import selectors as documents
from reviews import selectors
from reviews.core import arrivals
from reviews.core import rounds as lifecycle
from reviews.models import CommentState, During, Invitation, InvitationState, NilReturn, Round, RoundState
from reviews.selectors import rounds
from reviews.services.plans import facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backend.accounts.selectors import Viewer
    from documents.models import Document

#: A round, and a party in it as `_who` names it.
Party = tuple[int, str]
ASKED = (
    InvitationState.INVITED, InvitationState.ACCEPTED, InvitationState.ANSWERED, InvitationState.DECLINED,
)
RUNNING = (RoundState.OPEN, RoundState.SUSPENDED)
PAST = (*lifecycle.ENDED, RoundState.ARCHIVED)
#: Earlier rounds that are looked at, the newest of all.
MOST_ROUNDS = 40
#: Below this chance somebody is named as one who may not answer in time.
UNSURE = 0.5
#: With more asked than this, no day is sought on which half are there: it takes a reckoning a day.
MANY = 300
#: So much of one answer is not worth a day.
HARDLY = 0.01


@dataclass(frozen=True, slots=True)
class Chance:
    """Somebody who has not answered yet, and how likely an answer is before the end."""

    invitation: Invitation
    share: float

    @property
    def percent(self) -> int:
        """In hundredths."""
        return round(self.share * 100)


@dataclass(frozen=True, slots=True)
class Returns:
    """What is foretold of a round's answers. `half_on`: when half of those still to come are there.

    It is None when none are expected, or so many are asked that it is not sought. `with_comments` is False
    in a sealed round: then some of those who wait have answered without saying so.
    """

    round: Round
    expected: arrivals.Expected
    end: datetime
    half_on: date | None
    chances: tuple[Chance, ...]  # the least likely first
    rounds_before: int
    with_comments: bool

    @property
    def unsure(self) -> tuple[Chance, ...]:
        """Those who will rather not answer in time."""
        return tuple(chance for chance in self.chances if chance.share < UNSURE)


def returns_in(document: Document, viewer: Viewer) -> list[Returns]:
    """Of each open round of the document, the first to end first."""
    return returns_across([document], viewer).get(document.pk, [])


def returns_across(asked: Iterable[Document], viewer: Viewer) -> dict[int, list[Returns]]:
    """Of each open round of these documents, by the document; the queries do not grow with them."""
    rows = rounds.rounds_visible_to(viewer).filter(document__in=[one.pk for one in asked], state__in=RUNNING)
    found: dict[int, list[Returns]] = defaultdict(list)
    for one in _returns_of(list(rows.order_by("closes_at", "id")), viewer):
        found[one.round.document_id].append(one)
    return dict(found)


def returns_of(round_: Round, viewer: Viewer) -> Returns | None:
    """What is foretold of a round's answers; nothing for others than who steers it, or when all have."""
    return next(iter(_returns_of([round_] if round_.state in RUNNING else [], viewer)), None)


def _returns_of(running: Sequence[Round], viewer: Viewer) -> list[Returns]:
    """What is foretold of those rounds that the viewer steers, from one reading of what went before."""
    steered = documents.documents_steered_by(viewer).filter(pk__in={one.document_id for one in running})
    keys = set(steered.values_list("pk", flat=True)) if running else set()
    mine = [one for one in running if one.document_id in keys]
    if not mine:
        return []
    now = timezone.now()
    earlier = _earlier(viewer)
    asking = [*mine, *earlier]
    said = _said_nothing(asking)
    unsealed = [one for one in asking if one.state in PAST or one.visibility_during != During.SEALED]
    came = _first(said, _commented(unsealed, viewer))
    ends = rounds.ends(asking)
    stays = _stays(asking, ends, said, came, now)
    past = [stay for one in earlier for stay, _ in stays.get(one.pk, ())]
    found = [
        _foretold(one, stays.get(one.pk, []), past, _last_end(one, ends, now), now) for one in mine
    ]
    return [replace(one, rounds_before=len(earlier)) for one in found if one is not None]


def _foretold(
    round_: Round, stays: Sequence[tuple[arrivals.Stay, Invitation]], past: Sequence[arrivals.Stay],
    end: datetime, now: datetime,
) -> Returns | None:
    """Of one round; nothing when nobody is waited for."""
    waiting = {stay.who: row for stay, row in stays if not stay.returned}
    if not waiting:
        return None
    is_sealed = round_.visibility_during == During.SEALED
    standing = [stay for stay, row in stays if row.state != InvitationState.DECLINED]
    if is_sealed:
        known, unknown = arrivals.tellings(past)
        standing = [replace(stay, told=known.get(stay.who, unknown)) for stay in standing]
    found = arrivals.expected(standing, past)
    chances = sorted(
        (Chance(waiting[who], share) for who, share in found.chances),
        key=lambda chance: (chance.share, chance.invitation.pk),
    )
    half_on = None if len(standing) > MANY else _half_on(round_, standing, past, now, end)
    return Returns(round_, found, end, half_on, tuple(chances), 0, not is_sealed)


def _last_end(round_: Round, ends: Mapping[int, Mapping[int | None, datetime]], now: datetime) -> datetime:
    """When the round closes for the last party, grace included; now, if that is past."""
    last = max(ends.get(round_.pk, {None: round_.closes_at}).values())
    return max(last + timedelta(minutes=round_.grace_minutes), now)


def _earlier(viewer: Viewer) -> list[Round]:
    rows = Round.objects.filter(
        document__in=documents.documents_steered_by(viewer), state__in=PAST, closed_at__isnull=False,
    )
    return list(rows.order_by("-closed_at", "-id")[:MOST_ROUNDS])


def _stays(
    asking: Sequence[Round], ends: Mapping[int, Mapping[int | None, datetime]],
    said: Mapping[Party, datetime], came: Mapping[Party, datetime], now: datetime,
) -> dict[int, list[tuple[arrivals.Stay, Invitation]]]:
    """By round: how each party that was asked went through its window."""
    by_id = {one.pk: one for one in asking}
    found = defaultdict(list)
    rows = Invitation.objects.filter(round__in=by_id, state__in=ASKED).select_related("agency", "person")
    for row in rows.order_by("id"):
        of = by_id[row.round_id]
        by_agency = ends.get(of.pk, {})
        end = by_agency.get(row.agency_id) or by_agency.get(None, of.closes_at)
        party = (of.pk, _who(row))
        stay = _stay(row, of, end, came.get(party), now)
        is_said = row.state == InvitationState.ANSWERED or party in said
        found[of.pk].append((replace(stay, said=is_said), row))
    return found


def _said_nothing(asking: Iterable[Round]) -> dict[Party, datetime]:
    """When people said "no comments" to the whole version."""
    rows = NilReturn.objects.filter(round__in=[one.pk for one in asking], section_key="", withdrawn_at=None)
    found = rows.values_list("round", "person", "at")
    return {(round_, f"person {person}"): at for round_, person, at in found}


def _commented(asking: Iterable[Round], viewer: Viewer) -> dict[Party, datetime]:
    """When agencies, and people, first said something that has reached the round and the viewer may see."""
    rows = selectors.comments_visible_to(viewer).filter(
        round__in=[one.pk for one in asking], visibility__in=facts.RELEASED, submitted_at__isnull=False,
    ).exclude(state=CommentState.WITHDRAWN).order_by()
    found: dict[Party, datetime] = {}
    for kind, column in (("agency", "agency"), ("person", "author")):
        grouped = rows.exclude(**{column: None}).values_list("round", column)
        for round_, whose, at in grouped.annotate(at=Min("submitted_at")):
            found[round_, f"{kind} {whose}"] = at
    return found


def _first(one: Mapping[Party, datetime], other: Mapping[Party, datetime]) -> dict[Party, datetime]:
    return {key: min(one.get(key) or at, at) for key, at in {**one, **other}.items()}


def _stay(
    row: Invitation, of: Round, end: datetime, said_at: datetime | None, now: datetime,
) -> arrivals.Stay:
    end = min(end, of.closed_at) if of.closed_at else end
    begin = min(max(of.opened_at or of.opens_at, row.invited_at), end - timedelta(minutes=1))
    answered = row.answered_at if row.state == InvitationState.ANSWERED else None
    returned = min((at for at in (answered, said_at) if at), default=None)
    seen = returned or (row.answered_at if row.state == InvitationState.DECLINED else None)
    until = (min(seen or now, end) - begin) / (end - begin)
    return arrivals.Stay(_who(row), min(max(until, 0.0), 1.0), returned is not None)


def _who(row: Invitation) -> str:
    """The same party in all rounds: an agency, a person, or an address."""
    if row.agency_id and not row.person_id and not row.email:
        return f"agency {row.agency_id}"
    return f"person {row.person_id}" if row.person_id else f"address {row.email.casefold() or row.pk}"


def _half_on(
    round_: Round, standing: Sequence[arrivals.Stay], past: Sequence[arrivals.Stay], now: datetime,
    end: datetime,
) -> date | None:
    """The first day, today or later, at whose end half of those still to come are there."""
    def by(day: date | None) -> float:
        part = _part(round_, day, end) if day else 0.0
        at = [replace(one, to=max(part, one.until)) for one in standing]
        return arrivals.expected(at, past).mean

    here, whole = by(None), arrivals.expected(standing, past).mean
    if whole - here < HARDLY:
        return None
    low, high = now.date(), end.date()
    while low < high:
        day = low + timedelta(days=(high - low).days // 2)
        if by(day) >= (here + whole) / 2:
            high = day
        else:
            low = day + timedelta(days=1)
    return low


def _part(round_: Round, day: date, end: datetime) -> float:
    begin = min(round_.opened_at or round_.opens_at, end - timedelta(minutes=1))
    last = datetime.combine(day + timedelta(days=1), time(), UTC)
    return (min(last, end) - begin) / (end - begin)
