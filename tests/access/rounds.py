"""The rounds of the small world, on its first version so that the second stays free of rules."""

from dataclasses import dataclass

from documents.models import Version
from reviews.models import Invitation, Round, RoundKind
from reviews.services import invitations, rounds
from reviews.services.rounds import Dates
from tests.cast import Cast

WHEN = Dates("30 June 2037 17:00 UTC")


@dataclass(frozen=True, slots=True)
class Asked:
    """The rounds, and an invitation by mail with its secret."""

    round: Round
    planned: Round
    community: Round
    by_mail: Invitation
    secret: str


def ask(cast: Cast, version: Version) -> Asked:
    """An open agency round, one that is only planned, and one for the community."""
    by = cast.coordinator
    first = rounds.create_round(version=version, title="Agency review", when=WHEN, by=by)
    for agency in (cast.esa, cast.nasa):
        invitations.invite_agency(round_=first, agency=agency, by=by)
    mailed = invitations.invite_by_mail(round_=first, email="guest@example.org", by=by)
    planned = rounds.create_round(version=version, title="Silence", when=WHEN, by=by)
    community = rounds.create_round(
        version=version, title="Community review", when=WHEN, by=by, kind=RoundKind.PUBLIC
    )
    return Asked(
        rounds.announce_round(round_=first, by=by), planned, rounds.announce_round(round_=community, by=by),
        mailed, invitations.make_link(invitation=mailed, by=by),
    )
