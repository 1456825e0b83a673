"""Under which round a comment comes, whether it comes in time, and who may see it then.

Everything that is said about a version with a round passes here, whatever door it comes by: the
round's row is locked, and the server's clock is read after that. So a round that closes meanwhile
has closed for everybody or for nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from backend.errors import NotNow, NotYou
from reviews import rules
from reviews.core import rounds as lifecycle
from reviews.models import (
    Afterwards,
    Comment,
    During,
    Invitation,
    Lateness,
    Round,
    RoundState,
    Visibility,
)
from reviews.selectors import rounds

if TYPE_CHECKING:
    from datetime import datetime

    from backend.accounts.models import Agency, Person
    from documents.models import Version

DURING = {
    During.OPEN: Visibility.DOCUMENT, During.EDITORS: Visibility.EDITORS, During.SEALED: Visibility.SEALED,
}
AFTER = {Afterwards.OPEN: Visibility.DOCUMENT, Afterwards.EDITORS: Visibility.EDITORS}
#: Letters and digits that nobody mistakes for one another.
PLAIN = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Terms:
    """How something said now comes: under which round (None: under none), how late, seen by whom."""

    round: Round | None = None
    lateness: str = Lateness.IN_TIME
    visibility: str = Visibility.DOCUMENT

    @property
    def is_late(self) -> bool:
        """Whether the coordinator must admit it first."""
        return self.lateness == Lateness.LATE

    @property
    def is_numbered(self) -> bool:
        """Whether it gets its register number now. In a sealed round a number would tell of others."""
        return not self.is_late and self.visibility != Visibility.SEALED


def terms(
    *, version: Version, by: Person, agency: Agency | None, arrived_at: datetime | None = None,
) -> Terms:
    """How what this person releases now comes; the round stays locked until the transaction ends.

    `arrived_at` is when the file came in which it was said; what is read later is not late.
    Raises `NotNow` before the round opens and while it is suspended, `NotYou` for who is not asked
    while others are, and for members of an agency that speaks with one voice.
    """
    round_ = _round_for(version, by, agency)
    if round_ is None:
        return Terms()
    moment = arrived_at or timezone.now()
    _demand_taking(round_, moment)
    _demand_voice(round_, by, agency)
    lateness = _lateness(round_, agency, moment)
    if lateness == Lateness.LATE:
        return Terms(round_, lateness, Visibility.EDITORS)
    return Terms(round_, lateness, visibility_now(round_))


def terms_within(*, version: Version, by: Person, agency: Agency | None) -> Terms:
    """How what a member says to their own agency comes. Raises `NotNow` while their agency pauses."""
    round_ = _round_for(version, by, agency, is_inside=True)
    if round_ is None or round_.state not in lifecycle.RUNNING:
        return Terms(visibility=Visibility.AGENCY)
    demand_speaking(round_, by, agency)
    return Terms(round_, visibility=Visibility.AGENCY)


def demand_speaking(round_: Round, by: Person, agency: Agency | None) -> None:
    """Refuse members while their focal point makes one voice of what they said; `NotNow`."""
    if agency is None or rounds.can_consolidate(by, agency):
        return
    if Invitation.objects.filter(
        round=round_, agency=agency, person=None, email="", paused_at__isnull=False,
    ).exists():
        raise NotNow(
            f"{agency.code} pauses commenting while its focal point puts its comments together. "
            "Keep yours as a draft, and submit it when commenting goes on.", code="paused",
        )


def demand_own(comment: Comment, by: Person) -> None:
    """Refuse a member's new words for what their agency has released as its own; `NotYou`."""
    agency, round_ = comment.agency, comment.round
    if agency is None or round_ is None or not round_.one_voice:
        return
    is_released = comment.visibility not in {Visibility.AUTHOR, Visibility.AGENCY}
    if is_released and not rounds.can_consolidate(by, agency):
        raise NotYou(
            f"{agency.code} has released this as its own: only its focal point changes it now.",
            code="one_voice",
        )


