"""Content controls put around or taken off text."""

from __future__ import annotations

from lxml import etree

from documents.core.markup.names import SDT, w
from documents.core.markup.settling.elements import CONTROL_MARKS, Verdict
from documents.core.markup.settling.taking import remove


def settle_controls(root: etree._Element, verdict: Verdict) -> bool:
    """Content controls put around or taken off text: the ranges stand around the tags, not the text."""
    marks = list(root.iter(*CONTROL_MARKS))
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
            remove(mark)
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
    remove(control)
