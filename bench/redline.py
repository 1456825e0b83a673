"""A redline of two versions as a Word file, against python-redlines (Docxodus engine, its default).

Pairs are those of `PAIRS.csv` in the corpus. Times are CPU seconds: of one call of ours in this
process, of the peer's engine with its child process. `python -m bench.redline [FOLDER]` also says on
standard error for which pair the result does not read as the two versions, and why.
"""

import csv
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench import peers
from documents.core import markup, reading
from documents.core.markup import pairing
from documents.core.model import Unreadable
from documents.core.package import open_package
from documents.core.textmap import final_paragraphs, final_text, map_package

CORPUS = Path(os.environ.get("DRAFTROOM_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "corpus"
AUTHOR, DATE = "Editor 1", "2016-11-02T09:00:00Z"
#: The peer needs seconds a pair: it gets every so many-th.
STEP = 4
LONGEST = 120

THEIRS = """
import sys
from pathlib import Path
from python_redlines import DocxodusEngine
old, new, out = sys.argv[1:]
done = DocxodusEngine().run_redline("Editor 1", Path(old).read_bytes(), Path(new).read_bytes())
Path(out).write_bytes(done[0])
"""


def pairs(folder: Path) -> list[tuple[str, Path, Path]]:
    """Two states of one document each, both readable."""
    with (folder / "PAIRS.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    found = [(row[1], folder / row[2], folder / row[3]) for row in rows if row[0] == "original_modified"]
    found += [(row[1], folder / row[4], folder / row[3]) for row in rows if row[0] == "accept_reject_triple"]
    return found + _series(folder, [row for row in rows if row[0] == "review_series"])


def _series(folder: Path, rows: list[list[str]]) -> list[tuple[str, Path, Path]]:
    """Each state of a series with the next one; rows are (kind, name, file, "", "number/of how many")."""
    found = []
    ordered = sorted(rows, key=lambda row: (row[1], int(row[4].partition("/")[0])))
    for one, two in itertools.pairwise(ordered):
        if one[1] == two[1]:
            found.append((f"{one[1]} {one[4]}", folder / one[2], folder / two[2]))
    return found


def figure(name: str, ours: float, peer: str, theirs: float | None, unit: str) -> None:
    ratio = round(ours / theirs, 3) if theirs else None
    row = {"figure": name, "ours": round(ours, 4), "peer": peer, "theirs": theirs and round(theirs, 4),
           "ratio": ratio, "unit": unit}  # fmt: skip
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def redlined(old: bytes, new: bytes, shown: Counter[str] | None = None) -> tuple[bool, float, str]:
    """(reads as both versions, CPU seconds, what is wrong); `shown` counts the changes by kind."""
    began = time.process_time()
    try:
        data = markup.redline(old, new, AUTHOR, DATE)
    except (Unreadable, markup.CannotLay) as error:
        return False, time.process_time() - began, str(error)
    taken = time.process_time() - began
    if shown is not None:
        shown.update(change.edit.kind for change in reading.read(data).changes)
    wrong = []
    if _final(data, _apart(old, new)) != _final(new, _apart(old, new)):
        wrong.append("accepted, it does not read as the new version")
    if reading.text(data, "original") != reading.text(old, "original"):
        wrong.append("rejected, it does not read as the old version")
    return not wrong, taken, "; ".join(wrong)


def _apart(old: bytes, new: bytes) -> set[str]:
    """Headers or footers where the versions have different numbers of them: no file can track that."""
    return pairing.apart(map_package(open_package(old)), map_package(open_package(new)))


def _final(data: bytes, apart: set[str]) -> list[str]:
    pieces = [piece for piece in map_package(open_package(data)).pieces if piece.flow.story.kind not in apart]
    return [final_text(paragraph) for paragraph in final_paragraphs(pieces)]


def peer_seconds(interpreter: str, old: bytes, new: bytes) -> float | None:
    """CPU seconds of the peer for one pair, `None` when it fails or takes too long."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("old.docx", "new.docx", "out.docx")]
        paths[0].write_bytes(old)
        paths[1].write_bytes(new)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [interpreter, "-c", THEIRS, *map(str, paths)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=LONGEST, check=False)
        except subprocess.TimeoutExpired:
            return None
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (
            None if done.returncode else after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        )


def main(folder: Path) -> None:
    interpreter = peers.python()
    right, ours, both = 0, [], []
    every = pairs(folder)
    readable = 0
    shown: Counter[str] = Counter()
    for place, (name, old_path, new_path) in enumerate(every):
        try:
            old, new = (markup.lift(path.read_bytes())[0] for path in (old_path, new_path))
        except Unreadable as error:
            sys.stderr.write(f"{name}: {error}\n")
            continue
        readable += 1
        fine, taken, wrong = redlined(old, new, shown)
        right += fine
        ours.append(taken)
        if not fine:
            sys.stderr.write(f"{name}: {wrong}\n")
        if interpreter and place % STEP == 0 and (theirs := peer_seconds(interpreter, old, new)) is not None:
            both.append((taken, theirs))
    figure("redline: pairs that read as both versions", right / readable, "all", 1.0, "share")
    for kind, name in (("move_block", "moves"), ("split", "splits"), ("join", "joins")):
        figure(f"redline: {name} shown as such", shown[kind], "", None, "changes")
    figure("redline: median pair", statistics.median(ours), "", None, "CPU s")
    if both:
        mine, theirs = (statistics.median(column) for column in zip(*both, strict=True))
        figure(f"redline: median of {len(both)} pairs", mine, "python-redlines", theirs, "CPU s")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
