"""Tables of the paper: a header row that repeats, columns of set width, cells that join downwards."""

from __future__ import annotations

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Cm
from docx.table import Table
from docx.text.paragraph import Paragraph

from backend.demo.paper.oxml import new, parsed, sub

SAME = "^^"  # a cell that continues the one above
TEXT_WIDTH = 16.0  # cm

_BORDERS = (
    '<w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="143A5E"/>'
    '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="143A5E"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="C3CCD6"/></w:tblBorders>'
)


def grid(document: Document, widths: tuple[int, ...], rows: int) -> Table:
    """An empty table with our borders; `widths` are shares of the text's width."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    table._tbl.tblPr.append(parsed(_BORDERS))
    sizes = [Cm(TEXT_WIDTH * share / sum(widths)) for share in widths]
    for column, size in zip(table._tbl.tblGrid.gridCol_lst, sizes, strict=True):
        column.w = size
    for row in table._tbl.tr_lst:
        for cell, size in zip(row.tc_lst, sizes, strict=True):
            cell.width = size
    return table


def header(table: Table) -> None:
    """Make the first row a header: shaded, repeated on each page."""
    row = table._tbl.tr_lst[0]
    sub(row.get_or_add_trPr(), "tblHeader")
    for cell in row.tc_lst:
        cell.get_or_add_tcPr().append(new("shd", val="clear", color="auto", fill="E3EAF1"))


def join_down(table: Table, row: int, column: int) -> None:
    """Let a cell continue the one above it."""
    above = table._tbl.tr_lst[row - 1].tc_lst[column].get_or_add_tcPr()
    if above.find(new("vMerge").tag) is None:
        above.append(new("vMerge", val="restart"))
    table._tbl.tr_lst[row].tc_lst[column].get_or_add_tcPr().append(new("vMerge"))


def cell_paragraph(table: Table, row: int, column: int) -> Paragraph:
    """The first paragraph of a cell, in the style of table text."""
    paragraph = Paragraph(table._tbl.tr_lst[row].tc_lst[column].p_lst[0], table)
    paragraph._p.style = "TableText"
    return paragraph
