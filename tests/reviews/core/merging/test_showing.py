"""What a change does, in a word beside its redline."""

import pytest

from documents.core.markup import weaving
from documents.core.model import Block, Cell, Edit
from reviews.core.merging import showing

BASE = (Block("b1", "paragraph", "The crew lives in a habitat."),)


@pytest.mark.parametrize(
    ("edit", "detail"),
    [
        (Edit("insert_block", "b1", text="New."), "new paragraph"),
        (Edit("insert_block", "b1", text="New.", kind_to="heading", level_to=2), "new heading of level 2"),
        (Edit("insert_block", "b1", text="6", kind_to="cell"), "in a cell"),
        (Edit("insert_block", "b1", text="6", kind_to="cell", xml=weaving.ROW), "new table row"),
        (Edit("insert_block", "b1", text="6", kind_to="cell", xml=weaving.CELL), "new table cell"),
        (Edit("delete_block", "b1"), "paragraph goes"),
        (Edit("delete_block", "b1", xml=weaving.CELL), "table cell goes"),
        (Edit("structure", "b1", kind_to="list_item"), "becomes a list item"),
        (Edit("structure", "b1", kind_to="heading", level_to=1), "becomes a heading of level 1"),
    ],
)
def test_each_kind_of_change_says_in_a_word_what_it_does(edit, detail):
    (line,) = showing.lines_of(BASE, [edit])

    assert line.detail == detail


def test_what_becomes_another_kind_shows_its_words():
    (line,) = showing.lines_of(BASE, [Edit("structure", "b1", kind_to="list_item")])

    assert line.segments == (("equal", "The crew lives in a habitat."),)


TABLE = tuple(
    Block(f"c{row}{column}", "cell", f"{row}.{column}", cell=Cell(1, row, column))
    for row in (1, 2) for column in (0, 1)
)


def test_row_that_goes_is_one_line_and_the_next_row_another():
    edits = [Edit("delete_block", block.id, xml=weaving.ROW) for block in TABLE]

    lines = showing.lines_of(TABLE, edits)

    assert [line.detail for line in lines] == ["table row goes"] * 2
    assert lines[0].segments == (("delete", "1.0"), ("equal", " | "), ("delete", "1.1"))


def test_rows_that_come_are_as_long_as_the_row_before_them():
    edits = [Edit("insert_block", "c21", text=text, kind_to="cell", xml=weaving.ROW) for text in "abcd"]

    lines = showing.lines_of(TABLE, edits)

    assert ["".join(text for _, text in line.segments) for line in lines] == ["a | b", "c | d"]


@pytest.mark.parametrize(
    ("to", "detail"),
    [("b2", "moves behind “A crew can wait.”"), (None, "moves to the beginning"), ("b9", "moves")],
)
def test_what_moves_says_where_to(to, detail):
    blocks = (*BASE, Block("b2", "paragraph", "A crew can wait."))

    (line,) = showing.lines_of(blocks, [Edit("move_block", "b1", to=to)])

    assert line.detail == detail
