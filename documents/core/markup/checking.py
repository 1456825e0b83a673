"""What an export proves about itself (word.md §5.9): read again, both ways, part by part."""

from __future__ import annotations

from dataclasses import dataclass

from documents.core import reading
from documents.core.markup.names import ID, w
from documents.core.markup.settlement import stories
from documents.core.model import Markup, Unreadable
from documents.core.package import Package, open_package


@dataclass(frozen=True, slots=True)
class CheckReport:
    """`faults` are sentences, empty when all is well; `changed_parts` names what differs."""

    faults: tuple[str, ...]
    changed_parts: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def check(before: bytes, after: bytes, markup: Markup) -> CheckReport:
    """Compare a clean package with the one that has `markup` laid on it."""
    try:
        old, new = open_package(before), open_package(after)
        draft = reading.read(after)
    except Unreadable as error:
        return CheckReport((f"the file cannot be read again: {error}",), ())
    changed = tuple(
        sorted(name for name in {*old.parts, *new.parts} if old.parts.get(name) != new.parts.get(name))
    )
    faults = [f"{name} was changed without need" for name in changed if not _may_change(name, old)]
    if reading.text(after) != reading.text(before):
        faults.append("rejecting every change does not give the text back")
    if len(draft.comments) != len(markup.comments):
        faults.append(f"{len(draft.comments)} comments are read again, not {len(markup.comments)}")
    faults += _repeated_ids(new)
    return CheckReport(tuple(faults), changed)


def _may_change(name: str, package: Package) -> bool:
    concerned = {*stories(package), "[Content_Types].xml"}
    return name in concerned or name.endswith(".rels") or "/comments" in f"/{name}"


def _repeated_ids(package: Package) -> list[str]:
    seen: set[str] = set()
    faults = []
    for part in package.related(package.main, "comments"):
        for comment in package.tree(part).iterchildren(w("comment")):
            number = comment.get(ID, "")
            if number in seen:
                faults.append(f"two comments have the id {number}")
            seen.add(number)
    return faults
