"""What documents do about events: uploaded files are read, publications get their files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from backend.events import readers
from backend.events.models import Event
from backend.tasks import services as tasks
from documents.tasks import make_publication_files, make_version_pdf, read_version

#: Seconds after a version is issued until its PDF is made: comments are placed and found first.
PDF_AFTER = 20


class Work:
    """Puts long work into the queue. Doing it twice is harmless, so handling an event twice is."""

    name = "documents.work"
    verbs: Sequence[str] = (
        "documents.version.uploaded", "documents.version.issued", "documents.version.published",
    )

    def handle(self, events: Sequence[Event]) -> None:
        for event in events:
            if event.verb == "documents.version.uploaded":
                tasks.enqueue(read_version, version_id=event.target_id)
            elif event.verb == "documents.version.issued":
                later = timezone.now() + timedelta(seconds=PDF_AFTER)
                tasks.enqueue(make_version_pdf.using(run_after=later), version_id=event.target_id)
            else:
                tasks.enqueue(make_publication_files, publication_id=event.target_id)


readers.register(Work())
