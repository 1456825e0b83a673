"""Rows and cells that come and go."""

from __future__ import annotations

from lxml import etree

from documents.core.markup.names import DEL, INS, TBL, TC, TR, VAL, P, w
from documents.core.markup.settling.elements import Verdict
from documents.core.markup.settling.taking import blocks, remove, save_anchors, tidy


def settle_rows(root: etree._Element, verdict: Verdict) -> bool:
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
            remove(mark)
            if said == (mark.tag == DEL):
                _remove_row(row)
                break
        else:
            if changed and len(properties) == 0:
                remove(properties)
    return changed


def _remove_row(row: etree._Element) -> None:
    home = row.getparent()
    if home is None:
        return
    save_anchors(row, row, only_unpaired=True)
    remove(row)
    while home is not None and home.tag != TBL and not _has_rows(home):
        outer = home.getparent()
        remove(home)
        home = outer
    if home is not None and home.tag == TBL and not _has_rows(home):
        _remove_table(home)


def _has_rows(home: etree._Element) -> bool:
    return next(home.iter(TR), None) is not None


def _remove_table(table: etree._Element) -> None:
    cell = table.getparent()
    save_anchors(table, table, only_unpaired=True)
    remove(table)
    if cell is not None and cell.tag == TC and cell.find(P) is None and not blocks(cell):
        etree.SubElement(cell, P)


def settle_cells(root: etree._Element, verdict: Verdict) -> bool:
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
            remove(cell)
            if row is not None and row.tag == TR and row.find(f".//{TC}") is None:
                _remove_row(row)
            continue
        remove(mark)
        tidy(properties)
    return changed


def _settle_merge(mark: etree._Element, properties: etree._Element, *, accept: bool) -> None:
    value = mark.get(w("vMerge" if accept else "vMergeOrig"))
    for old in properties.findall(w("vMerge")):
        properties.remove(old)
    if value:
        merge = etree.Element(w("vMerge"))
        merge.set(VAL, "restart" if value == "rest" else "continue")
        mark.addprevious(merge)
