"""Keeps the index like the database: after events, by comparison, or from nothing.

Every way is idempotent and may be cut off at any moment: the index is a copy, and the next run puts
right what the last one left. Only `scopes` and `entries` decide what it holds.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Max, QuerySet

from backend.events.models import Event
from documents.models import Document
from reviews.models import Comment
from search import entries, registry
from search.core.engine import EngineUnavailable, SearchEngine
from search.core.items import Batch, Item
from search.engines import engine

#: What the ids of a document's own texts begin with.
TEXTS = ("block:", "document:", "published:")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Difference:
    """How the index of some documents differs from the database."""

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()
    batch: Batch = field(default_factory=Batch, repr=False)

    def __bool__(self) -> bool:
        return bool(self.batch)


def take_in(events: Sequence[Event]) -> bool:
    """Index what these events changed, in one commit. False: into an empty index that has to be built.

    An index that can not be used is replaced by an empty one at once, so that what happens from now
    on is found while a build, elsewhere and in its own time, brings the rest.
    """
    try:
        engine().apply(_changes(events))
    except EngineUnavailable as problem:
        logger.warning("The search index is built anew: %s", problem)
        engine().rebuild(())
        engine().apply(_changes(events))
        return False
    return True


def _changes(events: Sequence[Event]) -> Batch:
    documents = {event.document_id for event in events if _changes_document(event)}
    comments = {event.target_id for event in events if event.target_type == "reviews.comment"}
    everything = {event.document_id for event in events if _changes_comments(event)}
    return _joined(
        _document_batch({pk for pk in documents if pk}, engine()),
        _comment_batch(Comment.objects.filter(pk__in=[pk for pk in comments if pk])),
        _comment_batch(Comment.objects.filter(document__in=[pk for pk in everything if pk])),
        *(kind.batch(events) for kind in registry.registered()),
    )


def _changes_document(event: Event) -> bool:
    return event.verb.startswith((
        "documents.document.", "documents.version.issued", "documents.version.published",
        "documents.publication.withdrawn"))


def _changes_comments(event: Event) -> bool:
    """Something happened to comments that the event does not name one by one."""
    return event.verb.startswith(("reviews.return.", "reviews.round."))


def _document_batch(documents: Collection[int], index: SearchEngine) -> Batch:
    """What changed in the titles and texts of these documents."""
    if not documents:
        return Batch()
    rows = Document.objects.filter(pk__in=documents)
    items = (item for document in rows for item in entries.text_items(document))
    contents = index.contents(documents)
    indexed = {name: mark for name, mark in contents.items() if name.startswith(TEXTS)}
    return _difference(items, indexed).batch


def _comment_batch(comments: QuerySet[Comment]) -> Batch:
    """These comments and all that hangs on them, as they are now."""
    ids = list(comments.values_list("pk", flat=True))
    if not ids:
        return Batch()
    items = tuple(entries.comment_items(Comment.objects.filter(pk__in=ids)))
    gone = entries.comment_ids(ids) - {item.id for item in items}
    return Batch(items, tuple(sorted(gone)))


def _joined(*batches: Batch) -> Batch:
    upserts = tuple(item for batch in batches for item in batch.upserts)
    deletes = tuple(name for batch in batches for name in batch.deletes)
    return Batch(upserts, deletes)


def compare(documents: Collection[int] | None = None) -> Difference:
    """How the index differs from the database, in all or in some documents."""
    return _difference(entries.all_items(documents), engine().contents(documents))


def _difference(items: Iterable[Item], indexed: Mapping[str, int]) -> Difference:
    known = dict(indexed)
    missing, changed = [], []
    for item in items:
        mark = known.pop(item.id, None)
        if mark is None:
            missing.append(item)
        elif mark != item.fingerprint():
            changed.append(item)
    return Difference(
        tuple(item.id for item in missing), tuple(item.id for item in changed), tuple(sorted(known)),
        Batch((*missing, *changed), tuple(sorted(known))),
    )


def mend(difference: Difference) -> None:
    """Make the index like the database again."""
    engine().apply(difference.batch)


def rebuild() -> None:
    """Build the index anew from the database; the old one answers until the new one is complete."""
    newest = Event.objects.aggregate(newest=Max("id"))["newest"] or 0
    written: dict[int, set[str]] = {}
    engine().rebuild(_noting(entries.all_items(), written), _catching_up(newest, written))


def _noting(items: Iterator[Item], written: dict[int, set[str]]) -> Iterator[Item]:
    for item in items:
        written.setdefault(item.document, set()).add(item.id)
        yield item


def _catching_up(newest: int, written: dict[int, set[str]]) -> Callable[[], Batch]:
    """What changed since event `newest`, document by document."""

    def catch_up() -> Batch:
        events = list(Event.objects.filter(id__gt=newest).order_by("id"))
        documents = {event.document_id for event in events if event.document_id}
        items = tuple(entries.all_items(documents)) if documents else ()
        before = {name for pk in documents for name in written.get(pk, ())}
        others = [event for event in events if not event.document_id]
        return _joined(
            Batch(items, tuple(sorted(before - {item.id for item in items}))),
            *(kind.batch(others) for kind in registry.registered()),
        )

    return catch_up
