"""Taking a change of the plan back: what was before is brought back, and that is kept as a change too."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from backend.errors import NotNow
from reviews.core.planning.lags import Lag
from reviews.models import ChangeKind, Milestone, MilestoneChange
from reviews.services.plans import keeping, ties

if TYPE_CHECKING:
    from backend.accounts.models import Person


def undo_change(*, change: MilestoneChange, by: Person) -> list[Milestone]:
    """Take a change back, with all that were made together with it.

    Raises `NotYou`, or `NotNow` when one of the steps was changed since, or a fact made the change.
    """
    together = [change]
    if change.batch:
        rows = MilestoneChange.objects.filter(batch=change.batch).select_related("milestone__document")
        together = list(rows.order_by("-id"))
    with transaction.atomic():
        batch = uuid.uuid4() if len(together) > 1 else None
        return [_undo(one, by, batch) for one in together]


def _undo(change: MilestoneChange, by: Person, batch: uuid.UUID | None) -> Milestone:
    step = keeping.locked(change.milestone)
    keeping.demand(by, step.document)
    last = step.changes.order_by("-id").first()
    if last is None or last.pk != change.pk:
        raise NotNow(f"“{step.title}” was changed since: take the later change back first.", code="changed")
    if change.by_id is None:
        raise NotNow("A fact made this change: it can not be taken back here.", code="fact")
    kind = ChangeKind.REMOVED if change.kind == ChangeKind.SET else _kind(change)
    with keeping.change(step, kind, by=by, reason="Taken back.", batch=batch, undoes=change):
        if change.kind == ChangeKind.SET:
            step.cancelled_at = timezone.now()
        else:
            _bring_back(step, change.before, by)
    ties.follow(step, by=by, batch=batch)
    return step


def _kind(change: MilestoneChange) -> ChangeKind:
    opposite = {
        ChangeKind.MET: ChangeKind.REOPENED, ChangeKind.REMOVED: ChangeKind.RESTORED,
        ChangeKind.RESTORED: ChangeKind.REMOVED, ChangeKind.REOPENED: ChangeKind.MET,
    }
    return opposite.get(ChangeKind(change.kind), ChangeKind(change.kind))


def _bring_back(step: Milestone, before: dict[str, Any], by: Person) -> None:
    read = {"due_at": datetime.fromisoformat, "cancelled_at": datetime.fromisoformat}
    for name in keeping.FIELDS:
        if name in before:
            value = before[name]
            is_date = name in read or name in {"from_on", "to_on", "expected_on", "met_on"}
            wanted = read.get(name, date.fromisoformat)(value) if is_date and value else value
            setattr(step, name, wanted)
    if "waits" in before:
        _bring_back_waits(step, before["waits"], by)


def _bring_back_waits(step: Milestone, rows: list[dict[str, Any]], by: Person) -> None:
    step.waits.exclude(on_id__in=[row["on_id"] for row in rows]).delete()
    for row in rows:
        on = Milestone.objects.filter(pk=row["on_id"]).first()
        if on is not None:
            lag = Lag(row["amount"], row["unit"], row["by_agencies"])
            ties.tie(step, on, lag, by=by, is_exact=row["is_exact"])
