"""Text boxes are written twice: in mc:Choice for Word, in mc:Fallback for older programs.

What changes in the one must change in the other (word.md §4, case 17).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable

from lxml import etree

from documents.core.markup.names import COMPATIBILITY, P, w
from documents.core.markup.units import Strip

_CHOICE = f"{{{COMPATIBILITY}}}Choice"
_FALLBACK = f"{{{COMPATIBILITY}}}Fallback"
_BOX = w("txbxContent")


def keep_in_step(strips: Iterable[Strip]) -> None:
    """Give the fallback of every text box that was changed the same content."""
    done: set[etree._Element] = set()
    for strip in strips:
        box = next(strip.paragraph.iterancestors(_BOX), None)
        while box is not None:
            if box not in done:
                done.add(box)
                _copy(box)
            box = next(box.iterancestors(_BOX), None)


def _copy(box: etree._Element) -> None:
    choice = next(box.iterancestors(_CHOICE), None)
    alternate = choice.getparent() if choice is not None else None
    fallback = alternate.find(_FALLBACK) if alternate is not None else None
    if choice is None or fallback is None:
        return
    ours, theirs = _boxes(choice), _boxes(fallback)
    if len(ours) != len(theirs):
        return
    twin = theirs[ours.index(box)]
    for child in list(twin):
        twin.remove(child)
    twin.extend(copy.deepcopy(child) for child in box)


def _boxes(element: etree._Element) -> list[etree._Element]:
    """Text boxes that are not inside another one."""
    return [
        box
        for box in element.iter(_BOX)
        if next(
            (one for one in box.iterancestors(_BOX, P) if one.tag == _BOX and element in one.iterancestors()),
            None,
        )
        is None
    ]
