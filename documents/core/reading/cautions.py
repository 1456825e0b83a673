"""What somebody should know before changing a file: signatures, protection, macros, text that Word fills."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from documents.core.model import Unreadable, Warning
from documents.core.package import Package
from documents.core.package.names import OFF, P, W
from documents.core.textmap import TextMap

_BOUND = b"dataBinding"
_CONTROL = W + "sdt"
_PROTECTION = W + "documentProtection"


def cautions(found: TextMap) -> Iterator[Warning]:
    """Warnings about the file as a whole, then about places in it."""
    package = found.package
    if package.related("", "origin"):
        yield Warning("signed", "the file is digitally signed; what is made from it is not")
    if _is_protected(package):
        yield Warning("protected", "editing is restricted in Word, and stays so in what is made from it")
    if package.related(package.main, "vbaProject"):
        yield Warning("macros", "the file has macros: they are neither read nor changed")
    yield from _bound(found)


def _is_protected(package: Package) -> bool:
    for part in package.related(package.main, "settings"):
        try:
            found = next(package.tree(part).iter(_PROTECTION), None)
        except Unreadable:
            continue
        if found is not None and found.get(W + "enforcement", "0") not in OFF:
            return True
    return False


def _bound(found: TextMap) -> Iterator[Warning]:
    """Text of content controls that are bound to data: Word writes it anew whenever it opens the file."""
    package = found.package
    parts = dict.fromkeys(story.part for story, _ in found.stories if _BOUND in package.parts[story.part])
    if not parts:
        return
    blocks = {piece.element: block.id for block in found.blocks for piece in block.pieces}
    told: set[str] = set()
    for part in parts:
        for control in _controls(package.tree(part)):
            inside = [blocks[one] for one in control.iter(P) if one in blocks]
            around = [blocks[one] for one in control.iterancestors(P) if one in blocks][:1]
            for block in inside or around:
                if block not in told:
                    told.add(block)
                    message = "Word fills this text from data: what is changed in it is overwritten there"
                    yield Warning("data-bound", message, part, block)


def _controls(root: etree._Element) -> Iterator[etree._Element]:
    """Content controls that are bound, by Word 2007's mark or that of 2013."""
    for binding in root.iter("{*}dataBinding"):
        control = next(binding.iterancestors(_CONTROL), None)
        if control is not None:
            yield control
