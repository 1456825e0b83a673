"""What somebody should know before changing a file: signatures, protection, macros, text that Word fills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from documents.core.model import Unreadable, Warning
from documents.core.package import Package
from documents.core.package.names import OFF, P, W
from documents.core.textmap import Piece

_BOUND = b"dataBinding"
_CONTROL = W + "sdt"
_PROTECTION = W + "documentProtection"


def cautions(package: Package) -> Iterator[Warning]:
    """Warnings about the file as a whole."""
    if package.related("", "origin"):
        yield Warning("signed", "the file is digitally signed; what is made from it is not")
    if _is_protected(package):
        yield Warning("protected", "editing is restricted in Word, and stays so in what is made from it")
    if package.related(package.main, "vbaProject"):
        yield Warning("macros", "the file has macros: they are neither read nor changed")


def _is_protected(package: Package) -> bool:
    for part in package.related(package.main, "settings"):
        try:
            found = next(package.tree(part).iter(_PROTECTION), None)
        except Unreadable:
            continue
        if found is not None and found.get(W + "enforcement", "0") not in OFF:
            return True
    return False


class Bound:
    """Finds text of content controls that are bound to data: Word writes it anew at every opening."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._told: dict[str, list[str]] = {}  # part → ids of blocks, in the order of the controls
        self._speaks: dict[str, bool] = {}  # whether a part speaks of data at all

    def take(self, pieces: Iterable[Piece], trees: Mapping[str, Sequence[etree._Element]]) -> None:
        """Look at more of the draft: the pieces, and the trees of each part that they stand in."""
        parts = [part for part in trees if self._may_hold_any(part)]
        if not parts:
            return
        blocks = {piece.element: piece.block.id for piece in pieces if piece.block is not None}
        for part in parts:
            for tree in trees[part]:
                self._look(part, tree, blocks)

    def _may_hold_any(self, part: str) -> bool:
        if part not in self._speaks:
            self._speaks[part] = _BOUND in self._package.parts[part]
        return self._speaks[part]

    def warnings(self) -> Iterator[Warning]:
        """One for each block."""
        seen: set[str] = set()
        for part, ids in self._told.items():
            for block in ids:
                if block not in seen:
                    seen.add(block)
                    message = "Word fills this text from data: what is changed in it is overwritten there"
                    yield Warning("data-bound", message, part, block)

    def _look(self, part: str, tree: etree._Element, blocks: Mapping[etree._Element, str]) -> None:
        told = self._told.setdefault(part, [])
        for control in _controls(tree):
            inside = [blocks[one] for one in control.iter(P) if one in blocks]
            around = [blocks[one] for one in control.iterancestors(P) if one in blocks][:1]
            told += inside or around


def _controls(root: etree._Element) -> Iterator[etree._Element]:
    """Content controls that are bound, by Word 2007's mark or that of 2013."""
    for binding in root.iter("{*}dataBinding"):
        control = next(binding.iterancestors(_CONTROL), None)
        if control is not None:
            yield control
