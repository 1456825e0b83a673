"""Anchors from blocks: words, context, segments, and what does not fit."""

from hypothesis import given
from hypothesis import strategies as st

from reviews.core.anchors import CommentAnchor, Misfit, anchor_in, comparable, quote_in

HABITAT = ("b4", "The habitat will allow crews of four to live for up to 30 days.")
AIR = ("b5", "Air is recycled.")


def test_range_keeps_words_and_context():
    anchor = anchor_in([HABITAT], kind="range", start=4, end=11)

    assert anchor == CommentAnchor(
        "range", "b4", 4, "b4", 11, "habitat", "The ",
        " will allow crews of four to live for up to 30 days.", (("b4", 4, 11),),
    )


def test_range_over_two_blocks_has_a_segment_in_each():
    anchor = anchor_in([HABITAT, AIR], kind="range", start=55, end=3)

    assert anchor.quote == "30 days.\nAir"
    assert anchor.segments == (("b4", 55, 63), ("b5", 0, 3))


def test_block_is_covered_whole():
    anchor = anchor_in([AIR], kind="block", start=3, end=4)

    assert (anchor.start, anchor.end, anchor.quote) == (0, 16, "Air is recycled.")


def test_whole_document_has_no_segments():
    assert anchor_in([], kind="document") == CommentAnchor("document")


def test_offsets_beyond_the_text_do_not_fit():
    assert anchor_in([AIR], kind="range", start=2, end=99).code == "offsets"


def test_end_before_start_does_not_fit():
    assert anchor_in([AIR], kind="range", start=5, end=2).code == "offsets"


def test_other_words_than_selected_do_not_fit():
    assert anchor_in([AIR], kind="range", start=0, end=3, quote="Water").code == "quote"


def test_white_space_and_objects_do_not_matter_in_a_quote():
    block = ("b1", "Figure\u00a01 \N{OBJECT REPLACEMENT CHARACTER}shows\tit")

    assert isinstance(anchor_in([block], kind="block", quote="Figure 1 shows it"), CommentAnchor)


def test_offsets_count_code_points():
    anchor = anchor_in([("b1", "🚀🚀 launch")], kind="range", start=3, end=9, quote="launch")

    assert anchor.quote == "launch"


def test_missing_block_does_not_fit():
    assert anchor_in([], kind="block") == Misfit("no_blocks", "There is no such paragraph in this version.")


def test_quote_that_occurs_twice_is_found_by_its_context():
    text = "30 days or 30 nights"

    assert quote_in(text, "30", suffix=" nights") == (11, 13)
    assert quote_in(text, "30") is None


@given(st.text(max_size=40), st.data())
def test_quote_of_any_range_agrees_with_itself(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    anchor = anchor_in([("b1", text)], kind="range", start=start, end=end, quote=text[start:end])

    assert comparable(anchor.quote) == comparable(text[start:end])
