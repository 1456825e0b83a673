"""What a change does, in a word beside its redline."""

import pytest

from documents.core.markup import weaving
from documents.core.model import Block, Edit
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
