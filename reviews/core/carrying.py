"""Opening a returned file: its markup and unmarked changes, carried over to the version it was made on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from documents.core import markup, reading
from documents.core.comparing import compare
from documents.core.following import follow
from documents.core.markup import weaving
from documents.core.model import (
    OBJECT,
    Anchor,
    BlockId,
    Change,
    Comment,
    Comparison,
    Draft,
    Edit,
    Markup,
    Media,
    Placement,
    Point,
)
from documents.core.package import open_package
from documents.core.textmap import map_package
from reviews.core import telling
from reviews.core.receiving import PlacedChange, PlacedComment, replacements
from reviews.core.telling import LeftOut


@dataclass(frozen=True, slots=True)
class Carried:
    """The file's comments and changes on the base version; `same_text`: nothing was changed unmarked."""

    comments: tuple[PlacedComment, ...]
    changes: tuple[PlacedChange, ...]
    same_text: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """What a returned file says of the base version.

    `unmarked` are changes without a mark, as edits on the base version; `left_out` are changes
    that no edit says (page set-up, merged cells, deletions of others' insertions, boxes ticked);
    `authors` are all names in the file.
    """

    carried: Carried
    unmarked: tuple[Edit, ...]
    left_out: tuple[LeftOut, ...]
    authors: frozenset[str]


def opened(data: bytes, base: Draft, file: bytes | None = None) -> Opened:
    """Read a returned Word file against the version that it is a copy of. Raises `Unreadable`.

    `file` is the version's own: with it, a picture that was swapped without a mark is found as well.
    """
    clean, lifted = markup.lift(data)
    base = _with_pictures(base, file) if file is not None else base
    theirs = reading.read(clean)
    views = _views(data, theirs, lifted.changes)
    told, left_out = telling.told(lifted.changes, views)
    remarks = (*lifted.comments, *telling.objections(views))
    carried = carry(replace(lifted, comments=remarks, changes=replacements(told)), theirs, base)
    comparison = None if carried.same_text and not base.media else compare(base, theirs)
    return Opened(
        carried,
        () if comparison is None else weaving.homed(comparison.edits, base, theirs, "clean"),
        (*left_out, *telling.of_answers(base, theirs, comparison)),
        frozenset([one.author for one in lifted.comments] + [one.author for one in lifted.changes]),
    )


def _with_pictures(base: Draft, file: bytes) -> Draft:
    """The draft with the pictures that its blocks name, from the version's file."""
    named = {one.value for block in base.blocks for one in block.objects if one.kind == "image"}
    if not named:
        return base
    package = open_package(file)
    media = {
        name: Media(name, package.content_type(name), package.parts[name])
        for name in named if name in package.parts
    }
    return replace(base, media=media)


def _views(data: bytes, theirs: Draft, changes: Sequence[Change]) -> telling.Views:
    """The file as it reads without its markup, with only its formatting accepted, with all accepted."""
    if not changes:
        return telling.Views(theirs, theirs, theirs)
    looks = final = theirs
    found = map_package(open_package(data))
    if any(change.edit.kind == "format" for change in changes):
        looks = reading.read(markup.settle(data, accept=lambda change: change.edit.kind == "format"))
    if any(_brings(change.edit) for change in changes):
        final = reading.read(markup.settle(data, accept=True))
    return telling.Views(theirs, looks, final, reading.arrivals(found), reading.amendments(found))


def _brings(edit: Edit) -> bool:
    """Whether something comes with the edit that is to be taken from the file itself."""
    return edit.kind in ("insert_block", "structure") or (edit.kind == "insert" and OBJECT in edit.text)


def carry(laid: Markup, theirs: Draft, base: Draft, comparison: Comparison | None = None) -> Carried:
    """Places of the file's markup in the base version; `comparison` is that of the two, if it is known."""
    if [block.text for block in theirs.blocks] == [block.text for block in base.blocks]:
        ids = {mine.id: ours.id for mine, ours in zip(theirs.blocks, base.blocks, strict=True)}
        return _renamed(laid, ids)
    known = comparison or compare(theirs, base)
    found = {place.id: place for place in follow(_anchors(laid, theirs), theirs, base, known)}
    texts = {block.id: block.text for block in theirs.blocks}
    base_texts = {block.id: block.text for block in base.blocks}
    return Carried(
        tuple(_placed(index, comment, found) for index, comment in enumerate(laid.comments)),
        tuple(
            PlacedChange(change, _edit(change.edit, found.get(f"change {index}"), texts, base_texts))
            for index, change in enumerate(laid.changes)
        ),
        same_text=False,
    )


def _renamed(laid: Markup, ids: dict[BlockId, BlockId]) -> Carried:
    """The texts are the same, block by block: only names may differ."""
    comments = tuple(
        PlacedComment(
            comment, _renamed_point(comment.start, ids), _renamed_point(comment.end, ids),
        )
        for comment in laid.comments
    )
    changes = tuple(
        PlacedChange(
            change,
            replace(
                change.edit,
                block=ids.get(change.edit.block) if change.edit.block is not None else None,
                to=ids.get(change.edit.to) if change.edit.to is not None else None,
            ),
        )
        for change in laid.changes
    )
    return Carried(comments, changes, same_text=True)


def _renamed_point(point: Point, ids: dict[BlockId, BlockId]) -> Point | None:
    return replace(point, block=ids[point.block]) if point.block in ids else None


def _anchors(laid: Markup, theirs: Draft) -> list[Anchor]:
    """A comment's ends and a change's place; ids tell which is which."""
    lengths = {block.id: len(block.text) for block in theirs.blocks}
    anchors: list[Anchor] = []
    for index, comment in enumerate(laid.comments):
        start, end = comment.start, comment.end
        if start.block == end.block:
            anchors.append(Anchor(f"comment {index}", start.block, start.offset, end.offset))
        else:
            anchors.append(Anchor(f"comment {index}", start.block, start.offset, lengths.get(start.block, 0)))
            anchors.append(Anchor(f"end {index}", end.block, 0, end.offset))
    for index, change in enumerate(laid.changes):
        edit = change.edit
        if edit.block is not None:
            whole = "_block" in edit.kind
            end_at = lengths.get(edit.block, 0) if whole else edit.end
            anchors.append(Anchor(f"change {index}", edit.block, 0 if whole else edit.start, end_at))
    return anchors


def _placed(index: int, comment: Comment, found: dict[str, Placement]) -> PlacedComment:
    start = found.get(f"comment {index}")
    end = found.get(f"end {index}", start)
    if start is None or end is None or "orphaned" in {start.status, end.status}:
        return PlacedComment(comment, None, None)
    if start.block is None or end.block is None:
        return PlacedComment(comment, None, None)
    return PlacedComment(comment, Point(start.block, start.start), Point(end.block, end.end))


def _edit(
    edit: Edit, place: Placement | None, texts: dict[BlockId, str], base_texts: dict[BlockId, str],
) -> Edit | None:
    """The edit on the base version; None unless the words that it changes stand there just so."""
    if edit.kind == "move_block" or (edit.block is None and edit.kind != "insert_block"):
        return None
    if edit.block is None:
        return edit
    if place is None or place.status == "orphaned" or place.block is None:
        return None
    if "_block" in edit.kind:
        same = texts.get(edit.block) == base_texts.get(place.block)
        return replace(edit, block=place.block) if same or edit.kind == "insert_block" else None
    words = texts.get(edit.block, "")[edit.start : edit.end]
    if base_texts.get(place.block, "")[place.start : place.end] != words:
        return None
    return replace(edit, block=place.block, start=place.start, end=place.end)
