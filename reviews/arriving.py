"""How many of those asked in a running round will have answered by its end: for who steers the document.

An answer is the first comment of a party that the viewer may see, "no comments" on the whole version, or
"our answer is complete". In a sealed round comments count for nothing, here or in earlier rounds, so that
nothing is told of them. Of earlier rounds those count that the viewer steers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Min
from django.utils import timezone

from documents import selectors as documents
from reviews import rounds, rules, selectors
from reviews.core import arrivals
from reviews.core import rounds as lifecycle
from reviews.models import CommentState, During, Invitation, InvitationState, NilReturn, Round, RoundState
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
PAST = (*lifecycle.ENDED, RoundState.ARCHIVED)
#: Earlier rounds that are looked at, the newest of all.
MOST_ROUNDS = 40
#: Below this chance somebody is named as one who may not answer in time.
UNSURE = 0.5
#: With more asked than this, no day is sought on which half are there: it takes a reckoning a day.
MANY = 300


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

    It is None when none are expected, or so many are asked that it is not sought.
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
    rows = rounds.rounds_visible_to(viewer).filter(
        document=document, state__in=[RoundState.OPEN, RoundState.SUSPENDED],
    )
    found = [returns_of(one, viewer) for one in rows.select_related("document").order_by("closes_at", "id")]
    return [one for one in found if one is not None]


def returns_of(round_: Round, viewer: Viewer) -> Returns | None:
    """What is foretold of a round's answers; nothing for others than who steers it, or when all have."""
    is_open = round_.state in {RoundState.OPEN, RoundState.SUSPENDED}
    if not is_open or not viewer.is_authenticated or not rules.standing(viewer, round_.document).steers:
        return None
    now = timezone.now()
    earlier = _earlier(round_, viewer)
    with_comments = round_.visibility_during != During.SEALED
    asking = [round_, *earlier]
    said = _said_nothing(asking)
    if with_comments:
        said = _first(said, _commented(asking, viewer))
    stays = _stays(asking, said, now)
    mine = stays.pop(round_.pk, [])
    past = [stay for rows in stays.values() for stay, _ in rows]
    waiting = {stay.who: row for stay, row in mine if not stay.returned}
    if not waiting:
        return None
    standing = [stay for stay, row in mine if row.state != InvitationState.DECLINED]
    found = arrivals.expected(standing, past)
    chances = sorted(
        (Chance(waiting[who], share) for who, share in found.chances),
        key=lambda chance: (chance.share, chance.invitation.pk),
    )
    end = max(rounds.ends_for_everybody(round_), now)
    half_on = None if len(standing) > MANY else _half_on(round_, standing, past, now, end)
    return Returns(round_, found, end, half_on, tuple(chances), len(earlier), with_comments)


def _earlier(round_: Round, viewer: Viewer) -> list[Round]:
    rows = Round.objects.filter(
        document__in=documents.documents_steered_by(viewer), state__in=PAST, closed_at__isnull=False,
    ).exclude(pk=round_.pk)
    return list(rows.order_by("-closed_at", "-id")[:MOST_ROUNDS])


def _stays(
    asking: Sequence[Round], said: Mapping[Party, datetime], now: datetime,
) -> dict[int, list[tuple[arrivals.Stay, Invitation]]]:
    """By round: how each party that was asked went through its window."""
    by_id = {one.pk: one for one in asking}
    ends = rounds.ends(asking)
    found = defaultdict(list)
    rows = Invitation.objects.filter(round__in=by_id, state__in=ASKED).select_related("agency", "person")
    for row in rows.order_by("id"):
        of = by_id[row.round_id]
        by_agency = ends.get(of.pk, {})
        end = by_agency.get(row.agency_id) or by_agency.get(None, of.closes_at)
        found[of.pk].append((_stay(row, of, end, said.get((of.pk, _who(row))), now), row))
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
    whole = arrivals.expected(standing, past)
    goal = (whole.returned + whole.mean) / 2
    low, high = now.date(), end.date()
    while low < high:
        day = low + timedelta(days=(high - low).days // 2)
        part = _part(round_, day, end)
        at = [arrivals.Stay(one.who, one.until, one.returned, max(part, one.until)) for one in standing]
        if arrivals.expected(at, past).mean >= goal:
            high = day
        else:
            low = day + timedelta(days=1)
    return low if whole.mean > whole.returned else None


def _part(round_: Round, day: date, end: datetime) -> float:
    begin = min(round_.opened_at or round_.opens_at, end - timedelta(minutes=1))
    last = datetime.combine(day + timedelta(days=1), time(), UTC)
    return (min(last, end) - begin) / (end - begin)
