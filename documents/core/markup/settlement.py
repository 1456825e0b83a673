"""Accepting and rejecting tracked changes in a package; nothing else in it changes."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from documents.core import reading
from documents.core.limits import DEFAULT, Limits
from documents.core.markup import grouping, notes, settling
from documents.core.markup.laying import lay
from documents.core.markup.parts import Workbench
from documents.core.model import Change, Edit, Markup
from documents.core.package import Package, open_package
from documents.core.textmap import map_package

_STORIES = ("footnotes", "endnotes", "header", "footer")


def settle(data: bytes, accept: bool | Callable[[Change], bool | None], limits: Limits = DEFAULT) -> bytes:
    """`data` with its tracked changes accepted (True), rejected (False), or each as the callable says.

    The callable gets the changes that `reading.read` gives; None leaves a change pending.
    Raises Unreadable.
    """
    package = open_package(data, limits)
    if not any(_is_revised(package, part) for part in stories(package)):
        return data
    bench = Workbench(package)
    settle_package(bench, verdict_on(package, accept))
    return bench.finish()


def verdict_on(
    package: Package, accept: bool | Callable[[Change], bool | None]
) -> Callable[[etree._Element], bool | None]:
    """What to do with each revision element, from what to do with each change."""
    if isinstance(accept, bool):
        return lambda element: accept
    found = map_package(package)
    said: dict[str, bool | None] = {}
    changes = grouping.elements_by_change(found, reading.read_map(found).changes)
    for change in changes.values():
        if change.id not in said:
            said[change.id] = accept(change)

    def verdict(element: etree._Element) -> bool | None:
        change = changes.get(element)
        return said[change.id] if change is not None else None

    return verdict


def settle_package(bench: Workbench, verdict: settling.Verdict) -> None:
    """Settle every story of an opened package; notes go with their marks."""
    package = bench.package
    before = notes.marked(package)
    for part in stories(package):
        if _is_revised(package, part):
            settling.settle_tree(bench.tree(part), verdict)
    notes.drop_unmarked(bench, before)


def apply(clean: bytes, edits: tuple[Edit, ...] | list[Edit], donor: bytes | None = None) -> bytes:
    """`clean` with edits done to it, as the next version. Raises CannotLay, naming what does not fit."""
    changes = tuple(Change(f"e{place}", "Draftroom", "", edit) for place, edit in enumerate(edits))
    return settle(lay(clean, Markup(changes=changes), donor), accept=True)


def stories(package: Package) -> list[str]:
    """The parts that hold text of the document, the main part first."""
    found = [package.main]
    for kind in _STORIES:
        found += [part for part in package.related(package.main, kind) if part not in found]
    return found


def _is_revised(package: Package, part: str) -> bool:
    return any(trace in package.parts[part] for trace in settling.TRACES)
