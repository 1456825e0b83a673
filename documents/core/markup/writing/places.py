"""Places between units: in and out of revisions, containers and fields."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from documents.core.markup import runs
from documents.core.markup.names import DEL, ID, INS, R_PR, P, R, w
from documents.core.markup.units import Strip, Unit, edge

_WRAPPERS = (INS, DEL, w("moveFrom"), w("moveTo"))


def opened_before(node: etree._Element, numbers: Callable[[], int]) -> etree._Element:
    """The node, or the revision around it, which is split so that it begins with the node."""
    wrapper = node.getparent()
    if wrapper is None or wrapper.tag not in _WRAPPERS:
        return node
    earlier = list(node.itersiblings(preceding=True))
    if earlier:
        first = _another(wrapper, numbers)
        first.extend(reversed(earlier))
        wrapper.addprevious(first)
    return wrapper


def opened_after(node: etree._Element, numbers: Callable[[], int]) -> etree._Element:
    """The node, or the revision around it, which is split so that it ends with the node."""
    wrapper = node.getparent()
    if wrapper is None or wrapper.tag not in _WRAPPERS:
        return node
    later = list(node.itersiblings())
    if later:
        last = _another(wrapper, numbers)
        last.extend(later)
        add_after(wrapper, last)
    return wrapper


def _another(wrapper: etree._Element, numbers: Callable[[], int]) -> etree._Element:
    """An empty revision like the wrapper, with an id of its own."""
    new = etree.Element(wrapper.tag, dict(wrapper.attrib), nsmap=wrapper.nsmap)  # type: ignore[arg-type, misc]
    new.set(ID, str(numbers()))
    return new


def climb(strip: Strip, unit: Unit, other: Unit | None, kind: str) -> etree._Element:
    """The outermost element around `unit` that does not hold `other`: fields count as elements."""
    node = unit.outer
    leaving = [one for one in unit.fields if other is None or one not in other.fields]
    if leaving:
        mark = edge(leaving[0], kind)
        home = mark.getparent() if mark is not None else None
        if home is not None and home.tag == R and _home_of(home) is _home_of(node):
            node = _isolated(home, mark, kind)
            parent = node.getparent()
            node = parent if parent is not None and parent.tag in (INS, DEL) else node
    around = set(other.node.iterancestors()) if other is not None else set()
    parent = node.getparent()
    while parent is not None and parent.tag != P and parent not in around:
        node, parent = parent, parent.getparent()
    return node


def _home_of(node: etree._Element) -> etree._Element | None:
    return next(node.iterancestors(P), None)


def _isolated(home: etree._Element, mark: etree._Element | None, kind: str) -> etree._Element:
    """The run of a field mark, split so that it starts (begin) or ends (end) with the mark."""
    if mark is None:
        return home
    if kind == "begin":
        before = [child for child in mark.itersiblings(preceding=True) if child.tag != R_PR]
        return runs.split(home, mark, 0) if before else home
    rest = mark.getnext()
    if rest is not None:
        runs.split(home, rest, 0)
    return home


def add_after(place: etree._Element, element: etree._Element) -> None:
    tail, place.tail = place.tail, None
    place.addnext(element)
    element.tail = tail
