"""The files of a folder of revisions as drafts with their truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bench.revisions import printing
from documents.core import versions
from documents.core.model import Anchor, Draft, Unreadable

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


#: What the files of each kind have, besides the pool of blocks.
KEYS: Final[dict[str, tuple[frozenset[str], ...]]] = {
    "align": (frozenset({"a", "b", "links", "dontcare", "anchors"}),),
    "series": (frozenset({"versions", "comments"}),),
    "merge": (
        frozenset({"base", "sides", "human", "git_line_merge"}),
        frozenset({"base", "sides", "expected", "conflicts"}),
    ),
}


#: Files that were named as left out; each is read by several parts.
_named: set[Path] = set()


def cases(folder: Path, kind: str) -> Iterator[Case]:
    """The cases of one kind (align, merge, series), by name. A file that is none is named and left out."""
    for path in paths(folder, kind):
        try:
            found = case(path)
            if missing := _missing(found.data, kind):
                raise ValueError(f"it has no {', '.join(missing)}")  # noqa: TRY301 - said where all is said
        except (OSError, ValueError, KeyError, TypeError, IndexError, Unreadable) as error:
            if path not in _named:
                _named.add(path)
                printing.say(f"{path} is left out: {_reason(error)}")
        else:
            yield found


def paths(folder: Path, kind: str) -> list[Path]:
    """The files of one kind: in the folder's folder of that name, and in itself those with its keys."""
    beside = [path for path in sorted(folder.glob("*.json")) if _is_of(path, kind)]
    return [*sorted((folder / kind).glob("*.json")), *beside]


def _is_of(path: Path, kind: str) -> bool:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(data, dict) and not _missing(data, kind)


def _missing(data: dict[str, Any], kind: str) -> list[str]:
    """What a case of this kind has and this one has not."""
    return sorted(min((keys - data.keys() for keys in KEYS[kind]), key=len))


def _reason(error: Exception) -> str:
    return f"it has no {error.args[0]}" if isinstance(error, KeyError) else str(error)


def case(path: Path) -> Case:
    """One file. The pool's blocks are shared, the versions name them by number."""
    data = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise TypeError("it holds no object")
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
