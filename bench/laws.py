"""The three laws of markup on every file of a folder: `python -m bench.laws [FOLDER]`, a line a file.

1. Lifting what was laid gives the same markup, and text that reads the same.
2. Accepting all reads as edited, rejecting all as before; pandoc, an independent reader, is the judge.
3. Every part of the package that the markup does not concern is the same, byte for byte.

For each file the markup is its own, and then edits of ours: in up to `EDITS` of its blocks one word
becomes a word that stands nowhere else. A failure names the law and what was seen.
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pypandoc
from lxml import etree

from documents.core import markup, reading
from documents.core.model import Change, Comment, Draft, Edit, Markup, Unreadable
from documents.core.package.names import ID, W14

CORPUS = Path(os.environ.get("DRAFTROOM_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "corpus"
EDITS = 12
WORD = re.compile(r"[^\W\d_]{4,}")
#: Parts that comments and changes may concern, wherever the main part lies.
CONCERNED = re.compile(
    r"(^\[Content_Types\]\.xml$|\.rels$|document\d*\.xml$|comments\w*\.xml$|people\d*\.xml$"
    r"|(foot|end)notes\d*\.xml$|(header|footer)\d*\.xml$)"
)
AUTHOR, DATE = "ESA reviewer 2", "2016-05-12T10:00:00Z"


def failures(data: bytes, *, judge: bool = True) -> list[str]:
    """Which laws do not hold for this file; raises `Unreadable` for one that cannot be taken in."""
    clean, own = markup.lift(data)
    found = list(_round_trip("own markup", clean, own))
    edits = own_edits(reading.read(clean))
    if edits:
        changes = tuple(Change(f"e{place}", AUTHOR, DATE, edit) for place, edit in enumerate(edits))
        try:
            laid = markup.lay(clean, Markup(changes=changes))
        except markup.CannotLay as error:
            return [*found, f"law 1: our edits can not be laid: {error}"]
        found += _parts("our edits", clean, laid)
        found += _reads(clean, laid, edits)
        if judge:
            found += _judged(clean, laid, edits)
    return found


def _round_trip(name: str, clean: bytes, own: Markup) -> Iterator[str]:
    try:
        laid = markup.lay(clean, own)
    except markup.CannotLay as error:
        yield f"law 1: {name} can not be laid again: {error}"
        return
    again, lifted = markup.lift(laid)
    if reading.text(again) != reading.text(clean):
        yield f"law 1: the clean text of {name} reads otherwise after laying and lifting"
    if content(lifted) != content(own):
        yield f"law 1: {name} comes back otherwise: {_difference(own, lifted)}"
    yield from _parts(name, clean, laid)


def content(one: Markup) -> tuple[list[Comment], list[Change], list[dict[str, str]]]:
    """The markup without the names that a file gives: `w:id` of changes, the key of a comment that had
    none, and in kept XML the same ids and the namespaces that merely stand by."""
    names = {change.id: f"change {place}" for place, change in enumerate(one.changes)}
    changes = [
        replace(change, id=names[change.id], group=names.get(change.group, change.group))
        for change in one.changes
    ]
    comments = [replace(comment, key="") for comment in one.comments]
    return comments, changes, [_kept(entry) for entry in one.opaque]


def _kept(entry: Mapping[str, str]) -> dict[str, str]:
    plain = {key: value for key, value in entry.items() if key not in {"xml", "hash", "id", "changes"}}
    if xml := entry.get("xml"):
        tree = etree.fromstring(xml.encode())
        for element in tree.iter(etree.Element):
            for name in (ID, W14 + "paraId"):
                element.attrib.pop(name, None)
        plain["xml"] = etree.tostring(tree, method="c14n", exclusive=True).decode()
    return plain


def _difference(one: Markup, two: Markup) -> str:
    sides = zip(("comments", "changes", "kept XML"), content(one), content(two), strict=True)
    for name, before, after in sides:
        for place, (left, right) in enumerate(zip(before, after, strict=False)):
            if left != right:
                return f"{name} {place}: {str(left)[:120]} became {str(right)[:120]}"
        if len(before) != len(after):
            return f"{len(before)} {name} became {len(after)}"
    return "nothing"


def _parts(name: str, before: bytes, after: bytes) -> Iterator[str]:
    old, new = _members(before), _members(after)
    for part, content in old.items():
        if not CONCERNED.search(part) and new.get(part) != content:
            yield f"law 3: {name} changed {part}"


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist() if not name.endswith("/")}


def own_edits(draft: Draft) -> list[Edit]:
    """One word of up to `EDITS` blocks of the body becomes a word that stands nowhere else."""
    blocks = [
        block for block in draft.blocks
        if block.kind in {"heading", "paragraph", "list_item", "cell"} and WORD.search(block.text)
    ]  # fmt: skip
    step = max(1, len(blocks) // EDITS)
    edits = []
    for place, block in enumerate(blocks[::step][:EDITS]):
        word = WORD.search(block.text)
        assert word
        edits.append(Edit("replace", block.id, word.start(), word.end(), f"zqx{place}qz"))
    return edits


def _reads(clean: bytes, laid: bytes, edits: list[Edit]) -> Iterator[str]:
    if reading.text(laid, "original") != reading.text(clean):
        yield "law 2: rejecting our edits does not read as before"
    final = "\n".join(reading.text(laid, "final"))
    for edit in edits:
        if final.count(edit.text) != 1:
            yield f"law 2: {edit.text} stands {final.count(edit.text)} times after accepting"


def _judged(clean: bytes, laid: bytes, edits: list[Edit]) -> Iterator[str]:
    before, rejected = pandoc(clean, "reject"), pandoc(laid, "reject")
    accepted = pandoc(laid, "accept")
    if before is None or rejected is None or accepted is None:
        return  # pandoc can not read the file: it is no judge of it
    if before != rejected:
        yield "law 2: to pandoc, rejecting our edits does not read as before"
    shown = sum(edit.text in accepted for edit in edits)
    known = sum(_plain(_word(clean, edit)) in before for edit in edits)
    if shown < known:
        yield f"law 2: to pandoc, {known - shown} of our edits are missing after accepting"


def _word(clean: bytes, edit: Edit) -> str:
    block = next(one for one in reading.read(clean).blocks if one.id == edit.block)
    return block.text[edit.start : edit.end]


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def pandoc(data: bytes, changes: str) -> str | None:
    """The letters and digits that pandoc reads with changes accepted or rejected; None if it fails."""
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        file.write(data)
        file.flush()
        command = [pypandoc.get_pandoc_path(), "-f", "docx", "-t", "plain", f"--track-changes={changes}"]
        done = subprocess.run([*command, file.name], capture_output=True, timeout=120, check=False)
    return _plain(done.stdout.decode()) if done.returncode == 0 else None


def main(folder: Path) -> int:
    with (folder / "SOURCES.csv").open(encoding="utf-8", newline="") as file:
        names = [row["file"] for row in csv.DictReader(file)]
    held, read = 0, 0
    for name in names:
        try:
            found = failures((folder / name).read_bytes())
        except Unreadable as error:
            sys.stderr.write(f"unreadable {name}: {error}\n")
            continue
        read += 1
        held += not found
        sys.stderr.write(
            f"{'holds' if not found else 'fails'} {name}{': ' if found else ''}{'; '.join(found)}\n"
        )
    row = {"figure": "markup: files on which all laws hold", "ours": held, "peer": "readable files",
           "theirs": read, "ratio": round(held / max(read, 1), 4), "unit": "files"}  # fmt: skip
    sys.stdout.write(json.dumps(row) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS))
