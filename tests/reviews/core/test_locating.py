"""Rows of sheets find their place; where witnesses disagree they say that they are not sure."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.core import locating
from reviews.core.locating import Piece, Printed
from reviews.core.sheets import Locator

PIECES = (
    Piece("t1", "toc", "1 Introduction"),
    Piece("h1", "heading", "Introduction", "1", 1),
    Piece("p1", "paragraph", "People may go beyond low Earth orbit.", paragraph=1),
    Piece("h2", "heading", "Habitat", "2", 1),
    Piece("h3", "heading", "What it offers", "2.1", 2),
    Piece("p2", "paragraph", "Crews of four stay for 30–42 days. They work outside the field.", paragraph=2),
    Piece("p3", "paragraph", "It is a “laboratory” for biology.", paragraph=3),
    Piece("l1", "list_item", "radiation", "a)"),
    Piece("c1", "caption", "Table 1. Provisions for science."),
    Piece("h4", "heading", "Samples", "2.10", 2),
    Piece("p4", "paragraph", "It is a laboratory for rocks.", paragraph=4),
    Piece("c2", "caption", "Figure 1 – A way home."),
    Piece("h5", "heading", "Acronyms", "A", 1),
)
LINES = (
    Printed("i", 1, "p1", 0, 20), Printed("3", 7, "p2", 0, 34), Printed("3", 8, "p2", 35, 63),
    Printed("3", 9, "p3", 0, 33), Printed("4", 1, "p4", 0, 29),
)
PLACES = locating.Places(PIECES, LINES)


@pytest.mark.parametrize(("locator", "block"), [
    (Locator(clause="2.1"), "h3"), (Locator(clause="Clause 2.1."), "h3"), (Locator(clause="2.10"), "h4"),
    (Locator(clause="§ 2.1 What it offers"), "h3"), (Locator(clause="Annex A"), "h5"),
    (Locator(clause="what it offers"), "h3"),
    (Locator(clause="2.1", element="Table 1"), "c1"), (Locator(clause="fig. 1"), "c2"),
    (Locator(clause="2.1", element="2nd paragraph"), "p3"), (Locator(element="¶4"), "p4"),
    (Locator(clause="2.1", element="a)"), "l1"), (Locator(clause="2.1", element="para 2"), "p3"),
    (Locator(page="3", line="8"), "p2"), (Locator(page="p. I", line="1"), "p1"),
    (Locator(page="3", line="7", to_line="9"), "p2"),
    (Locator(quote="THEY WORK outside"), "p2"), (Locator(clause="2.10", quote="laboratory for"), "p4"),
])
def test_a_place_that_is_named_is_found_and_sure(locator, block):
    found = PLACES.find(locator)

    assert (found.start_block, found.confidence >= 0.9) == (block, True)


@pytest.mark.parametrize(("locator", "block"), [
    (Locator(clause="2.1.4"), "h3"),  # the section around it
    (Locator(clause="2.1, 2.10"), "h3"),  # the first of several
    (Locator(clause="1", element="Table 1"), "c1"),  # not in the clause named
    (Locator(clause="2.10", page="3", line="8"), "h4"),  # pages drift, clauses less
    (Locator(clause="2.1", element="2"), "p3"),  # a bare number may mean anything
    (Locator(page="3", line="40"), "p3"), (Locator(page="3"), "p2"),
    (Locator(clause="1", quote="laboratory for rocks"), "p4"),  # quoted from elsewhere
    (Locator(quote="It is a"), "p3"),  # stands twice
])
def test_a_place_that_witnesses_disagree_on_is_unsure(locator, block):
    found = PLACES.find(locator)

    assert (found.start_block, found.confidence < 0.9) == (block, True)


@pytest.mark.parametrize("clause", ["General", "_whole document", "00", "", "whole document.", "GEN"])
def test_the_whole_document_is_a_place_and_sure(clause):
    found = PLACES.find(Locator(clause=clause))

    assert (found.kind, found.confidence) == ("document", 1.0)


@pytest.mark.parametrize("locator", [
    Locator(clause="9.9"), Locator(clause="nowhere"), Locator(page="77", line="3"), Locator(page="3-70"),
    Locator(element="Table 9"), Locator(element="¶99"),
])
def test_a_place_that_is_not_there_is_left_to_a_person(locator):
    found = PLACES.find(locator)

    assert (found.kind, found.confidence) == ("document", 0.0)


def test_quoted_words_are_found_whatever_quotes_and_dashes_they_are_typed_with():
    found = PLACES.find(Locator(quote="30-42 days. they  work"))

    text = next(piece.text for piece in PIECES if piece.key == found.start_block)
    assert text[found.start:found.end] == "30–42 days. They work"


def test_lines_from_one_to_another_are_covered():
    found = PLACES.find(Locator(page="3", line="7-8"))

    assert (found.start_block, found.start, found.end_block, found.end) == ("p2", 0, "p2", 63)
    assert PLACES.find(Locator(page="3", line="7", to_page="4", to_line="1")).end_block == "p4"


def test_clauses_are_counted_where_headings_have_no_numbers_but_not_for_sure():
    places = locating.Places([Piece("a", "heading", "One", "", 1), Piece("b", "heading", "Two", "", 1)])

    found = places.find(Locator(clause="2"))

    assert (found.start_block, found.confidence < 0.9) == ("b", True)


@settings(max_examples=100, deadline=None)
@given(st.builds(Locator, *(st.one_of(st.sampled_from(["", "2.1", "3", "General", "Table 1", "p. 3", "7-9"]),
                                      st.text(max_size=12)) for _ in range(7))))
def test_any_locator_gives_a_place_in_the_version(locator):
    found = PLACES.find(locator)

    keys = {piece.key: piece.text for piece in PIECES}
    assert 0 <= found.confidence <= 1
    if found.kind != "document":
        assert 0 <= found.start <= len(keys[found.start_block])
        assert found.end is None or found.end <= len(keys[found.end_block])
