"""Filters over comments: known words only, every axis, text, sections."""

import pytest

from reviews import selectors
from reviews.services.answers import decisions
from reviews.services.answers.decisions import Answer
from reviews.services.talk.comments import Place
from reviews.table import filters
from reviews.table.filters import CommentFilter


@pytest.fixture
def found(cast):
    """The bodies that a filter lets through for the editor."""

    def of(version=None, **asked):
        rows = filters.narrow(
            selectors.comments_visible_to(cast.editor), CommentFilter(**asked), cast.editor, version=version,
        )
        return sorted(rows.values_list("body", flat=True))

    return of


def test_unknown_names_and_values_ask_for_nothing():
    wanted = filters.read({"state": "open", "type": "nonsense", "colour": "red", "severity": "none,major"})

    assert wanted.asked() == {"state": "open", "severity": "none,major"}


def test_what_there_is_not_is_named():
    assert filters.wrong({"state": "open", "type": "nonsense", "lateness": "early"}) == ["lateness", "type"]


def test_several_values_of_an_axis_are_joined_by_or(post, cast, found):
    for kind in ("technical", "editorial", "question"):
        post(cast.esa_reviewer, kind, said={"type": kind})

    assert found(type="technical,question") == ["question", "technical"]


def test_dispositions_can_be_missing(post, cast, found):
    decisions.decide_comment(
        comment=post(cast.esa_reviewer, "Done."), answer=Answer("noted"), by=cast.editor,
    )
    post(cast.esa_reviewer, "Open.")

    assert (found(disposition="none"), found(disposition="noted")) == (["Open."], ["Done."])


@pytest.mark.parametrize(
    ("words", "bodies"),
    [
        ("thirty days", ["Why thirty days?"]), ("30 days", ["Other words.", "Why thirty days?"]),
        ("42", ["Other words."]), ("esa-001", ["Why thirty days?"]), ("thirty 42", []),
    ],
)
def test_text_is_found_in_body_quote_proposal_and_number(words, bodies, post, cast, found):
    post(cast.esa_reviewer, "Why thirty days?")
    post(cast.nasa_reviewer, "Other words.", proposal="42 days")

    assert found(q=words) == bodies


def test_agencies_and_those_of_none(post, cast, found):
    post(cast.esa_reviewer, "ESA")
    post(cast.nasa_reviewer, "NASA")
    post(cast.reviewer, "Nobody")

    assert (found(agency="ESA,NASA"), found(agency="none")) == (["ESA", "NASA"], ["Nobody"])


def test_section_holds_its_sub_sections(post, cast, version, found):
    headings = list(version.blocks.filter(kind="heading").order_by("ordinal"))
    post(cast.esa_reviewer, "On the section.", place=Place("section", headings[0].key))
    post(cast.esa_reviewer, "On all.", place=Place("document"))

    assert "On the section." in found(version, section=headings[0].key)
    assert "On all." not in found(version, section=headings[0].key)
    assert found(version, section="nonsense") == []


def test_query_language_is_asked_when_somebody_knows_it(post, cast, found, monkeypatch):
    first, _ = post(cast.esa_reviewer, "First"), post(cast.esa_reviewer, "Second")
    monkeypatch.setattr(filters, "_language", None)
    assert found(query="Second") == ["Second"]

    class Language:
        """One that knows one sentence."""

        comment_ids = staticmethod(lambda text, person: [first.pk] if text == "the first" else [])
        said_of = staticmethod(lambda text, person: [f"Nothing is {text}."])
        wrong_values = staticmethod(lambda text, person: [])

    filters.register(Language)

    assert found(query="the first") == ["First"]
    assert filters.said_of(filters.read({"query": "the last"}), cast.editor) == ["Nothing is the last."]
    assert filters.said_of(filters.read({}), cast.editor) == []
