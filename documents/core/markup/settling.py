"""Accepting and rejecting tracked changes in a tree, as Word does (ISO 29500-1 §17.13.5).

A verdict is asked for each revision element: True accepts it, False rejects it, None leaves it.
Run-level wrappers go or open up; deleted paragraph marks join paragraphs; rows and cells follow
their mark; property changes drop their record or put the old properties back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from documents.core.markup.names import (
    DEL,
    DEL_INSTRUCTION,
    DEL_TEXT,
    INS,
    INSTRUCTION,
    MATH,
    MOVE_FROM,
    MOVE_TO,
    P_PR,
    R_PR,
    REFERENCE,
    SDT,
    TBL,
    TC,
    TR,
    VAL,
    P,
    R,
    T,
    w,
)

Verdict = Callable[[etree._Element], bool | None]

#: What shows that a part holds tracked changes; looked for in its bytes before it is parsed.
TRACES = (
    b"ins ",
    b"del ",
    b"ins>",
    b"del>",
    b"moveFrom",
    b"moveTo",
    b"PrChange",
    b"PrExChange",
    b"GridChange",
    b"numberingChange",
    b"cellIns",
    b"cellDel",
    b"cellMerge",
    b"customXmlInsRange",
    b"customXmlDelRange",
)

_ADDED = {INS, MOVE_TO, w("cellIns")}
_WRAPPERS = (INS, DEL, MOVE_FROM, MOVE_TO)
_PROPERTY_CHANGES = {
    w(f"{name}Change") for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr", "tblGrid")
}
_RECORDS = (*sorted(_PROPERTY_CHANGES), w("numberingChange"))
#: What the old properties inside a change record never hold, so the new ones keep it.
_KEPT = {
    w("pPrChange"): {R_PR, w("sectPr")},
    w("sectPrChange"): {w("headerReference"), w("footerReference")},
    w("rPrChange"): {*_WRAPPERS, w("rPrChange")},
    w("trPrChange"): {INS, DEL},
    w("tcPrChange"): {w("cellIns"), w("cellDel"), w("cellMerge")},
}
_MOVE_MARKS = (w("moveFromRangeStart"), w("moveFromRangeEnd"), w("moveToRangeStart"), w("moveToRangeEnd"))
_CONTROL_MARKS = tuple(
    w(f"customXml{kind}Range{end}")
    for kind in ("Ins", "Del", "MoveFrom", "MoveTo")
    for end in ("Start", "End")
)
_ANCHORS = (
    w("bookmarkStart"),
    w("bookmarkEnd"),
    w("commentRangeStart"),
    w("commentRangeEnd"),
    w("permStart"),
    w("permEnd"),
)
_PAIRS = {w("bookmarkStart"): w("bookmarkEnd"), w("permStart"): w("permEnd")}
_PROPERTY_HOMES = {R_PR, w("trPr"), w("numPr"), w("tcPr"), w("tblPrEx"), f"{{{MATH}}}ctrlPr"}
_LINKS = {w("hyperlink"), w("smartTag"), w("fldSimple")}
_CONTROLS = {SDT, w("sdtContent"), w("customXml")}


def settle_tree(root: etree._Element, verdict: Verdict) -> bool:
    """Accept or reject revisions below `root`, in place. Returns whether anything was changed.

    Paragraph marks settle while tables that are about to go still stand between them: Word does not
    join paragraphs over a table.
    """
    changed = _settle_records(root, verdict)
    changed |= _settle_numbering(root, verdict)
    changed |= _settle_controls(root, verdict)
    wrapped = _settle_wrappers(root, verdict)
    joined = _settle_marks(root, verdict)
    changed |= _settle_rows(root, verdict)
    changed |= _settle_cells(root, verdict)
    if wrapped or joined:
        _drop_orphaned_move_marks(root)
    return changed or wrapped or joined


def _settle_records(root: etree._Element, verdict: Verdict) -> bool:
    """Property changes: accepting drops the record, rejecting puts its old properties back."""
    changed = False
    for record in list(root.iter(*_RECORDS)):
        said = verdict(record)
        home = record.getparent()
        if said is None or home is None:
            continue
        changed = True
        if not said and record.tag in _PROPERTY_CHANGES:
            _put_back(home, record)
        else:
            _remove(record)
        _tidy(home)
    return changed


def _put_back(home: etree._Element, record: etree._Element) -> None:
    kept = _KEPT.get(str(record.tag), set())
    old = next((child for child in record if isinstance(child.tag, str)), None)
    stays = [child for child in home if child is not record and child.tag in kept]
    first = [child for child in stays if child.tag not in (R_PR, w("sectPr"))]
    last = [child for child in stays if child.tag in (R_PR, w("sectPr"))]
    restored = list(old) if old is not None else []
    for child in list(home):
        home.remove(child)
    home.extend([*first, *restored, *last])
    if old is not None and home.tag in (w("sectPr"), w("tblPrEx")):
        for name, value in old.attrib.items():
            home.set(name, value)


def _settle_numbering(root: etree._Element, verdict: Verdict) -> bool:
    """`w:numPr/w:ins`: numbering that was put on a paragraph; rejecting takes it off."""
    changed = False
    for properties in list(root.iter(w("numPr"))):
        for mark in properties.findall(INS):
            said = verdict(mark)
            home = properties.getparent()
            if said is None or home is None:
                continue
            changed = True
            _remove(mark if said else properties)
            _tidy(home)
    return changed


def _settle_controls(root: etree._Element, verdict: Verdict) -> bool:
    """Content controls put around or taken off text: the ranges stand around the tags, not the text."""
    marks = list(root.iter(*_CONTROL_MARKS))
    if not marks:
        return False
    decided = {mark.get(w("id")): verdict(mark) for mark in marks if str(mark.tag).endswith("Start")}
    controls = _controls_by_mark(root, {id(mark) for mark in marks})
    for mark in marks:
        said = decided.get(mark.get(w("id")))
        if said is None:
            continue
        name = str(mark.tag)
        leaves = said if "Del" in name or "MoveFrom" in name else not said
        control = controls.get(id(mark))
        if leaves and control is not None and control.getparent() is not None:
            _open_control(control)
        if mark.getparent() is not None:
            _remove(mark)
    return any(said is not None for said in decided.values())


def _controls_by_mark(root: etree._Element, marks: set[int]) -> dict[int, etree._Element]:
    """Start mark → the content control that begins right after it (Word writes them so)."""
    found: dict[int, etree._Element] = {}
    for control in root.iter(SDT):
        before = control.getprevious()
        while before is not None and id(before) in marks:
            if str(before.tag).endswith("Start"):
                found[id(before)] = control
            before = before.getprevious()
    return found


def _open_control(control: etree._Element) -> None:
    content = control.find(w("sdtContent"))
    parent = control.getparent()
    if parent is None:
        return
    at = parent.index(control)
    for child in list(content) if content is not None else []:
        parent.insert(at, child)
        at += 1
    _remove(control)


def _settle_rows(root: etree._Element, verdict: Verdict) -> bool:
    changed = False
    for row in list(root.iter(TR)):
        properties = row.find(w("trPr"))
        if properties is None:
            continue
        for mark in [child for child in properties if child.tag in (INS, DEL)]:
            said = verdict(mark)
            if said is None:
                continue
            changed = True
            _remove(mark)
            if said == (mark.tag == DEL):
                _remove_row(row)
                break
        else:
            if changed and len(properties) == 0:
                _remove(properties)
    return changed


def _remove_row(row: etree._Element) -> None:
    home = row.getparent()
    if home is None:
        return
    _save_anchors(row, row, only_unpaired=True)
    _remove(row)
    while home is not None and home.tag != TBL and not _has_rows(home):
        outer = home.getparent()
        _remove(home)
        home = outer
    if home is not None and home.tag == TBL and not _has_rows(home):
        _remove_table(home)


def _has_rows(home: etree._Element) -> bool:
    return next(home.iter(TR), None) is not None


def _remove_table(table: etree._Element) -> None:
    cell = table.getparent()
    _save_anchors(table, table, only_unpaired=True)
    _remove(table)
    if cell is not None and cell.tag == TC and cell.find(P) is None and not _blocks(cell):
        etree.SubElement(cell, P)


def _settle_cells(root: etree._Element, verdict: Verdict) -> bool:
    changed = False
    for mark in list(root.iter(w("cellIns"), w("cellDel"), w("cellMerge"))):
        said = verdict(mark)
        properties = mark.getparent()
        cell = properties.getparent() if properties is not None else None
        if said is None or properties is None or cell is None:
            continue
        changed = True
        if mark.tag == w("cellMerge"):
            _settle_merge(mark, properties, accept=said)
        elif said == (mark.tag == w("cellDel")):
            row = cell.getparent()
            _remove(cell)
            if row is not None and row.tag == TR and row.find(f".//{TC}") is None:
                _remove_row(row)
            continue
        _remove(mark)
        _tidy(properties)
    return changed


def _settle_merge(mark: etree._Element, properties: etree._Element, *, accept: bool) -> None:
    value = mark.get(w("vMerge" if accept else "vMergeOrig"))
    for old in properties.findall(w("vMerge")):
        properties.remove(old)
    if value:
        merge = etree.Element(w("vMerge"))
        merge.set(VAL, "restart" if value == "rest" else "continue")
        mark.addprevious(merge)


def _settle_wrappers(root: etree._Element, verdict: Verdict) -> bool:
    """`w:ins`, `w:del` and moves around runs; inner ones first, so that nesting settles by itself."""
    changed = False
    for wrapper in reversed(list(root.iter(*_WRAPPERS))):
        home = wrapper.getparent()
        if home is None or home.tag in _PROPERTY_HOMES:
            continue
        said = verdict(wrapper)
        if said is None:
            continue
        changed = True
        if said == (wrapper.tag in _ADDED):
            _open(wrapper)
        else:
            _save_anchors(wrapper, wrapper)
            _remove(wrapper)
            while home.tag in _LINKS and len(home) == 0 and (outer := home.getparent()) is not None:
                _remove(home)  # a link or tag around nothing
                home = outer
    for mark in list(root.iter(f"{{{MATH}}}ctrlPr")):
        changed |= _settle_control_character(mark, verdict)
    return changed


def _settle_control_character(properties: etree._Element, verdict: Verdict) -> bool:
    """A fraction bar, a root sign … in an equation that was inserted or deleted as such."""
    changed = False
    for mark in [child for child in properties if child.tag in (INS, DEL)]:
        said = verdict(mark)
        if said is None:
            continue
        changed = True
        if said == (mark.tag == INS):
            _open(mark)
            continue
        holder = properties.getparent()
        structure = holder.getparent() if holder is not None else None
        _remove(mark)
        if structure is not None and structure.getparent() is not None:
            _open_structure(structure, holder)
    return changed


def _open_structure(structure: etree._Element, properties: etree._Element | None) -> None:
    """Leave what stood under a mathematical sign (numerator, base …) in its place."""
    inner = [
        child
        for part in structure
        if part is not properties
        for child in part
        if not str(child.tag).endswith(("Pr", "ctrlPr"))
    ]
    for child in inner:
        structure.addprevious(child)
    _remove(structure)


def _open(wrapper: etree._Element) -> None:
    home = wrapper.getparent()
    if home is None:
        return
    if wrapper.tag in (DEL, MOVE_FROM):
        for text in wrapper.iter(DEL_TEXT):
            text.tag = T
        for code in wrapper.iter(DEL_INSTRUCTION):
            code.tag = INSTRUCTION
    at = home.index(wrapper)
    for child in list(wrapper):
        home.insert(at, child)
        at += 1
    _remove(wrapper)


def _settle_marks(root: etree._Element, verdict: Verdict) -> bool:
    """Paragraph marks, last paragraph first, so that several deleted marks in a row chain."""
    changed = False
    for paragraph in reversed(list(root.iter(P))):
        properties = paragraph.find(f"{P_PR}/{R_PR}")
        if properties is None:
            continue
        goes = False
        for mark in [child for child in properties if child.tag in _WRAPPERS]:
            said = verdict(mark)
            if said is None:
                continue
            changed = True
            goes |= said != (mark.tag in _ADDED)
            _remove(mark)
        _tidy(properties)
        if goes:
            _join(paragraph)
    return changed


def _join(paragraph: etree._Element) -> None:
    """The paragraph's mark goes: its content moves in front of the next paragraph's, which wins."""
    following = _next_block(paragraph)
    content = _marks_in(paragraph) if _is_empty(paragraph) else [one for one in paragraph if one.tag != P_PR]
    if following is not None and following.tag == SDT:
        following = next(following.iter(P, TBL), None)
    if following is not None and following.tag == P:
        at = 1 if following.find(P_PR) is not None else 0
        for child in content:
            following.insert(at, child)
            at += 1
        _remove_with_controls(paragraph)
    elif _is_empty(paragraph) and _may_go(paragraph):
        before = paragraph.getprevious()
        for mark in content:
            if before is not None and before.tag == P:
                before.append(mark)
            elif mark.tag != R:  # the mark of a comment on what has gone
                paragraph.addprevious(mark)
        _remove(paragraph)


def _marks_in(paragraph: etree._Element) -> list[etree._Element]:
    """What stays of a paragraph that is empty: marks, without the controls and links around nothing."""
    return [one for one in paragraph.iter(*_ANCHORS, *_MOVE_MARKS, R) if not _is_in(one, P_PR)]


def _remove_with_controls(paragraph: etree._Element) -> None:
    """Remove a paragraph, and the content controls that held nothing else."""
    home = paragraph.getparent()
    _remove(paragraph)
    while home is not None and home.tag in _CONTROLS and not (home.tag != SDT and _blocks(home)):
        outer = home.getparent()
        _remove(home)
        home = outer


def _is_empty(paragraph: etree._Element) -> bool:
    """Whether nothing is left in a paragraph but marks, and controls or links around nothing."""
    return (
        all(_is_comment_mark(run) for run in paragraph.iter(R))
        and next(paragraph.iter(f"{{{MATH}}}oMath"), None) is None
        and paragraph.find(f"{P_PR}/{w('sectPr')}") is None
    )


def _is_in(element: etree._Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _is_comment_mark(child: etree._Element) -> bool:
    return child.tag == R and len(child) > 0 and all(one.tag in (R_PR, REFERENCE) for one in child)


def _may_go(paragraph: etree._Element) -> bool:
    """Whether the paragraph's container is still a valid one without it."""
    home = paragraph.getparent()
    if home is None:
        return False
    others = [block for block in _blocks(home) if block is not paragraph]
    if home.tag == TC:
        return bool(others) and others[-1].tag == P
    return bool(others)


