"""Comments with their threads, states and anchors.

Format: [MS-DOCX] 2.5.1 (commentsExtended), 2.5.2 (commentsIds). A thread is told by the paraId of the
*last* paragraph of each comment; where that table is missing or partial, comments are flat.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from documents.core.model import Comment, Point, Unreadable, Warning
from documents.core.package import Package
from documents.core.package.names import AUTHOR, DATE, W14, W15, W
from documents.core.textmap import Mark, Piece, Story, TextBlock, Walked

_PARA_ID = W14 + "paraId"
_EXTENDED = W15 + "commentEx"
_CID = "{http://schemas.microsoft.com/office/word/2016/wordml/cid}"


@dataclass(frozen=True, slots=True)
class _State:
    parent: str  # paraId, "" for the head of a thread
    done: bool


def comments(
    package: Package, stories: Sequence[tuple[Story, Walked]], anchors: Anchors, warnings: list[Warning],
) -> tuple[Comment, ...]:
    """The comments of a package in the order of their part; `stories` are their bodies."""
    states = _states(package, warnings)
    heads = {_para_id(walked): story.id for story, walked in stories if _para_id(walked)}
    keys = _durable_ids(package)
    read: dict[str, Comment] = {}
    for story, walked in stories:
        state = states.get(_para_id(walked), _State("", False))
        parent = heads.get(state.parent, "")
        one = _comment(story, walked, anchors, state.done, "" if parent == story.id else parent, keys)
        if one.id in read:
            warnings.append(Warning("duplicate-comment", f"two comments have the id {one.id}", story.part))
            continue
        read[one.id] = one
    threads = _heads(read)
    return tuple(_settled(one, threads[one.id], anchors, warnings) for one in read.values())


def _comment(
    story: Story, walked: Walked, anchors: Anchors, done: bool, parent: str, keys: Mapping[str, str],
) -> Comment:
    start, end = anchors.of(story.id) or (anchors.nowhere, anchors.nowhere)
    return Comment(
        id=story.id,
        author=story.element.get(AUTHOR, ""),
        initials=story.element.get(W + "initials", ""),
        date=story.element.get(DATE, ""),
        text="\n".join(
            "".join(atom.text for atom in piece.atoms if not atom.run.deleted)
            for piece in walked.pieces if piece.anchor is None),
        parent=parent,
        resolved=done,
        start=start,
        end=end,
        key=keys.get(_para_id(walked), _para_id(walked)),
    )


def _settled(one: Comment, head: Comment, anchors: Anchors, warnings: list[Warning]) -> Comment:
    """A reply is resolved with its thread, and stands where its thread stands when it has no mark."""
    start, end = one.start, one.end
    if anchors.of(one.id) is None:
        if anchors.of(head.id) is None:
            warnings.append(Warning("comment-without-mark", f"comment {one.id} points to no text"))
        start, end = head.start, head.end
    parent = one.parent if head is not one else ""
    return Comment(one.id, one.author, one.initials, one.date, one.text, parent,
                   one.resolved or head.resolved, start, end, one.key)


def _heads(read: Mapping[str, Comment]) -> dict[str, Comment]:
    """Comment → the first one of its thread; itself when its parents run in a circle, or one is missing."""
    found: dict[str, Comment | None] = {}
    for one in read.values():
        path: list[str] = []
        at: Comment | None = one
        while at is not None and at.parent and at.id not in found:
            found[at.id] = None  # for whoever comes here again on the way: a circle
            path.append(at.id)
            at = read.get(at.parent)
        head = None if at is None else found.get(at.id, at)
        found.update(dict.fromkeys(path, head))
    return {name: found.get(name) or one for name, one in read.items()}


def _states(package: Package, warnings: list[Warning]) -> dict[str, _State]:
    states: dict[str, _State] = {}
    for part in package.related(package.main, "commentsExtended"):
        try:
            root = package.tree(part)
        except Unreadable as error:
            warnings.append(Warning("damaged-part", error.reason, part))
            continue
        for row in root.iter(_EXTENDED):
            states[row.get(W15 + "paraId", "").upper()] = _State(
                row.get(W15 + "paraIdParent", "").upper(), row.get(W15 + "done", "0") in ("1", "true", "on"))
    states.pop("", None)
    return states


def _durable_ids(package: Package) -> dict[str, str]:
    """paraId of a comment → the id that Word keeps for the comment's life ([MS-DOCX] 2.5.2)."""
    found: dict[str, str] = {}
    for part in package.related(package.main, "commentsIds"):
        try:
            rows = list(package.tree(part))
        except Unreadable:
            continue
        for row in rows:
            if isinstance(row.tag, str):
                found[row.get(_CID + "paraId", "").upper()] = row.get(_CID + "durableId", "").upper()
    return {key: value for key, value in found.items() if key and value}


def _para_id(walked: Walked) -> str:
    own = [piece for piece in walked.pieces if piece.anchor is None]
    return str(own[-1].element.get(_PARA_ID, "")).upper() if own else ""


class Anchors:
    """From comment ids to places in the clean text. `before` gives pieces without a block the one before."""

    def __init__(self, marks: Iterable[Mark], before: Mapping[Piece, TextBlock], first: str) -> None:
        self._before = before
        self._marks: dict[str, dict[str, Mark]] = {}
        for mark in marks:
            if mark.kind.startswith("comment_"):
                self._marks.setdefault(mark.id, {}).setdefault(mark.kind, mark)
        self.nowhere = Point(first, 0)

    def of(self, comment: str) -> tuple[Point, Point] | None:
        """Start and end of a comment's range; both at its reference when it has none."""
        marks = self._marks.get(comment)
        if not marks:
            return None
        start = marks.get("comment_start") or marks.get("comment_reference") or marks["comment_end"]
        end = marks.get("comment_end") or marks.get("comment_reference")
        first = self.point(start)
        last = self._end_of_block(start) if end is None else self.point(end)
        if "comment_start" not in marks and "comment_end" not in marks:
            last = first
        return first, last

    def point(self, mark: Mark) -> Point:
        """The mark's place; when nothing of its paragraph is clean, the end of the block before."""
        block = mark.piece.block
        if block is not None:
            return Point(block.id, mark.offset)
        before = self._before.get(mark.piece)
        return Point(before.id, before.length) if before is not None else self.nowhere

    def _end_of_block(self, mark: Mark) -> Point:
        block = mark.piece.block
        return self.point(mark) if block is None else Point(block.id, mark.piece.end)
