"""Writing the Word file that goes out: threads laid on a version's clean text, and the result read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from documents.core import markup, reading
from documents.core.markup import weaving
from documents.core.model import Change, Draft, Markup, Unreadable
from reviews.core import receiving, word
from reviews.core.word import Thread


@dataclass(frozen=True, slots=True)
class Written:
    """The file's bytes, and what its own check found (JSON; `ok` when it says what it should)."""

    data: bytes
    outcome: dict[str, Any]


def written(version: bytes, threads: Sequence[Thread]) -> Written:
    """The version's file with `threads` on its clean text instead of what markup it had.

    A proposal that Word has no mark for at its place is told in its comment's words; a comment where
    Word has none (headers, footers) stands at the start. What cannot be laid even so is named in
    `outcome["problems"]`. Raises `Unreadable`.
    """
    clean, _ = markup.lift(version)
    draft = reading.read(clean)
    first = draft.blocks[0].id if draft.blocks else ""
    laid = word.markup_of(threads, first)
    done = weaving.weave(clean, laid.markup)
    if done.problems:
        laid = word.markup_of(_placed_anew(threads, done.problems), first)
        done = weaving.weave(clean, laid.markup)
    outcome = checked(done.data, draft, laid.markup)
    report = markup.check(clean, done.data, laid.markup)
    outcome |= {
        "ok": outcome["ok"] and report.passed,
        "faults": list(report.faults),
        "changed_parts": list(report.changed_parts),
        "in_words": list(laid.in_words),
        "problems": [f"{problem.id}: {problem.reason}" for problem in done.problems],
    }
    return Written(done.data, outcome)


def _placed_anew(threads: Sequence[Thread], problems: Sequence[markup.Problem]) -> list[Thread]:
    """The threads so that all can be laid: refused changes told in words, refused comments at the start.

    Word has no comments in headers and footers; their words are kept rather than lost.
    """
    refused = {problem.id for problem in problems}
    changes = {name.partition("/")[0] for name in refused if "/" in name}
    return [
        replace(
            one,
            shows_change=one.shows_change and not {one.said.key} & (changes | refused),
            start=None if one.said.key in refused else one.start,
            end=None if one.said.key in refused else one.end,
        )
        for one in threads
    ]


def checked(data: bytes, clean: Draft, laid: Markup) -> dict[str, Any]:
    """Read the file that was written: the text must be the version's, the markup what was laid."""
    try:
        again = reading.read(data)
    except Unreadable as error:
        return {"ok": False, "reason": str(error)}
    same_text = [block.text for block in again.blocks] == [block.text for block in clean.blocks]
    found = {"comments": len(again.comments), "changes": _marks(again.changes)}
    wanted = {"comments": len(laid.comments), "changes": _marks(laid.changes)}
    return {"ok": same_text and found == wanted, "same_text": same_text, "found": found, "laid": wanted}


def _marks(changes: Sequence[Change]) -> int:
    """How many insertions and deletions of words there are; table rows are read back as rows."""
    worded = [change.edit for change in changes if receiving.is_worded(change.edit)]
    edits = [edit for edit in worded if edit.xml not in (weaving.ROW, weaving.CELL)]
    return sum(len(receiving.halves(edit)) for edit in edits)
