"""Short ways to make WordprocessingML elements beside what python-docx offers."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

#: An lxml element of python-docx's own classes; their stubs know only some of these.
Element = Any


def new(tag: str, **attributes: str | int) -> Element:
    """A `w:tag` with `w:` attributes."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def sub(parent: Element, tag: str, **attributes: str | int) -> Element:
    """A `w:tag` with `w:` attributes as new last child of `parent`."""
    made = new(tag, **attributes)
    parent.append(made)
    return made


def parsed(xml: str) -> Element:
    """The element that `xml` spells; its root may use the prefix `w` undeclared."""
    name = xml[1:].replace("/", " ").replace(">", " ").split()[0]
    return parse_xml(f"<{name} {nsdecls('w')}{xml[len(name) + 1 :]}")
