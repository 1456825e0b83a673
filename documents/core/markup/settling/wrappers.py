"""Revisions around runs, and in the signs of equations."""

from __future__ import annotations

from lxml import etree

from documents.core.markup.names import (
    DEL,
    DEL_INSTRUCTION,
    DEL_TEXT,
    INS,
    INSTRUCTION,
    MATH,
    MOVE_FROM,
    R_PR,
    T,
    w,
)
from documents.core.markup.settling.elements import ADDED, WRAPPERS, Verdict
from documents.core.markup.settling.taking import remove, save_anchors

_PROPERTY_HOMES = {R_PR, w("trPr"), w("numPr"), w("tcPr"), w("tblPrEx"), f"{{{MATH}}}ctrlPr"}


_LINKS = {w("hyperlink"), w("smartTag"), w("fldSimple")}


def settle_wrappers(root: etree._Element, verdict: Verdict) -> bool:
    """`w:ins`, `w:del` and moves around runs; inner ones first, so that nesting settles by itself."""
    changed = False
    for wrapper in reversed(list(root.iter(*WRAPPERS))):
        home = wrapper.getparent()
        if home is None or home.tag in _PROPERTY_HOMES:
            continue
        said = verdict(wrapper)
        if said is None:
            continue
        changed = True
        if said == (wrapper.tag in ADDED):
            _open(wrapper)
        else:
            save_anchors(wrapper, wrapper)
            remove(wrapper)
            while home.tag in _LINKS and len(home) == 0 and (outer := home.getparent()) is not None:
                remove(home)  # a link or tag around nothing
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
        remove(mark)
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
    remove(structure)


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
    remove(wrapper)
