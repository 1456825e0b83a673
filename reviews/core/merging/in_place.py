"""Editing a paragraph as it reads with what is decided: which edits on the base make the new text of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from documents.core.model import Edit
from reviews.core.proposing import changes

#: Kept words: from and to in the paragraph as it reads now, and from where in the base.
_Kept = tuple[int, int, int]


def edits_on_base(base: str, block: str, done: Iterable[Edit], text: str) -> tuple[Edit, ...] | None:
    """The edits that turn the paragraph as it reads with `done` into `text`, on the base.

    None when words would change that somebody else's accepted change wrote: that change is to be
    reworded instead.
    """
    now, kept = _now(base, done)
    found = []
    for start, end, new in changes(now, text):
        place = _place(kept, start, end)
        if place is None:
            return None
        first, last = place, place + end - start
        if start == end:
            found.append(Edit("insert", block, first, first, new))
        else:
            found.append(Edit("replace" if new else "delete", block, first, last, new))
    return tuple(found)


def now(base: str, done: Iterable[Edit]) -> str:
    """The paragraph as it reads with some edits done."""
    return _now(base, done)[0]


def _now(base: str, done: Iterable[Edit]) -> tuple[str, list[_Kept]]:
    text, place = "", 0
    kept: list[_Kept] = []
    for edit in sorted(done, key=lambda edit: (edit.start, edit.end)):
        if edit.kind not in {"insert", "delete", "replace"}:
            continue
        kept.append((len(text), len(text) + edit.start - place, place))
        text += base[place : edit.start] + (edit.text if edit.kind != "delete" else "")
        place = edit.start if edit.kind == "insert" else edit.end
    kept.append((len(text), len(text) + len(base) - place, place))
    return text + base[place:], kept


def _place(kept: Sequence[_Kept], start: int, end: int) -> int | None:
    """Where `start..end` lies in the base, if all of it is the base's own."""
    for first, last, place in kept:
        if first <= start and end <= last and (first < last or start == end):
            return place + start - first
    return None
