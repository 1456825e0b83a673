"""How soon a posted comment is found, and what becomes of it when the indexer is killed again and again.

Postings lie in a table, as events do. One process of its own reads them in batches, indexes them and
notes its place; this process posts, searches, and kills.
"""

import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.search.measuring import tell
from search.core.items import Batch, Item
from search.core.parser import parse
from search.core.whoosh_engine import WhooshEngine

SEED = 2016
EVERY = 0.2  # seconds between postings
SCOPE = frozenset({"document:0"})


def opened(river: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(river, timeout=20, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS posted (id INTEGER PRIMARY KEY);"
        "CREATE TABLE IF NOT EXISTS place (last INT);")
    return connection


def index(root: Path, river: Path) -> None:
    """The indexer: never ends by itself."""
    engine, events = WhooshEngine(root), opened(river)
    while True:
        last = events.execute("SELECT coalesce(max(last), 0) FROM place").fetchone()[0]
        new = [row[0] for row in events.execute("SELECT id FROM posted WHERE id > ? LIMIT 200", [last])]
        if not new:
            time.sleep(0.005)
            continue
        engine.apply(Batch(tuple(posting(number) for number in new)))
        events.execute("INSERT INTO place VALUES (?)", [new[-1]])


def posting(number: int) -> Item:
    return Item(f"fresh:{number}", "comment", 0, "document:0", f"freshly posted{number}", date=number)


def start(root: Path, river: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "bench.search.freshness", str(root), str(river)])


def measure(root: Path, folder: Path, size: int, *, postings: int = 50, kills: int = 20) -> None:
    """Post, and tell the waits; then post on while the indexer is killed."""
    river = folder / "river.sqlite3"
    events, reader = opened(river), WhooshEngine(root)
    indexer = start(root, river)
    try:
        wait_for(events, reader, 1)  # until the indexer has started
        waits = [wait_for(events, reader, number) for number in range(2, postings + 2)]
        ordered = sorted(waits)
        tell(f"a comment until found, median of {postings} at 5/s, {size:,} items",
             statistics.median(waits), None, None, "s")
        tell(f"the same, 95 %, {size:,} items", ordered[int(len(ordered) * 0.95)], None, None, "s")
        tell(f"the same, slowest, {size:,} items", ordered[-1], None, None, "s")
        indexer = killed_again_and_again(events, indexer, root, river, kills)
        check(events, reader, kills)
    finally:
        indexer.kill()


def wait_for(events: sqlite3.Connection, reader: WhooshEngine, number: int) -> float:
    began = time.perf_counter()
    events.execute("INSERT INTO posted VALUES (?)", [number])
    while not reader.search(parse(f"posted{number}"), scopes=SCOPE).total:
        time.sleep(0.003)
        if time.perf_counter() - began > 60:
            sys.exit("a posted comment was not found within a minute")
    waited = time.perf_counter() - began
    time.sleep(max(0.0, EVERY - waited))
    return waited


def killed_again_and_again(
    events: sqlite3.Connection, indexer: subprocess.Popen[bytes], root: Path, river: Path, kills: int,
) -> subprocess.Popen[bytes]:
    dice = random.Random(SEED)
    number = events.execute("SELECT max(id) FROM posted").fetchone()[0]
    for _ in range(kills):
        until = time.monotonic() + dice.uniform(0.3, 1.2)
        while time.monotonic() < until:
            number += 1
            events.execute("INSERT INTO posted VALUES (?)", [number])
            time.sleep(0.02)
        os.kill(indexer.pid, signal.SIGKILL)
        indexer.wait()
        indexer = start(root, river)
    return indexer


def check(events: sqlite3.Connection, reader: WhooshEngine, kills: int) -> None:
    """Every posting is in the index exactly once; whoever has no key finds none."""
    posted = {f"fresh:{row[0]}" for row in events.execute("SELECT id FROM posted")}
    deadline = time.monotonic() + 60
    while not posted <= reader.contents().keys() and time.monotonic() < deadline:
        time.sleep(0.1)
    contents = [name for name in reader.contents() if name.startswith("fresh:")]
    doubled = reader.health().items - len(reader.contents())
    leaked = reader.search(parse("freshly"), scopes=frozenset({"document:none"})).total
    found = reader.search(parse("freshly"), scopes=SCOPE).total
    tell(f"lost after {kills} kill -9 of the indexer, of {len(posted)}",
         len(posted) - len(set(contents) & posted) + len(posted) - found, None, None, "comments")
    tell("doubled or leaked", doubled + leaked, None, None, "comments")


if __name__ == "__main__":
    index(Path(sys.argv[1]), Path(sys.argv[2]))
