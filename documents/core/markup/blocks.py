"""Tracked changes of whole blocks: insert, delete, move, split, join.

A paragraph comes or goes by the revision on its mark together with its runs (word.md §5.5). A new
paragraph stands before the one that follows it, so that rejecting its mark leaves that one as it was.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Collection, Sequence

from lxml import etree

from documents.core.markup import donors, likeness, runs, writing
from documents.core.markup.ground import Ground
from documents.core.markup.names import (
    DEL,
    ID,
    INS,
    MOVE_FROM,
    MOVE_TO,
    NAME,
    P_PR,
    PARA_ID,
    R_PR,
    SDT,
    TBL,
    VAL,
    P,
    R,
    w,
)
from documents.core.markup.settling import revisions
from documents.core.markup.settling.taking import is_needed
from documents.core.markup.writing import Ink, Stamp, inline_nodes, mark_paragraph, wrap
from documents.core.model import OBJECT, BlockKind, Change, Edit
from documents.core.textmap.atoms import TextBlock

_ARRIVING = ("move_block", "insert_block")
_NOT_COPIED = (
    w("bookmarkStart"),
    w("bookmarkEnd"),
    w("commentRangeStart"),
    w("commentRangeEnd"),
    w("proofErr"),
)
_NOTE_NUMBERS = (w("footnoteRef"), w("endnoteRef"))
_STAYING = (*_NOTE_NUMBERS, w("commentReference"))
_FIELD_PARTS = (w("fldChar"), w("instrText"), w("delInstrText"))
_NOTE_MARKS = (w("footnoteReference"), w("endnoteReference"))


def lay_all(ground: Ground, changes: Sequence[Change], donor: bytes | None) -> None:
    """Lay block changes: those that keep places first, then what comes to them."""
    for kind, lay in (("join", _join), ("delete_block", _delete)):
        for change in changes:
            if change.edit.kind == kind:
                lay(ground, change)
    _arrive(ground, [change for change in changes if change.edit.kind in _ARRIVING], donor)


def split(ground: Ground, change: Change, mark: etree._Element) -> None:
    """One paragraph becomes two at `mark`, which goes: the first part gets a new, inserted mark."""
    paragraph = mark.getparent()
    if paragraph is None:
        return
    if paragraph.tag != P:
        _take_out(mark)
        ground.refuse(change, "place", "a content control cannot be split between two paragraphs")
        return
    first = _twin_paragraph(paragraph)
    first.extend([one for one in reversed(list(mark.itersiblings(preceding=True))) if one.tag != P_PR])
    paragraph.addprevious(first)
    _take_out(mark)
    mark_paragraph(first, ground.stamp(change), INS)


def _twin_paragraph(paragraph: etree._Element) -> etree._Element:
    """An empty paragraph with the same properties (a section break stays with the original)."""
    twin = etree.Element(P, nsmap=paragraph.nsmap)  # type: ignore[arg-type]
    properties = paragraph.find(P_PR)
    if properties is not None:
        twin.append(_plain_properties(properties))
    return twin


def _plain_properties(properties: etree._Element) -> etree._Element:
    new = copy.deepcopy(properties)
    new.tail = None
    for child in list(new):
        if child.tag in (w("sectPr"), w("pPrChange")):
            new.remove(child)
    for child in list(new.iterfind(f"{R_PR}/*")):
        if child.tag in (INS, DEL, MOVE_FROM, MOVE_TO, w("rPrChange")):
            child.getparent().remove(child)  # type: ignore[union-attr]
    return new


def _join(ground: Ground, change: Change) -> None:
    """This block's mark is deleted, so that the next one's text follows on."""
    block = ground.found.by_id[str(change.edit.block)]
    if block.pieces[-1].barrier:
        ground.refuse(change, "place", "no paragraph follows that it could be joined with")
        return
    if _ends_section(block.element):
        ground.refuse(change, "place", "a section break stands between it and the next paragraph")
        return
    ground.bench.tree(ground.part(block.id))
    mark_paragraph(block.element, ground.stamp(change), DEL)


def _delete(ground: Ground, change: Change) -> None:
    block = ground.found.by_id[str(change.edit.block)]
    ground.bench.tree(ground.part(block.id))
    strike_paragraph(block.element, ground.stamp(change), DEL)
    if may_lose_mark(block):
        mark_paragraph(block.element, ground.stamp(change), DEL)


def strike_paragraph(paragraph: etree._Element, stamp: Stamp, tag: str) -> None:
    """Mark all of a paragraph's runs but those that stay; what is a deletion already stays one."""
    staying = _staying(paragraph)
    nodes = [
        node
        for node in inline_nodes(paragraph)
        if node not in staying and not _is_struck(node, paragraph)
    ]
    wrap(nodes, stamp, tag)


def _is_struck(node: etree._Element, paragraph: etree._Element) -> bool:
    for one in node.iterancestors():
        if one is paragraph:
            return False
        if one.tag in (DEL, MOVE_FROM):
            return True
    return False


