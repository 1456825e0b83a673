"""Qualified names of WordprocessingML (ISO 29500-1 §17) and its extensions, transitional family."""

from __future__ import annotations

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
WORD_2012 = "http://schemas.microsoft.com/office/word/2012/wordml"
WORD_CID = "http://schemas.microsoft.com/office/word/2016/wordml/cid"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PARA_ID = f"{{{WORD_2010}}}paraId"


def w(name: str) -> str:
    """The name of a Word element or attribute in Clark notation."""
    return f"{{{WORD}}}{name}"


P, R, T, DEL_TEXT = w("p"), w("r"), w("t"), w("delText")
P_PR, R_PR, TC, TR, TBL, SDT = w("pPr"), w("rPr"), w("tc"), w("tr"), w("tbl"), w("sdt")
INS, DEL, MOVE_FROM, MOVE_TO = w("ins"), w("del"), w("moveFrom"), w("moveTo")
ID, AUTHOR, DATE, VAL, INITIALS, NAME = w("id"), w("author"), w("date"), w("val"), w("initials"), w("name")
FIELD_CHAR, INSTRUCTION, DEL_INSTRUCTION = w("fldChar"), w("instrText"), w("delInstrText")
RANGE_START, RANGE_END = w("commentRangeStart"), w("commentRangeEnd")
REFERENCE = w("commentReference")
