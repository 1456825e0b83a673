"""Comments as Word markup: what is written into a file that goes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from documents.core.model import BlockId, Change, Comment, Edit, Markup, Point

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What a change without words of its own is called where Word wants a comment to hang a reply on.
BARE_PROPOSAL = "See the proposed change."


@dataclass(frozen=True, slots=True)
class Said:
    """A comment or reply as Word shows it. `key` is its name for life; `at` is in UTC."""

    key: str
    author: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its replies, place and proposal, ready for a Word file.

    `start` and `end` are None for the whole document. `original` becomes `proposed` by `edits`; an
    answered proposal that is not taken over is told in words (`shows_change` is false).
    """

    said: Said
    start: Point | None
    end: Point | None
    replies: tuple[Said, ...] = ()
    is_resolved: bool = False
    edits: tuple[Edit, ...] = ()
    original: str = ""
    proposed: str | None = None
    shows_change: bool = True


@dataclass(frozen=True, slots=True)
class Laid:
    """The markup for a version, and the keys of comments whose change is told in words only."""

    markup: Markup
    in_words: tuple[str, ...]


def markup_of(threads: Iterable[Thread], first_block: BlockId) -> Laid:
    """Word comments and tracked changes for `threads`, in their order.

    Word cannot show two changes of the same words: where proposals meet, the first is a tracked
    change and the others are told in their comments. Nobody's proposal is lost.
    """
    taken: list[Edit] = []
    comments: list[Comment] = []
    changes: list[Change] = []
    in_words: list[str] = []
    for thread in threads:
        shown = thread.shows_change and thread.edits and not _meets(thread.edits, taken)
        if shown:
            taken += thread.edits
            changes += _changes(thread)
        elif thread.proposed is not None:
            in_words.append(thread.said.key)
        comments += _comments(thread, first_block, tells_change=not shown)
    return Laid(Markup(tuple(comments), tuple(changes)), tuple(in_words))


def _changes(thread: Thread) -> list[Change]:
    said = thread.said
    return [
        Change(f"{said.key}/{index}", said.author, word_date(said.at), edit, group=said.key)
        for index, edit in enumerate(thread.edits)
    ]


def _comments(thread: Thread, first_block: BlockId, *, tells_change: bool) -> list[Comment]:
    text = comment_text(thread, tells_change=tells_change)
    if not text and not thread.replies and not thread.is_resolved:
        return []
    start = thread.start or Point(first_block, 0)
    end = thread.end or start
    top = _comment(replace(thread.said, text=text or BARE_PROPOSAL), "", start, end)
    replies = [_comment(reply, top.id, start, end) for reply in thread.replies]
    return [replace(comment, resolved=thread.is_resolved) for comment in (top, *replies)]


def _comment(said: Said, parent: str, start: Point, end: Point) -> Comment:
    return Comment(
        said.key, writable(said.author), initials(said.author), word_date(said.at),
        writable(said.text), parent, resolved=False, start=start, end=end,
    )


def writable(text: str) -> str:
    """`text` without characters that XML cannot hold (XML 1.0 §2.2)."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def comment_text(thread: Thread, *, tells_change: bool) -> str:
    """The text of a thread's first Word comment, with the proposal in words where it is not a change."""
    body = thread.said.text
    if not tells_change or thread.proposed is None:
        return body
    change = f"Proposed: “{thread.original}” → “{thread.proposed}”"
    return f"{body}\n{change}" if body else change


def word_date(at: datetime) -> str:
    """A moment as Word keeps it: UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def initials(name: str) -> str:
    """"ESA reviewer 2" → "ER2": first letters of at most four words."""
    return "".join(word[0] for word in name.split()[:4] if word[0].isalnum()).upper()


def _meets(edits: Sequence[Edit], taken: Sequence[Edit]) -> bool:
    return any(_overlap(one, other) for one in edits for other in taken)


def _overlap(one: Edit, other: Edit) -> bool:
    """Whether two edits change the same characters, or one lies inside what the other takes away."""
    if one.block != other.block or "insert_block" in {one.kind, other.kind}:
        return False
    if "_block" in one.kind or "_block" in other.kind:
        return True
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    return one.start < other.end and other.start < one.end
