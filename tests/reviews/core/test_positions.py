"""Counting positions under each policy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.core import positions
from reviews.core.positions import Rules

STANCES = ["approve", "approve_with_comments", "approve_conditionally", "disapprove", "abstain", None]


def verdict(said, rules):
    return positions.count({str(n): stance for n, stance in enumerate(said)}, rules).verdict


@pytest.mark.parametrize(("said", "expected"), [
    (["approve", "approve_with_comments", "abstain"], "approved"),
    (["approve", "disapprove"], "failed"),
    (["approve", "approve_conditionally"], "failed"),
    (["approve", None], "failed"),
    (["abstain"], "failed"),
    ([], "failed"),
])
def test_consensus_is_that_all_answered_and_nobody_objects(said, expected):
    assert verdict(said, Rules("consensus")) == expected


@pytest.mark.parametrize(("said", "expected"), [
    ([None, None], "approved"),
    (["approve", None], "approved"),
    ([None, "disapprove"], "failed"),
])
def test_silence_is_consent(said, expected):
    assert verdict(said, Rules("silence")) == expected


@pytest.mark.parametrize(("said", "expected"), [
    (["approve"] * 8 + ["disapprove"] * 3 + ["abstain"], "approved"),  # 72.7 % for, 25 % of all against
    (["approve"] * 8 + ["disapprove"] * 4, "failed"),  # more than a quarter against
    (["approve"] * 6 + [None] * 6, "approved"),  # half answered
    (["approve"] * 5 + [None] * 7, "failed"),
])
def test_thresholds_are_met_or_not(said, expected):
    assert verdict(said, Rules("quorum", quorum=50, needed=67, most_against=25)) == expected


@pytest.mark.parametrize(("stance", "text", "is_observer", "missing"), [
    ("disapprove", "", False, "text"), ("disapprove", "No.", False, ""), ("approve", "", False, ""),
    ("concur", "", False, "stance"), ("concur", "", True, ""), ("approve", "", True, "stance"),
    ("abstain", "", True, ""),
])
def test_a_position_says_what_it_must(stance, text, is_observer, missing):
    assert positions.missing_in(stance, text, is_observer=is_observer) == missing


@given(st.lists(st.sampled_from(STANCES), max_size=14), st.sampled_from(["consensus", "silence", "quorum"]))
def test_every_agency_is_counted_once_and_an_objection_never_helps(said, policy):
    rules = Rules(policy)
    before = positions.count({str(n): stance for n, stance in enumerate(said)}, rules)
    after = positions.count({str(n): stance for n, stance in enumerate([*said, "disapprove"])}, rules)

    assert before.asked == len(said)
    assert not (before.verdict == "failed" and after.verdict == "approved" and policy != "quorum")
    if policy != "quorum":
        assert after.verdict == "failed"
