"""The relationships of one part while more are added: looked through once, written once."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from lxml import etree

from documents.core.markup import manifests

_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_EMPTY = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<Relationships xmlns="{_NAMESPACE}"/>'
).encode()


def rels_part(part: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def last_word(kind: str) -> str:
    """The last word of a relationship type, the same in both namespace families."""
    return kind.rpartition("/")[2]


def resolved(part: str, target: str) -> str:
    """The part that a relative target of `part` names."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


@dataclass(slots=True)
class Relations:
    """What `part` relates to: `given` is its .rels part as it was, None when it had none."""

    part: str
    given: bytes | None
    known: dict[tuple[str, bool, str], str] = field(default_factory=dict)  # kind, external, target → id
    taken: set[str] = field(default_factory=set)
    added: list[str] = field(default_factory=list)
    last: int = 0

    def __post_init__(self) -> None:
        for one in manifests.entries(self.given) if self.given is not None else ():
            self._know(one.get("Id", ""), one.get("Type", ""), one.get("Target", ""), is_external(one))
        self.last = len(self.taken)

    def find(self, kind: str, target: str, *, external: bool) -> str:
        """The id of the first relationship of this kind to a part or an address; "" when there is none."""
        return self.known.get((last_word(kind), external, target), "")

    def free(self) -> str:
        """An id that no relationship of the part has."""
        self.last += 1
        while f"rId{self.last}" in self.taken:
            self.last += 1
        return f"rId{self.last}"

    def add(self, identity: str, kind: str, target: str, *, external: bool) -> None:
        """One more relationship, of a whole type, at the end."""
        path = target if external else posixpath.relpath("/" + target, "/" + posixpath.dirname(self.part))
        mode = ' TargetMode="External"' if external else ""
        self.added.append(
            f'<{{}}Relationship Id={quoteattr(identity)} Type="{kind}" Target={quoteattr(path)}{mode}/>'
        )
        self._know(identity, kind, path, external)

    def content(self) -> bytes | None:
        """The .rels part with what was added to it."""
        return manifests.appended(self.given or _EMPTY, self.added) if self.added else self.given

    def _know(self, identity: str, kind: str, target: str, external: bool) -> None:
        whole = target if external else resolved(self.part, target)
        self.known.setdefault((last_word(kind), external, whole), identity)
        self.taken.add(identity)


def is_external(entry: etree._Element) -> bool:
    """Whether an entry of a .rels part leads out of the package."""
    return entry.get("TargetMode") == "External"
