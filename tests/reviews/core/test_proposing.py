"""Proposed text as edits."""

from hypothesis import given
from hypothesis import strategies as st

from documents.core.model import Edit
from reviews.core.anchors import anchor_in
from reviews.core.proposing import edits_for, text_after

TEXT = "The habitat will allow crews of four to live for up to 30 days."


def applied(text, edits):
    for edit in sorted(edits, key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def test_changed_number_is_one_replacement():
    edits = edits_for([("b4", TEXT)], 0, len(TEXT), TEXT.replace("30", "30–42"))

    assert edits == (Edit("insert", "b4", 57, 57, "–42"),)


def test_offsets_count_from_the_start_of_the_block():
    edits = edits_for([("b4", TEXT)], 52, 62, "to 42 days")

    assert edits == (Edit("replace", "b4", 55, 57, "42"),)


def test_words_taken_away_are_a_deletion_with_one_space():
    edits = edits_for([("b4", TEXT)], 0, len(TEXT), TEXT.replace("up to ", ""))

    assert applied(TEXT, edits) == TEXT.replace("up to ", "")
    assert [edit.kind for edit in edits] == ["delete"]


def test_block_without_any_words_left_goes():
    assert edits_for([("b4", TEXT)], 0, len(TEXT), "") == (Edit("delete_block", "b4"),)


def test_range_over_two_blocks_changes_each():
    blocks = [("b4", "One two three."), ("b5", "Four five six.")]

    edits = edits_for(blocks, 4, 4, "deux three.\nQuatre")

    assert edits == (Edit("replace", "b4", 4, 7, "deux"), Edit("replace", "b5", 0, 4, "Quatre"))


def test_more_lines_than_blocks_are_new_paragraphs():
    edits = edits_for([("b4", "One.")], 0, 4, "One.\nTwo.")

    assert edits == (Edit("insert_block", "b4", text="Two."),)


def test_text_after_is_the_proposed_text_again():
    blocks = [("b4", "One two three."), ("b5", "Four five six.")]
    anchor = anchor_in(blocks, kind="range", start=4, end=4)

    edits = edits_for(blocks, 4, 4, "deux three.\nQuatre")

    assert text_after(dict(blocks), anchor, edits) == "deux three.\nQuatre"


def test_fewer_lines_than_blocks_take_the_rest_away():
    edits = edits_for([("b4", "One."), ("b5", "Two.")], 0, 4, "One.")

    assert edits == (Edit("delete_block", "b5"),)


@given(st.text("ab cd.\u00a0🚀", max_size=40), st.text("ab cd.\u00a0🚀", min_size=1, max_size=40), st.data())
def test_edits_on_one_block_give_the_proposed_text(text, new, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    edits = edits_for([("b1", text)], start, end, new)

    assert applied(text, edits) == text[:start] + new + text[end:]
