"""`WhooshEngine`: a directory on a local disk (`Builds`) that answers searches and takes batches.

Any number of processes and threads may search. The files hold pickles, so that whoever can write
them runs code in every reader: the directory belongs to the service's user alone.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA
from whoosh.index import TOC

from search.core.builds import Builds
from search.core.engine import EngineUnavailable, Scopes
from search.core.items import Batch, Item
from search.core.memory import allowed_distance
from search.core.parser import MIN_PREFIX
from search.core.query import Query
from search.core.results import Health, Results
from search.core.whoosh_engine import merging, schema
from search.core.whoosh_engine.evaluation import Evaluation
from search.core.whoosh_engine.segment import PostingCache
from search.core.whoosh_engine.snapshot import Snapshot, open_latest
from search.core.whoosh_engine.storage import DurableStorage
from search.core.whoosh_engine.writing import BulkWriter

_MEGABYTE = 2**20
#: Items of a new index that are written in one commit, and so held in memory at a time.
_CHUNK = 50_000


class WhooshEngine:
    """The engine over the directory `root`, which `rebuild` makes. Safe to share between threads."""

    def __init__(self, root: Path, *, cache_megabytes: int = 64) -> None:
        self.root = root
        self._builds = Builds(root, "index", schema.FORMAT)
        self._cache = PostingCache(cache_megabytes * _MEGABYTE)
        self._snapshot: Snapshot | None = None
        self._opening = threading.Lock()
        self._known: dict[str, tuple[Item, ...]] = {}  # the items of small segments that were just written

    def search(self, query: Query, *, scopes: Scopes, limit: int = 20, offset: int = 0) -> Results:
        return Evaluation(self._latest().views, query, scopes).results(limit, offset)

    def suggest(self, beginning: str, *, scopes: Scopes, limit: int = 8) -> tuple[str, ...]:
        if len(beginning) < MIN_PREFIX:
            return ()
        snapshot = self._latest()
        words = {word for view in snapshot.views for word in view.segment.words(beginning)}
        counts = _visible_counts(snapshot, words, scopes)
        return tuple(sorted(counts, key=lambda word: (-counts[word], word))[:limit])

    def similar(self, word: str, *, scopes: Scopes, limit: int = 3) -> tuple[str, ...]:
        farthest = allowed_distance(word)
        snapshot = self._latest()
        near = {
            other: int(distance)
            for view in snapshot.views
            for other, distance, _ in process.extract(
                word, view.segment.vocabulary, scorer=OSA.distance, score_cutoff=farthest, limit=None)
            if distance
        }
        counts = _visible_counts(snapshot, near, scopes)
        return tuple(sorted(counts, key=lambda other: (near[other], -counts[other], other))[:limit])

    def contents(self, documents: Collection[int] | None = None) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for view in self._latest().views:
            records = view.segment.records
            chosen = view.alive if documents is None else (
                view.alive & np.isin(records["document"], list(documents)))
            for number in np.flatnonzero(chosen).tolist():
                found[view.segment.id(number)] = int(records["fingerprint"][number])
        return found

    def health(self) -> Health:
        try:
            views = self._latest().views
        except EngineUnavailable as error:
            return Health(ok=False, problem=str(error))
        return Health(True, sum(int(view.alive.sum()) for view in views), len(views))

    def apply(self, batch: Batch) -> None:
        if not batch:
            return
        with self._builds.writing() as directory:
            self._change(directory, batch)

    def rebuild(self, items: Iterable[Item], catch_up: Callable[[], Batch] | None = None) -> None:
        with self._builds.replacing() as directory:
            TOC.create(DurableStorage(directory), schema.schema(), schema.INDEX_NAME)
            remaining = iter(items)
            while chunk := tuple(islice(remaining, _CHUNK)):
                self._write(directory, chunk, set(), merging.tiered)
            with self._builds.switching(directory):
                changes = catch_up() if catch_up is not None else Batch()
                if changes:
                    self._change(directory, changes)

    def _latest(self) -> Snapshot:
        """The last committed state; two looks at a directory when nothing has changed."""
        return self._latest_in(self._builds.current())

    def _latest_in(self, directory: Path) -> Snapshot:
        """The same of one directory; what stayed since the last look is not opened again."""
        snapshot = self._snapshot
        if snapshot is not None and snapshot.is_latest(directory):
            return snapshot
        with self._opening:
            if self._snapshot is None or not self._snapshot.is_latest(directory):
                self._snapshot = open_latest(directory, self._snapshot, self._cache)
            return self._snapshot

    def _change(self, directory: Path, batch: Batch) -> None:
        """Commit a batch; of two items with one id, the last counts."""
        items = {item.id: item for item in batch.upserts}
        written = self._write(directory, items.values(), {*batch.deletes, *items}, merging.at_hand)
        if merging.cannot_wait(written):
            self._write(directory, (), (), merging.tiered)

    def _write(
        self, directory: Path, items: Iterable[Item], replaced: Collection[str], merges: merging.Policy,
    ) -> BulkWriter:
        """One commit: delete the ids in `replaced`, add `items`."""
        storage = DurableStorage(directory)
        for leftover in directory.glob(f"_{schema.INDEX_NAME}_*.toc.*"):  # of a commit that was killed
            leftover.unlink()
        snapshot = self._latest_in(directory) if replaced else None
        writer = BulkWriter(storage, self._known)
        try:
            if snapshot is not None:
                _delete(writer, snapshot, replaced)
            for item in items:
                writer.add_item(item)
            writer.commit(mergetype=merges)
        except BaseException:
            _abandon(writer)
            raise
        self._known = writer.known
        return writer


def _visible_counts(snapshot: Snapshot, words: Iterable[str], scopes: Scopes) -> Counter[str]:
    """How many visible documents hold each word; words that none holds are not in it."""
    counts: Counter[str] = Counter()
    for view in snapshot.views:
        visible = view.visible(scopes)
        if visible.any():
            for word in words:
                count = int(np.count_nonzero(visible[view.segment.postings("exact", word).ids]))
                if count:
                    counts[word] += count
    return counts


def _delete(writer: Any, snapshot: Snapshot, ids: Collection[str]) -> None:
    """Mark documents as deleted. Whoosh's own `delete_by_query` would open all segments again."""
    segments = {segment.segment_id(): segment for segment in writer.segments}
    for view in snapshot.views:
        for name in ids:
            number = view.segment.find(name)
            if number is not None and view.alive[number]:
                segments[view.segment.name].delete_document(number)


def _abandon(writer: Any) -> None:
    """Give up a commit after an error: the disk may be full, so that even this may fail."""
    try:
        writer.cancel()
    except Exception:  # noqa: BLE001 - what matters is the first error; the next commit sweeps up
        return
