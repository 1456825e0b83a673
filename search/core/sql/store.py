"""What a database has to offer to be searched: a `Store`, one build of an index over one connection."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from search.core.items import Item, stable_hash
from search.core.query import Scored
from search.core.sql.clauses import Conditions, Sql

#: The columns of an item, as `row` fills them.
ITEM = (
    "id", "kind", "document", "scope", "first_version", "last_version", "date", "author", "agency", "type",
    "status", "severity", "disposition", "round", "section", "section_number", "called", "length", "tie",
    "fingerprint",
)
#: Values in one statement: SQLite takes 32,766, PostgreSQL 65,535.
_MOST_VALUES = 10_000


class Store(ABC):
    """Tables `item`, `scope` (an item's keys, with how much they hold), `opens` (key, scope)."""

    #: What is before the names of the tables.
    prefix = ""

    @abstractmethod
    def rows(self, sql: Sql) -> list[tuple[Any, ...]]:
        """The answer to a statement."""

    @abstractmethod
    def many(self, text: str, values: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each of some rows."""

    @abstractmethod
    def holding(self, part: Scored) -> Sql:
        """That `item` holds a word, a beginning or a phrase."""

    @abstractmethod
    def weighing(self, part: Scored, name: str) -> tuple[Sql, Sql]:
        """A join, and how much of it `item` holds, 0.0 for nothing."""

    @abstractmethod
    def among(self, column: str, values: Sequence[Any]) -> Sql:
        """That a column is one of the values."""

    @abstractmethod
    def words_like(self, beginning: str) -> list[str]:
        """Words of the index, visible or not, that begin so."""

    @abstractmethod
    def words_of_length(self, shortest: int, longest: int) -> list[str]:
        """Words of the index, visible or not, of so many letters."""

    @abstractmethod
    def counts(self, words: Collection[str], visible: Sql) -> Counter[str]:
        """How many visible items hold each of the words."""

    @abstractmethod
    def insert(self, rows: Iterable[tuple[Any, ...]], items: Sequence[Item]) -> None:
        """Add items; `rows` are their columns."""

    @abstractmethod
    def delete(self, ids: Sequence[str]) -> list[tuple[int, int]]:
        """Take items out; gives (scope, length) of each that was there."""

    @property
    def conditions(self) -> Conditions:
        return Conditions(self.holding, self.among)

    def table(self, name: str) -> str:
        return f"{self.prefix}{name}"

    def visible(self, scopes: Collection[str]) -> tuple[list[int], int, int]:
        """The scopes that these keys open, and how many items and words they hold."""
        scope, opens = self.table("scope"), self.table("opens")
        opened = Sql(f"SELECT number, items, words FROM {scope} WHERE number IN "
                     f"(SELECT scope FROM {opens} WHERE ") + self.among("key", sorted(scopes)) + Sql(")")
        rows = self.rows(opened)
        return [row[0] for row in rows], sum(row[1] for row in rows), sum(row[2] for row in rows)

    def replace(self, items: Sequence[Item], lengths: Sequence[int], deletes: Collection[str]) -> None:
        """Take the ids of `deletes` out and the items in, and keep the scopes' totals."""
        held: Counter[int] = Counter()
        words: Counter[int] = Counter()
        for ids in _portions(sorted(deletes)):
            for scope, length in self.delete(ids):
                held[scope] -= 1
                words[scope] -= length
        numbers = self._scopes({item.scope for item in items})
        for item, length in zip(items, lengths, strict=True):
            held[numbers[item.scope]] += 1
            words[numbers[item.scope]] += length
        self.insert((row(item, numbers[item.scope], length)
                     for item, length in zip(items, lengths, strict=True)), items)
        self.many(
            f"UPDATE {self.table('scope')} SET items = items + %s, words = words + %s WHERE number = %s",
            [(held[scope], words[scope], scope) for scope in held])

    def _scopes(self, wanted: set[str]) -> dict[str, int]:
        """The numbers of these scopes, which are made if need be."""
        known = dict(self._known(wanted))
        missing = sorted(wanted - known.keys())
        if missing:
            self.many(f"INSERT INTO {self.table('scope')} (keys) VALUES (%s)", [(keys,) for keys in missing])
            made = dict(self._known(missing))
            self.many(f"INSERT INTO {self.table('opens')} (key, scope) VALUES (%s, %s)",
                      [(key, number) for keys, number in made.items() for key in sorted(set(keys.split()))])
            known |= made
        return known

    def _known(self, wanted: Collection[str]) -> Iterator[tuple[str, int]]:
        for some in _portions(sorted(wanted)):
            rows = self.rows(Sql(f"SELECT keys, number FROM {self.table('scope')} WHERE ")
                             + self.among("keys", some))
            yield from ((keys, number) for keys, number in rows)


def _portions(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """The values, as many at a time as a statement takes."""
    return (values[start:start + _MOST_VALUES] for start in range(0, len(values), _MOST_VALUES))


def row(item: Item, scope: int, length: int) -> tuple[Any, ...]:
    """An item's columns, in the order of `ITEM`."""
    section = item.section.casefold()
    return (
        item.id, item.kind, item.document, scope, item.first_version, item.last_version, item.date,
        item.author, item.agency, item.type, item.status, item.severity, item.disposition, item.round,
        section, section.partition(" ")[0].rstrip("."), item.number, length, stable_hash(item.id),
        item.fingerprint(),
    )


#: The tables of an item and of scopes, in words that both databases understand.
TABLES = (
    """CREATE TABLE {prefix}item (
        number {key}, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, document BIGINT NOT NULL,
        scope INTEGER NOT NULL, first_version INTEGER NOT NULL, last_version INTEGER NOT NULL,
        date BIGINT NOT NULL, author TEXT NOT NULL, agency TEXT NOT NULL, type TEXT NOT NULL,
        status TEXT NOT NULL, severity TEXT NOT NULL, disposition TEXT NOT NULL, round TEXT NOT NULL,
        section TEXT NOT NULL, section_number TEXT NOT NULL, called TEXT NOT NULL,
        length INTEGER NOT NULL, tie BIGINT NOT NULL, fingerprint BIGINT NOT NULL{more})""",
    """CREATE TABLE {prefix}scope (
        number {key}, keys TEXT NOT NULL UNIQUE, items INTEGER NOT NULL DEFAULT 0,
        words BIGINT NOT NULL DEFAULT 0)""",
    "CREATE TABLE {prefix}opens (key TEXT NOT NULL, scope INTEGER NOT NULL, PRIMARY KEY (key, scope))",
    "CREATE INDEX {prefix}item_document ON {prefix}item (document)",
)
