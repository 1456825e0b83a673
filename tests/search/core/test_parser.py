"""The query language (`search.core.parser`)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.core.parser import MAX_LENGTH, MAX_TERMS, parse
from search.core.query import All, AnyOf, InVersion, Match, Not, Period, Phrase, Prefix, Word, relaxed


def codes(query):
    return [problem.code for problem in parse(query).problems]


@pytest.mark.parametrize(("source", "root"), [
    ("", None),
    ("Habitat", Word("habitat")),
    ("cislunar habitat", All((Word("cislunar"), Word("habitat")))),
    ("“up to 42 days”", Phrase(("up", "to", "42", "days"))),
    ('"never closed', Phrase(("never", "closed"))),
    ('"crew"', Phrase(("crew",))),
    ("ESA-001", Phrase(("esa", "001"), quoted=False)),
    ("¶4.2", Phrase(("4", "2"), quoted=False)),
    ("habit*", Prefix("habit")),
    ("crew -mars", All((Word("crew"), Not(Word("mars"))))),
    ("crew NOT mars", All((Word("crew"), Not(Word("mars"))))),
    ("water crew OR cargo", All((Word("water"), AnyOf((Word("crew"), Word("cargo")))))),
    ("a OR b OR c", AnyOf((Word("a"), Word("b"), Word("c")))),
    ("(a b) OR c", AnyOf((All((Word("a"), Word("b"))), Word("c")))),
    ("agency:ESA", Match("agency", ("esa",))),
    ('in:"White Paper"', Match("document", ("white paper",))),
    ("-is:closed crew", All((Not(Match("status", ("closed",))), Word("crew")))),
    ("version:v2", InVersion(2)),
    ("version:all", InVersion(None)),
    ("version:latest", None),
    ("before:2016-09", Period(end=1472688000)),
    ("after:2016-12", Period(start=1483228800)),
])
def test_what_people_type(source, root):
    assert parse(source).root == root


@pytest.mark.parametrize(("source", "code"), [
    ("x" * (MAX_LENGTH + 1), "too_long"),
    ("word " * (MAX_TERMS + 1), "too_many"),
    ("(" * 50 + "x", "too_deep"),
    ("x) y", "parenthesis"),
    ("-mars", "only_excluded"),
    ("ab*", "short_prefix"),
    ("colour:red", "unknown_field"),
    ("agency: crew", "empty_field"),
    ("before:soon crew", "bad_date"),
    ("before:2016-13 crew", "bad_date"),
    ("version:newest crew", "bad_version"),
])
def test_what_was_not_taken_as_written_is_explained(source, code):
    assert codes(source) == [code]


def test_last_word_is_a_beginning_while_typing():
    assert parse("cislunar hab", typing=True).root == All((
        Word("cislunar"), AnyOf((Word("hab"), Prefix("hab")))))
    assert parse("cislunar hab ", typing=True).root == All((Word("cislunar"), Word("hab")))


def test_operators_are_words_while_they_are_typed():
    assert parse("crew OR", typing=True).root == All((Word("crew"), Word("or")))


def test_relaxing_keeps_quotes_exclusions_and_fields():
    root = parse('cislunar habitat "up to" -mars agency:esa').root

    assert relaxed(root) == All((
        Phrase(("up", "to")), Not(Word("mars")), Match("agency", ("esa",)),
        AnyOf((Word("cislunar"), Word("habitat")))))
    assert relaxed(parse("habitat -mars").root) is None


@given(st.text(alphabet=st.sampled_from('ab 42-"()*:¶.ORNT|“é₂\u0301\n'), max_size=60), st.booleans())
def test_nothing_that_is_typed_fails(source, typing):
    query = parse(source, typing=typing)

    assert query.source == source
    assert len(query.leaves()) <= MAX_TERMS * 2


@given(st.text(max_size=600))
def test_no_text_at_all_fails(source):
    parse(source)