def _blocks(home: etree._Element) -> list[etree._Element]:
    return [child for child in home if child.tag in (P, TBL, SDT, w("customXml"), w("altChunk"))]


def _next_block(paragraph: etree._Element) -> etree._Element | None:
    """What follows in the same flow of text, out of content controls that end with the paragraph."""
    blocks = {P, TBL, SDT, w("sectPr"), w("customXml"), w("altChunk")}
    place: etree._Element | None = paragraph
    while place is not None:
        following = next((one for one in place.itersiblings() if one.tag in blocks), None)
        if following is not None:
            return following
        place = place.getparent()
        if place is None or place.tag not in _CONTROLS:
            return None
    return None


def _drop_orphaned_move_marks(root: etree._Element) -> None:
    """Marks of moves none of whose runs and paragraph marks are left."""
    if next(root.iter(MOVE_FROM, MOVE_TO), None) is None:
        for mark in list(root.iter(*_MOVE_MARKS)):
            _remove(mark)


def _save_anchors(element: etree._Element, before: etree._Element, *, only_unpaired: bool = False) -> None:
    """Keep bookmarks and comment ranges that stand inside what goes, in front of it."""
    anchors = list(element.iter(*_ANCHORS))
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


def _tidy(home: etree._Element) -> None:
    """Take away properties that are empty now that their last revision has gone."""
    while home.tag in (R_PR, P_PR) and len(home) == 0 and not home.attrib:
        outer = home.getparent()
        if outer is None or (home.tag == R_PR and outer.tag != P_PR):
            return
        _remove(home)
        home = outer


def _remove(element: etree._Element) -> None:
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


def revisions(root: etree._Element) -> Iterator[etree._Element]:
    """Every revision element below `root`: what a verdict may be asked about."""
    yield from root.iter(*_WRAPPERS, *_RECORDS, w("cellIns"), w("cellDel"), w("cellMerge"), *_CONTROL_MARKS)
