"""`python -m bench.unseen [CORPUS]`: revisions made of real Word files, written and measured."""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import bench.unseen
from bench.revisions import aligning, anchoring, merges, printing
from bench.unseen import changing, recut, sides, sources, truth

if TYPE_CHECKING:
    from bench.unseen.words import Version

SHARED: Final = Path(os.environ.get("DRAFTROOM_SHARED", Path(__file__).resolve().parents[3] / "shared"))
PARTS: Final = {"align": aligning.measure, "follow": anchoring.measure, "merge": merges.measure}
SHARES: Final = (0.05, 0.15, 0.3, 0.6)
VERSIONS, COMMENTS, ANCHORS = 5, 30, 40
SIDES: Final = (2, 3, 5)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.unseen", description=bench.unseen.__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=SHARED / "corpus")
    parser.add_argument("--revisions", type=Path, default=SHARED / "revisions", help="real ones, cut anew")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--keep", type=Path, help="write the cases here, to be looked at")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, by comma (all)")
    parser.add_argument("--show", action="store_true", help="name each case that is not as it should be")
    given = parser.parse_args()
    if not given.corpus.is_dir():
        parser.error(f"there is no folder {given.corpus}")
    with tempfile.TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        write(folder, given.corpus, given.revisions, given.documents, given.seed)
        for name in given.only.split(","):
            PARTS[name](folder, show=given.show)


def write(folder: Path, corpus: Path, revisions: Path, number: int, seed: int) -> None:
    """Write the cases; the same ones for the same seed."""
    several = sources.documents(corpus, number, seed)
    if len(several) < number:
        printing.say(f"{corpus} has {len(several)} documents that are long enough")
    chance = random.Random(seed)
    for place, (name, version) in enumerate(several):
        donor = sources.Donor([other for at, (_, other) in enumerate(several) if at != place], chance)
        source = {"file": name, "seed": seed}
        share = SHARES[place % len(SHARES)]
        _put(folder, "align", f"unseen-syn-{place:03}", source, pair(version, share, donor, chance))
        if place % 2 == 0:
            _put(folder, "series", f"unseen-syn-{place:03}", source, series(version, donor, chance))
        for count in SIDES:
            made = sides.case(version, count, donor, chance)
            if made is not None:
                _put(folder, "merge", f"unseen-syn-{place:03}-{count}", source, made)
    for kind, found in (("align", recut.turned(revisions, chance)), ("series", recut.thinned(revisions))):
        for name, data in found:
            _written(folder, kind, name, data)


def pair(old: Version, share: float, donor: sources.Donor, chance: random.Random) -> dict[str, Any]:
    """Two versions with their truth, and marks."""
    new = changing.changed(old, share, donor, chance)
    links, free = truth.links(old, new)
    marks = [item | truth.followed(item, old, new) for item in truth.anchors(old, ANCHORS, chance)]
    return {"a": old, "b": new, "links": links, "dontcare": free, "anchors": marks,
            "tokmap": truth.token_map(old, new)}  # fmt: skip


def series(first: Version, donor: sources.Donor, chance: random.Random) -> dict[str, Any]:
    """A document in several versions, with comments and where they belong in each later one."""
    versions = [first]
    for _ in range(VERSIONS - 1):
        versions.append(changing.changed(versions[-1], chance.choice(SHARES[:3]), donor, chance))
    comments = [
        {**item, "version": at, "truth": [{"version": later, **truth.followed(item, version, versions[later])}
                                          for later in range(at + 1, VERSIONS)]}
        for at, version in enumerate(versions[:-1])
        for item in truth.anchors(version, COMMENTS // (VERSIONS - 1), chance)
    ]  # fmt: skip
    return {"versions": [{"blocks": version} for version in versions], "comments": comments}


def _put(folder: Path, kind: str, name: str, source: dict[str, Any], made: dict[str, Any]) -> None:
    """Write a case with its blocks in a pool."""
    pool: dict[tuple[str, str], int] = {}

    def numbers(version: Version) -> list[int]:
        return [pool.setdefault((one.kind, one.text), len(pool)) for one in version]

    data = dict(made)
    for key in ("a", "b", "base"):
        if key in data:
            data[key] = numbers(data[key])
    for key in ("sides", "expected"):
        if key in data:
            data[key] = [numbers(version) for version in data[key]]
    if "versions" in data:
        data["versions"] = [{"blocks": numbers(each["blocks"])} for each in data["versions"]]
    blocks = [[block, text, []] for block, text in pool]
    _written(folder, kind, name, {"id": name, "source": source, "pool": blocks, **data})


def _written(folder: Path, kind: str, name: str, data: dict[str, Any]) -> None:
    (folder / kind).mkdir(parents=True, exist_ok=True)
    (folder / kind / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
