"""The files of a folder of revisions as drafts with their truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from documents.core import versions
from documents.core.model import Anchor, Draft

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Segments = list[list[int]]


@dataclass(frozen=True, slots=True)
class Truth:
    """Where an anchor belongs: to `follow` into these segments, an `orphan`, or `either`."""

    status: str
    segments: Segments


@dataclass(frozen=True, slots=True)
class Case:
    """One file: its name, what it says, and its versions by the key that it has them under."""

    name: str
    data: dict[str, Any]
    drafts: dict[str, list[Draft]]

    @property
    def is_synthetic(self) -> bool:
        """Whether the truth is exact by construction."""
        return "syn" in self.name.split("-")

    def one(self, key: str) -> Draft:
        return self.drafts[key][0]


def cases(folder: Path, kind: str) -> Iterator[Case]:
    """The cases of one kind (align, merge, series), by name."""
    for path in sorted((folder / kind).glob("*.json")):
        yield case(path)


def case(path: Path) -> Case:
    """One file. The pool's blocks are shared, the versions name them by number."""
    data = json.loads(path.read_text(encoding="utf-8"))
    pool = data["pool"]
    found: dict[str, list[Draft]] = {}
    for key in ("a", "b", "base", "human"):
        if key in data:
            found[key] = [_draft(pool, data[key])]
    for key in ("sides", "expected"):
        if key in data:
            found[key] = [_draft(pool, each) for each in data[key]]
    if "versions" in data:
        found["versions"] = [_draft(pool, each["blocks"]) for each in data["versions"]]
    return Case(path.stem, data, found)


def _draft(pool: list[Any], indexes: list[int]) -> Draft:
    return versions.draft([pool[index] for index in indexes])


def texts(draft: Draft) -> list[str]:
    """What the blocks say."""
    return [block.text for block in draft.blocks]


def anchor(number: int, item: dict[str, Any]) -> Anchor:
    """A comment of a file as an anchor."""
    return Anchor(str(number), item["block"], item["start"], item["end"])


def truth(item: dict[str, Any]) -> Truth:
    """Where it belongs."""
    return Truth(item["status"], item["segments"])
