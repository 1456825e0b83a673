"""A search as people mean it: when the words as typed find nothing, try what they may stand for.

Completions and corrections come from the searcher's own visible words (`SearchEngine.suggest`,
`similar`), so that they tell nothing about hidden ones.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.core.engine import Scopes, SearchEngine
from search.core.query import AnyOf, Node, Query, Word, rewritten
from search.core.results import Results


@dataclass(frozen=True, slots=True)
class Answer:
    """Results, and the query that gave them: the one as typed unless `meant` names other words."""

    query: Query
    results: Results
    meant: tuple[tuple[str, tuple[str, ...]], ...] = ()


def search(engine: SearchEngine, query: Query, *, scopes: Scopes, limit: int = 20, offset: int = 0) -> Answer:
    """The results as asked; if nothing has all the words, those with the unknown words widened."""
    results = engine.search(query, scopes=scopes, limit=limit, offset=offset)
    if results.total:
        return Answer(query, results)
    meant = tuple((word, words) for word in _unknown(engine, query, scopes)
                  if (words := _likely(engine, word, scopes)))
    if not meant:
        return Answer(query, results)
    widened = _widened(query, dict(meant))
    return Answer(widened, engine.search(widened, scopes=scopes, limit=limit, offset=offset), meant)


def _unknown(engine: SearchEngine, query: Query, scopes: Scopes) -> list[str]:
    """The words that nothing visible holds in any form."""
    words = dict.fromkeys(leaf.text for leaf in query.leaves() if isinstance(leaf, Word))
    return [word for word in words
            if not engine.search(Query(word, Word(word)), scopes=scopes, limit=1).total]


def _likely(engine: SearchEngine, word: str, scopes: Scopes) -> tuple[str, ...]:
    near = engine.similar(word, scopes=scopes)
    return near or engine.suggest(word, scopes=scopes, limit=3)


def _widened(query: Query, meant: dict[str, tuple[str, ...]]) -> Query:
    def change(node: Node) -> Node:
        if isinstance(node, Word) and node.text in meant:
            return AnyOf(tuple(Word(word) for word in meant[node.text]))
        return node

    return rewritten(query, change)