def _staying(paragraph: etree._Element) -> set[etree._Element]:
    """Runs that stay when the words go: a note's number, a comment's mark, half of a field.

    They are made runs of their own where words stand in them as well.
    """
    for number in list(paragraph.iter(*_NOTE_NUMBERS)):
        _set_apart(number.getparent(), _NOTE_NUMBERS)
    for node in _half_fields(inline_nodes(paragraph)):
        _set_apart(node, _FIELD_PARTS)
    marked = {run for run in paragraph.iter(R) if any(run.find(name) is not None for name in _STAYING)}
    return marked | _half_fields(inline_nodes(paragraph))


def _set_apart(run: etree._Element | None, tags: Sequence[str]) -> None:
    """Cut a run wherever children with these tags meet others."""
    if run is None or run.tag != R:
        return
    children = [child for child in run if child.tag != R_PR]
    cuts = [two for one, two in itertools.pairwise(children) if (one.tag in tags) != (two.tag in tags)]
    for child in reversed(cuts):
        runs.split(run, child, 0)


def _half_fields(nodes: Sequence[etree._Element]) -> set[etree._Element]:
    """Nodes that begin or end a field whose other end is elsewhere, or hold its code."""
    open_fields: list[list[etree._Element]] = []
    half: set[etree._Element] = set()
    for node in nodes:
        for mark in node.iterchildren(w("fldChar")):
            kind = mark.get(w("fldCharType"))
            if kind == "begin":
                open_fields.append([node])
            elif open_fields:
                open_fields[-1].append(node)
                if kind == "end":
                    open_fields.pop()
            else:
                half.add(node)
        if open_fields and node.find(w("instrText")) is not None:
            open_fields[-1].append(node)
    for field in open_fields:
        half.update(field)
    return half


def may_lose_mark(block: TextBlock) -> bool:
    """Whether the container is still valid without the paragraph (word.md §4, case 4), and no section
    break goes with it."""
    return not _ends_section(block.element) and not is_needed(block.element, (P, TBL, SDT))


def _ends_section(paragraph: etree._Element) -> bool:
    return paragraph.find(f"{P_PR}/{w('sectPr')}") is not None


def _move(ground: Ground, change: Change, places: Places) -> None:
    """Move a block behind another, and behind what was put there before it."""
    block = ground.found.by_id[str(change.edit.block)]
    source = block.element
    if next(source.iter(*_NOTE_MARKS), None) is not None:
        ground.refuse(change, "place", "a paragraph with notes is moved by deleting and inserting it")
        return
    place = place_of(ground, change, places)
    if place is None:
        return
    ground.bench.tree(ground.part(block.id))
    twin = _moved_copy(source, _staying(source))
    for inner in list(revisions(twin)):  # of a box in it
        inner.set(ID, str(ground.numbers()))
    name = change.group.removeprefix("move:") or f"move{ground.numbers()}"
    stamp = ground.stamp(change)
    place(twin)
    between_ranges(twin, "moveTo", name, stamp)
    place.place = twin.getnext()
    wrap(inline_nodes(twin), stamp, MOVE_TO)
    mark_paragraph(twin, stamp, MOVE_TO)
    between_ranges(source, "moveFrom", name, stamp)
    strike_paragraph(source, stamp, MOVE_FROM)
    if may_lose_mark(block):
        mark_paragraph(source, stamp, MOVE_FROM)


def _moved_copy(source: etree._Element, staying: Collection[etree._Element]) -> etree._Element:
    twin = copy.deepcopy(source)
    twin.tail = None
    for one in [copied for mine, copied in zip(source.iter(), twin.iter(), strict=True) if mine in staying]:
        _take_out(one)
    for name in (PARA_ID, PARA_ID.replace("paraId", "textId")):
        twin.attrib.pop(name, "")
    for mark in list(twin.iter(*_NOT_COPIED)):
        _take_out(mark)
    properties = twin.find(P_PR)
    if properties is not None:
        twin.replace(properties, _plain_properties(properties))
    return twin


def _take_out(element: etree._Element) -> None:
    home = element.getparent()
    if home is not None:
        home.remove(element)


def between_ranges(paragraph: etree._Element, kind: str, name: str, stamp: Stamp) -> None:
    """Put the marks around a paragraph that tell both halves of a move by one name."""
    start = stamp.mark(w(f"{kind}RangeStart"))
    start.set(NAME, name)
    end = etree.Element(w(f"{kind}RangeEnd"), {ID: start.get(ID, "")})
    paragraph.addprevious(start)
    tail, paragraph.tail = paragraph.tail, None
    paragraph.addnext(end)
    end.tail = tail


