"""Paragraph marks that come and go: paragraphs split and join."""

from __future__ import annotations

from lxml import etree

from documents.core.markup.names import MATH, P_PR, R_PR, SDT, TBL, P, R, w
from documents.core.markup.settling.elements import ADDED, ANCHORS, MOVE_MARKS, WRAPPERS, Verdict
from documents.core.markup.settling.taking import CONTROLS, blocks, is_in, is_needed, remove, tidy
from documents.core.textmap.assemble import is_comment_mark

_BLOCKS = {P, TBL, SDT, w("sectPr"), w("customXml"), w("altChunk")}
#: A mark between blocks → the block behind it, over all that went: each mark is passed only once.
Passed = dict[etree._Element, etree._Element]


def settle_marks(root: etree._Element, verdict: Verdict) -> bool:
    """Paragraph marks, last paragraph first, so that several deleted marks in a row chain."""
    changed = False
    passed: Passed = {}
    for paragraph in reversed(list(root.iter(P))):
        properties = paragraph.find(f"{P_PR}/{R_PR}")
        if properties is None:
            continue
        goes = settled = False
        for mark in [child for child in properties if child.tag in WRAPPERS]:
            said = verdict(mark)
            if said is None:
                continue
            settled = True
            goes |= said != (mark.tag in ADDED)
            remove(mark)
        changed |= settled
        if settled:
            tidy(properties)
        if goes:
            _join(paragraph, passed)
    return changed


def _join(paragraph: etree._Element, passed: Passed) -> None:
    """The paragraph's mark goes: its content moves in front of the next paragraph's, which wins."""
    following = _next_block(paragraph, passed)
    behind, before = following, paragraph.getprevious()
    content = _marks_in(paragraph) if _is_empty(paragraph) else [one for one in paragraph if one.tag != P_PR]
    if following is not None and following.tag == SDT:
        following = next(following.iter(P, TBL), None)
    if following is not None and following.tag == P:
        at = 1 if following.find(P_PR) is not None else 0
        for child in content:
            following.insert(at, child)
            at += 1
        _remove_with_controls(paragraph)
    elif _is_empty(paragraph) and not is_needed(paragraph):
        for mark in content:
            if before is not None and before.tag == P:
                before.append(mark)
            elif mark.tag != R:  # the mark of a comment on what has gone
                paragraph.addprevious(mark)
        remove(paragraph)
    if paragraph.getparent() is None and before is not None and behind is not None:
        passed[before] = behind


def _marks_in(paragraph: etree._Element) -> list[etree._Element]:
    """What stays of a paragraph that is empty: marks, without the controls and links around nothing."""
    return [one for one in paragraph.iter(*ANCHORS, *MOVE_MARKS, R) if not is_in(one, P_PR)]


def _remove_with_controls(paragraph: etree._Element) -> None:
    """Remove a paragraph, and the content controls that held nothing else."""
    home = paragraph.getparent()
    remove(paragraph)
    while home is not None and home.tag in CONTROLS and not (home.tag != SDT and blocks(home)):
        outer = home.getparent()
        remove(home)
        home = outer


def _is_empty(paragraph: etree._Element) -> bool:
    """Whether nothing is left in a paragraph but marks, and controls or links around nothing."""
    return (
        all(is_comment_mark(run) for run in paragraph.iter(R))
        and next(paragraph.iter(f"{{{MATH}}}oMath"), None) is None
        and paragraph.find(f"{P_PR}/{w('sectPr')}") is None
    )


def _next_block(paragraph: etree._Element, passed: Passed) -> etree._Element | None:
    """What follows in the same flow of text, out of content controls that end with the paragraph."""
    place: etree._Element | None = paragraph
    while place is not None:
        for one in place.itersiblings():
            if one.tag in _BLOCKS:
                return one
            if one in passed:
                return passed[one]
        place = place.getparent()
        if place is None or place.tag not in CONTROLS:
            return None
    return None
