"""`python -m bench.corpus [DIR]`: reads every Word file of a folder and prints what was found, and how fast.

One JSON line a figure on standard output, python-docx, mammoth and pandoc beside ours where installed:
readable files, text found by context, comments anchored, accepted and rejected gold files (PAIRS.csv in
DIR), time and memory of a sample and of every large file. On standard error a line for every file that
failed, with its cause. What must be found is taken from the XML by a walk of its own (`bench.word.wanted`).

    --sample N      time only N files, evenly chosen (every file is read in any case)
    --no-peers      leave the peers out
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.word import judges, readers, wanted
from documents.core import reading
from documents.core.limits import Limits
from documents.core.model import Draft, Unreadable
from documents.core.package import open_package

SHARED = Path(os.environ.get("DRAFTROOM_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SUFFIXES = {".docx", ".docm", ".dotx", ".dotm"}
LARGE = 20_000  # words
PEERS = ("python-docx", "mammoth", "pandoc")
FLOOR = "lxml parse"


@dataclass
class Tally:
    """Counts over all files."""

    readable: int = 0
    unreadable: int = 0
    failed: int = 0
    text: wanted.Found = field(default_factory=wanted.Found)
    peers: dict[str, wanted.Found] = field(default_factory=lambda: defaultdict(wanted.Found))
    comments: int = 0
    anchored: int = 0

    @property
    def whole(self) -> int:
        """Files of which all text was found."""
        return self.text.whole


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.corpus")
    parser.add_argument("folder", nargs="?", default=SHARED / "corpus", type=Path)
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--no-peers", action="store_true")
    given = parser.parse_args(arguments)
    if not given.folder.is_dir():
        sys.stderr.write(f"{given.folder} is missing: name a folder of Word files, or set DRAFTROOM_SHARED\n")
        return 2
    files = [path for path in sorted(given.folder.rglob("*")) if path.suffix.lower() in SUFFIXES]
    peers = {} if given.no_peers else readers.text_readers()
    tally = Tally()
    for path in files:
        examine(path, given.folder, tally, peers)
    report(tally)
    gold(given.folder, peers=not given.no_peers)
    measure(files, given.sample, peers=not given.no_peers)
    return int(tally.failed > 0)


def figure(name: str, ours: float, unit: str, peer: str | None = None, theirs: float | None = None) -> None:
    ratio = round(ours / theirs, 4) if theirs else None
    line = {"figure": name, "ours": ours, "peer": peer, "theirs": theirs, "ratio": ratio, "unit": unit}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def complain(path: Path, folder: Path, what: str) -> None:
    sys.stderr.write(f"{path.relative_to(folder)}: {what}\n")


# -- text and comments


def examine(
    path: Path, folder: Path, tally: Tally, peers: dict[str, Callable[[bytes], str]] | None = None
) -> None:
    """Read one file and look for every text of its XML in what was read, by us and by the peers."""
    data = path.read_bytes()
    try:
        draft = read(path, data)
    except Unreadable as error:
        tally.unreadable += 1
        complain(path, folder, f"unreadable [{error.code}] {error}")
        return
    except Exception as error:  # noqa: BLE001 - a bench reports every failure
        tally.failed += 1
        complain(path, folder, f"FAILED {type(error).__name__}: {error}")
        return
    tally.readable += 1
    tally.comments += len(draft.comments)
    lost = {one.message for one in draft.warnings if one.code == "comment-without-mark"}
    tally.anchored += len(draft.comments) - len(lost)
    pieces = wanted.pieces(data)
    if missing := wanted.look(pieces, shown(data, path, draft), tally.text, two_views=True):
        complain(
            path,
            folder,
            "text not found: " + "; ".join(f"{context}: {text[:60]!r}" for context, text in missing[:5]),
        )
    for name, work in (peers or {}).items():
        found = readers.text_of(work, data)
        tally.peers[name].failed += found is None
        wanted.look(pieces, wanted.letters(found or ""), tally.peers[name])


def read(path: Path, data: bytes) -> Draft:
    return reading.read(data, limits(path))


def limits(path: Path) -> Limits:
    return Limits(macros=path.suffix.lower() in {".docm", ".dotm"})


def shown(data: bytes, path: Path, draft: Draft) -> str:
    """All text that was read: as it reads finally and originally, objects, what is in neither, comments."""
    parts = reading.text(data, "final", limits(path)) + [block.text for block in draft.blocks]
    parts += [item.alt for block in draft.blocks for item in block.objects]
    parts += [change.edit.text for change in draft.changes if change.edit.kind == "delete"]
    parts += [comment.text for comment in draft.comments]
    return wanted.letters("\n".join(parts))


def report(tally: Tally) -> None:
    figure("files read", tally.readable, "files")
    figure("files refused with a reason", tally.unreadable, "files")
    figure("files that raised an error", tally.failed, "files")
    share = _beside(
        "files with all of their text found", tally, lambda one: round(100 * one.whole / max(one.files, 1), 3)
    )
    share("% of readable files")
    if tally.peers:
        for name, peer in tally.peers.items():
            figure("readable files that are not read", 0, "files", name, peer.failed)
    for context in sorted(tally.text.wanted):
        _beside(f"text found: {context}", tally, lambda one, name=context: one.share(name))(  # type: ignore[misc]
            f"% of {tally.text.wanted[context]} characters"
        )
    figure(
        "comments with an anchor",
        round(100 * tally.anchored / max(tally.comments, 1), 3),
        f"% of {tally.comments} comments",
    )


def _beside(name: str, tally: Tally, share: Callable[[wanted.Found], float]) -> Callable[[str], None]:
    """Print a share of ours, once beside each peer."""

    def say(unit: str) -> None:
        for peer, found in tally.peers.items():
            figure(name, share(tally.text), unit, peer, share(found))
        if not tally.peers:
            figure(name, share(tally.text), unit)

    return say


# -- accepted and rejected gold files


def gold(folder: Path, *, peers: bool) -> None:
    table = folder / "PAIRS.csv"
    if not table.exists():
        return
    right = theirs = total = 0
    with table.open(encoding="utf-8") as rows:
        triples = [row for row in csv.reader(rows) if row[0] == "accept_reject_triple"]
    for _, name, tracked, accepted, rejected in triples:
        views: tuple[tuple[reading.View, str, str], ...] = (
            ("final", accepted, "accept"),
            ("original", rejected, "reject"),
        )
        for view, other, word in views:
            total += 1
            data, wants = (folder / tracked).read_bytes(), (folder / other).read_bytes()
            alike = reading.text(data, view) == reading.text(wants, view)
            right += alike
            if not alike:
                sys.stderr.write(f"{name}: the {view} view differs from {other}\n")
            if peers:
                theirs += judges.pandoc(data, word) == judges.pandoc(wants, word)
    figure(
        "accepted and rejected gold files read alike, with white space (pandoc: letters alone)",
        right,
        f"of {total}",
        "pandoc" if peers else None,
        theirs if peers else None,
    )


# -- time and memory


def measure(files: list[Path], sample: int, *, peers: bool) -> None:
    """CPU time and memory of reading and rendering against peers: of a sample, and of every large file."""
    readable = [path for path in files if _words(path) is not None]
    large = [path for path in readable if (_words(path) or 0) > LARGE]
    step = max(1, len(readable) // max(sample, 1))
    others = [FLOOR, *(PEERS if peers else ())]
    for name, group in (("sample", readable[::step]), (f"over {LARGE:,} words", large)):
        ours = {path: readers.measured("ours", path) for path in group}
        for peer in others:
            both = [
                (path, mine, theirs)
                for path, mine in ours.items()
                if mine is not None and (theirs := readers.measured(peer, path)) is not None
            ]
            if both:
                _compared(name, peer, both, is_large=group is large)


def _compared(
    name: str, peer: str, both: list[tuple[Path, tuple[float, float], tuple[float, float]]], *, is_large: bool
) -> None:
    """Time of the files that both read; memory by main part where the parts are large enough to tell."""
    mine, theirs = (statistics.median(row[side][0] for row in both) for side in (1, 2))
    figure(
        f"read and render, {name}: median of {len(both)} files",
        round(mine, 4),
        "CPU s",
        peer,
        round(theirs, 4),
    )
    if is_large:
        words = sum(_words(path) or 0 for path, _, _ in both)
        mine, theirs = (words / sum(row[side][0] for row in both) for side in (1, 2))
        figure(f"words, {name}", round(mine), "words a CPU s", peer, round(theirs))
        mine, theirs = (
            statistics.median(row[side][1] / _main_size(row[0]) for row in both) for side in (1, 2)
        )
        figure(
            f"memory by main part, {name}: median", round(mine, 2), "times its bytes", peer, round(theirs, 2)
        )


def _main_size(path: Path) -> int:
    package = open_package(path.read_bytes(), limits(path))
    return len(package.parts[package.main])


_WORDS: dict[Path, int | None] = {}


def _words(path: Path) -> int | None:
    if path not in _WORDS:
        try:
            lines = reading.text(path.read_bytes(), limits=limits(path))
            _WORDS[path] = sum(len(line.split()) for line in lines)
        except Unreadable:
            _WORDS[path] = None
    return _WORDS[path]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
