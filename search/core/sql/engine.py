"""`SqlEngine`: the engine's promises (`SearchEngine`) kept with a `Store`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.core import analysis
from search.core.engine import EngineUnavailable, Scopes
from search.core.items import Batch, Item
from search.core.memory import allowed_distance
from search.core.parser import MIN_PREFIX
from search.core.query import Query
from search.core.results import Health, Results
from search.core.sql.clauses import TRUE, Sql
from search.core.sql.searching import Search
from search.core.sql.store import Store

#: Items of a new index that are written at a time.
CHUNK = 5_000


class SqlEngine(ABC):
    """An engine whose subclass says where the tables are."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Store]:
        """The build in use."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Store]:
        """The build in use, for the only writer; what is done is kept when the block ends well."""

    def search(self, query: Query, *, scopes: Scopes, limit: int = 20, offset: int = 0) -> Results:
        with self.reading() as store:
            return Search(store, query, scopes).results(limit, offset)

    def suggest(self, beginning: str, *, scopes: Scopes, limit: int = 8) -> tuple[str, ...]:
        if len(beginning) < MIN_PREFIX:
            return ()
        with self.reading() as store:
            words = [word for word in store.words_like(beginning) if word.startswith(beginning)]
            counts = store.counts(words, Search(store, Query("", None), scopes).visible)
        return tuple(sorted(counts, key=lambda word: (-counts[word], word))[:limit])

    def similar(self, word: str, *, scopes: Scopes, limit: int = 3) -> tuple[str, ...]:
        farthest = allowed_distance(word)
        if not farthest:
            return ()
        with self.reading() as store:
            words = store.words_of_length(len(word) - farthest, len(word) + farthest)
            near = {other: int(distance) for other, distance, _ in process.extract(
                word, words, scorer=OSA.distance, score_cutoff=farthest, limit=None) if distance}
            counts = store.counts(near, Search(store, Query("", None), scopes).visible)
        return tuple(sorted(counts, key=lambda other: (near[other], -counts[other], other))[:limit])

    def contents(self, documents: Collection[int] | None = None) -> Mapping[str, int]:
        with self.reading() as store:
            chosen = TRUE if documents is None else store.among("item.document", list(documents))
            return dict(store.rows(
                Sql(f"SELECT id, fingerprint FROM {store.table('item')} item WHERE ") + chosen))

    def health(self) -> Health:
        try:
            with self.reading() as store:
                count = store.rows(Sql(f"SELECT count(*) FROM {store.table('item')}"))[0][0]
        except EngineUnavailable as error:
            return Health(ok=False, problem=str(error))
        return Health(ok=True, items=count, segments=1)

    def apply(self, batch: Batch) -> None:
        if batch:
            with self.writing() as store:
                write(store, batch)


def write(store: Store, batch: Batch) -> None:
    """Take a batch in; of two items with one id, the last counts."""
    items = {item.id: item for item in batch.upserts}
    lengths = [length(item) for item in items.values()]
    store.replace(list(items.values()), lengths, {*batch.deletes, *items})


def fill(store: Store, items: Iterable[Item]) -> None:
    """Add items to an empty store."""
    rows = list(items)
    store.replace(rows, [length(item) for item in rows], ())


def length(item: Item) -> int:
    """Words of an item, its title's included."""
    return sum(len(analysis.forms(raw)) for text in (item.title, item.text)
               for raw in analysis.WORD.findall(text))
