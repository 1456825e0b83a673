"""What can be found: one `Item` for each piece of text, and the batches that carry items to an engine."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

#: `last_version` of a text that stands in its document's latest version.
OPEN = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph, comment, reply or document as the index knows it.

    One item stands for a text in all the versions `first_version..last_version` in which it reads
    the same. `scope` says who may see it: keys separated by spaces, one of which the searcher must
    hold (`document:7:agency:3 document:7:person:12`). `date` is in seconds since 1970, UTC.
    `author`, `agency` and `round` are keys, never names; `type`, `status`, `severity` and `disposition`
    are stored values; `section` is a heading as it stands ("3.2 Cislunar habitat"), `number` what a
    register or a plan calls it ("ESA-014").
    """

    id: str
    kind: str
    document: int
    scope: str
    text: str
    title: str = ""
    first_version: int = 1
    last_version: int = OPEN
    date: int = 0
    author: str = ""
    agency: str = ""
    type: str = ""
    status: str = ""
    severity: str = ""
    disposition: str = ""
    round: str = ""
    section: str = ""
    number: str = ""

    def is_in(self, scopes: frozenset[str]) -> bool:
        """Whether the holder of these keys may see the item."""
        return not scopes.isdisjoint(self.scope.split())

    def fingerprint(self) -> int:
        """63 bits that change whenever anything of the item changes: what `search_check` compares."""
        return stable_hash("\x1f".join(str(getattr(self, name)) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes to an index, applied together: first `deletes` (ids), then `upserts`."""

    upserts: tuple[Item, ...] = ()
    deletes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.upserts or self.deletes)


def stable_hash(text: str) -> int:
    """63 bits of BLAKE2b: the same in every process and on every machine, unlike `hash`."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1
