"""Our own JSON: every field, nothing lost, with the number of the format's version."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from documents.core.model import Unreadable
from reviews.core.sheets.values import MOST_ROWS, Row

FORMAT = "draftroom-comments"
VERSION = 1

#: Fields that hold a value of their own kind, not words.
_STRUCTURED = frozenset({"anchor", "proposal", "replies", "given"})


def looks_like(data: bytes) -> bool:
    """Whether the bytes are JSON of ours."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and FORMAT.encode() in data[:4_096]


def read(data: bytes) -> tuple[tuple[Row, ...], dict[str, str]]:
    """The comments and what the file says of itself. Raises `Unreadable` for another version."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not well-formed JSON ({str(error)[:120]})", code="json") from None
    version = found.get("version")
    if found.get("format") != FORMAT or version != VERSION:
        raise Unreadable(f"this is version {version} of the format; version {VERSION} is read here",
                         code="version")
    comments = found.get("comments")
    if not isinstance(comments, list) or not all(isinstance(one, dict) for one in comments):
        raise Unreadable("`comments` is no list of objects", code="json")
    if len(comments) > MOST_ROWS:
        raise Unreadable(f"more than {MOST_ROWS:,} comments: split the file", code="too-many-rows")
    about = {str(key): _words(value) for key, value in (found.get("about") or {}).items()}
    rows = (Row(number, _fields(one)) for number, one in enumerate(comments, start=1))
    return tuple(rows), about


def _fields(comment: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: json.dumps(value, ensure_ascii=False, sort_keys=True) if name in _STRUCTURED else _words(value)
        for name, value in comment.items()
    }


def _words(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def pieces(rows: Iterable[Mapping[str, str]], about: Mapping[str, str]) -> Iterator[str]:
    """The file, a comment at a time. Its context makes it JSON-LD as well."""
    head = {
        "@context": {"@vocab": "https://schema.org/", "comments": "comment", "comment": "text"},
        "format": FORMAT, "version": VERSION, "about": dict(about),
    }
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "comments": ['
    separator = "\n  "
    for fields in rows:
        yield separator + json.dumps(_object(fields), ensure_ascii=False)
        separator = ",\n  "
    yield "\n ]\n}\n"


def _object(fields: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: json.loads(words) if name in _STRUCTURED and words else words for name, words in fields.items()
    }
