"""Anchors out, placements back: one place for each comment."""

from documents.core.model import Anchor, Placement
from reviews.core.placing import Place, anchors_to_follow, in_reading_order, places_of


def followed(number, status="placed", block="b7", start=0, end=5, confidence=1.0, segments=()):
    return Placement(f"c1#{number}", status, block, start, end, confidence, segments)


def test_each_segment_becomes_an_anchor():
    anchors = anchors_to_follow("c1", [("b4", 55, 63), ("b5", 0, 3)])

    assert anchors == [Anchor("c1#0", "b4", 55, 63), Anchor("c1#1", "b5", 0, 3)]


def test_anchor_in_one_block_knows_what_it_was_put_on():
    (anchor,) = anchors_to_follow("c1", [("b4", 55, 63)], "the crew")

    assert anchor == Anchor("c1#0", "b4", 55, 63, "the crew")


def test_quote_of_several_blocks_is_not_held_against_one_of_them():
    (left,) = anchors_to_follow("c1", [("b4", 55, 63)], "the crew\nand the lander")
    both = anchors_to_follow("c1", [("b4", 55, 63), ("b5", 0, 3)], "the crew and")

    assert [anchor.quote for anchor in (left, *both)] == ["", "", ""]


def test_place_of_one_segment_is_its_placement():
    assert places_of([followed(0)]) == {"c1": Place("placed", (("b7", 0, 5),), 1.0, is_unsure=False)}


def test_one_moved_segment_makes_the_comment_moved():
    place = places_of([followed(0), followed(1, "moved", "b9")])["c1"]

    assert place.status == "moved"
    assert place.segments == (("b7", 0, 5), ("b9", 0, 5))


def test_lost_segment_makes_the_place_unsure():
    place = places_of([followed(0), followed(1, "orphaned", "b8", 0, 0, 0.0)])["c1"]

    assert place == Place("placed", (("b7", 0, 5),), 0.5, is_unsure=True)


def test_comment_without_any_surviving_segment_is_orphaned_near_its_old_place():
    place = places_of([followed(0, "orphaned", "b3", 9, 9, 0.0)])["c1"]

    assert place == Place("orphaned", (("b3", 9, 9),), 0.0, is_unsure=False)


def test_doubtful_place_is_unsure():
    assert places_of([followed(0, confidence=0.7)])["c1"].is_unsure


def test_segments_of_a_split_paragraph_are_all_kept():
    place = places_of([followed(0, segments=(("b7", 3, 9), ("b8", 0, 4)))])["c1"]

    assert place.segments == (("b7", 3, 9), ("b8", 0, 4))


def test_reading_order_sorts_and_joins_touching_segments():
    ordered = in_reading_order([("b9", 0, 4), ("b7", 5, 9), ("b7", 0, 5)], {"b7": 7, "b9": 9})

    assert ordered == (("b7", 0, 9), ("b9", 0, 4))
