"""The reference engine: brute force over a dictionary. Slow, small, and right by inspection.

Other engines must give the same hits, scores, order and counts; `tests/search/core` compares them
on random worlds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from search.core import analysis, facets, ranking
from search.core.engine import Scopes
from search.core.items import OPEN, Batch, Item, stable_hash
from search.core.parser import MIN_PREFIX
from search.core.query import (
    All,
    AnyOf,
    Exact,
    InSection,
    InVersion,
    Leaf,
    Match,
    Node,
    Not,
    Period,
    Phrase,
    Prefix,
    Query,
    Scored,
    Word,
    relaxed,
)
from search.core.results import Health, Hit, Results

_Entry = tuple[Item, analysis.Analysed]


@dataclass(slots=True)
class MemoryEngine:
    """Holds all items in memory; loses them when the process ends."""

    _items: dict[str, _Entry] = field(default_factory=dict)

    def apply(self, batch: Batch) -> None:
        for name in batch.deletes:
            self._items.pop(name, None)
        for item in batch.upserts:
            self._items[item.id] = (item, analysis.analyse(item))

    def search(self, query: Query, *, scopes: Scopes, limit: int = 20, offset: int = 0) -> Results:
        if query.root is None:
            return Results()
        visible = [entry for entry in self._items.values() if entry[0].is_in(scopes)]
        wanted = visible if query.names_version() else [e for e in visible if e[0].last_version == OPEN]
        full = [entry for entry in wanted if _answers(query.root, *entry)]
        looser = relaxed(query.root)
        partial: list[_Entry] = []
        if looser is not None and len(full) < ranking.FILL_TO:
            ids = {item.id for item, _ in full}
            partial = [e for e in wanted if e[0].id not in ids and _answers(looser, *e)]
        score = _Scores(query.leaves(), visible)
        ordered = [*_best_first(full, score, True), *_best_first(partial, score, False)]
        room = max(len(full), min(len(ordered), ranking.FILL_TO))
        spans = Counter((item.first_version, item.last_version)
                        for item, words in visible if _answers(query.root, item, words))
        counts = {name: Counter(str(getattr(item, name)) for item, _ in full) for name in facets.LABELS}
        return Results(
            tuple(ordered[:room][offset:offset + limit]), len(full), room - len(full),
            facets.gathered(counts, Counter(facets.year(item.date) for item, _ in full), spans))

    def suggest(self, beginning: str, *, scopes: Scopes, limit: int = 8) -> tuple[str, ...]:
        if len(beginning) < MIN_PREFIX:
            return ()
        counts = {word: n for word, n in self._vocabulary(scopes).items() if word.startswith(beginning)}
        return tuple(sorted(counts, key=lambda word: (-counts[word], word))[:limit])

    def similar(self, word: str, *, scopes: Scopes, limit: int = 3) -> tuple[str, ...]:
        farthest = allowed_distance(word)
        counts = self._vocabulary(scopes)
        distances = {other: OSA.distance(word, other) for other in counts}
        near = [other for other, distance in distances.items() if 0 < distance <= farthest]
        return tuple(sorted(near, key=lambda other: (distances[other], -counts[other], other))[:limit])

    def contents(self, documents: Collection[int] | None = None) -> Mapping[str, int]:
        return {name: item.fingerprint() for name, (item, _) in self._items.items()
                if documents is None or item.document in documents}

    def rebuild(self, items: Iterable[Item], catch_up: Callable[[], Batch] | None = None) -> None:
        self._items = {item.id: (item, analysis.analyse(item)) for item in items}
        if catch_up is not None:
            self.apply(catch_up())

    def health(self) -> Health:
        return Health(ok=True, items=len(self._items), segments=1)

    def _vocabulary(self, scopes: Scopes) -> Counter[str]:
        """How many visible items hold each word."""
        entries = [words for item, words in self._items.values() if item.is_in(scopes)]
        return Counter(word for words in entries for word in words.exacts)


def allowed_distance(word: str) -> int:
    """How many slips of the finger a word may hold and still be recognised."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 7 else 2


def _answers(node: Node, item: Item, words: analysis.Analysed) -> bool:  # noqa: PLR0911
    match node:
        case Word() | Prefix() | Phrase():
            return _weight(node, words) > 0
        case Match(attribute, values):
            return str(getattr(item, attribute)).casefold() in values
        case Period(start, end):
            return (start is None or item.date >= start) and (end is None or item.date < end)
        case InSection():
            return node.holds(item.section)
        case InVersion(number):
            return number is None or item.first_version <= number <= item.last_version
        case Not(child):
            return not _answers(child, item, words)
        case All(nodes):
            return all(_answers(child, item, words) for child in nodes)
        case AnyOf(nodes):
            return any(_answers(child, item, words) for child in nodes)


def _weight(part: Scored, words: analysis.Analysed) -> float:
    """How often the item says it; words of a title count several times."""
    match part:
        case Exact(text):
            return words.exacts.get(text, 0.0)
        case Word(text):
            return words.stems.get(analysis.forms(text)[0][1], 0.0)
        case Prefix(text):
            return sum(weight for word, weight in sorted(words.exacts.items()) if word.startswith(text))
        case Phrase(parts):
            starts = words.places.get(parts[0], [])
            rest = [set(words.places.get(part, ())) for part in parts[1:]]
            return float(sum(
                all(start + n in places for n, places in enumerate(rest, 1)) for start in starts))


class _Scores:
    """BM25 of an item for the leaves of a query, with statistics of the visible items only."""

    def __init__(self, leaves: Iterable[Leaf], visible: list[_Entry]) -> None:
        self.average = sum(words.length for _, words in visible) / len(visible) if visible else 1.0
        self.parts: list[tuple[Scored, float]] = []
        for part, share in ranking.scored(leaves):
            holding = sum(_weight(part, words) > 0 for _, words in visible)
            self.parts.append((part, share * ranking.rarity(len(visible), holding)))

    def of(self, words: analysis.Analysed) -> float:
        factor = ranking.length_factor(words.length, self.average) if self.average else ranking.K1
        total = 0.0
        for part, worth in self.parts:
            weight = _weight(part, words)
            if weight:
                total += worth * ranking.saturation(weight, factor)
        return ranking.rounded(total)


def _best_first(entries: list[_Entry], score: _Scores, full: bool) -> list[Hit]:
    scored = [(score.of(words), item) for item, words in entries]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].date, stable_hash(pair[1].id)))
    return [
        Hit(item.id, item.kind, item.document, item.first_version, item.last_version, value, full)
        for value, item in scored
    ]
