"""Who is told that answers wait for their judgement: focal points, and commenters of no agency."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from backend.accounts.models import Membership, Person
from backend.events import readers
from backend.notices import kinds
from backend.notices import services as notices
from backend.notices.kinds import Kind, Told
from reviews import rules
from reviews.core import moments
from reviews.models import Acknowledgement, Comment, ResponsePhase
from reviews.selectors import rounds
from reviews.table import responding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backend.events.models import Event
    from backend.notices.models import Notice

KIND = "reviews.responses"
#: This long before the end those who still owe a response are reminded; a shorter phase has no reminder.
NEAR = timedelta(days=2)


def _words(person: Person, notice: Notice) -> Told | None:
    """Nothing when nothing waits for this person any more, or they may not see the round."""
    phases = ResponsePhase.objects.select_related("round__document").filter(closed_at=None)
    phase = phases.filter(pk=notice.data.get("phase", 0), closes_at__gt=timezone.now()).first()
    if phase is None or not rounds.rounds_visible_to(person).filter(pk=phase.round_id).exists():
        return None
    standing = rules.standing(person, phase.round.document)
    waiting = responding.to_respond(standing, person, phase.round).filter(
        acknowledgement=Acknowledgement.PENDING,
    ).count()
    if not waiting:
        return None
    count = "1 answer waits" if waiting == 1 else f"{waiting} answers wait"
    closed = ", and what nobody disputes is closed then" if phase.closes_comments else ""
    until = moments.in_words(phase.closes_at, phase.round.zone)
    return Told(
        f"{count} for your response: {phase.round.title}, {phase.round.document.name}",
        f"Say until {until} whether they satisfy you; silence counts as consent{closed}.",
        reverse("reviews:responses", args=[phase.round.document.slug, phase.round.number]),
    )


def remind(now: datetime | None = None) -> int:
    """Tell those who still owe a response that the end is near: once a phase. Run by the clock."""
    moment = now or timezone.now()
    near = ResponsePhase.objects.filter(
        closed_at=None, reminded_at=None, closes_at__gt=moment, closes_at__lte=moment + NEAR,
    ).exclude(opened_at__gt=moment - NEAR)
    done = 0
    for phase in near.select_related("round"):
        for person in _asked(phase):
            notices.tell(
                person=person, kind=KIND, dedupe_key=f"responses:{phase.uid}:near",
                document=phase.round.document_id, data={"phase": phase.pk},
            )
            done += 1
        phase.reminded_at = moment
        phase.save(update_fields=["reminded_at"])
    return done


class Asking:
    """Tells everybody who was asked, once for each asking."""

    name = "reviews.judging"
    verbs: Sequence[str] = ("reviews.responses.asked",)

    def handle(self, events: Sequence[Event]) -> None:
        """Who is told sees the round; how many answers wait is counted when the notice is read."""
        for event in events:
            phase = ResponsePhase.objects.filter(round=event.target_id, closed_at=None).last()
            if phase is not None:
                for person in _asked(phase):
                    notices.tell(
                        person=person, kind=KIND, dedupe_key=f"responses:{phase.uid}",
                        document=event.document_id, data={"phase": phase.pk}, event=event,
                    )


def _asked(phase: ResponsePhase) -> list[Person]:
    waiting = Comment.objects.filter(round=phase.round_id, acknowledgement=Acknowledgement.PENDING)
    focal = Membership.objects.filter(
        role=Membership.Role.FOCAL_POINT, ended_at=None, agency__in=waiting.values("agency"),
    )
    alone = waiting.filter(agency=None).exclude(author=None)
    people = Q(pk__in=focal.values("person")) | Q(pk__in=alone.values("author"))
    return list(Person.objects.filter(people, is_active=True).order_by("pk"))


kinds.register(Kind(KIND, "Answers to my comments wait for my response", _words))
readers.register(Asking())
