"""What reviews do about events: comments are placed, returns are read, plans follow the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backend.events import readers
from backend.tasks import services as tasks
from documents.models import Version, VersionState
from reviews.services.plans import facts
from reviews.services.talk import placements
from reviews.tasks import (
    deliver_letter,
    find_groups,
    follow_findings,
    go_on_sweeping,
    make_next_version,
    mark_done,
    place_comments,
    take_in_own_markup,
    take_in_return,
    tell_of_version,
    write_sheet,
    write_word,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_tasks.base import Task

    from backend.events.models import Event


#: Of what was ordered: the task that does it, and what it is told. Each does nothing twice.
ORDERS: dict[str, tuple[Task[..., Any], str]] = {
    "reviews.export.ordered": (write_word, "export_id"),
    "reviews.letter.written": (deliver_letter, "letter_id"),
    "reviews.merge.ordered": (make_next_version, "merge_id"),
    "reviews.sheet.ordered": (write_sheet, "export_id"),
    "reviews.sweep.begun": (go_on_sweeping, "sweep_id"),
}


class Work:
    """Puts long work into the queue. Doing it twice is harmless, so handling an event twice is."""

    name = "reviews.work"
    verbs: Sequence[str] = (
        "documents.version.issued", "reviews.comment.posted", "reviews.placement.confirmed",
        "reviews.return.received", "reviews.return.ordered", *ORDERS,
    )

    def handle(self, events: Sequence[Event]) -> None:
        """One placing for each document, however many comments were posted on its older versions."""
        documents: set[int] = set()
        for event in events:
            if event.verb == "documents.version.issued":
                self._issued(event)
                documents.add(event.document_id or 0)
            elif event.verb in ORDERS:
                task, argument = ORDERS[event.verb]
                tasks.enqueue(task, **{argument: event.target_id})
            elif event.verb in {"reviews.return.received", "reviews.return.ordered"}:
                tasks.enqueue(take_in_return, return_id=event.target_id)
            elif self._is_old(event):
                documents.add(event.document_id or 0)
        for document in sorted(documents):
            tasks.enqueue(place_comments, document_id=document)

    def _issued(self, event: Event) -> None:
        version = Version.objects.filter(pk=event.target_id or 0).first()
        if version is not None:
            placements.announce_placing(version)
            tasks.enqueue(take_in_own_markup, version_id=version.pk)
            tasks.enqueue(mark_done, version_id=version.pk)
            tasks.enqueue(tell_of_version, version_id=version.pk)
            tasks.enqueue(follow_findings, version_id=version.pk)

    def _is_old(self, event: Event) -> bool:
        """Whether a newer version waits for what happened on this event's version."""
        version = event.data.get("version")
        newer = Version.objects.filter(document_id=event.document_id or 0, state=VersionState.ISSUED)
        here = Version.objects.filter(pk=version).values("number")[:1]
        return newer.filter(number__gt=here).exists()


class Plans:
    """Keeps plans up to the facts that their steps stand for."""

    name = "reviews.plans"
    verbs: Sequence[str] = (
        "documents.version.issued", "documents.version.published", "reviews.comment.", "reviews.round.",
        "reviews.milestone.set", "reviews.milestone.edited",
    )

    def handle(self, events: Sequence[Event]) -> None:
        """Once for each document, however much happened in it."""
        for document_id in sorted({event.document_id for event in events if event.document_id}):
            facts.keep_up(document_id)


class Grouping:
    """Finds comments that say nearly the same, once for each document in a batch of events."""

    name = "reviews.groups"
    verbs: Sequence[str] = (
        "reviews.comment.posted", "reviews.comment.released", "reviews.comment.edited",
        "reviews.comment.withdrawn", "reviews.round.closed",
    )

    def handle(self, events: Sequence[Event]) -> None:
        """What the author or an agency alone sees is in no group, so it gives no work."""
        closed = {event.document_id for event in events if event.verb == "reviews.round.closed"}
        told = {
            event.document_id for event in events
            if event.data.get("visibility") in {"document", "public", "editors"}
        }
        for document in sorted(filter(None, closed | told)):
            tasks.enqueue(find_groups, document_id=document, always=document in closed)


readers.register(Grouping())
readers.register(Work())
readers.register(Plans())
