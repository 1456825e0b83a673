"""Decided changes laid on a base with what they need from other files; the result is read both ways."""

import io
from dataclasses import replace

import docx
import pytest
from PIL import Image

from documents.core import markup, reading
from documents.core.comparing import edits_between
from documents.core.markup import weaving
from documents.core.model import Change, Edit, Markup, Span
from tests.documents.core.word import p, word


def _file(write):
    made = docx.Document()
    write(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _picture():
    stream = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(stream, "PNG")
    stream.seek(0)
    return stream


def _cells(made, *rows):
    table = made.add_table(len(rows), 2)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def _base(made):
    made.add_heading("One", 1)
    made.add_paragraph("Alpha beta gamma delta.")
    made.add_paragraph("Item a", style="List Bullet")
    _cells(made, ("h1", "h2"), ("a", "b"))
    made.add_paragraph("Last one.")


def _side(made):
    made.add_heading("One", 1)
    paragraph = made.add_paragraph("Alpha ")
    paragraph.add_run("beta").bold = True
    paragraph.add_run(" gamma delta.")
    made.add_paragraph("Item a", style="List Bullet")
    _cells(made, ("h1", "h2"), ("a", "b"), ("c", "d"))
    made.add_paragraph("Last one.", style="List Bullet")
    made.add_picture(_picture())
    _cells(made, ("new", "table"))
    made.add_paragraph("End.")


BASE, SIDE = _file(_base), _file(_side)


def _said(data):
    return [(block.kind, block.text, block.spans) for block in reading.read(data).blocks]


def _changes(edits):
    return tuple(Change(f"e{n}", "ESA", "2026-01-01T00:00:00Z", edit) for n, edit in enumerate(edits))


def _edits():
    found = []
    for edit in edits_between(reading.read(BASE), reading.read(SIDE)):
        is_row = edit.kind == "insert_block" and edit.kind_to == "cell"
        donor = f"side/{edit.donor}" if edit.donor is not None else None
        found.append(replace(edit, donor=donor, xml=weaving.ROW if is_row else ""))
    return found


@pytest.fixture(scope="module")
def woven():
    return weaving.weave(BASE, Markup(changes=_changes(_edits())), {"side": SIDE})


def test_rows_tables_pictures_looks_and_kinds_come_over(woven):
    assert woven.problems == ()
    assert _said(markup.settle(woven.data, accept=True)) == _said(SIDE)


def test_rejected_all_of_it_is_the_base(woven):
    assert _said(markup.settle(woven.data, accept=False)) == _said(BASE)


def test_picture_comes_with_its_bytes(woven):
    accepted = reading.read(markup.settle(woven.data, accept=True))

    assert [item.data for item in accepted.media.values()] == [_picture().read()]


def test_result_opens_in_another_reader(woven):
    again = docx.Document(io.BytesIO(markup.settle(woven.data, accept=True)))

    assert [len(table.rows) for table in again.tables] == [3, 1]
    assert len(again.inline_shapes) == 1


def test_row_goes_as_a_row(woven):
    rows = [block.id for block in reading.read(BASE).blocks if block.text in {"a", "b"}]
    edits = [Edit("delete_block", name, xml=weaving.ROW) for name in rows]

    laid = weaving.weave(BASE, Markup(changes=_changes(edits)))

    table = docx.Document(io.BytesIO(markup.settle(laid.data, accept=True))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["h1", "h2"]]


def test_row_without_its_file_is_refused_by_name():
    edit = Edit("insert_block", "b7", text="x", kind_to="cell", donor="nobody/b1", xml=weaving.ROW)

    laid = weaving.weave(BASE, Markup(changes=_changes([edit])))

    assert [(one.code, one.block) for one in laid.problems] == [("structure", "b7")]


def test_bold_of_a_style_is_taken_off():
    bold = _file(lambda made: made.add_paragraph().add_run("All of it is bold.", style="Strong"))
    edit = Edit("format", "b1", 0, 3, spans=(Span(0, 3, "italic"),))

    laid = weaving.weave(bold, Markup(changes=_changes([edit])))

    (block,) = reading.read(markup.settle(laid.data, accept=True)).blocks
    assert block.spans == (Span(0, 3, "italic"), Span(3, 18, "bold"))


def test_link_is_written_as_words_anew():
    edit = Edit("format", "b2", 6, 10, spans=(Span(0, 4, "link", "https://example.org/"),))

    laid = weaving.weave(BASE, Markup(changes=_changes([edit])))

    block = reading.read(markup.settle(laid.data, accept=True)).blocks[1]
    assert (block.text, block.spans) == (
        "Alpha beta gamma delta.", (Span(6, 10, "link", "https://example.org/"),),
    )


def test_several_blocks_moved_to_one_place_keep_their_order():
    edits = [Edit("move_block", "b2", to="b8"), Edit("move_block", "b3", to="b8")]

    laid = weaving.weave(BASE, Markup(changes=_changes(edits)))

    texts = reading.text(markup.settle(laid.data, accept=True))
    assert texts[-3:] == ["Last one.", "Alpha beta gamma delta.", "Item a"]


def _cell(text, mark=""):
    return f'<w:tc><w:tcPr><w:tcW w:w="1" w:type="dxa"/>{mark}</w:tcPr>{p(text)}</w:tc>'



def _row(*cells):
    row = f"<w:tr>{''.join(cells)}</w:tr>"
    return word(f"{p('Before.')}<w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tbl>{p('End.')}")


@pytest.mark.parametrize(
    ("after", "wanted"),
    [
        ("b1", ["Before.", "new", "one", "two", "End."]),
        ("b2", ["Before.", "one", "new", "two", "End."]),
        ("b3", ["Before.", "one", "two", "new", "End."]),
    ],
    ids=["first", "between", "last"],
)
def test_new_cell_comes_where_it_stood_in_its_row(after, wanted):
    base = _row(_cell("one"), _cell("two"))
    side = _row(*(_cell(text) for text in wanted[1:-1]))
    donor = f"side/b{wanted.index('new') + 1}"
    edit = Edit("insert_block", after, text="new", kind_to="cell", donor=donor, xml=weaving.CELL)

    laid = weaving.weave(base, Markup(changes=_changes([edit])), {"side": side})

    assert reading.text(markup.settle(laid.data, accept=True)) == wanted
    assert reading.text(laid.data) == ["Before.", "one", "two", "End."]
    assert [one.detail for one in reading.read(laid.data).changes] == ["cell inserted"]


def test_cell_goes_with_all_of_its_words():
    base = _row(_cell("one"), _cell("two"))
    edit = Edit("delete_block", "b2", xml=weaving.CELL)

    laid = weaving.weave(base, Markup(changes=_changes([edit])))

    done = reading.read(markup.settle(laid.data, accept=True))
    assert [(block.text, block.cell and block.cell.column) for block in done.blocks] == [
        ("Before.", None), ("two", 0), ("End.", None),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("one", "two", "three"), ("one", "three")),
        (("one", "three"), ("one", "two", "three")),
    ],
    ids=["gone", "new"],
)
def test_cell_that_comparing_finds_gone_or_new_is_one(old, new):
    base, side = (_row(*map(_cell, texts)) for texts in (old, new))
    before, after = reading.read(base), reading.read(side)
    edits = weaving.homed(edits_between(before, after), before, after, "side")

    laid = weaving.weave(base, Markup(changes=_changes(edits)), {"side": side})

    done = reading.read(markup.settle(laid.data, accept=True))
    assert [(block.text, block.cell) for block in done.blocks] == [
        (block.text, block.cell) for block in after.blocks
    ]


