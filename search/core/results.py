"""What a search gives back: hits in order, counts, and the state of an engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Hit:
    """One item that answers the query. `full` is False when it only has some of the words."""

    id: str
    kind: str
    document: int
    first_version: int
    last_version: int
    score: float
    full: bool = True


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, best first.

    `total` and `facets` (attribute -> value -> count) count the full matches among all that the
    searcher may see. `partial` is how many items that have only some of the words follow them.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    partial: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """Whether an index can be searched; `problem` says why not, for people."""

    ok: bool
    items: int = 0
    segments: int = 0
    problem: str = ""
