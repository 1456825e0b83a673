"""Changing a step so that nothing is lost: locked, before and after kept, told in the river."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backend.errors import NotNow, NotYou
from backend.events import services as events
from reviews import rules
from reviews.models import ChangeKind, Milestone, MilestoneChange

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from backend.accounts.models import Person
    from documents.models import Document
    from reviews.core.dates import Said

#: Columns that a change may alter; dates are kept as text.
FIELDS = (
    "title", "kind", "words", "due_at", "zone", "from_on", "to_on", "expected_words", "expected_on", "fact",
    "version_number", "round_id", "met_on", "cancelled_at",
)
_DATES = frozenset({"due_at", "from_on", "to_on", "expected_on", "met_on", "cancelled_at"})


def demand(by: Person, document: Document) -> None:
    """Raise `NotYou` unless the person plans this document."""
    if not rules.can_plan(by, document):
        raise NotYou("Only coordinators change the plan.")


def locked(milestone: Milestone, revision: int | None = None) -> Milestone:
    """The step as it is now; `NotNow` when somebody changed it since the given revision."""
    now = Milestone.objects.select_for_update(of=("self",)).select_related("document").get(pk=milestone.pk)
    if revision is not None and now.revision != revision:
        raise NotNow(
            "Somebody changed this step in the meantime. Look at it again, then repeat what you meant.",
            code="changed", revision=now.revision,
        )
    return now


def locked_open(milestone: Milestone, revision: int | None = None) -> Milestone:
    """The same for what only a step still to come allows."""
    now = locked(milestone, revision)
    if now.cancelled_at is not None:
        raise NotNow("This step was taken out of the plan. Put it back first.")
    if now.met_on is not None:
        raise NotNow(f"This step was met on {now.met_on:%-d %B %Y} already.")
    return now


def snapshot(milestone: Milestone) -> dict[str, Any]:
    """The step and what it waits for as JSON."""
    values = {name: getattr(milestone, name) for name in FIELDS}
    return {
        name: value.isoformat() if name in _DATES and value is not None else value
        for name, value in values.items()
    } | {"waits": waits(milestone)}


def waits(milestone: Milestone) -> list[dict[str, Any]]:
    """What the step waits for, as JSON."""
    if milestone.pk is None:
        return []
    rows = milestone.waits.order_by("on_id")
    return [dict(row) for row in rows.values("on_id", "amount", "unit", "by_agencies", "is_exact")]


@contextmanager
def change(
    milestone: Milestone, kind: ChangeKind, *, by: Person | None, reason: str = "",
    batch: uuid.UUID | None = None, undoes: MilestoneChange | None = None,
) -> Iterator[Milestone]:
    """What is done to the step inside is saved, kept in its history and told. In a transaction."""
    is_new = milestone.pk is None
    before = {} if is_new else snapshot(milestone)
    yield milestone
    if not is_new:
        milestone.revision += 1
    milestone.save()
    MilestoneChange.objects.create(
        milestone=milestone, kind=kind, before=before, after=snapshot(milestone), reason=reason.strip(),
        batch=batch, undoes=undoes, at=timezone.now(), by=by,
    )
    events.record(
        verb=f"reviews.milestone.{kind}", actor=by, target=milestone, document=milestone.document_id,
        data={"milestone": str(milestone.uid), "kind": milestone.kind},
    )


def set_date(milestone: Milestone, meant: Said) -> None:
    """Give the step another date; nothing is saved."""
    milestone.words, milestone.due_at, milestone.zone = meant.words, meant.due_at, meant.zone
    milestone.from_on, milestone.to_on = meant.from_on, meant.to_on
    if not milestone.first_words:
        milestone.first_words, milestone.first_to_on = meant.words, meant.to_on


#: A step that a reader may not see.
ELSEWHERE = "a step of another document"


def named(step: Milestone, beside: Milestone) -> str:
    """A step as the record of another one names it, which readers of both documents may not share."""
    if step.document_id == beside.document_id:
        return f"“{step.title}”"
    return ELSEWHERE
