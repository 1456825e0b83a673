"""The calendars that plans reckon with: the house's closures, and each agency's with its lead time."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from backend.accounts.models import Agency
from documents.models import Participation
from reviews.core.planning import workdays
from reviews.core.planning.lags import World
from reviews.models import AgencyTerms, Closure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from documents.models import Document

#: Yearly closures are written out for so many years around this one.
BEFORE, AFTER = 12, 15


def world_of(documents: Iterable[Document]) -> World:
    """The calendars of the agencies that take part in any of the documents, in three queries."""
    rows = Participation.objects.filter(document__in=list(documents), ended_at=None)
    return world_for(Agency.objects.filter(pk__in=rows.values("agency")).order_by("code"))


def world_for(agencies: Iterable[Agency]) -> World:
    """The calendars of these agencies, in two queries."""
    agencies = list(agencies)
    closed: defaultdict[int | None, list[workdays.Closure]] = defaultdict(list)
    for row in Closure.objects.filter(Q(agency__in=agencies) | Q(agency=None), ended_at=None):
        closure = workdays.Closure(row.from_on, row.to_on, row.name, row.is_yearly)
        closed[row.agency_id].append(closure)
    leads = dict(AgencyTerms.objects.filter(agency__in=agencies).values_list("agency_id", "lead_days"))
    year = timezone.now().year
    years = range(year - BEFORE, year + AFTER)
    return World(
        workdays.calendar("", closed[None], years=years),
        tuple(
            workdays.calendar(
                agency.code, [*closed[None], *closed[agency.pk]], years=years,
                lead_days=leads.get(agency.pk, 0),
            )
            for agency in agencies
        ),
    )
