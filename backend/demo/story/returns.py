"""Marked-up copies that came back: real Word files with comments and tracked changes of one reviewer."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from backend.demo.paper import writing
from documents.core import markup, reading
from documents.core.model import Block, Change, Comment, Draft, Edit, Markup, Point

_RETURNS = Path(__file__).with_name("returns.toml")


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on the words `on`, or a change of them to `to`; `answer` is (disposition, response)."""

    on: str
    say: str = ""
    to: str | None = None
    answer: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Returned:
    """One file that came back."""

    version: int
    by: str
    on: date
    file_name: str
    remarks: tuple[Remark, ...]

    def content(self) -> bytes:
        """The version as this reviewer marked it up in Word."""
        clean = writing.paper(self.version)
        return markup.lay(clean, _markup(self, reading.read(clean)))


@cache
def returned() -> tuple[Returned, ...]:
    """All files that came back, in their order."""
    rows = tomllib.loads(_RETURNS.read_text(encoding="utf-8"))["return"]
    return tuple(
        Returned(row["version"], row["by"], row["on"], row["file"], tuple(_remarks(row))) for row in rows
    )


def _remarks(row: dict[str, list[dict[str, str]]]) -> list[Remark]:
    said = [*row.get("comment", []), *row.get("change", [])]
    return [
        Remark(item["on"], item.get("say", ""), item.get("to"), tuple(item["answer"].split(": ", 1)))  # type: ignore[arg-type]
        for item in said
    ]


def _markup(returned: Returned, draft: Draft) -> Markup:
    comments: list[Comment] = []
    changes: list[Change] = []
    initials = "".join(word[0] for word in returned.by.split())
    for number, remark in enumerate(returned.remarks):
        block, start = _find(draft, remark.on)
        end = start + len(remark.on)
        date = f"{returned.on.isoformat()}T{9 + number // 6:02}:{number % 6 * 10:02}:00Z"
        if remark.to is None:
            place = Point(block.id, start), Point(block.id, end)
            comments.append(Comment(str(number), returned.by, initials, date, remark.say, "", False, *place))
        else:
            changes.append(Change(str(number), returned.by, date, _edit(block, start, remark)))
    return Markup(tuple(comments), tuple(changes))


def _edit(block: Block, start: int, remark: Remark) -> Edit:
    """The change as somebody types it: only the words that differ."""
    old, new = remark.on.split(" "), (remark.to or "").split(" ")
    same = _alike(old, new)
    same_end = _alike(old[same:][::-1], new[same:][::-1])
    begin = start + len(" ".join(old[:same])) + (1 if same else 0)
    gone = " ".join(old[same : len(old) - same_end])
    came = " ".join(new[same : len(new) - same_end])
    if gone:
        return Edit("replace", block.id, begin, begin + len(gone), came)
    at_end = begin > start + len(remark.on)
    return Edit("insert", block.id, begin - at_end, begin - at_end, f" {came}" if at_end else f"{came} ")


def _alike(old: list[str], new: list[str]) -> int:
    """How many words at the start are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(old), len(new)))


def _find(draft: Draft, words: str) -> tuple[Block, int]:
    for block in draft.blocks:
        if block.kind != "toc" and (place := block.text.find(words)) >= 0:
            return block, place
    raise LookupError(f"no block of the version holds {words!r}")
