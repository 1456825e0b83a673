"""Which elements of Word XML are revisions, and which marks only stand among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from documents.core.markup.names import DEL, INS, MOVE_FROM, MOVE_TO, w

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


ADDED = {INS, MOVE_TO, w("cellIns")}


WRAPPERS = (INS, DEL, MOVE_FROM, MOVE_TO)


PROPERTY_CHANGES = {
    w(f"{name}Change") for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr", "tblGrid")
}


RECORDS = (*sorted(PROPERTY_CHANGES), w("numberingChange"))


MOVE_MARKS = (w("moveFromRangeStart"), w("moveFromRangeEnd"), w("moveToRangeStart"), w("moveToRangeEnd"))


CONTROL_MARKS = tuple(
    w(f"customXml{kind}Range{end}")
    for kind in ("Ins", "Del", "MoveFrom", "MoveTo")
    for end in ("Start", "End")
)


ANCHORS = (
    w("bookmarkStart"),
    w("bookmarkEnd"),
    w("commentRangeStart"),
    w("commentRangeEnd"),
    w("permStart"),
    w("permEnd"),
)


def revisions(root: etree._Element) -> Iterator[etree._Element]:
    """Every revision element below `root`: what a verdict may be asked about."""
    yield from root.iter(*WRAPPERS, *RECORDS, w("cellIns"), w("cellDel"), w("cellMerge"), *CONTROL_MARKS)
