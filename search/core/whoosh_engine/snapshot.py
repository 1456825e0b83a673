"""The state of an index at one commit, and how to come by the latest one.

A snapshot never changes. A search keeps the one it began with; the next search opens what is new
and takes over the segments that stayed. Only the marks of deleted documents are made anew.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import TOC

from search.core.engine import EngineUnavailable, Scopes
from search.core.whoosh_engine import schema
from search.core.whoosh_engine.segment import Mask, PostingCache, Segment
from search.core.whoosh_engine.storage import DurableStorage

_TOC_NAME = re.compile(rf"_{schema.INDEX_NAME}_(\d+)\.toc")
_ATTEMPTS = 20
_MASKS_KEPT = 32


@dataclass(frozen=True, slots=True)
class Seen:
    """What the holder of some scopes may see of a segment: which documents, how many, of how many words."""

    mask: Mask
    count: int
    words: int


@dataclass(slots=True)
class View:
    """A segment and which of its documents are alive."""

    segment: Segment
    alive: Mask
    _seen: OrderedDict[Scopes, Seen] = field(default_factory=OrderedDict)

    def visible(self, scopes: Scopes) -> Mask:
        """Which documents the holder of these scopes may see."""
        return self.seen(scopes).mask

    def seen(self, scopes: Scopes) -> Seen:
        """The same, counted; remembered for the last few holders."""
        seen = self._seen.get(scopes)
        if seen is None:
            scope = self.segment.labels["scope"]
            mask = scope.mask(lambda keys: not scopes.isdisjoint(keys.split())) & self.alive
            words = int(self.segment.records["length"].sum(where=mask, dtype=np.int64))
            self._seen[scopes] = seen = Seen(mask, int(np.count_nonzero(mask)), words)
            while len(self._seen) > _MASKS_KEPT:
                self._seen.popitem(last=False)
        return seen


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The segments of commit `generation` in `directory`."""

    directory: Path
    generation: int
    views: tuple[View, ...]

    def is_latest(self, directory: Path) -> bool:
        """Whether nothing has been committed since; one look at the directory's names."""
        return directory == self.directory and generation_in(directory) == self.generation


def generation_in(directory: Path) -> int:
    """The number of the last commit, -1 when there is none."""
    try:
        names = [entry.name for entry in directory.iterdir()]
    except OSError:
        return -1
    return max((int(found.group(1)) for name in names if (found := _TOC_NAME.fullmatch(name))), default=-1)


def open_latest(directory: Path, previous: Snapshot | None, cache: PostingCache) -> Snapshot:
    """The last commit. A writer may delete files while we open them: then there is a newer commit."""
    for _ in range(_ATTEMPTS):
        generation = generation_in(directory)
        try:
            return _open(directory, generation, previous, cache)
        except EngineUnavailable:
            raise
        except Exception as error:
            if generation_in(directory) == generation:
                reason = f"{directory.name} cannot be read: {type(error).__name__}: {error}"
                raise EngineUnavailable(reason) from error
    raise EngineUnavailable(f"{directory.name} changes faster than it can be opened")


def _open(directory: Path, generation: int, previous: Snapshot | None, cache: PostingCache) -> Snapshot:
    if generation < 0:
        raise EngineUnavailable(f"{directory.name} holds no index")
    storage = DurableStorage(directory)
    contents = TOC.read(storage, schema.INDEX_NAME, gen=generation, schema=schema.schema())
    known = {}
    if previous is not None and previous.directory == directory:
        known = {view.segment.name: view for view in previous.views}
    views = tuple(_view(storage, segment, known, cache) for segment in contents.segments)
    return Snapshot(directory, generation, views)


def _view(storage: DurableStorage, segment: Any, known: dict[str, View], cache: PostingCache) -> View:
    """The old view if nothing was deleted in the segment since, else a new one on the same arrays."""
    old = known.get(segment.segment_id())
    alive = np.ones(segment.doc_count_all(), np.bool_)
    alive[list(segment.deleted_docs())] = False
    if old is not None and np.array_equal(old.alive, alive):
        return old
    return View(old.segment if old else Segment(storage, segment, cache), alive)
