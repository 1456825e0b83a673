"""Known items: how high the search puts a paragraph that one remembers, MRR@10: `python -m bench.relevance`.

Queries are made from real paragraphs: three of their words; with one slip of the finger; in other forms
that stand in the corpus; four words in a row in quotes. Peers get the query as their manuals say, all
words first, then any. Whoever remembers right words finds them everywhere; the slip shows who helps.
"""

import random
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psycopg

from bench.search import world
from bench.search.measuring import tell
from bench.search.peers import Fts5, Postgres, Textbook
from search.core import analysis, planner
from search.core.engine import SearchEngine
from search.core.items import Item
from search.core.parser import parse
from search.core.sql.fts5 import Fts5Engine
from search.core.whoosh_engine import WhooshEngine
from tests import postgres

ITEMS = 150
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Asked = tuple[int, list[str]]
Ranked = Callable[[list[str], bool], list[int]]


def main() -> None:
    texts = world.prose()
    random.Random(world.SEED).shuffle(texts)
    rows = world.items(len(texts), texts)
    classes = queries(rows)
    folder = Path(tempfile.mkdtemp(prefix="draftroom-bench-"))
    try:
        with ExitStack() as stack:
            engines = built(rows, folder, stack)
            found = {name: {kind: mean(ranked, asked, rows, quoted=kind == "quoted")
                            for kind, asked in classes.items()} for name, ranked in engines.items()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for kind in classes:
        for name in engines:
            if name != "ours":
                figure(f"{kind} against {name}", found["ours"][kind], name, found[name][kind])
    figure("one slip against none", found["ours"]["one slip"], "ours", found["ours"]["three words"])


def figure(what: str, ours: float, peer: str, theirs: float) -> None:
    tell(f"known items, MRR@10, {what}", ours, peer, theirs, "MRR")


def built(rows: list[Item], folder: Path, stack: ExitStack) -> dict[str, Ranked]:
    scopes = frozenset(row.scope for row in rows)
    engines: dict[str, Ranked] = {}
    for name, engine in (("ours", WhooshEngine(folder / "ours")), ("our FTS5", Fts5Engine(folder / "sql"))):
        engine.rebuild(rows)
        engines[name] = planned(engine, scopes)
    peers: list[Fts5 | Textbook | Postgres] = [Fts5(folder), Textbook(folder)]
    if programs := postgres.found():
        peers.append(Postgres(psycopg.connect(stack.enter_context(postgres.server(programs)))))
    for peer in peers:
        peer.build(rows)
        engines[peer.name] = asked_twice(peer)
    return engines


def planned(engine: SearchEngine, scopes: frozenset[str]) -> Ranked:
    """Ours: the words as they are typed, with all that the planner does."""

    def ranked(words: list[str], quoted: bool) -> list[int]:
        text = f'"{" ".join(words)}"' if quoted else " ".join(words)
        hits = planner.search(engine, parse(text), scopes=scopes, limit=10).results.hits
        return [int(hit.id.partition(":")[2]) for hit in hits]

    return ranked


def asked_twice(peer: Fts5 | Textbook | Postgres) -> Ranked:
    """A peer: those that hold all words, then those that hold any."""

    def ranked(words: list[str], quoted: bool) -> list[int]:
        best = peer.best(words, quoted=quoted)
        return best if quoted or len(best) >= 10 else list(dict.fromkeys(
            [*best, *peer.best(words, every=False)]))[:10]

    return ranked


def mean(ranked: Ranked, asked: list[Asked], rows: list[Item], *, quoted: bool) -> float:
    """The mean of 1/rank of the item, or of another that reads the same."""
    total = 0.0
    for number, words in asked:
        for rank, found in enumerate(ranked(words, quoted), 1):
            if found == number or rows[found].text == rows[number].text:
                total += 1 / rank
                break
    return total / len(asked)


def queries(rows: list[Item]) -> dict[str, list[Asked]]:
    dice = random.Random(world.SEED)
    words = [[token for token in analysis.tokens(row.text) if token.exact.isascii()] for row in rows]
    holding = Counter(exact for row in words for exact in {token.exact for token in row})
    forms: dict[str, set[str]] = defaultdict(set)
    for row in words:
        for token in row:
            if token.exact.isalpha():
                forms[token.stem].add(token.exact)
    chosen = [number for number, row in enumerate(words) if len(row) > 12]
    made: dict[str, list[Asked]] = {"three words": [], "one slip": [], "other forms": [], "quoted": []}
    for number in dice.sample(chosen, len(chosen)):
        telling = sorted({token.exact for token in words[number] if token.exact.isalpha()
                          and len(token.exact) > 4 and holding[token.exact] < len(rows) / 50})
        if len(telling) < 4:
            continue
        three = dice.sample(telling, 3)
        made["three words"].append((number, three))
        made["one slip"].append((number, [slipped(three[0], dice), *three[1:]]))
        made["other forms"].append((number, [other(word, forms, dice) for word in three]))
        start = dice.randrange(len(words[number]) - 4)
        made["quoted"].append((number, [token.exact for token in words[number][start:start + 4]]))
        if len(made["quoted"]) == ITEMS:
            break
    if len(made["quoted"]) < ITEMS:
        sys.exit("the shared folder holds too little prose")
    return made


def slipped(word: str, dice: random.Random) -> str:
    """The word with two letters swapped, or one left out, doubled or wrong."""
    at = dice.randrange(1, len(word) - 1)
    return dice.choice([
        word[:at] + word[at + 1] + word[at] + word[at + 2:], word[:at] + word[at + 1:],
        word[:at] + word[at] + word[at:], word[:at] + dice.choice(LETTERS) + word[at + 1:]])


def other(word: str, forms: dict[str, set[str]], dice: random.Random) -> str:
    """Another form of the word, if the corpus has one."""
    others = sorted(forms[analysis.forms(word)[0][1]] - {word})
    return dice.choice(others) if others else word


if __name__ == "__main__":
    main()
