"""The prose as a script: entries in reading order, each with the versions that it belongs to.

Files in `text/<document>/` hold entries parted by empty lines or by a new tag. A line may begin with a tag,
`[3-]`; without one it belongs to versions 2 to 5. Then comes what it is: `# ` headings (`#!` without
number, `{#key}` a name to refer to), `* ` and `1. ` list items, `> ` a chapter's main points,
`!figure key | caption | alt text`, `!table key | caption | column widths`, rows `| a | b |`,
`!equation key`, `[^key] ` a footnote's text; anything else is a paragraph. What lies between
`!passage name` and `!end` stands where `!insert name` says: so a passage can move.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from backend.demo.paper.variants import choose, holds

EntryKind = Literal["heading", "paragraph", "bullet", "number", "points", "figure", "table", "equation"]
TEXT = Path(__file__).parent / "text"

_TAG = re.compile(r"\[(\d-?\d?)\] ?")
_HEADING = re.compile(r"(#+)(!?) (.*?)(?: \{#(\w+)\})?")
_ITEM = re.compile(r"(\*|>|\d\.) ")
_ITEM_KINDS: dict[str, EntryKind] = {"*": "bullet", ">": "points", ".": "number"}
_NOTE = re.compile(r"\[\^(\w+)\] (.*)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of the paper, as it reads in one version; `text` still carries inline marks."""

    kind: EntryKind
    text: str
    key: str = ""
    level: int = 0
    numbered: bool = True
    alt: str = ""
    widths: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """A version's entries and the texts of its footnotes by key."""

    entries: tuple[Entry, ...]
    notes: dict[str, str]


@cache
def script(work: str, version: int) -> Script:
    """The script of the document with the key `work` in `version`."""
    entries: list[Entry] = []
    notes: dict[str, str] = {}
    in_table = False
    for line in _lines(work, version):
        span, body = _tagged(line)
        here = holds(span, version)
        if not body.startswith("| "):
            in_table = here and body.startswith("!table ")
        if not here or (body.startswith("| ") and not in_table):
            continue
        body = re.sub(r" {2,}", " ", choose(body, version)).strip()
        if note := _NOTE.fullmatch(body):
            notes[note[1]] = note[2]
        elif body.startswith("| "):
            entries[-1] = _with_row(entries[-1], body)
        elif body:
            entries.append(_entry(body))
    return Script(tuple(entries), notes)


def _lines(work: str, version: int) -> Iterator[str]:
    """The lines in the order of `version`: passages stand where `!insert` puts them."""
    lines, passages = _source(work)
    for line in lines:
        span, body = _tagged(line)
        if not body.startswith("!insert "):
            yield line
        elif holds(span, version):
            yield from passages[body.removeprefix("!insert ")]


@cache
def _source(work: str) -> tuple[list[str], dict[str, list[str]]]:
    lines: list[str] = []
    passages: dict[str, list[str]] = {}
    into = lines
    for path in sorted((TEXT / work).glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("!passage "):
                into = passages.setdefault(line.removeprefix("!passage "), [])
            elif line == "!end":
                into = lines
            elif line.strip():
                into.append(line)
    return lines, passages


def _tagged(line: str) -> tuple[str, str]:
    """Headings stand in the outline too; of a table's rows the table decides."""
    if tag := _TAG.match(line):
        return tag[1], line[tag.end() :]
    return ("1-" if line.startswith(("#", "| ")) else "2-"), line


def _entry(body: str) -> Entry:
    if heading := _HEADING.fullmatch(body):
        marks, plain, text, key = heading.groups()
        return Entry("heading", text, key or "", level=len(marks), numbered=not plain)
    if body.startswith("!"):
        return _special(body)
    if item := _ITEM.match(body):
        return Entry(_ITEM_KINDS[item[1][-1]], body[item.end() :])
    return Entry("paragraph", body)


def _special(body: str) -> Entry:
    kind, _, rest = body[1:].partition(" ")
    parts = [part.strip() for part in rest.split(" | ")]
    if kind == "figure":
        return Entry("figure", parts[1], parts[0], alt=parts[2])
    if kind == "table":
        return Entry("table", parts[1], parts[0], widths=tuple(map(int, parts[2].split())))
    return Entry("equation", "", parts[0])


def _with_row(table: Entry, body: str) -> Entry:
    cells = tuple(cell.strip() for cell in f"{body} ".split("| ")[1:-1])
    return Entry("table", table.text, table.key, widths=table.widths, rows=(*table.rows, cells))
