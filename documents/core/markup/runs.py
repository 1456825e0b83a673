"""Text as the children of runs, and runs as wrapped text."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterable, Sequence

from lxml import etree

from documents.core.markup.names import DEL_TEXT, R_PR, XML_SPACE, R, T, w

#: Characters that Word writes as elements of a run.
ELEMENTS = {"\t": "tab", "\n": "br", "\u2011": "noBreakHyphen", "\u00ad": "softHyphen"}
_SPLIT = re.compile("([" + "".join(ELEMENTS) + "])")
#: What XML 1.0 cannot hold at all.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text_element(text: str, tag: str = T) -> etree._Element:
    """A `w:t` (or `w:delText`), with outer blanks protected."""
    element = etree.Element(tag)
    set_text(element, text)
    return element


def set_text(element: etree._Element, text: str) -> None:
    """Give a `w:t` its text; outer blanks are kept by xml:space."""
    element.text = text
    if text != text.strip(" \t\r\n"):
        element.set(XML_SPACE, "preserve")


def run(text: str, properties: etree._Element | None = None, *, deleted: bool = False) -> etree._Element:
    """A run with `text`, its tabs and breaks as elements, in the formatting of `properties`."""
    element = etree.Element(R)
    if properties is not None and len(properties):
        element.append(copy.deepcopy(properties))
    for piece in _SPLIT.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        if piece in ELEMENTS:
            etree.SubElement(element, w(ELEMENTS[piece]))
        elif piece:
            element.append(text_element(piece, DEL_TEXT if deleted else T))
    return element


def split(element: etree._Element, child: etree._Element, at: int) -> etree._Element:
    """Split a run before character `at` of its child `child`; the new run with the rest follows it.

    `at` 0 splits before the child; both halves keep the run's properties and attributes.
    """
    return cut(element, [(child, at)])[1]


def cut(element: etree._Element, places: Iterable[tuple[etree._Element, int]]) -> list[etree._Element]:
    """Split a run at several places, as (child, character of it) in their order; all of its pieces."""
    by_child: dict[etree._Element, list[int]] = {}
    for child, at in places:
        by_child.setdefault(child, []).append(at)
    properties, pieces = element.findall(R_PR), [element]
    first = next(iter(by_child))
    for child in [first, *first.itersiblings()]:
        cuts = by_child.get(child, ())
        if cuts and not cuts[0]:
            pieces.append(_continued(element, properties))
        if len(pieces) > 1:
            pieces[-1].append(child)
        for rest in _rests(child, [at for at in cuts if at]):
            pieces.append(_continued(element, properties))
            pieces[-1].append(rest)
    after, element.tail = element.tail, None
    for before, piece in itertools.pairwise(pieces):
        before.addnext(piece)
    pieces[-1].tail = after
    return pieces


def _continued(element: etree._Element, properties: Iterable[etree._Element]) -> etree._Element:
    """An empty run with the attributes and properties of another."""
    new = etree.Element(R, dict(element.attrib), nsmap=element.nsmap)  # type: ignore[arg-type, misc]
    new.extend(copy.deepcopy(one) for one in properties)
    return new


def _rests(child: etree._Element, cuts: Sequence[int]) -> list[etree._Element]:
    """Cut a text down to its beginning; what stands between the other cuts, as texts like it."""
    if not cuts:
        return []
    text = child.text or ""
    set_text(child, text[: cuts[0]])
    like = copy.copy(child)
    like.text = like.tail = None
    found = []
    for start, end in itertools.pairwise([*cuts, len(text)]):
        rest = copy.copy(like)
        set_text(rest, text[start:end])
        found.append(rest)
    return found
