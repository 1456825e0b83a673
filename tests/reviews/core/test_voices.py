"""Near-duplicates and clashes among an agency's comments."""

from hypothesis import given
from hypothesis import strategies as st

from reviews.core import voices
from reviews.core.voices import Remark

LONG = "The duration of the stay is not justified by the life-support study of 2015."


def _proposing(key, start, end, text):
    return Remark(key, "", text, (3, start), (3, end))


def test_remarks_that_differ_in_a_word_are_alike():
    remarks = [Remark("a", LONG), Remark("b", LONG.replace("2015", "2016")), Remark("c", "Nice figure.")]

    assert voices.alike(remarks) == (("a", "b"),)


def test_what_is_like_the_second_belongs_to_the_first_too():
    remarks = [Remark("a", "one two three four five six"), Remark("b", "two three four five six seven"),
               Remark("c", "three four five six seven eight")]

    assert voices.alike(remarks) == (("a", "b", "c"),)


def test_empty_remarks_are_alike_to_nothing():
    assert voices.alike([Remark("a", ""), Remark("b", "")]) == ()


def test_different_words_for_overlapping_places_clash():
    remarks = [_proposing("a", 10, 20, "42 days"), _proposing("b", 15, 25, "30 days")]

    assert [clash.keys for clash in voices.clashes(remarks)] == [("a", "b")]


def test_taking_words_away_clashes_with_changing_them():
    remarks = [_proposing("a", 10, 20, ""), _proposing("b", 10, 20, "42 days")]

    assert [clash.keys for clash in voices.clashes(remarks)] == [("a", "b")]


def test_the_same_words_for_the_same_place_do_not_clash():
    remarks = [_proposing("a", 10, 20, "42 days"), _proposing("b", 10, 20, "42  Days")]

    assert voices.clashes(remarks) == ()


def test_places_that_only_touch_do_not_clash():
    remarks = [_proposing("a", 10, 20, "x"), _proposing("b", 20, 30, "y")]

    assert voices.clashes(remarks) == ()


def test_remarks_without_proposals_do_not_clash():
    assert voices.clashes([Remark("a", "No!", None, (3, 0), (3, 9)), _proposing("b", 0, 9, "y")]) == ()


@given(st.permutations([
    _proposing("a", 0, 9, "x"), _proposing("b", 5, 12, "y"), _proposing("c", 11, 20, "z"),
    _proposing("d", 40, 50, "z"),
]))
def test_clashes_do_not_depend_on_the_order(remarks):
    assert [clash.keys for clash in voices.clashes(remarks)] == [("a", "b", "c")]
