"""The three laws of markup on every file of a folder: `python -m bench.laws [FOLDER]`, a line a file.

1. Lifting what was laid gives the same markup, and text that reads the same.
2. Accepting all reads as edited, rejecting all as before; pandoc, an independent reader, is the judge.
3. Every part of the package that the markup does not concern is the same, byte for byte; the main part is
   so too when it is only read and written again.

For each file the markup is its own first; then markup by chance (see `bench.word.markings`) is laid on the
clean file, `ROUNDS` times. A failure names the law and what was seen. What the edited text is comes from
`comparing.applied`, which knows nothing of Word. `--soffice` has LibreOffice open what was laid as well.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

from bench.corpus import SHARED, SUFFIXES
from bench.word import chance, judges, own
from documents.core import markup
from documents.core.model import Unreadable

CORPUS = SHARED / "corpus"
ROUNDS = 2
BATCH = 40  # files that LibreOffice opens at once


def failures(data: bytes, *, judge: bool = True, rounds: int = ROUNDS, seed: str = "") -> list[str]:
    """Which laws do not hold for this file; raises `Unreadable` for one that cannot be taken in."""
    clean, lifted = markup.lift(data)
    found = [*own.faults(data, clean, lifted), *own.respelled(data)]
    for number in range(rounds):
        laid = chance.by_chance(clean, random.Random(f"{seed}{number}"))
        found += [f"round {number}: {one}" for one in chance.faults(clean, laid, judge=judge)]
    return found


def word_files(folder: Path) -> list[str]:
    """The Word files of a folder and the folders in it, as paths from it."""
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*")
            if path.suffix.lower() in SUFFIXES]


def opened(folder: Path, names: list[str], seed: str) -> tuple[int, int]:
    """(files that LibreOffice opens with markup by chance on them, those that it opens without).

    Comments on notes are left out: LibreOffice 7.4 opens no file that has one.
    """
    with_it = without_it = 0
    for start in range(0, len(names), BATCH):
        cleans = []
        for name in names[start : start + BATCH]:
            try:
                cleans.append((name, markup.lift((folder / name).read_bytes())[0]))
            except Unreadable:
                continue
        laid = [chance.without_comments_on_notes(clean, random.Random(f"{seed}0")) for _, clean in cleans]
        texts = judges.libreoffice(laid)
        for (name, clean), text in zip(cleans, texts, strict=True):
            if text is None and judges.libreoffice([clean]) == [None]:
                sys.stderr.write(f"LibreOffice does not open {name}, with or without markup\n")
                continue
            without_it += 1
            with_it += text is not None
            if text is None:
                sys.stderr.write(f"FAILS {name}: LibreOffice does not open it with markup\n")
    return with_it, without_it


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.laws")
    parser.add_argument("folder", nargs="?", default=CORPUS, type=Path)
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="of markup by chance; -1 for none of the laws"
    )
    parser.add_argument("--seed", default="")
    parser.add_argument("--only", default="", help="files whose name holds this")
    parser.add_argument("--soffice", action="store_true", help="have LibreOffice open what was laid")
    given = parser.parse_args(arguments)
    names = [name for name in sorted(word_files(given.folder)) if given.only in name]
    held = {"own markup": 0, "markup by chance": 0, "all laws": 0}
    read = 0
    for name in names if given.rounds >= 0 else ():
        path = given.folder / name
        try:
            found = failures(path.read_bytes(), rounds=given.rounds, seed=given.seed)
        except Unreadable as error:
            sys.stderr.write(f"unreadable {name}: {error}\n")
            continue
        except Exception as error:  # noqa: BLE001 - a bench reports every failure
            found = [f"round -: {type(error).__name__}: {error}"]
        read += 1
        by_chance = [one for one in found if one.startswith("round")]
        held["all laws"] += not found
        held["own markup"] += len(by_chance) == len(found)
        held["markup by chance"] += not by_chance
        sys.stderr.write(
            f"{'holds' if not found else 'FAILS'} {name}{': ' * bool(found)}{'; '.join(found)}\n"
        )
    if given.soffice:
        ours, theirs = opened(given.folder, names, given.seed)
        figure(
            "markup: files that LibreOffice opens with markup by chance on them",
            ours,
            "the same files without",
            theirs,
        )
    for law, count in held.items() if read else ():
        figure(f"markup: files on which the laws hold, {law}", count, "readable files", read)
    return 0


def figure(name: str, ours: int, peer: str, theirs: int) -> None:
    ratio = round(ours / max(theirs, 1), 4)
    row = {"figure": name, "ours": ours, "peer": peer, "theirs": theirs, "ratio": ratio, "unit": "files"}
    sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
