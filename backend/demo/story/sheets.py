"""Comment sheets that came back: filled-in forms of a community reviewer and of a community body."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from reviews.core import sheets

_SHEETS = Path(__file__).with_name("sheets.toml")


@dataclass(frozen=True, slots=True)
class Sent:
    """One sheet; `answers` are (disposition, response) by row number. One that `waits` was only read."""

    version: int
    by: str
    on: date
    file_name: str
    waits: bool
    profile: str
    rows: tuple[dict[str, str], ...]
    answers: dict[str, tuple[str, str]]

    def content(self) -> bytes:
        """The file as it was filled in."""
        kind = self.file_name.rpartition(".")[2]
        return sheets.written(self.rows, profile=self.profile, kind=kind, private=True)


@cache
def sent() -> tuple[Sent, ...]:
    """All sheets, in their order."""
    return tuple(_sent(row) for row in tomllib.loads(_SHEETS.read_text(encoding="utf-8"))["sheet"])


def _sent(said: dict[str, Any]) -> Sent:
    answers = {row["ref"]: row.pop("answer", "") for row in said["row"]}
    return Sent(
        version=said["version"], by=said["by"], on=said["on"], file_name=said["file"],
        waits=said.get("waits", False), profile=said["profile"], rows=tuple(said["row"]),
        answers={
            ref: tuple(words.split(": ", 1)) for ref, words in answers.items() if words
        },
    )