def critical_needs_reason(version: Version) -> bool:
    """Whether a critical comment on the version needs words; only an open round can say that it does not."""
    said = Round.objects.filter(version=version, state=RoundState.OPEN)
    return said.order_by("number").values_list("critical_needs_reason", flat=True).first() is not False


def _round_for(
    version: Version, by: Person, agency: Agency | None, *, is_inside: bool = False,
) -> Round | None:
    """The round that asks this person, locked; None when what they say comes under none."""
    if not Round.objects.filter(version=version, state__in=[*lifecycle.RUNNING, *lifecycle.ENDED]).exists():
        return None
    hold(version)
    asking = rounds.rounds_asking(version, by, agency)
    steers = rules.standing(by, version.document).steers
    if not asking:
        if steers or is_inside or not _is_running(version):
            return None
        raise NotYou(
            "The round on this version asks others. Keep your comment as a draft, or ask the coordinator "
            "to invite you.", code="not_asked",
        )
    if steers and asking[0].state in lifecycle.ENDED:
        return None  # editors' own notes while they answer are not late comments
    return asking[0]


def hold(version: Version) -> None:
    """Lock the version's rounds, before any comment is locked: closing a round locks in this order too."""
    if transaction.get_connection().in_atomic_block:
        list(Round.objects.select_for_update().filter(version=version).order_by("pk").values_list("pk"))


def _is_running(version: Version) -> bool:
    return Round.objects.filter(version=version, state__in=lifecycle.RUNNING).exists()


def _demand_taking(round_: Round, moment: datetime) -> None:
    if round_.state == RoundState.SUSPENDED:
        raise NotNow(
            "The round is suspended. Keep your comment as a draft until it goes on.", code="suspended",
        )
    if round_.state == RoundState.ANNOUNCED and moment < round_.opens_at:
        raise NotNow(
            f"The round opens on {round_.opens_at:%-d %B %Y at %H:%M} UTC. Keep your comment as a draft "
            "until then.", code="not_open",
        )


def _demand_voice(round_: Round, by: Person, agency: Agency | None) -> None:
    if round_.one_voice and agency is not None and not rounds.can_consolidate(by, agency):
        raise NotYou(
            f"In this round {agency.code} speaks with one voice: say it to your agency, and your focal "
            "point releases it.", code="one_voice",
        )


def _lateness(round_: Round, agency: Agency | None, moment: datetime) -> str:
    end = rounds.ends_for(round_, agency)
    if round_.closed_at is not None:
        end = min(end, round_.closed_at)
    if moment <= end:
        return Lateness.IN_TIME
    return Lateness.GRACE if moment <= end + timedelta(minutes=round_.grace_minutes) else Lateness.LATE


def visibility_now(round_: Round) -> str:
    """Who sees what is released in the round at present, besides the agency."""
    if round_.state in lifecycle.ENDED:
        return AFTER[Afterwards(round_.visibility_after)]
    return DURING[During(round_.visibility_during)]


def hide_name(comment: Comment, round_: Round) -> None:
    """Show a name that stands for the author in this round only, and keep the real one aside."""
    if round_.anonymous_reviewers and not comment.hidden_name:
        comment.hidden_name = comment.author_name
        comment.author_name = stand_in(round_, comment.author_id, comment.hidden_name)


def shown_name(
    comment: Comment, person_id: int | None, name: str, *, steers: bool,
) -> tuple[str, str]:
    """The name over a reply that others read, and the real one if that is hidden; editors speak by name."""
    round_ = comment.round
    if round_ is None or not round_.anonymous_reviewers or steers:
        return name, ""
    return stand_in(round_, person_id, name), name


def stand_in(round_: Round, person_id: int | None, name: str) -> str:
    """A name for somebody in one round: always the same, and nothing can be concluded from it."""
    digest = salted_hmac(f"reviews.round.{round_.uid}", f"{person_id or name}", algorithm="sha256").digest()
    return "Reviewer " + "".join(PLAIN[byte % len(PLAIN)] for byte in digest[:4])
