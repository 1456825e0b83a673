"""Revisions on paragraph marks and table rows, and what of a paragraph they take along."""

from __future__ import annotations

from lxml import etree

from documents.core.markup.names import INS, P_PR, R_PR, P, R, w
from documents.core.markup.writing.stamps import Stamp

_PARAGRAPH_TAIL = (R_PR, w("sectPr"), w("pPrChange"))


def mark_paragraph(paragraph: etree._Element, stamp: Stamp, tag: str) -> None:
    """Mark the paragraph's own mark as inserted, deleted or moved."""
    properties = paragraph.find(P_PR)
    if properties is None:
        properties = etree.Element(P_PR)
        paragraph.insert(0, properties)
    run_properties = properties.find(R_PR)
    if run_properties is None:
        run_properties = etree.Element(R_PR)
        tail = next((child for child in properties if child.tag in _PARAGRAPH_TAIL), None)
        if tail is not None:
            tail.addprevious(run_properties)
        else:
            properties.append(run_properties)
    run_properties.insert(0, stamp.mark(tag))


def mark_row(row: etree._Element, stamp: Stamp, tag: str) -> None:
    """Mark a table row as inserted or deleted."""
    properties = row.find(w("trPr"))
    if properties is None:
        properties = etree.Element(w("trPr"))
        before = [child for child in row if child.tag == w("tblPrEx")]
        row.insert(row.index(before[-1]) + 1 if before else 0, properties)
    change = properties.find(w("trPrChange"))
    if change is not None:
        change.addprevious(stamp.mark(tag))
    else:
        properties.append(stamp.mark(tag))


def mark_cell(cell: etree._Element, stamp: Stamp, tag: str) -> None:
    """Mark a table cell as inserted or deleted."""
    properties = cell.find(w("tcPr"))
    if properties is None:
        properties = etree.Element(w("tcPr"))
        cell.insert(0, properties)
    mark = stamp.mark(w("cellIns" if tag == INS else "cellDel"))
    change = properties.find(w("tcPrChange"))
    if change is not None:
        change.addprevious(mark)
    else:
        properties.append(mark)


def inline_nodes(home: etree._Element) -> list[etree._Element]:
    """All runs and equations of a paragraph or container, whatever they hold, in order."""
    found: list[etree._Element] = []
    for child in home:
        if child.tag == R or str(child.tag).endswith(("}oMath", "}oMathPara")):
            found.append(child)
        elif child.tag not in (P_PR, P) and len(child) and not str(child.tag).endswith("Pr"):
            found += inline_nodes(child)
    return found
