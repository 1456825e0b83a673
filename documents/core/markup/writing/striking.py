"""Marking what is deleted: fields go as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from documents.core.markup import runs
from documents.core.markup.names import DEL, DEL_INSTRUCTION, DEL_TEXT, FIELD_CHAR, INSTRUCTION, R_PR, R, T
from documents.core.markup.units import Strip, Unit, edge, field_runs
from documents.core.markup.writing.stamps import Stamp
from documents.core.textmap.atoms import Field


def delete(strip: Strip, start: int, end: int, stamp: Stamp, tag: str = DEL) -> list[etree._Element]:
    """Mark start..end as deleted; the wrappers, in order. Fields that it covers go as a whole."""
    units = strip.within(start, end)
    covered = covered_fields(strip, units, start, end)
    nodes = _with_field_runs(strip, units, covered)
    return wrap(nodes, stamp, tag)


def wrap(nodes: Sequence[etree._Element], stamp: Stamp, tag: str) -> list[etree._Element]:
    """Put revision wrappers around nodes; neighbours in one container share a wrapper."""
    wrappers: list[etree._Element] = []
    for node in nodes:
        if tag == DEL:  # what is moved away keeps its w:t: Word writes it so
            strike(node)
        last = wrappers[-1] if wrappers else None
        if last is not None and node.getprevious() is last and not (last.tail or "").strip():
            last.tail = node.tail
            node.tail = None
            last.append(node)
            continue
        wrapper = stamp.mark(tag)
        wrapper.tail = node.tail
        node.tail = None
        node.addprevious(wrapper)
        wrapper.append(node)
        wrappers.append(wrapper)
    return wrappers


def strike(node: etree._Element) -> None:
    """Turn the text of a run into deleted text (not that of text boxes inside it)."""
    for child in node if node.tag == R else ():
        if child.tag == T:
            child.tag = DEL_TEXT
        elif child.tag == INSTRUCTION:
            child.tag = DEL_INSTRUCTION


def covered_fields(strip: Strip, units: Sequence[Unit], start: int, end: int) -> list[Field]:
    """Complex fields all of whose result lies in the deleted stretch."""
    found = dict.fromkeys(field for unit in units for field in unit.fields)
    complex_ones = [one for one in found if one.elements[0].tag == FIELD_CHAR]
    return [one for one in complex_ones if _lies_within(strip, one, start, end)]


def _lies_within(strip: Strip, one: Field, start: int, end: int) -> bool:
    low, high = strip.reach(one) or (start, end)
    return start <= low and high <= end


def _with_field_runs(strip: Strip, units: Sequence[Unit], fields: list[Field]) -> list[etree._Element]:
    """The units' nodes and, between them, the runs of the fields' marks, in document order."""
    nodes = dict.fromkeys(unit.node for unit in units)
    for one in fields:
        _separate_marks(one, strip.paragraph)
        homes = field_runs(one, strip.paragraph)
        if homes is None or any(strip.is_unit(home) and home not in nodes for home in homes):
            continue
        nodes |= dict.fromkeys(homes)
    return strip.in_order(nodes) if fields else list(nodes)


def _separate_marks(one: Field, paragraph: etree._Element) -> None:
    """Give the field's outer marks runs that hold nothing of the text beside the field."""
    if field_runs(one, paragraph) is None:
        return
    begin, end = edge(one, "begin"), edge(one, "end")
    for mark, rest in ((begin, begin), (end, end.getnext() if end is not None else None)):
        home = mark.getparent() if mark is not None else None
        if home is None or rest is None:
            continue
        before = [child for child in rest.itersiblings(preceding=True) if child.tag != R_PR]
        if before:
            runs.split(home, rest, 0)
