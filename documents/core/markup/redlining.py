"""Two versions as one Word file: the old package with tracked changes that make it the new one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from documents.core import reading
from documents.core.comparing import compare
from documents.core.markup.laying import Laid, try_lay
from documents.core.markup.problems import CannotLay, Problem
from documents.core.model import BlockId, Change, Comparison, Draft, Edit, Markup


def redline(old: bytes, new: bytes, author: str, date: str) -> bytes:
    """The old package with every change to the new one under this author and ISO date.

    Both packages are clean (see `lift`). Inserted blocks come from the new package with what they
    need. A paragraph whose change words alone cannot say (a picture or a note came or went in it) is
    struck whole, and the new one inserted. Raises Unreadable, and CannotLay naming what cannot be
    written, or saying that accepting all would not read as the new version: never a wrong file.
    """
    before, after = reading.read(old), reading.read(new)
    comparison = compare(before, after)
    edits = comparison.edits
    laid = _laid(old, new, edits, author, date)
    coarse = {problem.block for problem in laid.problems if problem.block is not None}
    if coarse:
        edits = tuple(_coarser(before, after, comparison, coarse))
        laid = _laid(old, new, edits, author, date)
    if laid.problems:
        raise CannotLay(laid.problems)
    _prove(laid.data, old, new)
    return laid.data


def _laid(old: bytes, new: bytes, edits: Iterable[Edit], author: str, date: str) -> Laid:
    changes = tuple(Change(f"d{place}", author, date, edit) for place, edit in enumerate(edits))
    return try_lay(old, Markup(changes=changes), new)


def _coarser(before: Draft, after: Draft, comparison: Comparison, coarse: set[BlockId]) -> Iterator[Edit]:
    """The same edits, with these old blocks and all that they are linked with exchanged whole."""
    groups = _linked(comparison, coarse)
    gone = {block for olds, _ in groups for block in olds}
    come = {block for _, news in groups for block in news}
    blocks = {block.id: block for block in after.blocks}
    last = {max(olds, key=_place(before)): news for olds, news in groups}
    anchor_of = {block.id: block.anchor for block in before.blocks}
    anchor_in = {block.id: block.anchor for block in after.blocks}
    for edit in comparison.edits:
        own = edit.block in gone or edit.donor in come
        # Notes and text boxes go and come with the paragraph that holds their mark.
        carried = anchor_of.get(edit.block) in gone or anchor_in.get(edit.donor) in come
        if not own and not carried:
            yield edit
    for olds, _ in groups:
        yield from (Edit("delete_block", block) for block in sorted(olds, key=_place(before)))
    for old, news in last.items():
        for block in sorted(news, key=_place(after)):
            one = blocks[block]
            yield Edit(
                "insert_block", old, text=one.text, spans=one.spans, kind_to=one.kind, level_to=one.level,
                donor=block,
            )  # fmt: skip


def _place(draft: Draft):  # noqa: ANN202 - a key for sorting
    order = {block.id: place for place, block in enumerate(draft.blocks)}
    return order.__getitem__


def _linked(comparison: Comparison, wanted: set[BlockId]) -> list[tuple[set[BlockId], set[BlockId]]]:
    """The old blocks with all blocks that links tie them to, as (old, new)."""
    new_of: dict[BlockId, set[BlockId]] = defaultdict(set)
    old_of: dict[BlockId, set[BlockId]] = defaultdict(set)
    for link in comparison.links:
        new_of[link.old].add(link.new)
        old_of[link.new].add(link.old)
    groups: list[tuple[set[BlockId], set[BlockId]]] = []
    left = set(wanted)
    while left:
        olds, news = {left.pop()}, set[BlockId]()
        while True:
            more = {new for old in olds for new in new_of[old]}
            back = {old for new in more for old in old_of[new]} | olds
            if back == olds and more == news:
                break
            olds, news = back, more
        left -= olds
        groups.append((olds, news))
    return groups


def _prove(data: bytes, old: bytes, new: bytes) -> None:
    """Raise CannotLay unless accepting all reads as the new version and rejecting all as the old one."""
    for view, version, what in (("final", new, "new"), ("original", old, "old")):
        if reading.text(data, view) != reading.text(version, "original"):  # type: ignore[arg-type]
            reason = f"a table or text box changed in a way that would not read as the {what} version"
            raise CannotLay((Problem("unproven", "", None, reason),))
