"""`python -m bench.corpus [DIR]`: reads every Word file of a folder and prints what was found, and how fast.

One JSON line a figure on standard output: readable files, visible and revised text found by context,
comments anchored, accepted and rejected gold files (PAIRS.csv in DIR), time against a bare lxml parse,
mammoth and pandoc where installed. On standard error a line for every file that failed, with its
cause. What must be found is taken from the XML by a walk of its own, not from the reader's map.

    --sample N      time only N files, evenly chosen (every file is read in any case)
    --no-peers      leave mammoth and pandoc out
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import re
import statistics
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from documents.core import reading
from documents.core.limits import Limits
from documents.core.model import Draft, Unreadable
from documents.core.rendering import render_document

SHARED = Path(os.environ.get("DRAFTROOM_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SUFFIXES = {".docx", ".docm", ".dotx", ".dotm"}
PEER_LIMIT = 60
LARGE = 20_000  # words
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
STRICT = b"http://purl.oclc.org/ooxml/"
NOT_LETTERS = re.compile(r"[\W_]+")
STORY = re.compile(r"word/(document\d*|footnotes|endnotes|comments|header\d*|footer\d*)\.xml\Z")
NOT_SHOWN = {"Fallback", "rt", "separator", "continuationSeparator"}
CONTEXTS = {
    "del": "deleted", "moveFrom": "moved from", "ins": "inserted", "moveTo": "inserted",
    "txbxContent": "text boxes", "footnote": "notes", "endnote": "notes", "comment": "comments",
    "hdr": "headers and footers", "ftr": "headers and footers", "hyperlink": "hyperlinks",
    "sdtContent": "content controls", "smartTag": "smart tags", "customXml": "smart tags",
    "fldSimple": "field results", "tc": "table cells",
}


@dataclass
class Tally:
    """Counts over all files."""

    readable: int = 0
    unreadable: int = 0
    failed: int = 0
    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    whole: int = 0
    comments: int = 0
    anchored: int = 0
    draft_warnings: Counter[str] = field(default_factory=Counter)


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
    tally = Tally()
    for path in files:
        examine(path, given.folder, tally)
    report(tally)
    gold(given.folder)
    timing(files, given.sample, peers=not given.no_peers)
    return int(tally.failed > 0)


def figure(name: str, ours: float, unit: str, peer: str | None = None, theirs: float | None = None) -> None:
    ratio = round(ours / theirs, 4) if theirs else None
    line = {"figure": name, "ours": ours, "peer": peer, "theirs": theirs, "ratio": ratio, "unit": unit}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def complain(path: Path, folder: Path, what: str) -> None:
    sys.stderr.write(f"{path.relative_to(folder)}: {what}\n")


# -- what must be found


def examine(path: Path, folder: Path, tally: Tally) -> None:
    """Read one file and look for every text of its XML in what was read."""
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
    missing = look(wanted_texts(data), shown(data, path, draft), tally)
    if missing:
        complain(path, folder, "text not found: " + "; ".join(
            f"{context}: {text[:60]!r}" for context, text in missing[:5]))
    else:
        tally.whole += 1


def read(path: Path, data: bytes) -> Draft:
    return reading.read(data, limits(path))


def limits(path: Path) -> Limits:
    return Limits(macros=path.suffix.lower() in {".docm", ".dotm"})


def wanted_texts(data: bytes) -> Iterator[tuple[str, str]]:
    """(context, text) of every w:t, w:delText and m:t of the stories, hidden text and fallbacks left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not STORY.match(name):
                continue
            try:
                root = etree.fromstring(_transitional(archive.read(name)), etree.XMLParser(huge_tree=True))
            except etree.XMLSyntaxError:
                continue
            for element in root.iter(f"{W}t", f"{W}delText", f"{M}t"):
                context = _context(element)
                if context and element.text and element.text.strip():
                    yield context, element.text


def _transitional(data: bytes) -> bytes:
    if STRICT not in data:
        return data
    return (data.replace(STRICT + b"wordprocessingml/main", W[1:-1].encode())
            .replace(STRICT + b"officeDocument/math", M[1:-1].encode()))


def _context(element: Any) -> str:
    """Where the text stands; "" when Word does not show it."""
    if element.tag == f"{M}t":
        return "equations"
    run = element.getparent()
    if run is not None and (vanish := run.find(f"{W}rPr/{W}vanish")) is not None \
            and vanish.get(f"{W}val", "1") not in {"0", "false", "off"}:
        return ""
    found = ""
    for one in element.iterancestors():
        name = one.tag.rpartition("}")[2]
        if name in NOT_SHOWN or one.get(f"{W}type") in NOT_SHOWN:
            return ""
        if not found:
            found = CONTEXTS.get(name, "")
    return found or "body"


def letters(text: str) -> str:
    """Letters and digits alone: how files spell blanks and marks does not count."""
    return NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text))


