"""What reviewers said of each version, tied to its words, and what the editors answered."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("comments")


@dataclass(frozen=True, slots=True)
class Said:
    """A comment of the story.

    It points at the words `on`, at a `section` by its heading (the `nth` of that name), or at the whole
    document. `answer` is (disposition, response); `early` answers were given before the review ended.
    `audience` is who sees it while the review is open (`author`, `agency`, `document`).
    `same_as` is the key of the comment that a duplicate repeats. `stands` are who said, with which side and
    reason, how their agency stands to it.
    """

    by: str
    type: str
    severity: str
    body: str
    on: str = ""
    section: str = ""
    nth: int = 1
    proposal: str | None = None
    replies: tuple[tuple[str, str], ...] = ()
    answer: tuple[str, str] = ("", "")
    early: bool = False
    audience: str = "document"
    key: str = ""
    same_as: str = ""
    stands: tuple[tuple[str, str, str], ...] = ()


@cache
def said_of(version: int) -> tuple[Said, ...]:
    """The comments on a version (2 to 5), in the order in which they came; none on the outline."""
    files = sorted(_FOLDER.glob(f"{version}-*.toml"))
    rows = [row for path in files for row in tomllib.loads(path.read_text(encoding="utf-8"))["comment"]]
    return tuple(map(_said, rows))


def _said(row: dict[str, object]) -> Said:
    kind, severity = str(row["kind"]).split("/")
    replies, stands = row.get("replies", []), row.get("stands", [])
    return Said(
        by=str(row["by"]),
        type=kind,
        severity=severity,
        body=str(row["say"]),
        on=str(row.get("on", "")),
        section=str(row.get("section", "")),
        nth=int(str(row.get("nth", 1))),
        proposal=str(row["propose"]) if "propose" in row else None,
        replies=tuple(_parted(str(reply)) for reply in replies) if isinstance(replies, list) else (),
        answer=_parted(str(row["answer"])),
        early=bool(row.get("early", False)),
        audience=str(row.get("audience", "document")),
        key=str(row.get("key", "")),
        same_as=str(row.get("same_as", "")),
        stands=tuple(_stated(str(stand)) for stand in stands) if isinstance(stands, list) else (),
    )


def _parted(text: str) -> tuple[str, str]:
    before, _, after = text.partition(": ")
    return before, after


def _stated(text: str) -> tuple[str, str, str]:
    by, words = _parted(text)
    side, _, reason = words.partition(": ")
    return by, side, reason