class _After:
    """Puts elements after a place, each after the one before."""

    def __init__(self, place: etree._Element | None, home: etree._Element) -> None:
        self.place = place
        self.home = home

    def __call__(self, element: etree._Element) -> None:
        if self.place is None:
            self.home.insert(0, element)
        else:
            tail, self.place.tail = self.place.tail, None
            self.place.addnext(element)
            element.tail = tail
        self.place = element


def _place_after(ground: Ground, block: object, kind: BlockKind, change: Change) -> _After | None:
    """Where a block goes that is to follow `block` (None: the start of the body)."""
    if block is None:
        body = ground.bench.tree(ground.bench.package.main).find(w("body"))
        if body is None:
            ground.refuse(change, "place", "the document has no body")
            return None
        return _After(None, body)
    found = ground.found.by_id.get(str(block))
    if found is None or found.element.tag != P:
        ground.refuse(change, "no-block", f"there is no paragraph {block} to put it after")
        return None
    if found.pieces[-1].ends_in_code:
        ground.refuse(change, "place", "a field's code goes on after it, in which nothing is shown")
        return None
    place = found.element
    if found.pieces[-1].cell is not None and kind != "cell":
        place = _out_of_tables(found)
    ground.bench.tree(ground.part(found.id))
    home = place.getparent()
    assert home is not None
    if home.tag == w("txbxContent") and kind not in ("cell", "textbox"):
        host = next(place.iterancestors(P))
        return _After(host, host.getparent())  # type: ignore[arg-type]
    return _After(place, home)


def _out_of_tables(block: TextBlock) -> etree._Element:
    """The outermost table that ends with this block, else the block's own paragraph."""
    place = block.element
    for table in block.element.iterancestors(TBL):
        if _last_paragraph(table) is not block.element:
            break
        place = table
    return place


#: Where something was put already: (the block before it, whether it is a cell's) → behind what came last.
Places = dict[tuple[object, bool], _After]


def place_of(ground: Ground, change: Change, places: Places) -> _After | None:
    """Where a new or moved block goes; None when it cannot go there."""
    edit = change.edit
    before = edit.to if edit.kind == "move_block" else edit.block
    key = (before, edit.kind_to == "cell")
    if key not in places:
        kind: BlockKind = "paragraph" if edit.kind == "move_block" and not key[1] else edit.kind_to
        place = _place_after(ground, before, kind, change)
        if place is None:
            return None
        places[key] = place
    return places[key]


def _last_paragraph(home: etree._Element) -> etree._Element | None:
    for child in home.iterchildren(reversed=True):
        if child.tag == P:
            inner = _last_paragraph(child)  # in a text box
            return child if inner is None else inner
        last = _last_paragraph(child)
        if last is not None:
            return last
    return None


def _arrive(ground: Ground, changes: Sequence[Change], donor: bytes | None) -> None:
    """New and moved blocks; several after one place follow each other in the order given."""
    places: Places = {}
    source = donors.Donor.of(donor, ground.bench, ground.numbers) if donor is not None else None
    for change in changes:
        if change.edit.kind == "move_block":
            _move(ground, change, places)
            continue
        place = place_of(ground, change, places)
        paragraph = _new_paragraph(ground, change, source) if place is not None else None
        if place is not None and paragraph is not None:
            place(paragraph)


def _new_paragraph(ground: Ground, change: Change, source: donors.Donor | None) -> etree._Element | None:
    edit, stamp = change.edit, ground.stamp(change)
    if edit.donor is not None and source is not None:
        paragraph = source.paragraph(str(edit.donor))
        if paragraph is not None:
            wrap(inline_nodes(paragraph), stamp, INS)
            mark_paragraph(paragraph, stamp, INS)
            return paragraph
    if OBJECT in edit.text or runs.FORBIDDEN.search(edit.text):
        ground.refuse(change, "text", "the new block has an object, or characters that XML cannot hold")
        return None
    paragraph = etree.Element(P)
    properties = _properties_for(ground, edit)
    if properties is not None:
        paragraph.append(properties)
    block = edit.block if edit.block is not None else next(iter(ground.found.by_id), None)

    def link(target: str) -> str:
        part = ground.part(block) if block is not None else ground.bench.package.main
        return ground.bench.relate(part, "hyperlink", target, external=True)

    if edit.text:
        for element in writing.inked(Ink(edit.text, edit.spans, link), None, stamp, INS):
            paragraph.append(element)
    mark_paragraph(paragraph, stamp, INS)
    return paragraph


def _properties_for(ground: Ground, edit: Edit) -> etree._Element | None:
    """Paragraph properties for a new block: those of the nearest block of its kind, else a style."""
    model = ground.nearest_of_kind(edit.block, edit.kind_to, edit.level_to)
    properties = model.element.find(P_PR) if model is not None else None
    if properties is not None:
        return _plain_properties(properties)
    style = likeness.style_for(ground.found, edit.kind_to, edit.level_to)
    if not style or model is not None:
        return None
    new = etree.Element(P_PR)
    etree.SubElement(new, w("pStyle")).set(VAL, style)
    return new
