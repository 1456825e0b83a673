"""Footnotes and endnotes that go with their mark."""

from __future__ import annotations

from collections.abc import Mapping

from documents.core.markup.names import ID, w
from documents.core.markup.parts import Workbench
from documents.core.package import Package

KINDS = ("footnote", "endnote")


def marked(package: Package) -> dict[str, set[str]]:
    """Kind of note → the ids that the main part refers to."""
    root = package.tree(package.main)
    return {kind: {mark.get(ID, "") for mark in root.iter(w(f"{kind}Reference"))} for kind in KINDS}


def drop_unmarked(bench: Workbench, before: Mapping[str, set[str]]) -> None:
    """Remove the notes whose mark was there `before` and has gone."""
    package = bench.package
    now = marked(package)
    for kind in KINDS:
        gone = before[kind] - now[kind]
        for part in package.related(package.main, f"{kind}s") if gone else ():
            root = bench.tree(part)
            for note in list(root):
                if isinstance(note.tag, str) and note.get(ID) in gone:
                    root.remove(note)
