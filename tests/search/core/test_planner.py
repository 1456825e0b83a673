"""What people may have meant (`search.core.planner`)."""

import pytest

from search.core import planner
from search.core.items import Batch
from search.core.parser import parse
from tests.search.core.worlds import ESA, EVERYONE, item

OBSERVER = frozenset({EVERYONE})


@pytest.fixture
def world(engine):
    engine.apply(Batch((item("a", "a cislunar habitat"), item("b", "nightingale habitat", scope=ESA))))
    return engine


def test_a_misspelt_word_finds_what_was_meant(world):
    answer = planner.search(world, parse("cisluner habitat"), scopes=OBSERVER)

    assert [hit.id for hit in answer.results.hits] == ["a"]
    assert answer.meant == (("cisluner", ("cislunar",)),)


def test_an_unfinished_word_is_completed(world):
    answer = planner.search(world, parse("cislu habitat"), scopes=OBSERVER)

    assert answer.meant == (("cislu", ("cislunar",)),)


def test_known_words_stay_as_they_are(world):
    answer = planner.search(world, parse("habitat"), scopes=OBSERVER)

    assert (answer.results.total, answer.meant) == (1, ())


def test_hidden_words_correct_nothing(world):
    answer = planner.search(world, parse("nightingal"), scopes=OBSERVER)

    assert (answer.results.total, answer.meant) == (0, ())