def test_emptied_cell_stays():
    base, side = _row(_cell("one"), _cell("two")), _row(_cell("one"), _cell(""))
    before, after = reading.read(base), reading.read(side)
    edits = weaving.homed(edits_between(before, after), before, after, "side")

    laid = weaving.weave(base, Markup(changes=_changes(edits)), {"side": side})

    done = reading.read(markup.settle(laid.data, accept=True))
    assert {(block.cell.column, block.text) for block in done.blocks if block.cell} == {(0, "one"), (1, "")}


def test_picture_among_new_words_comes_with_its_bytes_once():
    def pictured(made):
        for text in ("Alpha beta gamma delta.", "Omega."):
            paragraph = made.add_paragraph(text + " See ")
            paragraph.add_run().add_picture(_picture())
            paragraph.add_run(" here.")

    def plain(made):
        made.add_paragraph("Alpha beta gamma delta.")
        made.add_paragraph("Omega.")

    base, side = _file(plain), _file(pictured)
    old, new = reading.read(base), reading.read(side)
    edits = weaving.homed(edits_between(old, new), old, new, "side")

    laid = weaving.weave(base, Markup(changes=_changes(edits)), {"side": side})

    done = reading.read(markup.settle(laid.data, accept=True))
    assert laid.problems == ()
    assert _said(markup.settle(laid.data, accept=True)) == _said(side)
    assert [item.data for item in done.media.values()] == [_picture().read()]
