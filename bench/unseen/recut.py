"""Real revisions cut otherwise: pairs turned round, and series with versions left out."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any, Final

from bench.revisions import cases, scoring

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

TURNED: Final = {"split": "join", "join": "split"}
ANCHORS: Final = 40
FOLLOWS, GONE = 0.5, 0.15
EVERY: Final = 2

Place = tuple[int, int, int]


def turned(folder: Path, chance: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """The real pairs, the newer version first, with marks drawn anew."""
    for path in cases.paths(folder, "align"):
        data = json.loads(path.read_text(encoding="utf-8"))
        if "syn" not in path.stem:
            yield f"turned-{path.stem}", _turned(data, chance)


def _turned(data: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    back = [[b, a, n] for a, b, n in data["tokmap"]]
    links = [[j, i, share, _relation(relation)] for i, j, share, relation in data["links"]]
    free = [[row[1], row[0], *row[2:]] for row in data["dontcare"]]
    one, two = (_words([data["pool"][k][1] for k in data[key]]) for key in "ba")
    there = {b + k: a + k for b, a, n in back for k in range(n)}
    marks = [_mark(one, two, there, chance) for _ in range(ANCHORS if one else 0)]
    return data | {
        "a": data["b"], "b": data["a"], "links": sorted(links), "dontcare": free, "tokmap": sorted(back),
        "anchors": marks,
    }  # fmt: skip


def _relation(relation: str) -> str:
    name, *moved = relation.split("+")
    return "+".join([TURNED.get(name, name), *moved])


def _words(texts: Sequence[str]) -> list[Place]:
    """Every word of a version: its block and where it stands there."""
    return [(k, *match.span()) for k, text in enumerate(texts) for match in scoring.TOKEN.finditer(text)]


def _mark(
    one: Sequence[Place], two: Sequence[Place], there: dict[int, int], chance: random.Random
) -> dict[str, Any]:
    first = chance.randrange(len(one))
    block = one[first][0]
    last = first
    for _ in range(chance.choice([0, 1, 2, 5, 9, 20])):
        if last + 1 < len(one) and one[last + 1][0] == block:
            last += 1
    alive = [two[there[k]] for k in range(first, last + 1) if k in there]
    share = len(alive) / (last - first + 1)
    status = "follow" if share >= FOLLOWS else "orphan" if share <= GONE else "either"
    blocks: dict[int, list[Place]] = {}
    for place in alive if status != "orphan" else ():
        blocks.setdefault(place[0], []).append(place)
    segments = [[k, min(p[1] for p in each), max(p[2] for p in each)] for k, each in sorted(blocks.items())]
    return {"block": block, "start": one[first][1], "end": one[last][2], "status": status,
            "survive": round(share, 4), "segments": segments}  # fmt: skip


def thinned(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The series with every second version, and the comments made at those."""
    for path in cases.paths(folder, "series"):
        data = json.loads(path.read_text(encoding="utf-8"))
        number = {old: new for new, old in enumerate(range(0, len(data["versions"]), EVERY))}
        kept = []
        for item in data["comments"]:
            truth = [row | {"version": number[row["version"]]} for row in item["truth"]
                     if row["version"] in number]  # fmt: skip
            if item["version"] in number and truth:
                kept.append(item | {"version": number[item["version"]], "truth": truth})
        yield f"thinned-{path.stem}", data | {"versions": data["versions"][::EVERY], "comments": kept}
