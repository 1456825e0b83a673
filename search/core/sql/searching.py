"""Answers a query with SQL over a `Store`: what matches, BM25 for what it is worth, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import cached_property

from search.core import facets, ranking
from search.core.items import OPEN
from search.core.query import Query, relaxed
from search.core.results import Hit, Results
from search.core.sql.clauses import FALSE, Sql, joined
from search.core.sql.store import Store

_COUNTED = ("document", "kind", "agency", "type", "status", "disposition")


class Search:
    """One query by one searcher."""

    def __init__(self, store: Store, query: Query, scopes: Collection[str]) -> None:
        self.store = store
        self.query = query
        self.opened, self.count, self.words = store.visible(scopes)

    @cached_property
    def visible(self) -> Sql:
        return self.store.among("item.scope", self.opened) if self.opened else FALSE

    @property
    def wanted(self) -> Sql:
        """Visible, and in the versions asked for."""
        latest = Sql(f"item.last_version = {OPEN}") if not self.query.names_version() else Sql("1=1")
        return joined([self.visible, latest], " AND ")

    def results(self, limit: int, offset: int) -> Results:
        root = self.query.root
        if root is None:
            return Results()
        full = self.store.conditions.of(root)
        total, counts = self._counts(full)
        looser = relaxed(root)
        some, rest = 0, FALSE
        if looser is not None and total < ranking.FILL_TO:
            rest = joined([self.store.conditions.of(looser), Sql("NOT ") + full], " AND ")
            some = self._count(joined([self.wanted, rest], " AND "))
        room = max(total, min(total + some, ranking.FILL_TO))
        end = min(offset + limit, room)
        hits = self._best(full, min(end, total), offset, whole=True)
        hits += self._best(rest, end - total, max(offset - total, 0), whole=False)
        return Results(tuple(hits), total, room - total, counts)

    def _count(self, condition: Sql) -> int:
        rows = self.store.rows(
            Sql(f"SELECT count(*) FROM {self.store.table('item')} item WHERE ") + condition)
        return int(rows[0][0])

    def _counts(self, full: Sql) -> tuple[int, facets.Facets]:
        """How many full matches there are, and the facets: one statement."""
        columns = ", ".join(f"item.{name}" for name in _COUNTED)
        rows = self.store.rows(
            Sql(f"SELECT {columns}, item.date / {facets.DAY}, item.first_version, item.last_version, count(*)"
                f" FROM {self.store.table('item')} item WHERE ")
            + joined([self.visible, full], " AND ") + Sql(" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9"))
        counts: dict[str, Counter[str]] = {name: Counter() for name in facets.LABELS}
        years: Counter[str] = Counter()
        spans: Counter[tuple[int, int]] = Counter()
        total = 0
        for *labels, day, first, last, number in rows:
            spans[first, last] += number
            if last == OPEN or self.query.names_version():
                total += number
                years[facets.year(day * facets.DAY)] += number
                for name, label in zip(_COUNTED, labels, strict=True):
                    counts[name][str(label)] += number
        return total, facets.gathered(counts, years, spans)

    def _best(self, condition: Sql, end: int, offset: int, *, whole: bool) -> list[Hit]:
        """The hits from `offset` to `end`, by score, then date, then a fixed order."""
        if end <= offset:
            return []
        join, score = self._score()
        rows = self.store.rows(
            Sql("SELECT item.id, item.kind, item.document, item.first_version, item.last_version, ") + score
            + Sql(f" AS score FROM {self.store.table('item')} item") + join + Sql(" WHERE ")
            + joined([self.wanted, condition], " AND ")
            + Sql(" ORDER BY score DESC, item.date DESC, item.tie LIMIT %s OFFSET %s",
                  (end - offset, offset)))
        return [Hit(name, kind, document, first, last, float(worth), whole)
                for name, kind, document, first, last, worth in rows]

    def _score(self) -> tuple[Sql, Sql]:
        """Joins, and the sum of what the parts of the query are worth in an item."""
        average = self.words / self.count if self.count else 1.0
        flat, steep = ranking.K1 * (1.0 - ranking.B), ranking.K1 * ranking.B / (average or 1.0)
        joins, worths = Sql(""), []
        for number, (part, share) in enumerate(ranking.scored(self.query.leaves())):
            holding = self._count(joined([self.visible, self.store.holding(part)], " AND "))
            worth = share * ranking.rarity(self.count, holding) * (ranking.K1 + 1.0)
            join, weight = self.store.weighing(part, f"part{number}")
            joins += join
            worths.append(Sql("%s * ", (worth,)) + weight + Sql(" / (") + weight
                          + Sql(" + %s + %s * item.length)", (flat, steep)))
        return joins, Sql("round(CAST(") + (joined(worths, " + ") if worths else Sql("0")) + Sql(
            f" AS NUMERIC), {ranking.DIGITS})")


