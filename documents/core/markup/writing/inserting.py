"""New text at a place."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from lxml import etree

from documents.core.markup import runs
from documents.core.markup.names import INS, P_PR, R_PR, RELATIONS, R, w
from documents.core.markup.units import Strip, Unit
from documents.core.markup.writing.formatting import formatted, legible, mark_format
from documents.core.markup.writing.places import add_after, climb
from documents.core.markup.writing.stamps import Ink, Stamp


def insert(
    strip: Strip,
    offset: int,
    ink: Ink,
    stamp: Stamp,
    after: etree._Element | None = None,
    like: Unit | None = None,
    tag: str = INS,
) -> list[etree._Element]:
    """Insert text at `offset`, or right after the element `after`; the new elements."""
    before, following = strip.before(offset), strip.after(offset)
    model = like or (before if before is not None and not before.island else following)
    properties = model.node.find(R_PR) if model is not None and model.node.tag == R else None
    if properties is None and model is None:
        properties = mark_format(strip.paragraph)
    new = inked(ink, legible(properties), stamp, tag)
    if after is not None:
        place = after
        for element in new:
            add_after(place, element)
            place = element
        return new
    _place(strip, before, following, new)
    return new


def inked(ink: Ink, properties: etree._Element | None, stamp: Stamp, tag: str) -> list[etree._Element]:
    """The text as revision wrappers; a link goes around its wrapper, as LibreOffice writes it."""
    if ink.nodes:
        return [_wrapped(ink.nodes, stamp, tag)]
    found: list[etree._Element] = []
    for text, kinds, target in _segments(ink):
        new = runs.run(text, formatted(properties, kinds, ink.spans != ()))
        wrapper = None if target or not found or found[-1].tag != tag else found[-1]
        if wrapper is not None:
            wrapper.append(new)
            continue
        wrapper = _wrapped([new], stamp, tag)
        if target and ink.link is not None:
            link = etree.Element(w("hyperlink"), nsmap={"r": RELATIONS})
            if target.startswith("#"):
                link.set(w("anchor"), target[1:])
            else:
                link.set(f"{{{RELATIONS}}}id", ink.link(target))
            link.append(wrapper)
            wrapper = link
        found.append(wrapper)
    return found


def _wrapped(nodes: Sequence[etree._Element], stamp: Stamp, tag: str) -> etree._Element:
    wrapper = stamp.mark(tag)
    wrapper.extend(nodes)
    return wrapper


def _segments(ink: Ink) -> list[tuple[str, frozenset[str], str]]:
    """The text cut where formatting changes: (text, kinds of spans, link target)."""
    cuts = sorted(
        {
            0,
            len(ink.text),
            *(min(max(place, 0), len(ink.text)) for span in ink.spans for place in (span.start, span.end)),
        }
    )
    found = []
    for start, end in itertools.pairwise(cuts):
        over = [span for span in ink.spans if span.start <= start and end <= span.end]
        target = next((span.value for span in over if span.kind == "link" and span.value), "")
        found.append((ink.text[start:end], frozenset(span.kind for span in over), target))
    return found  # type: ignore[return-value]


def _place_alone(strip: Strip, new: list[etree._Element]) -> None:
    """Put elements into a paragraph that shows nothing: at its end, unless a field's code goes on there."""
    paragraph = strip.paragraph
    if not strip.block.pieces[-1].ends_in_code:
        paragraph.extend(new)
        return
    start = int(paragraph.find(P_PR) is not None)
    paragraph[start:start] = new


def _place(strip: Strip, before: Unit | None, following: Unit | None, new: list[etree._Element]) -> None:
    """Put elements between two units, in the innermost container and field that hold both."""
    if before is None and following is None:
        _place_alone(strip, new)
        return
    if before is not None:
        place = climb(strip, before, following, "end")
        for element in new:
            add_after(place, element)
            place = element
    elif following is not None:
        place = climb(strip, following, None, "begin")
        for element in new:
            place.addprevious(element)
