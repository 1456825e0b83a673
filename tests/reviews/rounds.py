"""Rounds to try things in, and a clock that tests can set."""

from datetime import UTC, datetime, timedelta

from reviews.models import Invitation, RoundKind
from reviews.services.asking import rounds
from reviews.services.asking.rounds import Dates, Rules

#: The round of the tests runs from 1 June 2026, noon, to 30 June 2026, 17:00 in Paris (15:00 UTC).
OPENS = datetime(2026, 6, 1, 12, tzinfo=UTC)
CLOSES = datetime(2026, 6, 30, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SEALED = Rules("sealed", one_voice=False)


class Clock:
    """`clock.at(moment)` sets the server's clock."""

    def __init__(self, monkeypatch) -> None:
        self.now = OPENS
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.now)

    def at(self, moment: datetime) -> None:
        self.now = moment


def begin(version, by, *, rules=SEALED, kind=RoundKind.AGENCY, agencies=(), people=(), **more):
    """An announced and open round that asks these agencies and people."""
    when = more.pop("when", Dates("30 June 2026 17:00 CEST", agency_closes="20 June 2026 17:00 CEST"))
    planned = rounds.create_round(
        version=version, title="Agency review", when=when, by=by, kind=kind, rules=rules, **more,
    )
    for agency in agencies:
        Invitation.objects.create(round=planned, agency=agency, invited_at=OPENS, invited_by=by)
    for person in people:
        Invitation.objects.create(round=planned, person=person, invited_at=OPENS, invited_by=by)
    return rounds.announce_round(round_=planned, by=by)
