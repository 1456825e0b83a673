"""`Fts5Engine`: SQLite's full-text search in a file of its own.

The words of an item lie in four columns, those of its title and of its text, as written and as
stems. They come cut and folded, so that the plain `ascii` tokenizer, which takes every character
beyond ASCII for a letter, finds exactly them. `words_at` shows the posting lists as they are.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from search.core import analysis
from search.core.builds import Builds
from search.core.engine import EngineUnavailable
from search.core.items import Batch, Item
from search.core.query import Exact, Phrase, Prefix, Scored, Word
from search.core.sql import engine
from search.core.sql.clauses import Sql
from search.core.sql.store import ITEM, TABLES, Store

FORMAT = 1
_WRITTEN, _STEMS = "{title text}", "{stem_title stem_text}"
_HEAVY = "CASE WHEN col IN ('title', 'stem_title') THEN 3.0 ELSE 1.0 END"


class Fts5Store(Store):
    """One SQLite file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def rows(self, sql: Sql) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql.text.replace("%s", "?"), sql.values).fetchall()

    def many(self, text: str, values: Iterable[Sequence[Any]]) -> None:
        self.connection.executemany(text.replace("%s", "?"), values)

    def holding(self, part: Scored) -> Sql:
        return Sql("item.number IN (SELECT rowid FROM words WHERE words MATCH %s)", (_match(part),))

    def weighing(self, part: Scored, name: str) -> tuple[Sql, Sql]:
        if isinstance(part, Phrase) and len(part.words) > 1:
            weights = Sql(
                "SELECT rowid AS doc, 1.0 AS weight FROM words WHERE words MATCH %s", (_match(part),))
        else:
            weights = Sql(f"SELECT doc, sum({_HEAVY}) AS weight FROM words_at WHERE ") + _terms(part) + Sql(
                " GROUP BY doc")
        join = Sql(" LEFT JOIN (") + weights + Sql(f") {name} ON {name}.doc = item.number")
        return join, Sql(f"coalesce({name}.weight, 0.0)")

    def among(self, column: str, values: Sequence[Any]) -> Sql:
        return Sql(f"{column} IN (SELECT value FROM json_each(%s))", (json.dumps(list(values)),))

    def words_like(self, beginning: str) -> list[str]:
        condition = _terms(Prefix(beginning))
        return [row[0] for row in self.rows(Sql("SELECT DISTINCT term FROM words_known WHERE ") + condition)]

    def words_of_length(self, shortest: int, longest: int) -> list[str]:
        return [row[0] for row in self.rows(Sql(
            "SELECT DISTINCT term FROM words_known WHERE col IN ('title', 'text')"
            " AND length(term) BETWEEN %s AND %s", (shortest, longest)))]

    def counts(self, words: Collection[str], visible: Sql) -> Counter[str]:
        counted: Counter[str] = Counter()
        for word in words:
            rows = self.rows(Sql("SELECT count(*) FROM item WHERE ") + visible + Sql(" AND ")
                             + self.holding(Exact(word)))
            if rows[0][0]:
                counted[word] = rows[0][0]
        return counted

    def insert(self, rows: Iterable[tuple[Any, ...]], items: Sequence[Item]) -> None:
        first = self.rows(Sql("SELECT coalesce(max(number), 0) FROM item"))[0][0] + 1
        places = ", ".join("?" * (len(ITEM) + 1))
        self.many(f"INSERT INTO item (number, {', '.join(ITEM)}) VALUES ({places})",
                  ((number, *row) for number, row in enumerate(rows, first)))
        self.many("INSERT INTO words (rowid, title, text, stem_title, stem_text) VALUES (?, ?, ?, ?, ?)",
                  ((number, *_words(item)) for number, item in enumerate(items, first)))

    def delete(self, ids: Sequence[str]) -> list[tuple[int, int]]:
        chosen = self.among("id", ids)
        rows = self.rows(Sql("SELECT number, scope, length FROM item WHERE ") + chosen)
        self.many("DELETE FROM words WHERE rowid = ?", [(number,) for number, *_ in rows])
        self.many("DELETE FROM item WHERE number = ?", [(number,) for number, *_ in rows])
        return [(scope, length) for _, scope, length in rows]

    def create(self) -> None:
        """Make the tables in an empty file."""
        for table in TABLES:
            self.connection.execute(table.format(prefix="", key="INTEGER PRIMARY KEY", more=""))
        for statement in (
            "CREATE INDEX item_scope ON item (scope)",
            "CREATE VIRTUAL TABLE words USING fts5(title, text, stem_title, stem_text, tokenize='ascii')",
            "CREATE VIRTUAL TABLE words_at USING fts5vocab(words, instance)",
            "CREATE VIRTUAL TABLE words_known USING fts5vocab(words, col)",
        ):
            self.connection.execute(statement)


