"""Tables: which cells are heads, as readers of the Word file see them."""

import pytest

from documents.core.reading import read
from documents.core.rendering import render_document
from tests.documents.core.reading.test_corpus import FOLDER, needs_corpus
from tests.documents.core.word import BY, cell, p, part, row, word

GRID = (
    '<w:style w:type="table" w:styleId="grid"><w:name w:val="Grid Table 4"/>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
    '<w:style w:type="table" w:styleId="child"><w:name w:val="Ours"/><w:basedOn w:val="grid"/></w:style>'
    '<w:style w:type="table" w:styleId="plain"><w:name w:val="Table Grid"/></w:style>'
)
ROWS = row(cell(p("Mass")), cell(p("Cost"))) + row(cell(p("40 kg")), cell(p("90 M€")))
ON = '<w:tblLook w:val="04A0" w:firstRow="1"/>'


def heads(properties, rows=ROWS):
    body = f"<w:tbl><w:tblPr>{properties}</w:tblPr>{rows}</w:tbl>" + p("After")
    return [block.text for block in read(word(body, styles=part("styles", GRID))).blocks
            if block.cell and block.cell.header]


def styled(name):
    return f'<w:tblStyle w:val="{name}"/>'


@pytest.mark.parametrize("properties", [
    styled("grid") + ON, styled("child") + ON, styled("grid") + '<w:tblLook w:val="0020"/>',
], ids=["by its style", "by the style that it is based on", "by the bits of Word 2007"])
def test_first_row_that_the_style_sets_apart_is_a_head(properties):
    assert heads(properties) == ["Mass", "Cost"]


@pytest.mark.parametrize("properties", [
    styled("plain") + ON, styled("grid"), styled("grid") + '<w:tblLook w:val="04A0" w:firstRow="0"/>',
    styled("grid") + '<w:tblLook w:val="odd"/>', "",
], ids=["a style without one", "no look", "not asked for", "no number", "nothing said"])
def test_first_row_like_the_others_is_no_head(properties):
    assert heads(properties) == []


def test_only_row_of_a_table_is_no_head():
    only = row(cell(p("Mass")), cell(p("Cost")))
    proposed = row(cell(p("40 kg")), cell(p("90 M€")), props=f"<w:ins {BY}/>")

    assert heads(styled("grid") + ON, only) == heads(styled("grid") + ON, only + proposed) == []


def test_head_is_that_of_the_style_before_a_tracked_change():
    old = f"<w:tblPrChange {BY}><w:tblPr>{styled('plain')}{ON}</w:tblPr></w:tblPrChange>"

    assert heads(styled("grid") + ON + old) == []


@needs_corpus
def test_head_of_a_real_table_is_shown_as_one():
    path = FOLDER / "OfficeDev__Open-Xml-PowerTools/TestFiles/DA251-EnhancedTables.docx"

    html = render_document(read(path.read_bytes()))

    head = html.partition("<thead>")[2].partition("</thead>")[0]
    assert [word for word in ("Description", "Quantity", "Order Date", "Signature") if word in head] == [
        "Description", "Quantity", "Order Date", "Signature"]
    assert head.count('<th scope="col">') == 4
