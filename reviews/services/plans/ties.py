"""Steps that wait for others, also of other documents; circles are refused with their steps named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from backend.errors import BadInput
from reviews import selectors
from reviews.core.planning.lags import UNITS, Lag, Unit
from reviews.core.planning.steps import circle
from reviews.models import ChangeKind, Dependency, Milestone
from reviews.services.plans import keeping, worlds
from reviews.services.plans.meaning import Meaning, hanging

if TYPE_CHECKING:
    import uuid

    from backend.accounts.models import Person

#: Key of the PostgreSQL lock that lets one tie be made at a time: two could close a circle together.
TIES_LOCK = 0x54_49_45_53
LONGEST = 5000


def lag_of(row: Dependency) -> Lag:
    """The lag of a dependency."""
    unit: Unit = row.unit  # type: ignore[assignment]
    return Lag(row.amount, unit, row.by_agencies)


def wait_for(
    *, milestone: Milestone, on: Milestone, by: Person, lag: Lag | None = None, reason: str = "",
    revision: int | None = None,
) -> Milestone:
    """Let a step wait for another one that the person sees; what was said of the pair before is replaced.

    Raises `NotYou`, `NotNow`, or `BadInput` with the circle that it would close.
    """
    keeping.demand(by, milestone.document)
    lag = lag or Lag()
    if lag.unit not in UNITS or abs(lag.amount) > LONGEST:
        raise BadInput("Say how long after: days, working days, weeks or months.", code="lag")
    if not selectors.milestones_visible_to(by).filter(pk=on.pk).exists():
        raise BadInput("There is no such step to wait for.", code="on")
    with transaction.atomic():
        now = keeping.locked_open(milestone, revision)
        with keeping.change(now, ChangeKind.TIED, by=by, reason=reason):
            tie(now, on, lag, by=by, is_exact=now.waits.filter(on=on, is_exact=True).exists())
    return now


def wait_no_more(
    *, milestone: Milestone, on: Milestone, by: Person, revision: int | None = None,
) -> Milestone:
    """Let a step wait for another one no longer; a date that hung on it stays as a date of its own."""
    keeping.demand(by, milestone.document)
    with transaction.atomic():
        now = keeping.locked_open(milestone, revision)
        row = now.waits.filter(on=on).first()
        if row is None:
            raise BadInput("It does not wait for that step.", code="on")
        with keeping.change(now, ChangeKind.TIED, by=by):
            row.delete()
    return now


def tie(
    milestone: Milestone, on: Milestone, lag: Lag, *, by: Person, is_exact: bool = False,
) -> Dependency:
    """Keep that a step waits for another; `BadInput` when that closes a circle. In a transaction."""
    _one_at_a_time()
    if found := _circle_with(milestone, on, by):
        titles = " → ".join(f"“{title}”" for title in found)
        raise BadInput(f"That would be a circle: {titles}.", code="circle", circle=found)
    if is_exact:
        milestone.waits.filter(is_exact=True).exclude(on=on).delete()
    row, _ = Dependency.objects.update_or_create(
        milestone=milestone, on=on,
        defaults={
            "amount": lag.amount, "unit": lag.unit, "by_agencies": lag.by_agencies, "is_exact": is_exact,
        },
    )
    return row


def tie_date(milestone: Milestone, meant: Meaning, *, by: Person) -> None:
    """Keep what a date hangs on, if it does; a date of its own hangs on nothing any more."""
    if meant.on is None:
        milestone.waits.filter(is_exact=True).delete()
    else:
        tie(milestone, meant.on, meant.lag, by=by, is_exact=True)


def follow(milestone: Milestone, *, by: Person | None, batch: uuid.UUID | None = None) -> None:
    """Bring the dates that hang on this step after it, and those that hang on them. In a transaction."""
    rows = Dependency.objects.filter(on=milestone, is_exact=True, milestone__met_on=None)
    for row in rows.filter(milestone__cancelled_at=None).select_related("milestone").order_by("milestone_id"):
        step = keeping.locked(row.milestone)
        meant = hanging(step.words, milestone, lag_of(row), worlds.world_of([step.document]))
        if (meant.from_on, meant.to_on) != (step.from_on, step.to_on):
            reason = f"Follows {keeping.named(milestone, step)}."
            with keeping.change(step, ChangeKind.MOVED, by=by, reason=reason, batch=batch):
                keeping.set_date(step, meant)
            follow(step, by=by, batch=batch)


def _one_at_a_time() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TIES_LOCK])


def _circle_with(milestone: Milestone, on: Milestone, by: Person) -> list[str]:
    """The titles of a circle that the new tie would close, in the order of waiting."""
    waits: dict[int, list[int]] = {}
    for step, other in Dependency.objects.values_list("milestone_id", "on_id"):
        waits.setdefault(step, []).append(other)
    waits.pop(milestone.pk, None)  # what it waits for already closes no circle
    found = circle({milestone.pk: [on.pk], **waits})
    if not found:
        return []
    rows = selectors.milestones_visible_to(by).filter(pk__in=found).select_related("document")
    names = {
        row.pk: row.title if row.document_id == milestone.document_id else f"{row.document.name}: {row.title}"
        for row in rows
    }
    return [names.get(key, "a step of another document") for key in found]
