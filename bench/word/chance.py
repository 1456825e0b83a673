"""The laws for markup by chance on a clean file (`bench.word.markings`), as we read it ourselves."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bench.word import judging, markings, own, parts
from documents.core import markup, reading
from documents.core.comparing import applied
from documents.core.markup import blocks
from documents.core.model import Comment, Draft, Edit, Markup
from documents.core.package import open_package
from documents.core.textmap import map_package


@dataclass(frozen=True, slots=True)
class Laid:
    """Markup by chance on a clean file, and what of it `lay` refused, by reason."""

    data: bytes
    marks: Markup
    refused: tuple[str, ...] = ()


def by_chance(clean: bytes, source: random.Random, most: int = 12) -> Laid:
    """Markup by chance, laid; what `lay` refuses with a reason is left out, and told."""
    marks = markings.marking(reading.read(clean), source, most)
    refused: list[str] = []
    for _ in range(8):
        tried = markup.try_lay(clean, marks)
        if not tried.problems:
            return Laid(tried.data, marks, tuple(refused))
        refused += [f"{one.code}: {one.reason}" for one in tried.problems]
        marks = markings.without(marks, {one.id for one in tried.problems})
    raise AssertionError(f"always something else is refused: {refused}")


def without_comments_on_notes(clean: bytes, source: random.Random) -> bytes:
    """The same, but for comments on footnotes and endnotes."""
    laid = by_chance(clean, source)
    notes = {block.id for block in reading.read(clean).blocks if block.kind in ("footnote", "endnote")}
    on_notes = {one.id for one in laid.marks.comments if one.start.block in notes}
    return markup.lay(clean, markings.without(laid.marks, on_notes))


def faults(clean: bytes, laid: Laid, *, judge: bool = True) -> Iterator[str]:
    """What is wrong with a file that markup by chance was laid on."""
    yield from parts.faults(clean, laid.data)
    report = markup.check(clean, laid.data, laid.marks)
    yield from (f"law 3: its own check says: {fault}" for fault in report.faults)
    yield from lifted_again(clean, laid)
    yield from reads(clean, laid)
    if judge:
        yield from judging.faults(clean, laid.data, laid.marks)


def lifted_again(clean: bytes, laid: Laid) -> Iterator[str]:
    """Law 1, by what comes off, and by what comes off when that is laid once more."""
    again, lifted = markup.lift(laid.data)
    if reading.text(again) != reading.text(clean):
        yield "law 1: the clean text reads otherwise after laying and lifting"
    draft = reading.read(clean)
    rubies = {
        (block.id, span.start, span.end)
        for block in draft.blocks
        for span in block.spans
        if span.kind == "ruby"
    }
    wanted = [_snapped(one, rubies) for one in _remarks(laid.marks)]
    got = _remarks(lifted)
    if wanted != got:
        yield f"law 1: comments come back otherwise: {own.difference((wanted, []), (got, []))}"
    lost = {one.author for one in laid.marks.changes} - {one.author for one in lifted.changes}
    if lost:
        yield f"law 1: no change of {sorted(lost)} comes back"
    changed = _said(laid.marks, {block for block, _, _ in rubies}) - _said(lifted, set())
    if changed:
        yield f"law 1: changes come back otherwise: {sorted(map(str, changed))[:3]}"
    try:
        twice = markup.lift(markup.lay(again, lifted))[1]
    except markup.CannotLay as error:
        yield f"law 1: what came off can not be laid again: {error}"
        return
    if own.content(twice) != own.content(lifted):
        difference = own.difference(own.content(lifted), own.content(twice))
        yield f"law 1: what came off comes back otherwise: {difference}"


def _said(marks: Markup, but: set[object]) -> set[tuple[str, str, object, int, int, str]]:
    """Changes of characters as (author, kind, block, start, end, text): reading tells both halves apart."""
    found = set()
    for one in marks.changes:
        edit = one.edit
        if edit.block in but:
            continue
        if edit.kind in ("delete", "replace") and edit.start < edit.end:
            found.add((one.author, "delete", edit.block, edit.start, edit.end, ""))
        if edit.kind in ("insert", "replace") and edit.text:
            at = edit.start if edit.kind == "insert" else edit.end
            found.add((one.author, "insert", edit.block, at, at, edit.text))
    return found


def _snapped(comment: Comment, rubies: set[tuple[object, int, int]]) -> Comment:
    """The comment as it can be laid: nothing stands inside of a word with its reading above."""
    start, end = comment.start, comment.end
    for block, low, high in rubies:
        if block == start.block and low < start.offset < high:
            start = replace(start, offset=low)
        if block == end.block and low < end.offset < high:
            end = replace(end, offset=high if comment.start != comment.end else low)
    return replace(comment, start=start, end=end)


def _remarks(one: Markup) -> list[Comment]:
    return [replace(comment, key="") for comment in one.comments]


def reads(clean: bytes, laid: Laid) -> Iterator[str]:
    """Law 2, as we read it ourselves."""
    if reading.text(laid.data, "original") != reading.text(clean):
        yield "law 2: rejecting all does not read as before"
    final = reading.text(laid.data, "final")
    draft = reading.read(clean)
    after = applied(draft, edits(laid.marks))
    wanted = Counter(block.text for block in after.blocks)
    more, less = Counter(final) - wanted, wanted - Counter(final)
    if (
        less - _gone_with_their_marks(draft, after, laid)
        or set(more) - {""}
        or more[""] > _kept_empty(clean, laid)
    ):
        yield f"law 2: accepted, it reads {str(list(more)[:3])[:200]} for {str(list(less)[:3])[:200]}"
    for accept, view in ((True, final), (False, reading.text(clean))):
        if reading.text(markup.settle(laid.data, accept=accept)) != view:
            yield f"law 2: settling ({'accept' if accept else 'reject'}) gives another text than reading so"


def _kept_empty(clean: bytes, laid: Laid) -> int:
    """Paragraphs that stay when deleted: the last of a cell, note or control, the end of a section."""
    found = map_package(open_package(clean))
    gone = {str(one.block) for one in edits(laid.marks) if one.kind in ("delete_block", "move_block", "join")}
    return sum(
        found.by_id[name].pieces[-1].barrier or not blocks.may_lose_mark(found.by_id[name]) for name in gone
    )


def _gone_with_their_marks(draft: Draft, after: Draft, laid: Laid) -> Counter[str]:
    """What notes and boxes read whose mark may be in a stretch that is deleted: edits of text do not say."""
    apart = {block.id for block in draft.blocks if block.anchor in markings.deleting(laid.marks)}
    before = {block.id for block in draft.blocks}
    return Counter(
        block.text for block in after.blocks if apart and (block.id in apart or block.id not in before)
    )


def edits(marks: Markup) -> list[Edit]:
    return [change.edit for change in marks.changes]
