"""Changed properties: the record goes, or the old properties come back."""

from __future__ import annotations

from lxml import etree

from documents.core.markup.names import DEL, INS, R_PR, w
from documents.core.markup.settling.elements import PROPERTY_CHANGES, RECORDS, WRAPPERS, Verdict
from documents.core.markup.settling.taking import remove, tidy

#: What the old properties inside a change record never hold, so the new ones keep it.
_KEPT = {
    w("pPrChange"): {R_PR, w("sectPr")},
    w("sectPrChange"): {w("headerReference"), w("footerReference")},
    w("rPrChange"): {*WRAPPERS, w("rPrChange")},
    w("trPrChange"): {INS, DEL},
    w("tcPrChange"): {w("cellIns"), w("cellDel"), w("cellMerge")},
}


def settle_records(root: etree._Element, verdict: Verdict) -> bool:
    """Property changes: accepting drops the record, rejecting puts its old properties back."""
    changed = False
    for record in list(root.iter(*RECORDS)):
        said = verdict(record)
        home = record.getparent()
        if said is None or home is None:
            continue
        changed = True
        if not said and record.tag in PROPERTY_CHANGES:
            _put_back(home, record)
        else:
            remove(record)
        tidy(home)
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


def settle_numbering(root: etree._Element, verdict: Verdict) -> bool:
    """`w:numPr/w:ins`: numbering that was put on a paragraph; rejecting takes it off."""
    changed = False
    for properties in list(root.iter(w("numPr"))):
        for mark in properties.findall(INS):
            said = verdict(mark)
            home = properties.getparent()
            if said is None or home is None:
                continue
            changed = True
            remove(mark if said else properties)
            tidy(home)
    return changed
