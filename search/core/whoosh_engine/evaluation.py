"""Answers a query over a snapshot with arrays: masks for what matches, BM25 for what it is worth.

All statistics are counted over the documents that the searcher may see (`ranking`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial, reduce

import numpy as np

from search.core import analysis, facets, ranking
from search.core.engine import Scopes
from search.core.query import (
    All,
    AnyOf,
    Exact,
    InSection,
    InVersion,
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
from search.core.results import Hit, Results
from search.core.whoosh_engine import schema
from search.core.whoosh_engine.segment import NOTHING, Ids, Mask, Postings, Records, Segment, Weights
from search.core.whoosh_engine.snapshot import View

#: From this many matches on, those that cannot come onto the page are dropped before sorting.
_SORT_ALL_BELOW = 5_000


@dataclass(frozen=True, slots=True)
class Scores:
    """What the documents of a mask are worth: `values[n]` is that of `ids[n]`, in ascending order."""

    mask: Mask
    ids: Ids
    values: Weights

    @classmethod
    def none_yet(cls, mask: Mask) -> Scores:
        """Nothing, for each of the documents."""
        ids = np.flatnonzero(mask)
        return cls(mask, ids, np.zeros(len(ids)))

    def add(self, part: Postings, worth: Callable[[Ids, Weights], Weights]) -> None:
        """Add what a part of the query is worth to those of its documents that are here."""
        held = self.mask[part.ids]
        ids, weights = part.ids[held], part.weights[held]
        if len(ids) == len(self.ids):  # the very same ones: both are in order
            self.values[:] += worth(ids, weights)
        elif len(ids):
            self.values[np.searchsorted(self.ids, ids)] += worth(ids, weights)

    def of(self, ids: Ids) -> Weights:
        """The scores of some of the documents."""
        return self.values if len(ids) == len(self.ids) else self.values[np.searchsorted(self.ids, ids)]


class Evaluation:
    """One query by one searcher over the views of one snapshot."""

    def __init__(self, views: Iterable[View], query: Query, scopes: Scopes) -> None:
        self.views = tuple(views)
        self.query = query
        self._seen = [view.seen(scopes) for view in self.views]
        self.visible = [seen.mask for seen in self._seen]
        self.wanted = self.visible if query.names_version() else [
            mask & view.segment.current for mask, view in zip(self.visible, self.views, strict=True)]

    def results(self, limit: int, offset: int) -> Results:
        """A page of hits; the same as `MemoryEngine` gives."""
        root = self.query.root
        if root is None:
            return Results()
        answers = self._answering(root)
        full = self._wanted(answers)
        total = sum(int(np.count_nonzero(mask)) for mask in full)
        looser = relaxed(root)
        some_words: list[Mask] = []
        if looser is not None and total < ranking.FILL_TO:
            some_words = [mask & ~whole for mask, whole in zip(
                self._wanted(self._answering(looser)), full, strict=True)]
        some = sum(int(np.count_nonzero(mask)) for mask in some_words)
        room = max(total, min(total + some, ranking.FILL_TO))
        scores = self._scores(
            [mask | other for mask, other in zip(full, some_words, strict=True)] if some else full)
        end = min(offset + limit, room)
        hits = self._best(full, scores, end, whole=True)
        if some:
            hits += self._best(some_words, scores, end - len(hits), whole=False)
        return Results(tuple(hits[offset:end]), total, room - total, self._facets(full, answers))

    def _answering(self, root: Node) -> list[Mask]:
        """What the searcher may see and answers the node, in whatever version."""
        return [seen & answering(root, view.segment) if seen.any() else seen
                for seen, view in zip(self.visible, self.views, strict=True)]

    def _wanted(self, masks: list[Mask]) -> list[Mask]:
        """Those that stand in the versions asked for."""
        return [mask & wanted for mask, wanted in zip(masks, self.wanted, strict=True)]

    def _scores(self, wanted: list[Mask]) -> list[Scores]:
        """BM25 of these documents of each view, summed in the order of the query's words."""
        count = sum(seen.count for seen in self._seen)
        words = float(sum(seen.words for seen in self._seen))
        average = words / count if count else 1.0
        scores = [Scores.none_yet(mask) for mask in wanted]
        for part, share in ranking.scored(self.query.leaves()):
            found = [postings(part, view.segment) for view in self.views]
            holding = sum(int(np.count_nonzero(mask[each.ids]))
                          for each, mask in zip(found, self.visible, strict=True))
            worth = share * ranking.rarity(count, holding)
            for view, each, score in zip(self.views, found, scores, strict=True):
                if holding:
                    score.add(each, partial(_worth, view.segment, average, worth))
        return scores

    def _best(self, masks: list[Mask], scores: list[Scores], room: int, *, whole: bool) -> list[Hit]:
        """The first `room` hits by score, then date, then a fixed order that no hidden item can change."""
        if room <= 0:
            return []
        numbers = [np.flatnonzero(mask) for mask in masks]
        owners = [np.full(len(ids), n, np.int64) for n, ids in enumerate(numbers)]
        owner = np.concatenate(owners or [np.empty(0, np.int64)])
        if not len(owner):
            return []
        number = np.concatenate(numbers)
        score = ranking.rounded(np.concatenate([s.of(ids) for s, ids in zip(scores, numbers, strict=True)]))
        if len(owner) > _SORT_ALL_BELOW and room < len(owner):
            enough = np.partition(score, -room)[-room]
            chosen = score >= enough
            owner, number, score = owner[chosen], number[chosen], score[chosen]
        records = self._records(owner, number)
        order = np.lexsort((records["tie"], -records["date"], -score))[:room]
        return [self._hit(int(owner[n]), int(number[n]), float(score[n]), whole) for n in order]

    def _records(self, owner: Ids, number: Ids) -> Records:
        return np.concatenate([view.segment.records[number[owner == n]] for n, view in enumerate(self.views)])

    def _hit(self, owner: int, number: int, score: float, whole: bool) -> Hit:
        segment = self.views[owner].segment
        kind = segment.labels["kind"]
        document, first, last, *_ = segment.records[number].item()
        return Hit(segment.id(number), kind.values[kind.refs[number]], document, first, last, score, whole)

    def _facets(self, full: list[Mask], answers: list[Mask]) -> facets.Facets:
        """Counts of the full matches, one pass over the columns; of all `answers` for the versions."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in facets.LABELS}
        years: Counter[str] = Counter()
        spans: Counter[tuple[int, int]] = Counter()
        for view, mask, answer in zip(self.views, full, answers, strict=True):
            records = view.segment.records
            counts["document"].update(_tally(records["document"][mask].astype(np.int64)))
            days = _tally(records["date"][mask].astype(np.int64) // facets.DAY)
            for day, number in days.items():
                years[facets.year(int(day) * facets.DAY)] += number
            both = (records["first_version"][answer].astype(np.int64) << 32) | records["last_version"][answer]
            for key, number in _tally(both).items():
                spans[int(key) >> 32, int(key) & 0xFFFFFFFF] += number
            for name in facets.LABELS[1:]:
                column = view.segment.labels[name]
                tally = np.bincount(column.refs[mask], minlength=len(column.values)).tolist()
                counts[name].update({value: n for value, n in zip(column.values, tally, strict=True) if n})
        return facets.gathered(counts, years, spans)


def _worth(segment: Segment, average: float, worth: float, ids: Ids, weights: Weights) -> Weights:
    """A word of this worth in these documents, by how often it stands there and how long they are."""
    return worth * ranking.saturation(weights, ranking.length_factor(segment.lengths(ids), average))


def _tally(values: Ids) -> dict[str, int]:
    """How often each number occurs."""
    found, numbers = np.unique(values, return_counts=True)
    return dict(zip(map(str, found.tolist()), numbers.tolist(), strict=True))


def answering(node: Node, segment: Segment) -> Mask:
    """Which documents of the segment answer the node, visible or not."""
    match node:
        case Word() | Prefix() | Phrase():
            mask = np.zeros(segment.size, np.bool_)
            mask[postings(node, segment).ids] = True
            return mask
        case Not(child):
            return ~answering(child, segment)
        case All(nodes):
            return reduce(np.logical_and, (answering(child, segment) for child in nodes))
        case AnyOf(nodes):
            return reduce(np.logical_or, (answering(child, segment) for child in nodes))
    return _narrowed(node, segment)


def _narrowed(node: Match | Period | InVersion | InSection, segment: Segment) -> Mask:  # noqa: PLR0911
    records = segment.records
    match node:
        case Match("document", values):
            return np.isin(records["document"], [int(value) for value in values if value.isdigit()])
        case Match("number", values):
            return np.isin(records["number"], [schema.numbered(value) for value in values])
        case Match(attribute, values):
            return segment.labels[attribute].mask(lambda value: value.casefold() in values)
        case Period(start, end):
            dates = records["date"]
            after = dates >= start if start is not None else np.ones(segment.size, np.bool_)
            return after & (dates < end) if end is not None else after
        case InVersion(None):
            return np.ones(segment.size, np.bool_)
        case InVersion(number):
            return (records["first_version"] <= number) & (number <= records["last_version"])
        case InSection():
            return segment.labels["section"].mask(node.holds)


def postings(part: Scored, segment: Segment) -> Postings:
    """The documents of a segment that hold a word, a beginning or a phrase."""
    match part:
        case Exact(text):
            return segment.postings("exact", text)
        case Word(text):
            return segment.postings("text", analysis.forms(text)[0][1])
        case Prefix(text):
            return segment.beginning(text)
        case Phrase(words):
            return _in_a_row(words, segment)


def _in_a_row(words: tuple[str, ...], segment: Segment) -> Postings:
    """Where each word stands one place after the one before; the weight is how often.

    Begins with the rarest word: each of its places is looked up among those of the others.
    """
    places = [segment.occurrences(word) for word in words]
    rarest = min(range(len(words)), key=lambda n: len(places[n]))
    starts = places[rarest] - rarest
    for distance, known in enumerate(places):
        if distance != rarest and len(starts):
            wanted = starts + distance
            at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
            starts = starts[known[at] == wanted]
    if not len(starts):
        return NOTHING
    ids, counts = np.unique(starts >> 32, return_counts=True)
    return Postings(ids, counts.astype(np.float64))
