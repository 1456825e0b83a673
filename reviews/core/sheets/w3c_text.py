"""W3C dispositions of comments: the text format of csswg and w3process, and a table in HTML (§6)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping

from reviews.core.sheets.values import Row

_LABELS = {
    "summary": "title", "from": "author", "comment": "comment", "commend": "comment",
    "response": "response", "changes": "changes", "closed": "verdict", "verified": "verified",
    "note": "note", "resolved": "note",
}
_PRINTED = (
    ("title", "Summary"), ("author", "From"), ("comment", "Comment"), ("response", "Response"),
    ("changes", "Changes"), ("verdict", "Closed"), ("verified", "Verified"), ("note", "Note"),
)
_ABOUT = ("Draft", "ED", "Title", "Date", "Status", "Intro")
_LINE = re.compile(r"([A-Za-z][A-Za-z ]{0,20}):(?:[ \t]+(.*)|)$")
_ISSUE = re.compile(r"Issue\s+([^\s:]+?)\.?\s*$", re.IGNORECASE)
_RULE = re.compile(r"-{4,}\s*$")


def looks_like(text: str) -> bool:
    """Whether the text holds such records."""
    head = text[:50_000]
    return bool(
        re.search(r"(?m)^Issue\s+\S+\s*$", head) and re.search(r"(?m)^(?:Summary|From|Comm?en[td]):", head)
    )


def read(text: str) -> tuple[tuple[Row, ...], dict[str, str]]:
    """The issues in their order, and what the preamble says by label in lower case."""
    about: dict[str, list[str]] = {}
    rows: list[dict[str, list[str]]] = []
    current, name = about, ""
    for line in text.split("\n"):
        if _RULE.match(line):
            name = ""
        elif issue := _ISSUE.match(line):
            current, name = {"ref": [issue[1]]}, ""
            rows.append(current)
        else:
            name = _take(line, name, current, is_about=current is about)
    fields = [{key: _joined(lines) for key, lines in row.items()} for row in rows]
    said = {key: _joined(lines) for key, lines in about.items()}
    return (
        tuple(
            Row(number, {key: words for key, words in row.items() if words})
            for number, row in enumerate(fields, start=1)
        ),
        {key: words for key, words in said.items() if words},
    )


def _take(line: str, name: str, current: dict[str, list[str]], *, is_about: bool) -> str:
    found = _LINE.match(line)
    label = found[1].casefold() if found else ""
    key = (label if label.capitalize() in _ABOUT or label == "ed" else "") if is_about else _LABELS.get(label)
    if found and key:
        current.setdefault(key, []).append((found[2] or "").strip())
        return key
    if name:
        current[name].append(line.strip())
    return name


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")


def write(rows: Iterable[Mapping[str, str]], about: Mapping[str, str]) -> str:
    """The text with these issues."""
    preamble = "".join(
        _field(label, about[label.casefold()]) for label in _ABOUT if about.get(label.casefold())
    )
    return preamble + "".join(_issue(fields) for fields in rows)


def _issue(fields: Mapping[str, str]) -> str:
    written = "".join(_field(label, fields[name]) for name, label in _PRINTED if fields.get(name))
    return f"----\nIssue {'-'.join(fields.get('ref', '').split()) or '?'}.\n{written}"


def _field(label: str, words: str) -> str:
    """The label with the first line; the others indented, which reading takes off."""
    first, *others = words.split("\n")
    lead = " " * (len(label) + 2)
    return f"{label}: {first}".rstrip() + "\n" + "".join(f"{lead}{line}".rstrip() + "\n" for line in others)


def write_html(rows: Iterable[Mapping[str, str]], title: str) -> str:
    """The same as a table of its own page, without a script and without styles from elsewhere."""
    heads = "".join(f"<th>{name}</th>" for name in ("Issue", "From", "Comment", "Response", "Closed"))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>'
        f"{html.escape(title)}</title></head><body><h1>{html.escape(title)}</h1>"
        f"<table border=\"1\"><thead><tr>{heads}</tr></thead><tbody>\n{''.join(map(_html_row, rows))}"
        "</tbody></table></body></html>\n"
    )


def _html_row(fields: Mapping[str, str]) -> str:
    comment = "\n".join(fields[name] for name in ("title", "comment") if fields.get(name))
    cells = (fields.get("author", ""), comment, fields.get("response", ""), fields.get("verdict", ""))
    written = "".join(f"<td>{html.escape(words).replace(chr(10), '<br>')}</td>" for words in cells)
    ref = html.escape(fields.get("ref", ""))
    return f'<tr id="issue-{ref}"><th>{ref}</th>{written}</tr>\n'
