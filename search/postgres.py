"""`PostgresEngine`: PostgreSQL's full-text search, for a site on several hosts.

The index is three tables in the site's own database, made by `rebuild` and named after the build
(`search_7_item`); the table `search_current` names the one in use. An item's words lie in one
`tsvector`: those as written behind "=", stems bare, those of the title with weight A. PostgreSQL
looks them up and weighs them (`ts_rank` sees one item and nothing else); how rare a word is and
how long texts are is counted over what the searcher may see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import ProgrammingError, connection, transaction

from search.core import analysis
from search.core.engine import EngineUnavailable
from search.core.items import Batch, Item
from search.core.query import Exact, Phrase, Prefix, Scored, Word
from search.core.sql import engine
from search.core.sql.clauses import Sql
from search.core.sql.store import ITEM, TABLES, Store

FORMAT = 1
#: Keys of the locks that one writer, one builder hold; any numbers that nobody else uses.
WRITER_LOCK, REBUILD_LOCK = 0x44_52_41_46_58, 0x44_52_41_46_59
#: `ts_rank` gives a single word of the text 1/3 of a title's, and divides by this.
_RANK = 3 * 1.64493406685
_WEIGHTS = "'{0.33333334, 0.33333334, 0.33333334, 1.0}'"
#: Letters of a word that count (a lexeme has 2,046 bytes), places in a text that exist.
_LONGEST, _FARTHEST = 400, 16_383
_MOST_BYTES = 900_000


class PostgresStore(Store):
    """The tables of one build."""

    def __init__(self, build: int) -> None:
        self.prefix = f"search_{build}_"

    def rows(self, sql: Sql) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql.text, sql.values)
            return list(cursor.fetchall())

    def many(self, text: str, values: Iterable[Sequence[Any]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(text, list(values))

    def holding(self, part: Scored) -> Sql:
        return Sql("item.words @@ %s::tsquery", (_query(part),))

    def weighing(self, part: Scored, name: str) -> tuple[Sql, Sql]:
        asked = _query(part)
        return Sql(""), Sql(
            f"(CASE WHEN item.words @@ %s::tsquery"
            f" THEN {_RANK} * ts_rank({_WEIGHTS}, item.words, %s::tsquery) ELSE 0.0 END)", (asked, asked))

    def among(self, column: str, values: Sequence[Any]) -> Sql:
        kind = "text" if column in {"key", "keys", "id"} or column.startswith("lower(") else "bigint"
        return Sql(f"{column} = ANY(%s::{kind}[])", (list(values),))

    def words_like(self, beginning: str) -> list[str]:
        return [row[0] for row in self.rows(Sql(
            f'SELECT word FROM {self.table("word")} WHERE word >= %s AND word < %s COLLATE "C"',
            (beginning, beginning + "\U0010ffff")))]

    def words_of_length(self, shortest: int, longest: int) -> list[str]:
        return [row[0] for row in self.rows(Sql(
            f"SELECT word FROM {self.table('word')} WHERE length(word) BETWEEN %s AND %s",
            (shortest, longest)))]

    def counts(self, words: Collection[str], visible: Sql) -> Counter[str]:
        if not words:
            return Counter()
        rows = self.rows(
            Sql(f"SELECT word, (SELECT count(*) FROM {self.table('item')} item WHERE ") + visible
            + Sql(" AND item.words @@ ('''=' || word || '''')::tsquery) FROM unnest(%s::text[]) AS word",
                  (list(words),)))
        return Counter({word: count for word, count in rows if count})

    def insert(self, rows: Iterable[tuple[Any, ...]], items: Sequence[Item]) -> None:
        columns = ", ".join((*ITEM, "words"))
        known: set[str] = set()
        with connection.cursor() as cursor:
            with cursor.copy(f"COPY {self.table('item')} ({columns}) FROM STDIN") as copy:
                for row, item in zip(rows, items, strict=True):
                    words = analysis.analyse(item)
                    known.update(word[:_LONGEST] for word in words.exacts)
                    copy.write_row((*(_clean(value) for value in row), _vector(words)))
            cursor.execute(
                f"INSERT INTO {self.table('word')} SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING",
                [sorted(known)])

    def delete(self, ids: Sequence[str]) -> list[tuple[int, int]]:
        gone = Sql(f"DELETE FROM {self.table('item')} WHERE ") + self.among("id", ids)
        return [(scope, length) for scope, length in self.rows(gone + Sql(" RETURNING scope, length"))]

    def create(self) -> None:
        """Make the tables, without the indexes of the words: those are made when they are filled."""
        key = "INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
        more = ", words TSVECTOR NOT NULL"
        statements = [table.format(prefix=self.prefix, key=key, more=more) for table in TABLES]
        statements.append(f'CREATE TABLE {self.table("word")} (word TEXT COLLATE "C" PRIMARY KEY)')
        _run(*statements)

    def index(self) -> None:
        """Make the indexes that searching needs."""
        item = self.table("item")
        _run(f"CREATE INDEX {item}_words ON {item} USING gin (words)",
             f"CREATE INDEX {item}_scope ON {item} (scope)", f"ANALYZE {item}")

    def drop(self) -> None:
        """Take the tables away."""
        names = ", ".join(self.table(name) for name in ("item", "scope", "opens", "word"))
        _run(f"DROP TABLE IF EXISTS {names}")


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _query(part: Scored) -> str:
    """In PostgreSQL's own query language; words hold letters and digits only, so quoting is enough."""
    match part:
        case Word(text):
            return f"'{analysis.forms(text)[0][1][:_LONGEST]}'"
        case Prefix(text):
            return f"'={text[:_LONGEST]}':*"
        case Phrase(words):
            return " <-> ".join(f"'={word[:_LONGEST]}'" for word in words)
        case Exact(text):
            return f"'={text[:_LONGEST]}'"


