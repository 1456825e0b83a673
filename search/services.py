"""Searching for a person: the query language, the engine, and the database's last word on every hit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from backend.accounts.selectors import Viewer
from documents.models import Document
from reviews import selectors as reviews
from reviews.table import filters
from search import narrowing, scopes, selectors, tasks
from search.core import planner
from search.core.engine import EngineUnavailable
from search.core.query import All, Match, Not, Phrase, Problem, Query
from search.core.results import Hit
from search.engines import engine
from search.found import Found
from search.meaning import understood
from search.narrowing import Facets

PAGE = 20
#: No page begins beyond this many hits: whoever gets there narrows the search.
DEEPEST = 1_000
#: What people say, and how many of it a filter by words takes at most.
SAID, MOST_COMMENTS = ("comment", "reply", "response"), 100_000


@dataclass(frozen=True, slots=True)
class Page:
    """A page of hits as a person sees it.

    `following` is where the next page begins, `meant` the words searched instead of unknown ones. While
    the index is being built, older things may be missing.
    """

    query: Query
    found: tuple[Found, ...] = ()
    total: int = 0
    partial: int = 0
    offset: int = 0
    following: int | None = None
    meant: tuple[tuple[str, tuple[str, ...]], ...] = ()
    facets: Facets = field(default_factory=dict)
    is_available: bool = True
    is_building: bool = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was not taken as written."""
        return self.query.problems

    @property
    def groups(self) -> list[Group]:
        """The hits by document, the document with the best hit first; those without one by themselves."""
        groups: dict[int, Group] = {}
        for each in self.found:
            key = each.document.pk if each.document else 0
            groups.setdefault(key, Group(each.document)).take(each)
        return list(groups.values())


@dataclass(slots=True)
class Group:
    """The hits of one document. Of a paragraph's texts in several versions the best stands for all."""

    document: Document | None
    hits: list[tuple[Found, list[Found]]] = field(default_factory=list)

    def take(self, found: Found) -> None:
        """Add a hit, below the better one of the same paragraph if there is one."""
        for best, others in self.hits:
            if found.lineage and best.lineage == found.lineage:
                others.append(found)
                return
        self.hits.append((found, []))


def find(person: Viewer, text: str, *, offset: int = 0, limit: int = PAGE, typing: bool = False) -> Page:
    """What the person may see that answers the text; without an index, a page that says so."""
    query = understood(person, text, typing=typing)
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
        meant=answer.meant, is_building=tasks.is_building(), facets=narrowing.facets(person, results),
    )


def hits_for(person: Viewer, text: str, *, limit: int, without_own: bool = False) -> tuple[Hit, ...]:
    """The full hits for the text, best first; `without_own`: what others say. Needs the index."""
    query = understood(person, text)
    if query.root is None:
        return ()
    if without_own:
        mine = Not(Match("author", tuple(selectors.own_keys(person))))
        query = replace(query, root=All((query.root, mine)))
    results = engine().search(query, scopes=scopes.scopes_of(person), limit=limit)
    return tuple(hit for hit in results.hits if hit.full)


def comment_ids(text: str, person: Viewer) -> set[int]:
    """The comments that answer the text, themselves or in a reply or response, of those the person sees.

    Without an index, those that have all its words.
    """
    query = understood(person, text)
    if query.root is None:
        return set()
    said = replace(query, root=All((Match("kind", SAID), query.root)))
    try:
        results = engine().search(said, scopes=scopes.scopes_of(person), limit=MOST_COMMENTS)
    except EngineUnavailable:
        words = filters.CommentFilter(q=" ".join(str(leaf.text) for leaf in query.leaves()
                                                 if not isinstance(leaf, Phrase)), state="all")
        return set(filters.narrow(reviews.comments_visible_to(person), words, person).values_list(
            "pk", flat=True))
    return selectors.comments_of(hit.id for hit in results.hits if hit.full)


def said_of(text: str, person: Viewer) -> list[str]:
    """Words on what in the text could not be taken, or is in nothing that the person sees."""
    query = understood(person, text)
    said = [problem.message for problem in query.problems]
    try:
        meant = planner.search(engine(), query, scopes=scopes.scopes_of(person), limit=1).meant
    except EngineUnavailable:
        return said
    return [*said, *(f"Nothing has “{word}”. Did you mean {' or '.join(words)}?" for word, words in meant)]


def wrong_values(text: str, person: Viewer) -> list[str]:
    """Words on each value of a field that means nothing to the person."""
    return [one.message for one in understood(person, text).problems if one.code == "unknown_value"]
