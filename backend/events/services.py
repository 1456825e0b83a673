"""Writing into the river."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models, transaction

from backend.events import wake
from backend.events.models import Event

#: Key of the PostgreSQL lock that orders the writers of events; any number that nobody else uses.
RIVER_LOCK = 0x44_52_41_46_54


def record(
    *,
    verb: str,
    actor: models.Model | None,
    target: models.Model | None = None,
    document: models.Model | int | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Write that something happened, in the caller's transaction, as its last step if possible.

    `document` is the document (or its id) that it concerns. `data` must be JSON; it holds ids and
    codes, never text that only some may read. Must be called inside `transaction.atomic()`: an
    event and what it tells are kept together or not at all.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{verb} must be recorded inside a transaction")
    _wait_for_turn()
    event = Event.objects.create(
        verb=verb,
        actor_id=actor.pk if actor is not None else None,
        document_id=document.pk if isinstance(document, models.Model) else document,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=target.pk if target is not None else None,
        data=data or {},
    )
    transaction.on_commit(wake.wake, robust=True)
    return event


def record_all(
    *, verb: str, actor: models.Model | None, targets: Sequence[models.Model],
    document: models.Model | int | None, data: Sequence[dict[str, Any]],
) -> int:
    """The same for many targets at once, in their order, each with its own data."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{verb} must be recorded inside a transaction")
    _wait_for_turn()
    rows = [
        Event(
            verb=verb, actor_id=actor.pk if actor is not None else None,
            document_id=document.pk if isinstance(document, models.Model) else document,
            target_type=target._meta.label_lower, target_id=target.pk, data=each,
        )
        for target, each in zip(targets, data, strict=True)
    ]
    made = Event.objects.bulk_create(rows)
    transaction.on_commit(wake.wake, robust=True)
    return len(made)


def _wait_for_turn() -> None:
    """Make ids grow in the order of commit.

    A reader that has seen event 7 never looks back for 6. SQLite has one writer at a time; on
    PostgreSQL this lock, held until the end of the transaction, does the same.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RIVER_LOCK])
