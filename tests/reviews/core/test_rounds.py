"""The life of a round."""

from typing import get_args

import pytest

from reviews.core import rounds
from reviews.models import RoundState


def test_the_table_knows_every_state_of_the_model():
    assert set(get_args(rounds.RoundState)) == set(RoundState.values)


@pytest.mark.parametrize("state", ["archived", "cancelled"])
def test_nothing_moves_a_round_that_is_over(state):
    assert rounds.moves_from(state) == ()


def test_an_extension_leaves_the_state_as_it_is():
    assert all(before == after for before, after in rounds.MOVES["extend"].items())


def test_every_state_but_the_first_is_reached_by_some_move():
    reached = {after for moves in rounds.MOVES.values() for after in moves.values()}

    assert reached | {"planned"} == set(RoundState.values)


def test_a_closed_round_is_neither_opened_nor_extended_again():
    assert rounds.moves_from("closed") == ("answer", "resolve")
