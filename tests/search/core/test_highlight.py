"""Words of a query within a text (`search.core.highlight`)."""

from hypothesis import given
from hypothesis import strategies as st

from search.core import highlight
from search.core.parser import parse
from tests.search.core import worlds


def marked(text, query):
    return [text[start:end] for start, end in highlight.spans(text, parse(query).leaves())]


def test_every_form_of_a_word_is_marked_as_it_stands():
    assert marked("Crews need H₂O; the crew’s water", "crew h2o") == ["Crews", "H₂O", "crew"]


def test_a_phrase_is_one_mark_and_its_words_alone_are_none():
    assert marked("days up to 42 days", '"up to 42 days"') == ["up to 42 days"]


def test_beginnings_and_compounds():
    assert marked("ESA-001 on habitability", "esa-001 habit*") == ["ESA-001", "habitability"]


def test_excluded_words_are_not_marked():
    assert marked("crew on Mars", "crew -mars") == ["crew"]


def test_snippet_shows_the_window_with_most_marks():
    text = "crew " + "word " * 100 + "the crew of the habitat lives " + "word " * 100

    fragments = highlight.snippet(text, parse("crew habitat").leaves(), width=80)

    assert [fragment.text for fragment in fragments if fragment.marked] == ["crew", "habitat"]
    assert fragments[0].text == highlight.ELLIPSIS == fragments[-1].text
    assert sum(len(fragment.text) for fragment in fragments) <= 82


def test_short_text_is_shown_whole():
    assert "".join(f.text for f in highlight.snippet("a crew", parse("crew").leaves())) == "a crew"


@given(st.text(), worlds.queries, st.integers(10, 60))
def test_snippet_is_always_a_part_of_the_text(text, query, width):
    fragments = highlight.snippet(text, parse(query).leaves(), width=width)

    shown = "".join(fragment.text for fragment in fragments)
    assert shown.strip(highlight.ELLIPSIS) in text
