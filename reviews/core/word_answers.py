"""Answers in the sender's own Word file: each as a reply in the thread of its comment or change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from documents.core import markup
from documents.core.model import Change, Comment, Markup, Point
from reviews.core.word import BARE_PROPOSAL, Said, initials, word_date, writable


@dataclass(frozen=True, slots=True)
class Answered:
    """What to say to one thing of the file: a comment by its id there, or a change by who, when and what.

    `words` are those that the change takes away and brings. `is_resolved` closes the thread.
    """

    word_id: str
    author: str
    date: str
    words: tuple[str, str]
    replies: tuple[Said, ...]
    is_resolved: bool = False


@dataclass(frozen=True, slots=True)
class Replied:
    """The file with the answers, and how many had no place in it (changes without a mark)."""

    data: bytes
    homeless: int


def answered(data: bytes, answers: Sequence[Answered]) -> Replied:
    """The file with the answers in its threads; its text and its other parts stay. Raises `Unreadable`."""
    clean, lifted = markup.lift(data)
    threads = {comment.id: comment for comment in lifted.comments if not comment.parent}
    resolved: set[str] = set()
    new: list[Comment] = []
    homeless = 0
    for answer in answers:
        top = threads.get(answer.word_id)
        if top is not None:
            new += _replies(top, answer)
            resolved |= {top.id} if answer.is_resolved else set()
        elif (change := _change(lifted.changes, answer)) is not None:
            new += _thread(change, answer)
        else:
            homeless += 1
    kept = [replace(one, resolved=True) if _thread_of(one) in resolved else one for one in lifted.comments]
    laid = markup.try_lay(clean, Markup((*kept, *new), lifted.changes, lifted.opaque))
    return Replied(laid.data, homeless)


def _thread_of(comment: Comment) -> str:
    return comment.parent or comment.id


def _replies(top: Comment, answer: Answered) -> list[Comment]:
    return [_said(one, top.id, top.start, top.end, answer) for one in answer.replies]


def _thread(change: Change, answer: Answered) -> list[Comment]:
    """A change has no words of its own in Word: a comment on it carries the answer."""
    edit = change.edit
    if edit.block is None or not answer.replies:
        return []
    start, end = Point(edit.block, edit.start), Point(edit.block, max(edit.start, edit.end))
    first = answer.replies[0]
    top = _said(replace(first, key=f"{first.key}/change", text=BARE_PROPOSAL), "", start, end, answer)
    return [top, *(_said(one, top.id, start, end, answer) for one in answer.replies)]


def _said(said: Said, parent: str, start: Point, end: Point, answer: Answered) -> Comment:
    return Comment(
        said.key, writable(said.author), initials(said.author), word_date(said.at), writable(said.text),
        parent, answer.is_resolved, start, end,
    )


def _change(changes: Iterable[Change], answer: Answered) -> Change | None:
    """The change that is meant, if only one can be."""
    found = [
        one for one in changes
        if (one.author, one.date) == (answer.author, answer.date) and _speaks(one, answer.words)
    ]
    groups = {one.group or one.id for one in found}
    return found[0] if len(groups) == 1 else None


def _speaks(change: Change, words: tuple[str, str]) -> bool:
    text = change.edit.text
    gone, come = words
    if text:
        return text in come or text in gone
    length = change.edit.end - change.edit.start
    return change.edit.kind in {"delete", "replace"} and 0 < length <= len(gone)
