"""Readers of the river: search index, placements, notices … each handles the events at its own pace.

A reader is registered in its app's `ready()`. It gets its events in order, in batches, at least
once: after a crash between handling and noting the place it gets them again, so handling must be
idempotent. An error of one reader holds up that reader only.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from django.db import models, transaction
from django.utils import timezone

from backend.events.models import Event, ReaderPlace, SetAside

logger = logging.getLogger(__name__)

BATCH = 200
LEASE = timedelta(seconds=60)
TRIES = 5  # of one event, before it is set aside


class Reader(Protocol):
    """`name` is stable: the place in the river is kept under it. `verbs` are prefixes; () means all."""

    name: str
    verbs: Sequence[str]

    def handle(self, events: Sequence[Event]) -> None:
        """Take these events in. Raising makes them come again later."""


_readers: dict[str, Reader] = {}


def register(reader: Reader) -> Reader:
    """Let the reader take part in `run_readers`."""
    _readers[reader.name] = reader
    return reader


def registered() -> list[Reader]:
    return list(_readers.values())


def run_readers() -> int:
    """Give every reader its next batch; return how many events were handled in all."""
    newest = Event.objects.aggregate(newest=models.Max("id"))["newest"] or 0
    places = dict(ReaderPlace.objects.values_list("name", "last_id"))
    return sum(_advance(reader) for reader in registered() if places.get(reader.name, 0) < newest)


def run_to_the_end() -> int:
    """Run all readers until nothing is left: for tests, commands and rebuilding."""
    total = 0
    while handled := run_readers():
        total += handled
    return total


def rewind(name: str) -> None:
    """Let the reader read everything again from the start."""
    ReaderPlace.objects.update_or_create(name=name, defaults={"last_id": 0, "failures": 0, "retry_at": None})


def _advance(reader: Reader) -> int:
    place = _leased(reader.name)
    if place is None:
        return 0
    size = BATCH if place.failures == 0 else 1  # alone, the event that fails is found
    events = list(Event.objects.filter(id__gt=place.last_id).order_by("id")[:size])
    wanted = [event for event in events if _is_wanted(reader, event)]
    try:
        if wanted:
            reader.handle(wanted)
    except Exception as error:
        logger.exception("Reader %s failed at event %s", reader.name, wanted[0].pk)
        return _fall_back(place, wanted, error)
    _release(place, last_id=events[-1].pk if events else place.last_id)
    return len(events)


def _is_wanted(reader: Reader, event: Event) -> bool:
    return not reader.verbs or any(event.verb.startswith(prefix) for prefix in reader.verbs)


def _leased(name: str) -> ReaderPlace | None:
    """The reader's place, reserved for this worker; `None` when another has it or a pause is on."""
    now = timezone.now()
    ReaderPlace.objects.get_or_create(name=name)
    free = models.Q(leased_until=None) | models.Q(leased_until__lt=now)
    due = models.Q(retry_at=None) | models.Q(retry_at__lte=now)
    taken = ReaderPlace.objects.filter(free, due, name=name).update(leased_until=now + LEASE)
    return ReaderPlace.objects.get(name=name) if taken else None


def _release(place: ReaderPlace, *, last_id: int) -> None:
    ReaderPlace.objects.filter(pk=place.pk, last_id=place.last_id).update(
        last_id=last_id, leased_until=None, failures=0, retry_at=None
    )


def _fall_back(place: ReaderPlace, events: list[Event], error: Exception) -> int:
    """Wait longer after each failure; after `TRIES` of the same single event, set it aside."""
    failures = place.failures + 1
    if len(events) == 1 and failures > TRIES:
        with transaction.atomic():
            SetAside.objects.get_or_create(
                reader=place.name, event=events[0], defaults={"error": f"{type(error).__name__}: {error}"}
            )
            _release(place, last_id=events[0].pk)
        return 1
    pause = timedelta(seconds=min(2**failures / 4, 60))
    ReaderPlace.objects.filter(pk=place.pk).update(
        failures=failures, retry_at=timezone.now() + pause, leased_until=None
    )
    return 0
