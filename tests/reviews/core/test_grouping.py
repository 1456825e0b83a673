"""Comments that say nearly the same are found, at a bounded cost; nothing chains."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.core import grouping
from reviews.core.grouping import Said, groups

CAMPAIGN = "Human missions must not go ahead before the radiation risk to the crew is understood and shared."


def test_copies_with_other_cases_and_stops_are_one():
    other = "Quite another remark on the budget of the lander."
    said = [Said(1, CAMPAIGN), Said(2, other), Said(3, f"{CAMPAIGN.upper()}!")]

    assert groups(said) == [(1, 3)]


def test_edited_copy_is_still_one():
    said = [Said(1, CAMPAIGN), Said(2, CAMPAIGN.replace("must not", "should never"))]

    assert groups(said) == [(1, 2)]


def test_short_remark_is_the_same_only_on_the_same_place():
    texts = [("Give the unit.", "b1"), ("Give the unit.", "b2"), ("give the unit", "b1")]
    said = [Said(number, text, place=place) for number, (text, place) in enumerate(texts, start=1)]

    assert groups(said) == [(1, 3)]


def test_the_same_words_with_another_proposal_are_not_the_same():
    said = [
        Said(1, "", "up to 45 days on the surface with four crew members", "b1"),
        Said(2, "", "a permanent outpost that grows year after year", "b1"),
    ]

    assert groups(said) == []


def test_what_says_nothing_is_in_no_group():
    assert groups([Said(1, ""), Said(2, "…"), Said(3, "")]) == []


@settings(deadline=None)
@given(st.lists(st.text(alphabet="abc ", max_size=60), max_size=30))
def test_every_comment_is_in_one_group_at_most(texts):
    found = groups([Said(number, text) for number, text in enumerate(texts)])

    ids = [each for group in found for each in group]
    assert len(ids) == len(set(ids))
    assert all(len(group) > 1 and list(group) == sorted(group) for group in found)


@settings(deadline=None)
@given(st.lists(st.text(alphabet="abcdefg ", min_size=1, max_size=80), max_size=20))
def test_others_neither_make_nor_break_what_is_equal(texts):
    alone = groups([Said(1000, CAMPAIGN), Said(1001, CAMPAIGN)])
    among = [Said(number, text) for number, text in enumerate(texts)]
    mixed = [*among[: len(among) // 2], Said(1000, CAMPAIGN), *among[len(among) // 2 :], Said(1001, CAMPAIGN)]

    assert alone[0] in groups(mixed)


def test_number_of_comparisons_is_bounded(monkeypatch):
    dice = random.Random(2016)
    compared = []
    real = grouping._is_alike
    monkeypatch.setattr(grouping, "_is_alike", lambda one, other: compared.append(1) or real(one, other))
    words = CAMPAIGN.casefold().split(" ")
    said = [Said(n, "the crew of " + " ".join(dice.choices(words, k=12))) for n in range(400)]

    groups(said)

    assert len(compared) <= 400 * grouping.MOST_COMPARED
