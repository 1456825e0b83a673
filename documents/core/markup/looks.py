"""Formatting as tracked changes: the look of words, and the kind of whole paragraphs."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence

from lxml import etree

from documents.core.markup import blocks, likeness, writing
from documents.core.markup.ground import Ground
from documents.core.markup.names import P_PR, R_PR, VAL, R, w
from documents.core.model import Change, Span

#: Spans that a run's own properties say.
SAID_BY_RUNS = frozenset(writing.FORMATS)
_RECORD = w("rPrChange")
_PARAGRAPH_RECORD = w("pPrChange")


def borders(change: Change) -> list[int]:
    """The offsets in the block at which the look changes."""
    edit = change.edit
    inside = [place + edit.start for span in edit.spans for place in (span.start, span.end)]
    return sorted({edit.start, edit.end, *(place for place in inside if edit.start <= place <= edit.end)})


def links(spans: Iterable[Span], start: int, end: int) -> frozenset[tuple[int, int, str]]:
    """The links within `start..end`, counted from there."""
    return frozenset(
        (max(span.start, start) - start, min(span.end, end) - start, span.value)
        for span in spans
        if span.kind == "link" and span.start < end and span.end > start
    )


def lay_look(ground: Ground, change: Change, before: Sequence[Span]) -> None:
    """Give words the look that the edit says; `before` are the block's spans as they were."""
    edit = change.edit
    assert edit.block is not None
    strip = ground.strip(edit.block)
    for unit in strip.within(edit.start, edit.end):
        if unit.node.tag != R or not (edit.start <= unit.start and unit.end <= edit.end):
            continue
        had = {span.kind for span in before if span.start <= unit.start < span.end}
        place = unit.start - edit.start
        wants = {span.kind for span in edit.spans if span.start <= place < span.end}
        turn = {kind: kind in wants for kind in sorted(SAID_BY_RUNS) if (kind in had) != (kind in wants)}
        if turn:
            _turn(ground, change, unit.node, turn)


def _turn(ground: Ground, change: Change, run: etree._Element, turn: dict[str, bool]) -> None:
    """Set and unset formats of a run, and keep a record of what it had."""
    properties = run.find(R_PR)
    if properties is None:
        properties = etree.Element(R_PR)
        run.insert(0, properties)
    if properties.find(_RECORD) is None:
        record = ground.stamp(change).mark(_RECORD)
        old = copy.deepcopy(properties)
        old.tail = None
        record.append(old)
        properties.append(record)
    for kind, is_on in sorted(turn.items(), key=lambda pair: pair[1]):
        for name, value in writing.FORMATS[kind]:
            _set(properties, name, value, is_on=is_on)


def _set(properties: etree._Element, name: str, value: str, *, is_on: bool) -> None:
    known = properties.find(w(name))
    if known is not None:
        properties.remove(known)
    elif not is_on:  # the style says it: say the opposite
        value = {"u": "none", "vertAlign": "baseline", "highlight": "none"}.get(name, "0")
    if is_on or known is None:
        setting = etree.Element(w(name))
        if value:
            setting.set(VAL, value)
        writing.put_in_order(properties, setting)


def lay_kind(ground: Ground, change: Change) -> None:
    """Make another kind of block of a paragraph: it takes the properties of the nearest of that kind."""
    edit = change.edit
    block = ground.found.by_id[str(edit.block)]
    model = ground.nearest_of_kind(block.id, edit.kind_to, edit.level_to)
    style = likeness.style_for(ground.found, edit.kind_to, edit.level_to)
    if model is None and not style and edit.kind_to != "paragraph":
        ground.refuse(change, "structure", f"the file has no {edit.kind_to} of this level to make it like")
        return
    ground.bench.tree(ground.part(block.id))
    paragraph = block.element
    properties = paragraph.find(P_PR)
    if properties is None:
        properties = etree.Element(P_PR)
        paragraph.insert(0, properties)
    record = properties.find(_PARAGRAPH_RECORD)
    is_new = record is None
    if record is None:
        record = ground.stamp(change).mark(_PARAGRAPH_RECORD)
        old = etree.SubElement(record, P_PR)
        old.extend(copy.deepcopy(child) for child in properties if child.tag not in (R_PR, w("sectPr")))
    for child in list(properties):
        if child.tag not in (R_PR, w("sectPr"), _PARAGRAPH_RECORD):
            properties.remove(child)
    theirs = model.element.find(P_PR) if model is not None else None
    wanted = [] if theirs is None else [
        child for child in blocks._plain_properties(theirs) if child.tag != R_PR
    ]
    if theirs is None and style:
        wanted = [etree.Element(w("pStyle"), {VAL: style})]
    properties[0:0] = wanted
    if is_new:
        properties.append(record)
