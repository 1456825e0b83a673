"""Reminders: to whoever was asked in a round and has not answered, by the ladder or at a button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from backend.accounts.models import Person
from backend.errors import NotNow, NotYou
from backend.events import services as events
from backend.notices import services as notices
from reviews.core import ladder
from reviews.models import (
    Absence,
    Comment,
    CommentState,
    Invitation,
    InvitationState,
    Round,
    RoundState,
)
from reviews.selectors import rounds

if TYPE_CHECKING:
    from datetime import datetime

#: States of an invitation that still wait for an answer.
WAITING = (InvitationState.INVITED, InvitationState.ACCEPTED)
NOTICE = "reviews.round.reminder"


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many people were told now, how many had been told already, how many are away."""

    told: int
    known: int
    away: int


def waiting_people(round_: Round) -> list[Person]:
    """Who was asked and has not answered: people on their own, and the focal points of agencies."""
    rows = Invitation.objects.filter(round=round_, state__in=WAITING).select_related("person", "agency")
    found: dict[int, Person] = {}
    for row in rows:
        people = [row.person] if row.person else rounds.focal_points(row.agency) if row.agency else []
        found.update({person.pk: person for person in people if person and person.is_active})
    return sorted(found.values(), key=lambda person: (person.name, person.pk))


def _with_drafts(round_: Round) -> list[Person]:
    """Authors of drafts on the round's version, and of comments that were given back to them.

    Nobody is told how many they are: drafts are their authors' own.
    """
    drafts = Comment.objects.filter(
        version=round_.version_id, state__in=[CommentState.DRAFT, CommentState.RETURNED],
    )
    return list(Person.objects.filter(pk__in=drafts.values("author"), is_active=True))


def remind_now(*, round_: Round, by: Person) -> Reminded:
    """Tell everybody who has not answered, at a coordinator's button; nobody twice on one day."""
    if not rounds.can_run(by, round_.document):
        raise NotYou("Only a coordinator reminds.")
    if round_.state != RoundState.OPEN:
        raise NotNow("Only an open round waits for answers.")
    with transaction.atomic():
        done = _remind(round_, f"by-hand:{timezone.now():%Y-%m-%d}", {"step": "by_hand"})
        events.record(
            verb="reviews.round.reminded", actor=by, target=round_, document=round_.document_id,
            data={"round": str(round_.uid), "number": round_.number},
        )
    return done


def _remind(round_: Round, occasion: str, data: dict[str, Any]) -> Reminded:
    people = waiting_people(round_)
    today = timezone.now().date()
    away = set(
        Absence.objects.filter(person__in=people, from_on__lte=today, to_on__gte=today)
        .values_list("person", flat=True),
    )
    told = sum(_tell(person, round_, occasion, data) for person in people if person.pk not in away)
    asked = {person.pk for person in people}
    for person in _with_drafts(round_):
        if person.pk not in asked:
            _tell(person, round_, occasion, data)
    return Reminded(told, len(people) - len(away) - told, len(away))


def _tell(person: Person, round_: Round, occasion: str, data: dict[str, Any]) -> bool:
    made = notices.tell(
        person=person, kind=NOTICE, document=round_.document_id,
        dedupe_key=f"round:{round_.uid}:{occasion}", data={"round": str(round_.uid), **data},
    )
    return made is not None


def tend(now: datetime | None = None) -> int:
    """Send the reminders that have fallen due; how many. Run by every worker, again and again.

    The end is part of the occasion: after an extension the ladder begins anew.
    """
    moment = now or timezone.now()
    told = 0
    for round_ in Round.objects.filter(state=RoundState.OPEN, closes_at__gt=moment)[:200]:
        step = ladder.due(round_.opened_at or round_.opens_at, round_.closes_at, moment)
        if step is not None:
            with transaction.atomic():
                occasion = f"{step.name}:{round_.closes_at:%Y-%m-%dT%H:%M}"
                told += _remind(round_, occasion, {"step": step.name}).told
                _digest(round_, occasion)
    return told


def _digest(round_: Round, occasion: str) -> None:
    """Tell coordinators how many have not answered."""
    coordinators = round_.document.roles.filter(role="coordinator", ended_at=None).select_related("person")
    for row in coordinators:
        notices.tell(
            person=row.person, kind="reviews.round.digest", document=round_.document_id,
            dedupe_key=f"round:{round_.uid}:digest:{occasion}", data={"round": str(round_.uid)},
        )
