"""The peers, each as its own manual shows it, with the same rights, hits, facets and highlights."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from whoosh import fields, index, query
from whoosh.analysis import StemmingAnalyzer
from whoosh.qparser import OrGroup, QueryParser

from search.core.items import Item


class Fts5:
    """SQLite's full-text search, its stemmer, its bm25, in WAL mode as the site's database is."""

    name = "FTS5"

    def __init__(self, folder: Path) -> None:
        self.path = folder / "fts5.sqlite3"
        self.db = sqlite3.connect(self.path)
        self.db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE item (id INTEGER PRIMARY KEY, document INT, kind TEXT, agency TEXT);"
            "CREATE VIRTUAL TABLE words USING fts5(text, tokenize='porter unicode61');"
            "CREATE TEMP TABLE allowed (document INTEGER PRIMARY KEY);")

    def build(self, rows: list[Item]) -> None:
        with self.db:
            self.db.executemany("INSERT INTO item VALUES (?,?,?,?)",
                                ((n, row.document, row.kind, row.agency) for n, row in enumerate(rows)))
            self.db.executemany("INSERT INTO words (rowid, text) VALUES (?,?)",
                                ((n, row.text) for n, row in enumerate(rows)))
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def allow(self, documents: set[int]) -> None:
        self.db.executemany("INSERT INTO allowed VALUES (?)", ((each,) for each in documents))
        self.db.commit()

    def page(self, match: str) -> None:
        joined = ("FROM words JOIN item ON item.id = words.rowid WHERE words MATCH ? "
                  "AND item.document IN (SELECT document FROM allowed)")
        hits = (f"SELECT item.id, bm25(words) AS score, snippet(words, 0, '<', '>', '…', 32) {joined} "
                "ORDER BY score LIMIT 20")
        counts = f"SELECT kind, document, agency, count(*) {joined} GROUP BY 1, 2, 3"
        for statement in (hits, counts):
            self.db.execute(statement, [match]).fetchall()

    def best(self, words: list[str], *, quoted: bool = False, every: bool = True) -> list[int]:
        """The ten best items that hold all the words, or any."""
        joiner = " " if quoted else " AND " if every else " OR "
        match = joiner.join(words if quoted else (f'"{word}"' for word in words))
        rows = self.db.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT 10",
            [f'"{match}"' if quoted else match])
        return [row[0] for row in rows]


class Textbook:
    """Whoosh as its manual shows it."""

    name = "textbook Whoosh"

    def __init__(self, folder: Path) -> None:
        self.path = folder / "textbook"
        self.path.mkdir()
        schema = fields.Schema(
            id=fields.ID(stored=True, unique=True), document=fields.ID(stored=True),
            kind=fields.KEYWORD(stored=True), agency=fields.KEYWORD(stored=True),
            text=fields.TEXT(stored=True, analyzer=StemmingAnalyzer()))
        self.index = index.create_in(str(self.path), schema)

    def build(self, rows: list[Item]) -> None:
        writer = self.index.writer(limitmb=256)
        for row in rows:
            writer.add_document(id=row.id, document=str(row.document), kind=row.kind, agency=row.agency,
                                text=row.text)
        writer.commit()
        self.searcher = self.index.searcher()
        self.parser = QueryParser("text", self.index.schema)
        self.any = QueryParser("text", self.index.schema, group=OrGroup)

    def allow(self, documents: set[int]) -> None:
        self.allowed = query.Or([query.Term("document", str(each)) for each in documents])

    def page(self, text: str) -> None:
        results = self.searcher.search(self.parser.parse(text), limit=20, filter=self.allowed,
                                       groupedby=["kind", "document", "agency"])
        _ = [(hit.highlights("text"), results.groups("kind")) for hit in results]

    def filter(self) -> None:
        """Its filter alone."""
        self.searcher._filter_to_comb(self.allowed)

    def best(self, words: list[str], *, quoted: bool = False, every: bool = True) -> list[int]:
        text = f'"{" ".join(words)}"' if quoted else " ".join(words)
        found = self.searcher.search((self.parser if every else self.any).parse(text), limit=10)
        return [int(hit["id"].partition(":")[2]) for hit in found]


class Postgres:
    """PostgreSQL's full-text search with its English dictionary, a GIN index and `ts_rank`."""

    name = "PostgreSQL"

    def __init__(self, connection: Any) -> None:
        self.db = connection
        self.db.autocommit = True
        self.db.execute(
            "CREATE TABLE peer (id INT PRIMARY KEY, document INT, kind TEXT, agency TEXT, text TEXT,"
            " words TSVECTOR GENERATED ALWAYS AS (to_tsvector('english', text)) STORED)")
        self.allowed: list[int] = []

    def build(self, rows: list[Item]) -> None:
        copy = "COPY peer (id, document, kind, agency, text) FROM STDIN"
        with closing(self.db.cursor()) as cursor, cursor.copy(copy) as target:
            for n, row in enumerate(rows):
                target.write_row((n, row.document, row.kind, row.agency, row.text.replace("\0", "")))
        self.db.execute("CREATE INDEX peer_words ON peer USING gin (words)")
        self.db.execute("VACUUM ANALYZE peer")

    def allow(self, documents: set[int]) -> None:
        self.allowed = sorted(documents)

    def page(self, text: str) -> None:
        where = "FROM peer, websearch_to_tsquery('english', %s) q WHERE words @@ q AND document = ANY(%s)"
        if text.endswith("*"):
            where = where.replace("websearch_to_tsquery('english', %s)", "to_tsquery('english', %s)")
            text = f"{text[:-1]}:*"
        best = f"SELECT id, text, q, ts_rank(words, q) AS score {where} ORDER BY score DESC LIMIT 20"
        self.db.execute(f"SELECT id, ts_headline('english', text, q) FROM ({best}) best",
                        [text, self.allowed]).fetchall()
        self.db.execute(f"SELECT kind, document, agency, count(*) {where} GROUP BY 1, 2, 3",
                        [text, self.allowed]).fetchall()

    def best(self, words: list[str], *, quoted: bool = False, every: bool = True) -> list[int]:
        text = f'"{" ".join(words)}"' if quoted else (" " if every else " or ").join(words)
        rows = self.db.execute(
            "SELECT id FROM peer, websearch_to_tsquery('english', %s) q WHERE words @@ q"
            " ORDER BY ts_rank(words, q) DESC LIMIT 10", [text])
        return [row[0] for row in rows.fetchall()]
