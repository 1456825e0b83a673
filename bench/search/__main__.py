"""Search against SQLite FTS5, a textbook Whoosh schema and PostgreSQL, on real prose, in one run.

A *page* is rights (80 % of the documents), ranking, 20 hits with their words marked, and facets.
`DRAFTROOM_BENCH_ITEMS` says how many items ("10000,100000"; 1000000 takes an hour); PostgreSQL takes
part where its server is installed, the textbook as long as it can.
"""

import os
import random
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import psycopg

from bench.search import freshness, world
from bench.search.measuring import cpu, megabytes, private_megabytes, tell, typical
from bench.search.peers import Fts5, Postgres, Textbook
from search.core.highlight import snippet
from search.core.items import Item
from search.core.parser import parse
from search.core.whoosh_engine import WhooshEngine
from tests import postgres

SIZES = [int(size) for size in os.environ.get("DRAFTROOM_BENCH_ITEMS", "10000").split(",")]
#: Beyond these sizes the textbook takes too long: to be built, and to answer pages.
LARGEST_TEXTBOOK, LARGEST_TEXTBOOK_PAGES = 100_000, 20_000
SLOW = 4  # queries of each kind for a peer that takes half a second for each


class Ours:
    """The site's engine, and the texts as the database would give them."""

    def __init__(self, root: Path, rows: list[Item]) -> None:
        self.engine = WhooshEngine(root)
        self.texts = {row.id: row.text for row in rows}
        self.scopes: frozenset[str] = frozenset()

    def page(self, text: str) -> None:
        query = parse(text)
        results = self.engine.search(query, scopes=self.scopes)
        leaves = query.leaves()
        for hit in results.hits:
            snippet(self.texts[hit.id], leaves)


def main(size: int, texts: list[str], folder: Path, database: str | None) -> None:
    rows = world.items(size, texts)
    ours, fts5 = Ours(folder / "ours", rows), Fts5(folder)
    peers: list[Fts5 | Textbook | Postgres] = [fts5]
    built = {"ours": cpu(lambda: ours.engine.rebuild(rows)), "FTS5": cpu(lambda: fts5.build(rows))}
    tell(f"CPU to build, {size:,} items", built["ours"], "FTS5", built["FTS5"], "s")
    if size <= LARGEST_TEXTBOOK:
        textbook = Textbook(folder)
        theirs = cpu(lambda: textbook.build(rows))
        tell(f"CPU to build, {size:,} items", built["ours"], "textbook Whoosh", theirs, "s")
        peers.append(textbook)
    if database:
        server = Postgres(psycopg.connect(database))
        server.build(rows)
        peers.append(server)
    tell(f"index, {size:,} items", megabytes(ours.engine.root), "FTS5", megabytes(fts5.path), "MB")

    documents = {row.document for row in rows}
    allowed = set(random.Random(world.SEED).sample(sorted(documents), len(documents) * 4 // 5))
    for peer in peers:
        peer.allow(allowed)
    ours.scopes = frozenset(f"document:{each}" for each in allowed)
    for name, asked in world.queries(rows).items():
        mine = typical(ours.page, asked)
        for peer in peers:
            if isinstance(peer, Textbook) and size > LARGEST_TEXTBOOK_PAGES:
                continue
            theirs = typical(peer.page, asked[:SLOW] if isinstance(peer, Textbook) else asked)
            tell(f"page, {name}, {size:,} items", mine, peer.name, theirs, "ms")
    rights(ours, peers, size)
    memory(ours, size)
    freshness.measure(folder / "ours", folder, size)


def rights(ours: Ours, peers: list[Fts5 | Textbook | Postgres], size: int) -> None:
    """The filter alone, worked out anew each time as for a person who has not searched yet."""
    views = ours.engine._latest().views
    fresh = iter(ours.scopes | {f"person:{n}"} for n in range(1000))

    def masks(_: str) -> None:
        scopes = next(fresh)
        for view in views:
            view.visible(scopes)

    mine = typical(masks, [""] * 5)
    for peer in peers:
        if isinstance(peer, Textbook):
            theirs = typical(lambda _, peer=peer: peer.filter(), [""])
            tell(f"filter of 80 % of the documents, {size:,} items", mine, peer.name, theirs, "ms")


def memory(ours: Ours, size: int) -> None:
    """What one more searcher over the same index takes, once it has answered."""
    query = parse("agency")
    ours.engine.search(query, scopes=ours.scopes)
    before = private_megabytes()
    another = WhooshEngine(ours.engine.root)
    another.search(query, scopes=ours.scopes)
    tell(f"memory of one more searcher, {size:,} items", private_megabytes() - before, None, None, "MB")


def sizes_of_versions(folder: Path) -> None:
    """Ten real versions each of a dozen documents: one item for all in which a text stands, or each."""
    stored, distinct = world.versions()
    ours, fts5 = WhooshEngine(folder / "ours"), Fts5(folder)
    ours.rebuild(distinct)
    fts5.build(stored)
    tell(f"index of {len(stored):,} stored paragraphs as {len(distinct):,} items", megabytes(ours.root),
         "FTS5 of every version", megabytes(fts5.path), "MB")


def run() -> None:
    place = Path(tempfile.mkdtemp(prefix="draftroom-bench-"))
    programs = postgres.found()
    try:
        texts = world.prose()
        random.Random(world.SEED).shuffle(texts)
        (place / "versions").mkdir()
        sizes_of_versions(place / "versions")
        for size in SIZES:
            folder = place / str(size)
            folder.mkdir()
            with ExitStack() as stack:
                url = stack.enter_context(postgres.server(programs)) if programs else None
                main(size, texts, folder, url)
            shutil.rmtree(folder)
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    run()