def _match(part: Scored) -> str:
    """In FTS5's own query language; words hold letters and digits only, so quoting is enough."""
    match part:
        case Word(text):
            return f'{_STEMS} : "{analysis.forms(text)[0][1]}"'
        case Prefix(text):
            return f'{_WRITTEN} : "{text}" *'
        case Phrase(words):
            return f'{_WRITTEN} : "{" ".join(words)}"'
        case Exact(text):
            return f'{_WRITTEN} : "{text}"'


def _terms(part: Scored) -> Sql:
    """Rows of `words_at` or `words_known` for one word or beginning."""
    match part:
        case Word(text):
            return Sql("term = %s AND col IN ('stem_title', 'stem_text')", (analysis.forms(text)[0][1],))
        case Prefix(text):
            return Sql("term >= %s AND term < %s AND col IN ('title', 'text')", (text, text + "\U0010ffff"))
        case Phrase(words):
            return _terms(Exact(words[0]))
        case Exact(text):
            return Sql("term = %s AND col IN ('title', 'text')", (text,))


def _words(item: Item) -> tuple[str, str, str, str]:
    title, text = ([form for raw in analysis.WORD.findall(words) for form in analysis.forms(raw)]
                   for words in (item.title, item.text))
    return (" ".join(exact for exact, _ in title), " ".join(exact for exact, _ in text),
            " ".join(stem for _, stem in title), " ".join(stem for _, stem in text))


class Fts5Engine(engine.SqlEngine):
    """The engine over the directory `root`. Safe to share between threads and processes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._builds = Builds(root, "fts5", FORMAT)
        self._kept = threading.local()

    @contextmanager
    def reading(self) -> Iterator[Fts5Store]:
        path = self._builds.current() / "index.sqlite3"
        with _understood(path):
            yield Fts5Store(self._connection(path))

    @contextmanager
    def writing(self) -> Iterator[Fts5Store]:
        with self._builds.writing() as directory, _changing(directory / "index.sqlite3") as store:
            yield store

    def rebuild(self, items: Iterable[Item], catch_up: Callable[[], Batch] | None = None) -> None:
        with self._builds.replacing() as directory:
            path = directory / "index.sqlite3"
            with closing(_opened(path)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
                Fts5Store(connection).create()
            remaining = iter(items)
            while chunk := list(islice(remaining, engine.CHUNK)):
                with _changing(path) as store:
                    engine.fill(store, chunk)
            with self._builds.switching(directory):
                changes = catch_up() if catch_up is not None else Batch()
                if changes:
                    with _changing(path) as store:
                        engine.write(store, changes)

    def _connection(self, path: Path) -> sqlite3.Connection:
        """This thread's connection, kept until another build is in use."""
        kept: tuple[Path, sqlite3.Connection] | None = getattr(self._kept, "connection", None)
        if kept is not None and kept[0] == path and path.exists():
            return kept[1]
        if kept is not None:
            kept[1].close()
        if not path.exists():
            self._kept.connection = None
            raise EngineUnavailable(f"{path.parent.name} holds no index")
        self._kept.connection = (path, _opened(path))
        connection: sqlite3.Connection = self._kept.connection[1]
        return connection


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=20, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


@contextmanager
def _changing(path: Path) -> Iterator[Fts5Store]:
    """One transaction."""
    if not path.exists():
        raise EngineUnavailable(f"{path.parent.name} holds no index")
    with _understood(path), closing(_opened(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield Fts5Store(connection)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    """A damaged file is an index that is not there."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise EngineUnavailable(f"{path.parent.name} cannot be read: {error}") from error
