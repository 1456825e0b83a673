"""What people did in a round besides commenting: sections read, "no comments" said, days away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow
from backend.events import services as events
from reviews.models import Absence, NilReturn, Reading, RoundState
from reviews.services.asking import invitations

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from backend.accounts.models import Person
    from reviews.models import Round

#: Sections marked at once; days in one absence.
MOST_SECTIONS = 200
LONGEST_ABSENCE = 366


def mark_read(*, round_: Round, sections: Iterable[str], by: Person) -> int:
    """Note that the person has read these sections (keys of headings); how many were new to them."""
    wanted = list(dict.fromkeys(sections))[:MOST_SECTIONS]
    known = set(round_.version.blocks.filter(kind="heading", key__in=wanted).values_list("key", flat=True))
    if missing := [key for key in wanted if key not in known]:
        raise BadInput(f"There is no section {missing[0]} in this version.", code="section")
    with transaction.atomic():
        invitation = invitations.taking_part(round_=round_, by=by)
        before = Reading.objects.filter(round=round_, person=by).count()
        Reading.objects.bulk_create(
            [
                Reading(round=round_, section_key=key, person=by, agency=invitation.agency, at=timezone.now())
                for key in wanted
            ],
            ignore_conflicts=True,
        )
        return Reading.objects.filter(round=round_, person=by).count() - before


def say_nothing(*, round_: Round, by: Person, section: str = "") -> NilReturn:
    """Answer "no comments" to a section, or with an empty key to the whole; saying it twice is once."""
    if section and not round_.version.blocks.filter(kind="heading", key=section).exists():
        raise BadInput("There is no such section in this version.", code="section")
    with transaction.atomic():
        invitation = invitations.taking_part(round_=round_, by=by)
        row, is_new = NilReturn.objects.get_or_create(
            round=round_, person=by, section_key=section, withdrawn_at=None,
            defaults={"agency": invitation.agency, "at": timezone.now()},
        )
        if is_new:
            invitations.tell("said_nothing", invitation, by, section=section)
    return row


def take_back_nothing(*, nil_return: NilReturn, by: Person) -> None:
    """Take a "no comments" back, as long as the round runs."""
    if nil_return.person_id != by.pk:
        raise BadInput("Only who said it takes it back.")
    if nil_return.round.state not in {RoundState.OPEN, RoundState.SUSPENDED}:
        raise NotNow("This round is over.", code="round_over")
    with transaction.atomic():
        invitation = invitations.taking_part(round_=nil_return.round, by=by)
        rows = NilReturn.objects.filter(pk=nil_return.pk, withdrawn_at=None)
        if rows.update(withdrawn_at=timezone.now()):
            invitations.tell("took_back_nothing", invitation, by, section=nil_return.section_key)


def note_absence(*, person: Person, from_on: date, to_on: date, note: str = "") -> Absence:
    """Tell coordinators and one's focal points on which days one cannot review."""
    if to_on < from_on:
        raise BadInput("The last day comes before the first.", code="date")
    if (to_on - from_on).days > LONGEST_ABSENCE:
        raise BadInput("An absence is at most a year long.", code="date")
    with transaction.atomic():
        absence = Absence.objects.create(
            person=person, from_on=from_on, to_on=to_on, note=note.strip()[:200],
        )
        events.record(verb="reviews.absence.noted", actor=person, target=absence)
    return absence


def drop_absence(*, absence: Absence) -> None:
    """One is there after all."""
    with transaction.atomic():
        events.record(verb="reviews.absence.dropped", actor=absence.person, target=absence)
        absence.delete()
