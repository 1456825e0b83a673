import pytest

from documents.core import versions
from documents.core.comparing import Inapplicable, applied, compare, redline_segments, tokens
from documents.core.model import Edit
from tests.documents.core.revisions import draft, texts

ORBIT = "The orbiter relays data from the surface of the planet to the ground stations on Earth."
ROVER = "A rover collects samples of ice and rock and brings them to the lander for analysis."
CREW = "Crew health depends on shielding, exercise, food and the time spent in deep space."


def relations(comparison):
    return {(link.old, link.new): link.relation for link in comparison.links}


def test_edited_paragraph_is_linked_and_the_word_replaced():
    comparison = compare(draft(ORBIT, ROVER), draft(ORBIT, ROVER.replace("ice", "dust")))

    assert relations(comparison) == {(0, 0): "same", (1, 1): "edit"}
    assert comparison.edits == (Edit("replace", 1, 28, 31, "dust"),)


def test_moved_and_edited_paragraph_is_one_move_and_one_edit():
    comparison = compare(draft(ORBIT, ROVER, CREW), draft(CREW.replace("food", "sleep"), ORBIT, ROVER))

    assert [link.moved for link in comparison.links] == [False, False, True]
    assert [edit.kind for edit in comparison.edits] == ["move_block", "replace"]


def test_split_paragraph_is_a_split_and_names_its_donor():
    comparison = compare(draft(f"{ORBIT} {ROVER}", CREW), draft(ORBIT, ROVER, CREW))

    assert relations(comparison) == {(0, 0): "split", (0, 1): "split", (1, 2): "same"}
    assert [(edit.kind, edit.donor) for edit in comparison.edits] == [("split", 1), ("delete", None)]


def test_joined_paragraphs_are_a_join():
    comparison = compare(draft(ORBIT, ROVER, CREW), draft(f"{ORBIT} {ROVER}", CREW))

    assert relations(comparison) == {(0, 0): "join", (1, 0): "join", (2, 1): "same"}
    assert "join" in [edit.kind for edit in comparison.edits]


def test_inserted_paragraph_names_the_block_it_comes_from():
    comparison = compare(draft(ORBIT, CREW), draft(ORBIT, ROVER, CREW))

    assert comparison.edits == (Edit("insert_block", 0, text=ROVER, donor=1),)


def test_changed_formatting_is_a_format_edit():
    old = versions.draft([["p", "Ice at the poles", []]])
    new = versions.draft([["p", "Ice at the poles", [[0, 3, "b"]]]])

    comparison = compare(old, new)

    assert [(edit.kind, edit.start, edit.end) for edit in comparison.edits] == [("format", 0, 16)]
    assert applied(old, comparison.edits).blocks[0].spans == new.blocks[0].spans


def test_two_different_sentences_are_not_strewn_with_common_words():
    old = "The crew of the station will test the new suits in the spring."
    new = "The budget of the agency does not allow the flight before the autumn."

    kept = [text for op, text in redline_segments(old, new) if op == "equal"]

    assert len(kept) <= 3


def test_numbers_are_replaced_whole():
    assert ("delete", "12.5") in redline_segments("a mass of 12.5 kg", "a mass of 12.8 kg")


def test_inserted_sentence_begins_where_a_sentence_begins():
    segments = redline_segments("Ice melts. Rock stays.", "Ice melts. Dust flies. Rock stays.")

    assert [text.strip() for op, text in segments if op == "insert"] == ["Dust flies."]


def test_edit_outside_of_its_block_does_not_apply():
    with pytest.raises(Inapplicable, match="outside"):
        applied(draft("Ice"), [Edit("delete", 0, 1, 9)])


def test_insertions_behind_one_block_stand_in_their_order():
    result = applied(draft("A", "B"), [Edit("insert_block", 0, text=text) for text in ("one", "two")])

    assert texts(result) == ["A", "one", "two", "B"]


def test_blocks_without_words_are_compared_too():
    old, new = draft("Ice.", "", " ", ""), draft("Ice.", "  ", "", "Dust.")

    assert texts(applied(old, compare(old, new).edits)) == texts(new)


def test_long_clause_that_stayed_is_shown_between_long_changes():
    old = "Table 5 lists strengths, ranging from unacceptable to superior, of all checks that are made."
    new = "Table 5 lists what each level of strength is like, ranging from unacceptable to superior."

    kept = [text for op, text in redline_segments(old, new) if op == "equal"]

    assert any("ranging from unacceptable to superior" in text for text in kept)


def test_ellipsis_is_not_taken_for_the_end_of_a_sentence():
    segments = redline_segments("except Group: ....", "except Group: ... or raise Group: ....")

    assert [text.strip() for op, text in segments if op == "insert"] == ["or raise Group: ..."]


def test_paragraph_that_stayed_but_for_a_word_did_not_move_to_where_its_copy_came_in():
    old = draft("Rovers", ORBIT, CREW, ROVER, "Sources")
    new = draft("Rovers", ROVER, ORBIT, CREW, ROVER.replace("ice", "dust"), "Sources")

    comparison = compare(old, new)

    assert [(link.new, link.moved) for link in comparison.links if link.old == 3] == [(4, False)]
    assert [edit.kind for edit in comparison.edits] == ["insert_block", "replace"]


def test_rule_of_signs_is_one_word_and_three_dots_are_three():
    assert tokens.cut("a ..... 7 +-----+ b...").words == ["a", ".....", "7", "+-----+", "b", ".", ".", "."]
    assert tokens.cut("§ ===== é").words == ["§", "=====", "é"]
