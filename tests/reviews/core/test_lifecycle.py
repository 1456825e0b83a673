"""The table of a comment's life, and what decisions need."""

import pytest

from reviews.core import lifecycle
from reviews.models import CommentState, Disposition


def test_table_speaks_of_the_states_of_the_model_only():
    states = {state for moves in lifecycle.MOVES.values() for pair in moves.items() for state in pair}

    assert states == set(CommentState.values)


def test_every_disposition_but_withdrawn_can_be_decided():
    assert set(Disposition.values) - lifecycle.DECIDABLE == {"withdrawn"}


@pytest.mark.parametrize("move", ["edit", "withdraw", "propose", "decide", "release", "reply"])
def test_nothing_moves_a_withdrawn_comment(move):
    assert lifecycle.after(move, "withdrawn") is None


def test_decided_comment_reopens_as_proposed():
    assert lifecycle.after("reopen", "decided") == "proposed"


def test_unreleased_comment_can_not_be_decided():
    assert not lifecycle.is_legal("decide", "submitted")


@pytest.mark.parametrize(
    "disposition", ["rejected", "accepted_modified", "accepted_in_part", "deferred", "out_of_scope"],
)
def test_decision_against_the_comment_needs_a_reason(disposition):
    assert lifecycle.missing_in_decision(disposition, "  ", has_target=False) == "reason"
    assert lifecycle.missing_in_decision(disposition, "See §3.", has_target=False) == ""


def test_accepted_needs_no_reason():
    assert lifecycle.missing_in_decision("accepted", "", has_target=False) == ""


def test_duplicate_needs_a_target():
    assert lifecycle.missing_in_decision("duplicate", "Said before.", has_target=False) == "target"
    assert lifecycle.missing_in_decision("duplicate", "", has_target=True) == ""


def test_withdrawn_is_not_a_decision():
    assert lifecycle.missing_in_decision("withdrawn", "No.", has_target=False) == "unknown_disposition"
