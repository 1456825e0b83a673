"""Who hides behind another name in a round is found by that name alone (`entries.author_key`)."""

import pytest

from reviews.models import Comment
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from search import services
from search.completion import completions
from search.indexing import compare, mend


@pytest.fixture
def room(cast, version, work):
    """The NASA reviewer spoke openly, and as "Reviewer 2" in a round with anonymous reviewers."""
    for body in ("An open albatross", "A hidden albatross"):
        comments.post_comment(version=version, place=Place("document"), audience="document",
                              by=cast.nasa_reviewer, saying=Saying(body=body))
    Comment.objects.filter(body__contains="hidden").update(
        author_name="Reviewer 2", hidden_name=cast.nasa_reviewer.name)
    work()
    mend(compare())
    return cast


def said(person, query):
    found = services.find(person, f"albatross {query}").found
    return sorted("".join(fragment.text for fragment in hit.fragments) for hit in found)


def test_nobody_finds_a_hidden_author_by_their_name(room):
    for person in (room.esa_reviewer, room.editor, room.nasa_focal_point):
        assert said(person, 'by:"NASA reviewer"') == ["An open albatross"], person


def test_the_name_that_stands_in_finds_nothing_said_elsewhere(room):
    assert said(room.esa_reviewer, 'by:"reviewer 2"') == ["A hidden albatross"]


def test_hidden_authors_find_their_own(room):
    assert said(room.nasa_reviewer, "by:me") == ["A hidden albatross", "An open albatross"]


def test_hidden_names_are_not_words(room):
    assert said(room.esa_reviewer, '"NASA reviewer"') == []
    assert completions(room.esa_reviewer, "by:rev") == ('by:"Reviewer 2"', 'by:"NASA reviewer 1"')
