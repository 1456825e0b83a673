"""The clock of the story: what services do inside `at(moment)` is dated with that moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from backend.events.models import Event


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `timezone.now()` be `moment`, for this process and block only; events get the moment too.

    For the demo world alone: it is loaded by one process before anybody else is there.
    """
    last = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
        Event.objects.filter(id__gt=last).update(at=moment)
