"""Searching for a person: the query language, the engine, and the database's last word on every hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.accounts.selectors import Viewer
from documents.models import Document
from reviews.core import lifecycle
from search import scopes, selectors
from search.core import planner
from search.core.engine import EngineUnavailable
from search.core.parser import parse
from search.core.query import Attribute, Problem, Query, resolved
from search.core.results import Results
from search.engines import engine
from search.selectors import Found

PAGE = 20
#: No page begins beyond this many hits: whoever gets there narrows the search.
DEEPEST = 1_000


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow the search: `query` is what would be typed, `count` how many hits would stay."""

    name: str
    query: str
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of hits as a person sees it.

    `following` is where the next page begins, `meant` the words searched instead of unknown ones.
    """

    query: Query
    found: tuple[Found, ...] = ()
    total: int = 0
    partial: int = 0
    offset: int = 0
    following: int | None = None
    meant: tuple[tuple[str, tuple[str, ...]], ...] = ()
    kinds: tuple[Facet, ...] = ()
    documents: tuple[Facet, ...] = ()
    agencies: tuple[Facet, ...] = ()
    is_available: bool = True

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was not taken as written."""
        return self.query.problems

    @property
    def groups(self) -> list[tuple[Document, list[Found]]]:
        """The hits by document, the document with the best hit first."""
        groups: dict[int, tuple[Document, list[Found]]] = {}
        for each in self.found:
            groups.setdefault(each.document.pk, (each.document, []))[1].append(each)
        return list(groups.values())


def find(person: Viewer, text: str, *, offset: int = 0, limit: int = PAGE, typing: bool = False) -> Page:
    """What the person may see that answers the text; without an index, a page that says so."""
    query = resolved(parse(text, typing=typing), lambda attribute, value: _keys(person, attribute, value))
    offset = max(0, min(offset, DEEPEST))
    try:
        answer = planner.search(engine(), query, scopes=scopes.scopes_of(person), limit=limit, offset=offset)
    except EngineUnavailable:
        return Page(query, is_available=False)
    results = answer.results
    end = offset + limit
    return Page(
        query, tuple(selectors.found_for(person, results.hits, answer.query.leaves())),
        results.total, results.partial, offset,
        following=end if end < results.total + results.partial and end < DEEPEST else None,
        meant=answer.meant, kinds=_kinds(results), documents=_documents(person, results),
        agencies=_agencies(results),
    )


def complete(person: Viewer, beginning: str, *, limit: int = 6) -> tuple[str, ...]:
    """Words that the person may see somewhere and that begin so."""
    try:
        return engine().suggest(beginning.casefold(), scopes=scopes.scopes_of(person), limit=limit)
    except EngineUnavailable:
        return ()


def _keys(person: Viewer, attribute: Attribute, value: str) -> Sequence[str] | None:
    """What a value of a field means to this person; None when it is a stored value as it stands."""
    if attribute == "document":
        return selectors.document_keys(person, value)
    if attribute == "author":
        return [str(person.pk)] if value == "me" else selectors.author_keys(person, value)
    return _GROUPS.get((attribute, value))


#: Values that mean several stored ones.
_GROUPS: dict[tuple[Attribute, str], list[str]] = {
    ("status", "open"): sorted(lifecycle.open_states()),
    ("status", "closed"): ["closed", "decided"],
    ("kind", "paragraph"): ["text"],
}
_KINDS = {
    "document": "Documents", "heading": "Headings", "text": "Text", "comment": "Comments", "reply": "Replies",
    "response": "Responses",
}


def _kinds(results: Results) -> tuple[Facet, ...]:
    counts = results.facets.get("kind", {})
    return tuple(Facet(name, f"kind:{kind}", counts[kind]) for kind, name in _KINDS.items() if kind in counts)


def _documents(person: Viewer, results: Results) -> tuple[Facet, ...]:
    counts = {int(key): count for key, count in results.facets.get("document", {}).items()}
    rows = selectors.documents_named(person, counts)
    ordered = sorted(rows, key=lambda row: (-counts[row.pk], row.name))
    return tuple(Facet(row.name, f"in:{row.slug}", counts[row.pk]) for row in ordered)


def _agencies(results: Results) -> tuple[Facet, ...]:
    counts = {code: count for code, count in results.facets.get("agency", {}).items() if code}
    ordered = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return tuple(Facet(code, f"agency:{code}", count) for code, count in ordered)
