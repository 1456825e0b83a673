"""Text as the children of runs, and runs as wrapped text."""

from __future__ import annotations

import copy
import re

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
    tail = etree.Element(R, dict(element.attrib), nsmap=element.nsmap)  # type: ignore[arg-type, misc]
    tail.extend(copy.deepcopy(properties) for properties in element.findall(R_PR))
    moving = [child, *child.itersiblings()]
    if at:
        rest = copy.copy(child)
        text = child.text or ""
        rest.tail = None
        set_text(rest, text[at:])
        set_text(child, text[:at])
        moving = [rest, *child.itersiblings()]
    tail.extend(moving)
    after, element.tail = element.tail, None
    element.addnext(tail)
    tail.tail = after
    return tail
