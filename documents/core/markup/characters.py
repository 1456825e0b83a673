"""Insertions, deletions and replacements of characters within blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml import etree

from documents.core.markup import blocks, runs, writing
from documents.core.markup.ground import Ground
from documents.core.markup.names import P_PR
from documents.core.markup.units import Strip
from documents.core.markup.writing import Ink, climb
from documents.core.model import OBJECT, BlockId, Change, Span
from documents.core.textmap.atoms import TextBlock


@dataclass(frozen=True, slots=True)
class Pending:
    """A change within one block, its range widened to what may be split, its deletion still to be made."""

    change: Change
    start: int
    end: int
    text: str
    spans: tuple[Span, ...]


def lay_all(ground: Ground, changes: Sequence[Change]) -> None:
    """Place all new text, then wrap what is deleted, so that insertions stand between deletions."""
    by_block: dict[BlockId, list[Pending]] = {}
    for change in changes:
        one = _widened(ground, change)
        if one is not None and change.edit.block is not None:
            by_block.setdefault(change.edit.block, []).append(one)
    for block, ones in by_block.items():
        strip, kept = ground.strip(block), _without_overlaps(ground, ones)
        breaks: list[tuple[Change, etree._Element]] = []
        for one in reversed(kept):
            if one.change.edit.kind == "split":
                breaks.append((one.change, _break(ground, strip, one.start)))
            elif one.text:
                _insert(ground, strip, one)
        for one in kept:
            if one.end > one.start:
                writing.delete(strip, one.start, one.end, ground.stamp(one.change))
        for change, mark in reversed(breaks):
            blocks.split(ground, change, mark)


def _break(ground: Ground, strip: Strip, offset: int) -> etree._Element:
    """Something to stand where the paragraph is going to be split."""
    mark = etree.Comment("split")
    put_after(strip, offset, mark, ground.numbers)
    return mark


def _widened(ground: Ground, change: Change) -> Pending | None:
    """The change on whole units: an edit inside ruby or an equation replaces all of it."""
    edit = change.edit
    assert edit.block is not None
    text = "" if edit.kind in ("delete", "split") else edit.text
    wrong = _wrong(ground, change, text)
    if wrong is not None:
        ground.refuse(change, *wrong)
        return None
    end = edit.start if edit.kind in ("insert", "split") else edit.end
    start, strip = edit.start, ground.strip(edit.block)
    if edit.kind == "split":
        return _place_of_split(ground, change, strip)
    within = strip.within(start, end)  # of an empty range the unit that it falls into
    low, high = start, end
    if within:
        low, high = min(start, within[0].start), max(end, within[-1].end)
    if (low, high) == (start, end) or id(change) in ground.given:
        return Pending(change, start, end, text, edit.spans)
    clean = strip.block.text
    before, after = clean[low:start], clean[end:high]
    if OBJECT in before + after:
        ground.refuse(change, "place", "the place is inside an object")
        return None
    spans = tuple(
        Span(span.start + len(before), span.end + len(before), span.kind, span.value) for span in edit.spans
    )
    return Pending(change, low, high, before + text + after, spans)


def _place_of_split(ground: Ground, change: Change, strip: Strip) -> Pending | None:
    start = change.edit.start
    if strip.within(start, start):
        reason = "nothing can be parted inside of an object, or of a word under its reading"
        ground.refuse(change, "place", reason)
        return None
    return Pending(change, start, start, "", ())


def _wrong(ground: Ground, change: Change, text: str) -> tuple[str, str] | None:
    """Why new text cannot be put where it is to go: (code, reason)."""
    if runs.FORBIDDEN.search(text):
        return "text", "the new text has characters that XML cannot hold"
    if OBJECT in text and id(change) not in ground.given:
        return "text", "the new text has an object, but no XML to make it from"
    if text and _is_code(ground.found.by_id[str(change.edit.block)]):
        return "place", "the paragraph is part of a field's code, which is not shown"
    return None


def _is_code(block: TextBlock) -> bool:
    """Whether a field's code goes over all of the block, so that nothing in it is shown."""
    return block.pieces[0].begins_in_code and block.pieces[-1].ends_in_code and not block.length


def _without_overlaps(ground: Ground, ones: list[Pending]) -> list[Pending]:
    """Changes in order of place; of two that delete the same characters the first given stays."""
    kept: list[Pending] = []
    ranges: list[Pending] = []  # those of them that delete, in order of place
    for one in ones:
        if one.end > one.start:
            at = bisect_right(ranges, one.start, key=lambda other: other.end)
            if at < len(ranges) and ranges[at].start < one.end:
                rival = ranges[at].change.id
                ground.refuse(one.change, "overlap", f"change {rival} takes the same characters")
                continue
            ranges.insert(at, one)
        kept.append(one)
    return sorted(kept, key=lambda one: (one.start, one.end))


def _insert(ground: Ground, strip: Strip, one: Pending) -> None:
    ink = Ink(
        one.text, one.spans, lambda target: _link(ground, one.change.edit.block, target),
        ground.given.get(id(one.change), []),
    )
    stamp = ground.stamp(one.change)
    if one.end == one.start:
        writing.insert(strip, one.start, ink, stamp)
    else:
        units = strip.within(one.start, one.end)
        like = next((unit for unit in units if not unit.island), None)
        new = writing.insert(strip, one.end, ink, stamp, _end_of(strip, one), like)
        strip.replacements.update(new)


def _end_of(strip: Strip, one: Pending) -> etree._Element:
    """Where the new text of a replacement goes: after the last deleted unit, in the container that
    held all of what is deleted, but not inside a field that goes as a whole."""
    units = strip.within(one.start, one.end)
    first, last = units[0], units[-1]
    whole = writing.covered_fields(strip, units, one.start, one.end)
    if first.node.getparent() is last.node.getparent() and first.fields == last.fields and not whole:
        return last.node
    return climb(strip, last, strip.after(one.end), "end")


def _link(ground: Ground, block: BlockId | None, target: str) -> str:
    assert block is not None
    return ground.bench.relate(ground.part(block), "hyperlink", target, external=True)


def put_after(strip: Strip, offset: int, element: etree._Element, numbers: Callable[[], int]) -> None:
    """Put a mark at an offset where no unit is to be enclosed."""
    unit, following = strip.before(offset), strip.after(offset)
    if unit is not None:
        if following is not None and following.node.getparent() is unit.node.getparent():
            writing.opened_after(unit.node, numbers)
        place = climb(strip, unit, following, "end")
        tail, place.tail = place.tail, None
        place.addnext(element)
        element.tail = tail
    elif following is not None:
        climb(strip, following, None, "begin").addprevious(element)
    else:
        properties = strip.paragraph.find(P_PR)
        strip.paragraph.insert(0 if properties is None else 1, element)
