"""The search index's place in the river of events."""

from __future__ import annotations

from collections.abc import Sequence

from backend.events import readers
from backend.events.models import Event
from search import alerts, indexing, tasks


class Index:
    """Indexes what happened; in the worker, a moment after it happened."""

    name = "search.index"
    verbs: Sequence[str] = (
        "documents.document.", "documents.version.", "documents.publication.", "reviews.", "accounts.",
    )

    def handle(self, events: Sequence[Event]) -> None:
        if not indexing.take_in(events):
            tasks.build_soon()
        alerts.look_soon()


readers.register(Index())
