"""Text that differs between versions: `{2-3:30 days¦4-:30–42 days}` and entries tagged `[3-]`.

A range is `3`, `2-4` or `4-` (from 4 on). Of the alternatives in braces the first whose range holds
the version is taken, none gives nothing; alternatives may hold further braces.
"""

from __future__ import annotations

import re

SEPARATOR = "¦"
_RANGE = re.compile(r"(\d)(-?)(\d?)")
_ALTERNATIVE = re.compile(r"(\d-?\d?):(.*)", re.DOTALL)


def holds(span: str, version: int) -> bool:
    """Whether the range `span` contains `version`."""
    match = _RANGE.fullmatch(span)
    if match is None:
        raise ValueError(f"not a range of versions: {span!r}")
    first, dash, last = match.groups()
    if not dash:
        return version == int(first)
    return int(first) <= version <= (int(last) if last else version)


def choose(text: str, version: int) -> str:
    """`text` as it reads in `version`."""
    out: list[str] = []
    place = 0
    while (start := text.find("{", place)) >= 0:
        end = _closing(text, start)
        if text.startswith("{#", start):  # a heading's key, not a choice
            out.append(text[place : end + 1])
        else:
            out.append(text[place:start] + choose(_alternative(text[start + 1 : end], version), version))
        place = end + 1
    return "".join(out) + text[place:]


def _closing(text: str, start: int) -> int:
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise ValueError(f"a brace stays open: {text[start : start + 40]!r}")


def _alternative(body: str, version: int) -> str:
    for part in _parts(body):
        match = _ALTERNATIVE.fullmatch(part)
        if match is None:
            raise ValueError(f"no range of versions in {part[:40]!r}")
        if holds(match[1], version):
            return match[2]
    return ""


def _parts(body: str) -> list[str]:
    parts, depth = [""], 0
    for char in body:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if char == SEPARATOR and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts
