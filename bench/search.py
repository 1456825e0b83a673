"""Search against SQLite FTS5 and a textbook Whoosh schema, on the real prose of the shared folder.

Every figure of a query is the median over its queries of the best of four runs; a *page* is rights
(80 % of the documents), ranking, 20 hits and facets. `DRAFTROOM_BENCH_ITEMS` sets the size; beyond
some 26,000 the texts come again as those of other documents.
"""

import html
import json
import os
import random
import re
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from whoosh import fields, index, query
from whoosh.analysis import StemmingAnalyzer
from whoosh.qparser import QueryParser

from search.core import analysis
from search.core.items import Batch, Item
from search.core.parser import parse
from search.core.whoosh_engine import WhooshEngine

SHARED = Path(os.environ.get("DRAFTROOM_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SIZE = int(os.environ.get("DRAFTROOM_BENCH_ITEMS", "20000"))
PER_DOCUMENT = 100
REPEATS = 4
SLOW = 4  # queries of each kind for a peer that takes half a second for each
SEED = 2016


def prose() -> list[str]:
    """Distinct paragraphs of the revision data and of the Word files."""
    texts: dict[str, None] = {}
    for path in sorted(SHARED.glob("revisions/*/*.json")):
        texts |= dict.fromkeys(block[1] for block in json.loads(path.read_text())["pool"])
    for path in sorted(SHARED.glob("corpus/**/*.docx")):
        texts |= dict.fromkeys(_paragraphs(path))
    return [text for text in texts if len(text) > 20]


def _paragraphs(path: Path) -> Iterator[str]:
    try:
        xml = zipfile.ZipFile(path).read("word/document.xml").decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return
    for paragraph in re.findall(r"<w:p[ >].*?</w:p>", xml, flags=re.DOTALL):
        yield html.unescape("".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", paragraph))).strip()


def items() -> list[Item]:
    """`SIZE` items, 80 % paragraphs and 20 % comments, a hundred to a document."""
    dice = random.Random(SEED)
    texts = prose()
    dice.shuffle(texts)
    made = []
    for n in range(SIZE):
        document, kind = n // PER_DOCUMENT, "comment" if n % 5 == 0 else "text"
        made.append(Item(f"{kind}:{n}", kind, document, f"document:{document}", texts[n % len(texts)],
                         agency=dice.choice(["ESA", "NASA", "JAXA", ""]), date=n))
    return made


class Fts5:
    """SQLite's full-text search, its stemmer, its bm25, in WAL mode as the site's database is."""

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

    def allow(self, documents: set[int]) -> None:
        self.db.executemany("INSERT INTO allowed VALUES (?)", ((each,) for each in documents))
        self.db.commit()

    def page(self, match: str) -> None:
        joined = ("FROM words JOIN item ON item.id = words.rowid WHERE words MATCH ? "
                  "AND item.document IN (SELECT document FROM allowed)")
        hits = f"SELECT item.id, bm25(words) AS score {joined} ORDER BY score LIMIT 20"
        facets = f"SELECT kind, document, agency, count(*) {joined} GROUP BY 1, 2, 3"
        for statement in (hits, facets):
            self.db.execute(statement, [match]).fetchall()


class Textbook:
    """Whoosh as its manual shows it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "textbook"
        self.path.mkdir()
        schema = fields.Schema(
            id=fields.ID(stored=True, unique=True), document=fields.ID(stored=True),
            kind=fields.KEYWORD(stored=True), agency=fields.KEYWORD(stored=True),
            text=fields.TEXT(stored=True, analyzer=StemmingAnalyzer()))
        self.index = index.create_in(str(self.path), schema)

    def build(self, rows: list[Item]) -> None:
        writer = self.index.writer()
        for row in rows:
            writer.add_document(id=row.id, document=str(row.document), kind=row.kind, agency=row.agency,
                                text=row.text)
        writer.commit()
        self.searcher = self.index.searcher()
        self.parser = QueryParser("text", self.index.schema)

    def allow(self, documents: set[int]) -> None:
        self.allowed = query.Or([query.Term("document", str(each)) for each in documents])

    def page(self, text: str) -> None:
        results = self.searcher.search(self.parser.parse(text), limit=20, filter=self.allowed,
                                       groupedby=["kind", "document", "agency"])
        _ = [(hit["id"], results.groups("kind")) for hit in results]


def queries(rows: list[Item]) -> dict[str, list[str]]:
    """Words by how many items hold them, three words and four words in a row of one item, beginnings."""
    dice = random.Random(SEED)
    words = [[token.exact for token in analysis.tokens(row.text) if token.exact.isascii()] for row in rows]
    counts = Counter(word for row in words for word in set(row) if word.isalpha() and len(word) > 3)
    size = len(rows)
    known = [row for row in words if len(row) > 12]
    return {
        "middling word": _sample(dice, [w for w, n in counts.items() if size / 1000 < n < size / 100], 30),
        "common word": [word for word, _ in counts.most_common(8)],
        "three words": [" ".join(dice.sample(sorted({w for w in row if w.isalpha()}), 3))
                        for row in dice.sample(known, 30)],
        "phrase": [f'"{" ".join(row[3:7])}"' for row in dice.sample(known, 30)],
        "beginning": [f"{word[:5]}*" for word in _sample(dice, [w for w in counts if len(w) > 7], 15)],
    }


def _sample(dice: random.Random, words: list[str], count: int) -> list[str]:
    return dice.sample(words, min(count, len(words)))


def cpu(work: Callable[[], object]) -> float:
    """Seconds of this process's CPU."""
    began = time.process_time()
    work()
    return time.process_time() - began


def typical(page: Callable[[str], object], asked: list[str]) -> float:
    """Milliseconds: the median over the queries of the best of some runs."""
    def best(text: str) -> float:
        runs = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            page(text)
            runs.append(time.perf_counter() - began)
        return min(runs)

    return 1000 * statistics.median(best(text) for text in asked)


def megabytes(path: Path) -> float:
    files = path.rglob("*") if path.is_dir() else path.parent.glob(f"{path.name}*")
    return sum(file.stat().st_size for file in files if file.is_file()) / 2**20


def tell(figure: str, ours: float, peer: str | None, theirs: float | None, unit: str) -> None:
    ratio = round(ours / theirs, 3) if theirs else None
    rounded = [round(value, 3) if value is not None else None for value in (ours, theirs)]
    print(json.dumps({"figure": f"search: {figure}, {SIZE} items", "ours": rounded[0], "peer": peer,
                      "theirs": rounded[1], "ratio": ratio, "unit": unit}), flush=True)


def main(folder: Path) -> None:
    rows = items()
    ours, fts5, textbook = WhooshEngine(folder / "ours"), Fts5(folder), Textbook(folder)
    build = {"ours": cpu(lambda: ours.rebuild(rows)), "FTS5": cpu(lambda: fts5.build(rows)),
             "textbook Whoosh": cpu(lambda: textbook.build(rows))}
    for peer in ("FTS5", "textbook Whoosh"):
        tell("CPU to build", build["ours"], peer, build[peer], "s")
    tell("size", megabytes(ours.root), "FTS5", megabytes(fts5.path), "MB")
    tell("size", megabytes(ours.root), "textbook Whoosh", megabytes(textbook.path), "MB")

    documents = {row.document for row in rows}
    allowed = set(random.Random(SEED).sample(sorted(documents), len(documents) * 4 // 5))
    fts5.allow(allowed)
    textbook.allow(allowed)
    scopes = frozenset(f"document:{each}" for each in allowed)
    for name, asked in queries(rows).items():
        mine = typical(lambda text: ours.search(parse(text), scopes=scopes), asked)
        tell(f"page, {name}", mine, "FTS5", typical(fts5.page, asked), "ms")
        tell(f"page, {name}", mine, "textbook Whoosh", typical(textbook.page, asked[:SLOW]), "ms")
    freshness(ours, scopes)


def freshness(ours: WhooshEngine, scopes: frozenset[str]) -> None:
    """One comment: committed, synced, and found by another reader."""
    reader, waits = WhooshEngine(ours.root), []
    for n in range(30):
        began = time.perf_counter()
        ours.apply(Batch((Item(f"fresh:{n}", "comment", 1, min(scopes), f"freshly posted{n}"),)))
        found = reader.search(parse(f"posted{n}"), scopes=scopes).total
        waits.append(time.perf_counter() - began)
        if not found:
            sys.exit("a committed comment was not found")
    tell("one comment until found, median", 1000 * statistics.median(waits), None, None, "ms")
    tell("one comment until found, slowest of 30", 1000 * max(waits), None, None, "ms")


if __name__ == "__main__":
    if not SHARED.is_dir():
        sys.exit(f"{SHARED} is missing: set DRAFTROOM_SHARED")
    place = Path(tempfile.mkdtemp(prefix="draftroom-bench-"))
    try:
        main(place)
    finally:
        shutil.rmtree(place, ignore_errors=True)
