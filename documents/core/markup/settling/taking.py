"""Taking elements out of a tree: white space, bookmarks and comment marks stay."""

from __future__ import annotations

from lxml import etree

from documents.core.markup.names import P_PR, R_PR, SDT, TBL, TC, P, w
from documents.core.markup.settling.elements import ANCHORS

CONTROLS = {SDT, w("sdtContent"), w("customXml")}


def is_in(element: etree._Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


_BLOCKS = (P, TBL, SDT, w("customXml"), w("altChunk"))


def blocks(home: etree._Element) -> list[etree._Element]:
    return [child for child in home if child.tag in _BLOCKS]


def is_needed(paragraph: etree._Element, kinds: tuple[str, ...] = _BLOCKS) -> bool:
    """Whether the paragraph's container is no valid one without it.

    A cell has to end with a paragraph, and a story of tables alone with one after them.
    """
    home = paragraph.getparent()
    if home is None:
        return True
    besides = (one for one in home.iterchildren(*kinds, reversed=True) if one is not paragraph)
    last = next(besides, None)
    if last is None or (home.tag == TC and last.tag != P):
        return True
    return home.tag not in CONTROLS and last.tag == TBL and all(one.tag == TBL for one in besides)


def save_anchors(element: etree._Element, before: etree._Element, *, only_unpaired: bool = False) -> None:
    """Keep bookmarks and comment ranges that stand inside what goes, in front of it."""
    anchors = list(element.iter(*ANCHORS))
    if only_unpaired:
        anchors = [one for one in anchors if not _has_partner(one, anchors)]
    for anchor in anchors:
        anchor.tail = None
        before.addprevious(anchor)


def _has_partner(anchor: etree._Element, anchors: list[etree._Element]) -> bool:
    kind = str(anchor.tag).removesuffix("Start").removesuffix("End")
    same = [
        one for one in anchors if one.get(w("id")) == anchor.get(w("id")) and str(one.tag).startswith(kind)
    ]
    return len(same) > 1


def tidy(home: etree._Element) -> None:
    """Take away properties that are empty now that their last revision has gone."""
    while home.tag in (R_PR, P_PR) and len(home) == 0 and not home.attrib:
        outer = home.getparent()
        if outer is None or (home.tag == R_PR and outer.tag != P_PR):
            return
        remove(home)
        home = outer


def remove(element: etree._Element) -> None:
    """Remove an element; the white space behind it stays (lxml would take it along)."""
    home = element.getparent()
    if home is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            home.text = (home.text or "") + element.tail
    home.remove(element)