def _vector(words: analysis.Analysed) -> str:
    """All words with their places; places of the title, which are the first, weigh more."""
    heavy = words.title_places
    places: dict[str, list[int]] = {}
    for word, found in words.places.items():
        places[f"={word[:_LONGEST]}"] = found
        stem = analysis.forms(word)[0][1] if word.isascii() else word
        places.setdefault(stem[:_LONGEST], []).extend(found)
    parts, size = [], 0
    for word, found in places.items():
        at = ",".join(f"{place + 1}{'A' if place < heavy else ''}" for place in found if place < _FARTHEST)
        part = f"'{word}':{at}" if at else f"'{word}'"
        size += len(part.encode())
        if size > _MOST_BYTES:
            break
        parts.append(part)
    return " ".join(parts)


def _clean(value: Any) -> Any:
    """PostgreSQL's texts hold no NUL."""
    return value.replace("\0", "") if isinstance(value, str) else value


class PostgresEngine(engine.SqlEngine):
    """The engine in the site's database."""

    @contextmanager
    def reading(self) -> Iterator[PostgresStore]:
        store = PostgresStore(_current())
        try:
            yield store
        except ProgrammingError as error:  # two builds later, the tables are gone
            raise EngineUnavailable(f"the index went away: {error}") from error

    @contextmanager
    def writing(self) -> Iterator[PostgresStore]:
        with transaction.atomic():
            _run(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
            yield PostgresStore(_current())

    def rebuild(self, items: Iterable[Item], catch_up: Callable[[], Batch] | None = None) -> None:
        _run(f"SELECT pg_advisory_lock({REBUILD_LOCK})")
        try:
            self._rebuild(items, catch_up)
        finally:
            _run(f"SELECT pg_advisory_unlock({REBUILD_LOCK})")

    def _rebuild(self, items: Iterable[Item], catch_up: Callable[[], Batch] | None) -> None:
        _run("CREATE TABLE IF NOT EXISTS search_current (build INTEGER NOT NULL, format INTEGER NOT NULL)")
        builds = _builds()
        build = max(builds, default=0) + 1
        store = PostgresStore(build)
        store.create()
        remaining = iter(items)
        while chunk := list(islice(remaining, engine.CHUNK)):
            with transaction.atomic():
                engine.fill(store, chunk)
        store.index()
        with transaction.atomic():
            _run(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
            changes = catch_up() if catch_up is not None else Batch()
            if changes:
                engine.write(store, changes)
            replaced = [row[0] for row in store.rows(Sql("SELECT build FROM search_current"))]
            _run("DELETE FROM search_current", f"INSERT INTO search_current VALUES ({build}, {FORMAT})")
        for older in set(builds) - set(replaced):
            PostgresStore(older).drop()


def _current() -> int:
    """The build in use."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('search_current') IS NOT NULL")
        if not cursor.fetchone()[0]:
            raise EngineUnavailable("there is no index yet")
        cursor.execute("SELECT build, format, to_regclass('search_' || build || '_item') IS NOT NULL"
                       " FROM search_current")
        row = cursor.fetchone()
    if row is None or not row[2]:
        raise EngineUnavailable("there is no index yet")
    if row[1] != FORMAT:
        raise EngineUnavailable(f"build {row[0]} has another format than this program writes")
    return int(row[0])


def _builds() -> list[int]:
    """All builds that there are, also unfinished ones, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'search\\_%\\_item'"
                       " AND schemaname = ANY(current_schemas(false))")
        names = [row[0].split("_")[1] for row in cursor.fetchall()]
    return sorted(int(name) for name in names if name.isdigit())
