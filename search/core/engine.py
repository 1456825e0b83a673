"""What every search engine does. `WhooshEngine` is built in; `MemoryEngine` says what is right.

An engine stores no rights. The searcher brings the scopes they hold; an item counts, ranks,
completes and suggests only if its scope is among them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Protocol

from search.core.items import Batch, Item
from search.core.query import Query
from search.core.results import Health, Results

Scopes = frozenset[str]


class EngineUnavailable(Exception):
    """The index is missing, damaged or of another format. The cure is always `rebuild`."""


class SearchEngine(Protocol):
    def apply(self, batch: Batch) -> None:
        """Make the changes findable; when this returns they outlive a power cut."""

    def search(self, query: Query, *, scopes: Scopes, limit: int = 20, offset: int = 0) -> Results:
        """Hits among the items in `scopes`, best first, then newest first."""

    def suggest(self, beginning: str, *, scopes: Scopes, limit: int = 8) -> tuple[str, ...]:
        """Words of visible items that begin so (3 letters or more), the most used first."""

    def similar(self, word: str, *, scopes: Scopes, limit: int = 3) -> tuple[str, ...]:
        """Words of visible items that may be meant by a misspelt one, the likeliest first."""

    def contents(self, documents: Collection[int] | None = None) -> Mapping[str, int]:
        """id -> fingerprint of all items, or of those of some documents."""

    def rebuild(self, items: Iterable[Item], catch_up: Callable[[], Batch] | None = None) -> None:
        """Build a new index from `items` while the old one serves, then put it in its place.

        `catch_up` is called once just before, when nobody else can write: it returns what has
        changed since `items` were read.
        """

    def health(self) -> Health:
        """Whether the index can be searched."""
