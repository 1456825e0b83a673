"""Names of WordprocessingML in Clark notation, in the transitional family (see `package.xml`)."""

from __future__ import annotations

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix that Word writes
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

VAL = W + "val"
ID = W + "id"
AUTHOR = W + "author"
DATE = W + "date"
NAME = W + "name"
TYPE = W + "type"

P = W + "p"
PPR = W + "pPr"
RUN = W + "r"
RPR = W + "rPr"
T = W + "t"
DEL_TEXT = W + "delText"
TABLE = W + "tbl"
ROW = W + "tr"
CELL = W + "tc"
SDT = W + "sdt"
SDT_CONTENT = W + "sdtContent"
TEXTBOX = W + "txbxContent"
SECTION = W + "sectPr"
HYPERLINK = W + "hyperlink"
INSERT = W + "ins"
DELETE = W + "del"
MOVE_TO = W + "moveTo"
MOVE_FROM = W + "moveFrom"
MATH = M + "oMath"

#: Values of ST_OnOff that mean off; an absent attribute means on.
OFF = frozenset({"0", "false", "off", "none"})


def is_on(value: str | None) -> bool:
    """Whether a toggle's `w:val` means on; `None` is the element without the attribute."""
    return value is None or value not in OFF
