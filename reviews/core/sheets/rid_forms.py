"""CCSDS RID initiation forms as ASCII text, one after the other (domain.md §1.1).

Fields follow their labels, to the next label. Real forms put the category after its colon and leave the
ticks blank; others tick. A line of a value that looks like a label or a rule is written with one space
more before it, which reading takes off again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from reviews.core.sheets.values import Row

_LABELS: tuple[tuple[str, str, str], ...] = (  # field, label as printed, pattern
    ("ref", "AGENCY RID NUMBER:", r"AGENCY RID NUMBER\s*:"),
    ("organisation", "SUBMITTING ORGANIZATION (Agency, Center):",
     r"SUBMITTING ORGANI[SZ]ATION\s*(?:\([^)]*\))?\s*:"),
    ("author", "REVIEWER'S NAME:", r"REVIEWER['’]?S? NAME\s*:"),
    ("code", "CODE:", r"CODE\s*:"),
    ("email", "E-MAIL ADDRESS:", r"E-?MAIL(?: ADDRESS)?\s*:"),
    ("phone", "TELEPHONE:", r"TELEPHONE\s*:"),
    ("document", "DOCUMENT NUMBER:", r"DOCUMENT NUMBER\s*:"),
    ("document_name", "DOCUMENT NAME:", r"DOCUMENT NAME\s*:"),
    ("date", "DATE ISSUED:", r"DATE ISSUED\s*:"),
    ("page", "PAGE NUMBER:", r"PAGE NUMBER\s*:"),
    ("clause", "PARAGRAPH NUMBER:", r"PARAGRAPH NUMBER\s*:"),
    ("title", "RID SHORT TITLE:", r"RID SHORT TITLE\s*:"),
    ("comment", 'DESCRIPTION OF REQUESTED CHANGE: (Use From: "..." To "..." format)',
     r"DESCRIPTION OF REQUESTED CHANGE\s*:(?:[ \t]*\(Use From[^)\n]*\))?"),
    ("type", "CATEGORY OF REQUESTED CHANGE:", r"CATEGORY OF REQUESTED CHANGE\s*:"),
    ("rationale", "SUPPORTING ANALYSIS:", r"SUPPORTING ANALYSIS\s*:"),
    ("response", "DISPOSITION:", r"DISPOSITION\s*:"),
)
_LONG = {"comment", "rationale", "response"}
_LABEL = re.compile(
    "|".join(f"(?P<{field}>{pattern})" for field, _, pattern in _LABELS), re.IGNORECASE,
)
#: Rules, labels and ticks begin a line; what is indented is part of a value.
_RULE = re.compile(r"(?:-{4,}|={4,})\s*$")
_RECORD = re.compile(r"={4,}\s*$")
_TICKS = re.compile(r"(?=\S)_*\s*[xX]?\s*_*\s*APPROVE \(MEMBER\)")
_CATEGORY = re.compile(r"(?=\S)(?:_*\s*[xX]?_*\s*)?Technical Fact\b.*\bEditorial\b")
_TICKED = re.compile(r"_*[xX]_*")
_POSITIONS = ("APPROVE (MEMBER)", "CONCUR (OBSERVER)", "COMMENTS")
_CATEGORIES = ("Technical Fact", "Recommended", "Editorial")


def looks_like(text: str) -> bool:
    """Whether the text holds such a form."""
    head = text[:20_000].upper()
    return "RID NUMBER" in head and "DESCRIPTION OF REQUESTED CHANGE" in head


def read(text: str) -> tuple[Row, ...]:
    """The forms, in their order."""
    forms: list[dict[str, list[str]]] = []
    current: dict[str, list[str]] = {}
    name = ""
    for line in text.split("\n"):
        if _RECORD.match(line):
            current, name = {}, ""
            continue
        if _RULE.match(line):
            name = ""
            continue
        name = _take(line, name, current)
        if current and (not forms or forms[-1] is not current):
            forms.append(current)
    return tuple(Row(number, _fields(form)) for number, form in enumerate(forms, start=1))


def _take(line: str, name: str, form: dict[str, list[str]]) -> str:
    """Put a line where it belongs; the field that goes on after it."""
    found = _LABEL.match(line)
    if found:
        return _labelled(line, found, form)
    if _TICKS.match(line):
        form["position"] = [_ticked(line, _POSITIONS)]
        return ""
    if name == "type" and _CATEGORY.match(line):
        form["ticks"] = [_ticked(line, _CATEGORIES)]
        return ""
    if name:
        form[name].append(line[1:] if _is_escaped(line) else line)
    return name


def _labelled(line: str, found: re.Match[str], form: dict[str, list[str]]) -> str:
    name = str(found.lastgroup)
    rest = line[found.end():]
    if name == "page" and (other := re.search(r"\bPARAGRAPH NUMBER\s*:", rest, re.IGNORECASE)):
        form["clause"] = [rest[other.end():].strip()]
        rest = rest[: other.start()]
    form[name] = [rest.strip()]
    return name


def _ticked(line: str, words: tuple[str, ...]) -> str:
    """Which of the words has a cross before it (or, in the category's line, after it)."""
    positions = words is _POSITIONS
    places = {word: line.find(word) for word in words}
    found = []
    for tick in _TICKED.finditer(line):
        near = [
            (abs((at if positions else at + len(word)) - (tick.end() if positions else tick.start())), word)
            for word, at in places.items() if at >= 0
        ]
        if near and (line[tick.start() - 1 : tick.start()] in {"", " ", "\t"}):
            found.append(min(near)[1])
    return ", ".join(dict.fromkeys(found))


def _is_escaped(line: str) -> bool:
    return line.startswith(" ") and _needs_space(line[1:])


def _needs_space(line: str) -> bool:
    """Whether a line of a value would be read as something else."""
    bare = line.lstrip(" ")
    return bool(_LABEL.match(bare) or _RULE.match(bare) or _TICKS.match(bare) or _CATEGORY.match(bare))


def _fields(form: Mapping[str, list[str]]) -> dict[str, str]:
    fields = {name: "\n".join(lines).strip("\n").strip() for name, lines in form.items()}
    ticks = fields.pop("ticks", "")
    if ticks and not fields.get("type"):
        fields["type"] = ticks
    return {name: words for name, words in fields.items() if words}


def write(rows: Iterable[Mapping[str, str]]) -> str:
    """Forms with these fields."""
    return "".join(_form(fields) for fields in rows)


_BLOCKS: tuple[tuple[str, ...], ...] = (
    ("ref", "organisation"), ("author", "code", "email", "phone"),
    ("document", "document_name", "date", "page", "title"), ("position", "comment"), ("type",),
    ("rationale",), ("response",),
)
_PRINTED = {name: label for name, label, _ in _LABELS}


def _form(fields: Mapping[str, str]) -> str:
    blocks = ["\n".join(_line(name, fields) for name in block) for block in _BLOCKS]
    return "======\n" + "\n------\n".join(blocks) + "\n======\n\n"


def _line(name: str, fields: Mapping[str, str]) -> str:
    words = fields.get(name, "").strip()
    if name == "position":
        return "  ".join(f"{'__X__' if each in words else '_____'} {each}" for each in _POSITIONS)
    if name == "page":
        page, clause = (" ".join(fields.get(each, "").split()) for each in ("page", "clause"))
        return f"{_PRINTED['page']} {page}  {_PRINTED['clause']} {clause}"
    if name == "type":
        ticks = " ".join(f"{each} ___" for each in _CATEGORIES)
        return f"{_PRINTED['type']} {' '.join(words.split())}\n{ticks}"
    if name in _LONG:
        lines = [f" {line}" if _needs_space(line) else line for line in words.split("\n")]
        return "\n".join([_PRINTED[name], *lines])
    return f"{_PRINTED[name]} {' '.join(words.split())}"
