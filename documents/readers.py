"""What documents do about events: uploaded files are read, publications get their files."""

from __future__ import annotations

from collections.abc import Sequence

from backend.events import readers
from backend.events.models import Event
from backend.tasks import services as tasks
from documents.tasks import make_publication_files, read_version


class Work:
    """Puts long work into the queue. Doing it twice is harmless, so handling an event twice is."""

    name = "documents.work"
    verbs: Sequence[str] = ("documents.version.uploaded", "documents.version.published")

    def handle(self, events: Sequence[Event]) -> None:
        for event in events:
            if event.verb == "documents.version.uploaded":
                tasks.enqueue(read_version, version_id=event.target_id)
            else:
                tasks.enqueue(make_publication_files, publication_id=event.target_id)


readers.register(Work())
