"""The kinds of things that can be found, and how another app's rows become one of them.

Whoever wants its rows found registers a `Rows` when the apps are ready:

    registry.register(Rows(
        kind="finding", label="Findings", verbs=("reviews.finding.",), changed=targets("reviews.finding"),
        rows=Finding.objects.all, item=_item, visible=selectors.findings_visible_to, found=_found))

`item` says under which keys (`scopes`) a row opens; `visible` is asked again for every hit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from backend.accounts.selectors import Viewer
from backend.events.models import Event
from search.core.items import Batch, Item
from search.core.query import Leaf
from search.core.results import Hit
from search.found import Found

#: What the text of documents and what is said about it is called; others come by `register`.
LABELS = {
    "document": "Documents", "heading": "Headings", "text": "Text", "comment": "Comments", "reply": "Replies",
    "response": "Responses",
}


def targets(target: str) -> Callable[[Sequence[Event]], Collection[int]]:
    """The rows that events name as their target."""
    return lambda events: {event.target_id for event in events
                           if event.target_type == target and event.target_id is not None}


@dataclass(frozen=True, slots=True)
class Rows:
    """One kind of thing, a row each, whose items are called `KIND:NUMBER`.

    `verbs` are beginnings of the verbs of events that change them, `changed` gives the numbers of the
    rows that such events change. `item` is None for a row that can not be found. `document` is the
    field that names the document, "" where there is none.
    """

    kind: str
    label: str
    verbs: tuple[str, ...]
    changed: Callable[[Sequence[Event]], Collection[int]]
    rows: Callable[[], QuerySet[Any]]
    item: Callable[[Any], Item | None]
    visible: Callable[[Viewer], QuerySet[Any]]
    found: Callable[[Any, Hit, Sequence[Leaf]], Found]
    document: str = "document"

    def items(self, documents: Collection[int] | None = None) -> Iterator[Item]:
        """All that can be found, or what belongs to some documents."""
        if documents is None:
            yield from self._of(self.rows())
        elif self.document:
            yield from self._of(self.rows().filter(**{f"{self.document}__in": documents}))

    def batch(self, events: Sequence[Event]) -> Batch:
        """What these events changed, as it is now."""
        mine = [event for event in events if event.verb.startswith(self.verbs)]
        numbers = set(self.changed(mine)) if mine else set()
        if not numbers:
            return Batch()
        items = tuple(self._of(self.rows().filter(pk__in=numbers)))
        gone = {f"{self.kind}:{number}" for number in numbers} - {item.id for item in items}
        return Batch(items, tuple(sorted(gone)))

    def show(self, person: Viewer, hits: Sequence[Hit], leaves: Sequence[Leaf]) -> dict[str, Found]:
        """The hits of this kind that the person may see, by the items' ids."""
        wanted = {int(hit.id.partition(":")[2]): hit for hit in hits if hit.id.startswith(f"{self.kind}:")}
        rows: QuerySet[Model] | Sequence[Model] = (
            self.visible(person).filter(pk__in=wanted) if wanted else ())
        return {wanted[row.pk].id: self.found(row, wanted[row.pk], leaves) for row in rows}

    def _of(self, rows: QuerySet[Any]) -> Iterator[Item]:
        for row in rows.order_by("pk").iterator(chunk_size=500):
            item = self.item(row)
            if item is not None:
                yield item


_registered: dict[str, Rows] = {}


def register(rows: Rows) -> Rows:
    """Let these rows be found."""
    _registered[rows.kind] = rows
    return rows


def registered() -> list[Rows]:
    return list(_registered.values())


def labels() -> dict[str, str]:
    """What each kind is called, in the order in which they are shown."""
    return LABELS | {rows.kind: rows.label for rows in registered()}
