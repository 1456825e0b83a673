"""Fresh ids: one counter above every annotation id of a package, and the paraIds in use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from documents.core.package import Package

_ID = re.compile(rb"""\b(?:\w+:)?id\s*=\s*["'](\d{1,9})["']""")
_PARA_ID = re.compile(rb"""paraId\s*=\s*["']([0-9A-Fa-f]{8})["']""")
_MARKED = re.compile(
    rb"<(?:\w+:)?(?:ins|del|moveFrom|moveTo|bookmarkStart|comment|\w+Change|\w+Range\w*|cell\w+|permStart)\b[^>]*>"
)


@dataclass(slots=True)
class Numbers:
    """Gives out `w:id` values that no annotation of the package has."""

    package: Package
    last: int = -1
    used: set[int] = field(default_factory=set)

    def __call__(self) -> int:
        """The next free id."""
        if self.last < 0:
            self.last = max(self.taken(), default=0)
        self.last += 1
        return self.last

    def reserve(self, number: str) -> bool:
        """Take a given id, if it is a number that nobody has."""
        if (
            not number.isdecimal()
            or len(number) > 9
            or str(int(number)) != number
            or int(number) in self.taken()
        ):
            return False
        self.used.add(int(number))
        return True

    def taken(self) -> set[int]:
        """Ids of revisions, bookmarks and comments in all Word parts."""
        if not self.used:
            self.used = {0}
            for name, content in self.package.parts.items():
                if name.endswith(".xml") and b"wordprocessingml" in content[:4000]:
                    self.used.update(ids_in(content))
        return self.used


def ids_in(content: bytes) -> set[int]:
    """The ids of annotations in a part."""
    return {int(found) for element in _MARKED.findall(content) for found in _ID.findall(element)}


def para_ids(package: Package) -> set[str]:
    """Every paraId of the package, in capitals."""
    found: set[str] = set()
    for name, content in package.parts.items():
        if name.endswith(".xml") and b"paraId" in content:
            found.update(one.decode().upper() for one in _PARA_ID.findall(content))
    return found