def shown(data: bytes, path: Path, draft: Draft) -> str:
    """All text that was read: blocks, pending text, objects, ruby readings, comments."""
    parts = [block.text for block in draft.blocks]
    parts += [item.alt for block in draft.blocks for item in block.objects]
    parts += [change.edit.text for change in draft.changes]
    parts += [comment.text for comment in draft.comments]
    parts += reading.text(data, "final", limits(path))
    return letters("\n".join(parts))


def look(wanted: Iterator[tuple[str, str]], text: str, tally: Tally) -> list[tuple[str, str]]:
    missing = []
    for context, piece in wanted:
        plain = letters(piece)
        tally.wanted[context] += len(plain)
        if plain in text:
            tally.found[context] += len(plain)
        else:
            missing.append((context, piece))
    return missing


def report(tally: Tally) -> None:
    figure("files read", tally.readable, "files")
    figure("files refused with a reason", tally.unreadable, "files")
    figure("files that raised an error", tally.failed, "files")
    figure("files with all of their text found", round(100 * tally.whole / max(tally.readable, 1), 3), "%")
    for context in sorted(tally.wanted):
        share = 100 * tally.found[context] / max(tally.wanted[context], 1)
        figure(f"text found: {context}", round(share, 4), f"% of {tally.wanted[context]} characters")
    figure("comments with an anchor", round(100 * tally.anchored / max(tally.comments, 1), 3),
           f"% of {tally.comments} comments")


# -- accepted and rejected gold files


def gold(folder: Path) -> None:
    table = folder / "PAIRS.csv"
    if not table.exists():
        return
    right = total = 0
    with table.open(encoding="utf-8") as rows:
        triples = [row for row in csv.reader(rows) if row[0] == "accept_reject_triple"]
    for _, name, tracked, accepted, rejected in triples:
        views: tuple[tuple[reading.View, str], ...] = (("final", accepted), ("original", rejected))
        for view, other in views:
            total += 1
            ours = reading.text((folder / tracked).read_bytes(), view)
            theirs = reading.text((folder / other).read_bytes(), view)
            right += ours == theirs
            if ours != theirs:
                sys.stderr.write(f"{name}: the {view} view differs from {other}\n")
    figure("accepted and rejected gold files read alike", right, f"of {total}")


# -- time


def timing(files: list[Path], sample: int, *, peers: bool) -> None:
    """CPU time of reading and rendering against peers: of a sample, and of every large file."""
    readable = [path for path in files if _words(path) is not None]
    large = [path for path in readable if (_words(path) or 0) > LARGE]
    step = max(1, len(readable) // max(sample, 1))
    for name, group in (("sample", readable[::step]), (f"over {LARGE:,} words", large)):
        if not group:
            continue
        title = f"read and render, {name}: median of {len(group)} files"
        ours = round(statistics.median(_clock(_ours, path) for path in group), 4)
        floor = round(statistics.median(_clock(_floor, path) for path in group), 4)
        figure(title, ours, "CPU s", "lxml parse", floor)
        for peer, program in (PEERS if peers else {}).items():
            times = [spent for path in group if (spent := program(path)) is not None]
            if times:
                figure(title, ours, "CPU s", peer, round(statistics.median(times), 4))


_WORDS: dict[Path, int | None] = {}


def _words(path: Path) -> int | None:
    if path not in _WORDS:
        try:
            lines = reading.text(path.read_bytes(), limits=limits(path))
            _WORDS[path] = sum(len(line.split()) for line in lines)
        except Unreadable:
            _WORDS[path] = None
    return _WORDS[path]


def _clock(work: Callable[[Path], object], path: Path) -> float:
    """The better of two runs, in CPU seconds."""
    spent = []
    for _ in range(2):
        began = time.process_time()
        work(path)
        spent.append(time.process_time() - began)
    return min(spent)


def _ours(path: Path) -> str:
    return render_document(read(path, path.read_bytes()))


def _floor(path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))


def _mammoth(path: Path) -> float | None:
    code = (
        "import sys, time, mammoth\n"
        "began = time.process_time()\n"
        "mammoth.convert_to_html(open(sys.argv[1], 'rb'))\n"
        "print(time.process_time() - began)\n"
    )
    return _peer([sys.executable, "-c", code, str(path)], says_time=True)


def _pandoc(path: Path) -> float | None:
    try:
        import pypandoc
    except ImportError:
        return None
    command = [pypandoc.get_pandoc_path(), "-f", "docx", "-t", "html", "--track-changes=all", str(path)]
    return _peer(command, says_time=False)


def _peer(command: list[str], *, says_time: bool) -> float | None:
    """CPU seconds of another program on the file; None when it fails or takes too long."""
    before = os.times()
    try:
        done = subprocess.run(command, capture_output=True, timeout=PEER_LIMIT, check=True)
    except (subprocess.SubprocessError, OSError):
        return None
    after = os.times()
    if says_time:
        return float(done.stdout.decode().strip().rpartition("\n")[2])
    return after.children_user + after.children_system - before.children_user - before.children_system


PEERS: dict[str, Callable[[Path], float | None]] = {"mammoth": _mammoth, "pandoc": _pandoc}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
