"""A normal form of Word XML: the same for two trees that differ only in how runs are cut.

Runs with equal properties are joined, texts in them too; empty properties, revision-save numbers,
ids of revisions and spelling marks do not count. Used to see whether XML says the same.
"""

from __future__ import annotations

import copy
import hashlib

from lxml import etree

from documents.core.markup.names import (
    DEL,
    DEL_TEXT,
    ID,
    INS,
    MOVE_FROM,
    MOVE_TO,
    P_PR,
    PARA_ID,
    R_PR,
    RANGE_END,
    RANGE_START,
    REFERENCE,
    WORD,
    XML_SPACE,
    R,
    T,
    w,
)
from documents.core.textmap.state import keeps_space

_WRAPPERS = (INS, DEL, MOVE_FROM, MOVE_TO)
_REVISIONS = {
    *_WRAPPERS,
    w("cellIns"),
    w("cellDel"),
    w("cellMerge"),
    w("moveFromRangeStart"),
    w("moveToRangeStart"),
    w("moveFromRangeEnd"),
    w("moveToRangeEnd"),
    *(w(f"{name}Change") for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr", "tblGrid")),
}
_NOISE = (w("proofErr"), w("lastRenderedPageBreak"))
_PARAGRAPH_IDS = (PARA_ID, PARA_ID.replace("paraId", "textId"))
COMMENT_MARKS = (RANGE_START, RANGE_END, REFERENCE)
_BLANKS = " \t\r\n"


def digest(element: etree._Element, *, comments: bool = True) -> str:
    """A fingerprint of the element's normal form; `comments` tells whether comment marks count."""
    return hashlib.sha256(normal(element, comments=comments)).hexdigest()


def normal(element: etree._Element, *, comments: bool = True) -> bytes:
    """The element's normal form as canonical XML."""
    plain, is_preserved = copy.deepcopy(element), keeps_space(element)
    plain.tail = None
    if not comments:
        drop_comment_marks(plain)
    _drop(plain, _NOISE)
    for one in plain.iter():
        if isinstance(one.tag, str):
            _clean(one, is_preserved=is_preserved)
    for home in reversed(list(plain.iter(*_WRAPPERS, R_PR, P_PR))):
        if len(home) == 0 and home is not plain and _may_vanish(home):
            _remove(home)
    for home in [one for one in plain.iter() if isinstance(one.tag, str)]:
        _join_children(home)
    return canonical(plain)


def canonical(element: etree._Element) -> bytes:
    """The element as canonical XML without its tail; as plain XML where a namespace has a relative name."""
    try:
        text: bytes = etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
    except etree.C14NError:
        text = etree.tostring(element, with_tail=False)
    return text


def drop_comment_marks(root: etree._Element) -> None:
    """Take comment ranges and references off, with runs that hold nothing else."""
    for mark in list(root.iter(*COMMENT_MARKS)):
        remove_mark(mark)


def remove_mark(mark: etree._Element) -> None:
    """Take one comment mark off; the run of a reference goes when nothing else is in it."""
    home = mark.getparent()
    if home is None:
        return
    _remove(mark)
    if home.tag == R and all(child.tag == R_PR for child in home):
        outer = home.getparent()
        if outer is not None:
            _remove(home)
            if outer.tag in _WRAPPERS and len(outer) == 0 and outer.getparent() is not None:
                _remove(outer)


def _drop(root: etree._Element, tags: tuple[str, ...]) -> None:
    for one in list(root.iter(*tags)):
        if one is not root:
            _remove(one)


def _clean(one: etree._Element, *, is_preserved: bool) -> None:
    for name in list(one.attrib):
        if str(name).startswith(f"{{{WORD}}}rsid") or name in _PARAGRAPH_IDS:
            del one.attrib[name]
    if one.tag in _REVISIONS:
        one.attrib.pop(ID, "")
    if one.tag in (T, DEL_TEXT):
        _normal_text(one, is_preserved=is_preserved)
    elif len(one) and (one.text or "").strip(_BLANKS) == "":
        one.text = None
    if (one.tail or "").strip(_BLANKS) == "":
        one.tail = None


def _normal_text(one: etree._Element, *, is_preserved: bool) -> None:
    said = one.get(XML_SPACE)
    one.attrib.pop(XML_SPACE, "")
    if not (is_preserved if said is None else said == "preserve"):
        one.text = (one.text or "").strip(_BLANKS)


def _may_vanish(home: etree._Element) -> bool:
    return not home.attrib or (
        home.tag in _WRAPPERS
        and (
            home.getparent() is not None and home.getparent().tag not in (R_PR, w("trPr"), w("numPr"))  # type: ignore[union-attr]
        )
    )


def _join_children(home: etree._Element) -> None:
    """Join neighbours that say they are one: texts, runs, revisions; within what was joined as well."""
    for several in _neighbours(home):
        first = several[0]
        if first.tag in (T, DEL_TEXT):
            first.text = "".join([one.text or "" for one in several])
        else:
            for one in several[1:]:
                first.extend([child for child in one if child.tag != R_PR])
            _join_children(first)
        for one in several[1:]:
            home.remove(one)


def _neighbours(home: etree._Element) -> list[list[etree._Element]]:
    """Children that join, two or more at a time."""
    found: list[list[etree._Element]] = []
    for child in home:
        if found and _joins(found[-1][0], child):
            found[-1].append(child)
        else:
            found.append([child])
    return [several for several in found if len(several) > 1]


def _joins(last: etree._Element, child: etree._Element) -> bool:
    if last.tag != child.tag or last.tag not in (R, T, DEL_TEXT, *_WRAPPERS) or last.attrib != child.attrib:
        return False
    if last.tag == R:
        return _properties(last) == _properties(child)
    if last.tag in _WRAPPERS:
        return len(last) > 0 and len(child) > 0
    return True


def _properties(run: etree._Element) -> bytes:
    found = run.find(R_PR)
    return b"" if found is None else canonical(found)


def _remove(element: etree._Element) -> None:
    home = element.getparent()
    if home is None:
        return
    if element.tail and element.tail.strip(_BLANKS):
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            home.text = (home.text or "") + element.tail
    home.remove(element)
