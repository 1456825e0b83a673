"""What agencies need: days on which they do not work, and the time to make one answer of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from reviews import rules
from reviews.models import AgencyTerms, Closure

if TYPE_CHECKING:
    from datetime import date

    from backend.accounts.models import Agency, Person

#: A closure of a whole year is a mistake.
LONGEST = 120
MOST_LEAD = 120


def set_lead(*, agency: Agency, lead_days: int, by: Person) -> AgencyTerms:
    """Say how many working days the agency needs after its members have spoken."""
    _demand(by, agency)
    if not 0 <= lead_days <= MOST_LEAD:
        raise BadInput(f"Say a number of working days between 0 and {MOST_LEAD}.", code="lead_days")
    with transaction.atomic():
        terms, _ = AgencyTerms.objects.update_or_create(agency=agency, defaults={"lead_days": lead_days})
        events.record(verb="reviews.terms.set", actor=by, target=terms, data={"agency": agency.pk})
    return terms


def add_closure(
    *, agency: Agency | None, name: str, from_on: date, to_on: date, by: Person, is_yearly: bool = False,
) -> Closure:
    """Add days on which the agency does not work; on which nobody does, without an agency."""
    _demand(by, agency)
    if not name.strip():
        raise BadInput("Name the days: a holiday, the year-end closure.", code="name")
    if to_on < from_on:
        raise BadInput("The last day is before the first.", code="to_on")
    if (to_on - from_on).days >= LONGEST:
        raise BadInput(f"A closure takes at most {LONGEST} days.", code="to_on")
    with transaction.atomic():
        closure = Closure.objects.create(
            agency=agency, name=name.strip(), from_on=from_on, to_on=to_on, is_yearly=is_yearly, made_by=by,
        )
        events.record(
            verb="reviews.closure.added", actor=by, target=closure,
            data={"agency": agency.pk if agency else None},
        )
    return closure


def end_closure(*, closure: Closure, by: Person) -> None:
    """Reckon with these days no more; plans made with them stay as they are."""
    _demand(by, closure.agency)
    with transaction.atomic():
        if not Closure.objects.filter(pk=closure.pk, ended_at=None).update(ended_at=timezone.now()):
            raise NotNow("These days count no more already.")
        events.record(verb="reviews.closure.ended", actor=by, target=closure)


def _demand(by: Person, agency: Agency | None) -> None:
    if not rules.can_keep_terms(by, agency):
        raise NotYou(
            "Focal points and coordinators of documents in which it takes part keep an agency's calendar."
            if agency else "Only staff keep the days on which nobody works.",
        )
