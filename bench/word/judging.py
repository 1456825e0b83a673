"""Law 2 as pandoc reads it, which knows nothing of us."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from bench.word import judges, markings
from documents.core import markup, reading
from documents.core.markup.names import w
from documents.core.model import Markup
from documents.core.package import open_package
from documents.core.textmap import map_package

INLINE = ("insert", "replace")
SIMPLE_FIELD = w("fldSimple")


def faults(clean: bytes, laid: bytes, marks: Markup) -> Iterator[str]:
    """Law 2, as pandoc reads it. Of new words, those count whose place it reads at all.

    Order does not count: pandoc puts captions into figures, or leaves them, as the next paragraph is marked.
    More of the old text than before is no fault: of a run with a picture in it pandoc reads nothing.
    """
    before, rejected = judges.pandoc(clean, "reject"), judges.pandoc(laid, "reject")
    accepted, settled = judges.pandoc(laid, "accept"), judges.pandoc(markup.settle(laid, True), "accept")
    if _is_beyond_pandoc(clean, marks):
        return
    if before is None or rejected is None or accepted is None or settled is None:
        return  # pandoc can not read the file: it is no judge of it
    if Counter(before) - Counter(rejected) or "zqx" in rejected:
        yield f"law 2: to pandoc, rejecting all does not read as before{_first(before, rejected)}"
    if sorted(accepted) != sorted(settled) and not _joins_a_heading(clean, marks):
        difference = _first(accepted, settled)
        yield f"law 2: to pandoc, accepting reads otherwise than the file with all accepted{difference}"
    probes = {one.edit.block for one in marks.changes if one.edit.kind in INLINE and one.edit.text}
    gone = {block.id for block in reading.read(clean).blocks if block.anchor in markings.deleting(marks)}
    readable = seen_by_pandoc(clean, probes - gone)
    for change in marks.changes:
        word = re.search(r"zqx\w\d+qz", change.edit.text)
        if change.edit.kind in INLINE and word and change.edit.block in readable and word[0] not in accepted:
            yield f"law 2: to pandoc, {word[0]} is missing after accepting"


def _is_beyond_pandoc(clean: bytes, marks: Markup) -> bool:
    """Whether a text box is deleted, or code is changed: pandoc reads no revisions there."""
    blocks = reading.read(clean).blocks
    changed = {change.edit.block for change in marks.changes}
    return any(
        (one.kind == "textbox" and one.anchor in markings.deleting(marks))
        or (one.kind == "code" and one.id in changed)
        for one in blocks
    )


def _joins_a_heading(clean: bytes, marks: Markup) -> bool:
    """Whether a mark goes beside a heading, a title or text boxes: pandoc loses text of one of the two.

    Empty paragraphs between them do not part them: a title that becomes the first text is taken out as such.
    """
    blocks = reading.read(clean).blocks
    kinds, after = {}, blocks[-1].kind
    for block in reversed(blocks):
        kinds[block.id] = {block.kind, after}
        after = block.kind if block.text.strip() else after
    boxes = {one.anchor for one in blocks if one.kind == "textbox"}
    before_boxes = {one.id for one, after in itertools.pairwise(blocks) if after.id in boxes}
    gone = [
        one.block
        for one in (change.edit for change in marks.changes)
        if one.block and one.kind in ("join", "delete_block", "move_block")
    ]
    return any(kinds[name] & {"heading", "title", "textbox"} or name in before_boxes for name in gone)


def _first(one: str, two: str) -> str:
    place = next(
        (at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
    return f": …{one[max(0, place - 20) : place + 20]}… for …{two[max(0, place - 20) : place + 20]}…"


def seen_by_pandoc(clean: bytes, blocks: set[object]) -> set[object]:
    """Blocks whose text pandoc reads: each is given a word by hand, straight into its XML."""
    package = open_package(clean)
    found = map_package(package)
    words: dict[object, str] = {}
    touched: dict[str, bytes] = {}
    for number, name in enumerate(sorted(blocks, key=str)):
        block = found.by_id[str(name)]
        atom = next((one for one in block.atoms if one.kind == "text" and not len(one.element)), None)
        if atom is None or next(block.element.iter(SIMPLE_FIELD), None) is not None:
            continue  # pandoc reads no revisions inside of simple fields
        words[name] = f"zqp{number}qz"
        atom.element.text = f"{atom.element.text}{words[name]}"
        part = block.pieces[0].flow.story.part
        touched[part] = etree.tostring(package.tree(part), encoding="UTF-8", xml_declaration=True)
    if not words:
        return set()
    seen = judges.pandoc(_replaced(clean, touched), "accept") or ""
    return {name for name, word in words.items() if word in seen}


def _replaced(data: bytes, touched: dict[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(memory, "w") as new:
        for name in old.namelist():
            new.writestr(name, touched.get(name, old.read(name)))
    return memory.getvalue()
