"""What is offered while somebody types (`search.completion`)."""

import pytest

from reviews.services import comments
from reviews.services.comments import Place, Saying
from search.completion import completions


@pytest.fixture
def room(cast, version, work):
    comments.post_comment(
        version=version, place=Place("document"), audience="agency", by=cast.nasa_reviewer,
        saying=Saying(body="A nightingale"))
    work()
    return cast


@pytest.mark.parametrize(("typed", "first"), [
    ("the habi", "the habitat"),
    ("-habi", "-habitat"),
    ("crew age", "crew agency:"),
    ("sev", "severity:"),
    ("agency:N", "agency:NASA"),
    ("is:op", "is:open"),
    ("-is:op", "-is:open"),
    ("in:sci", 'in:"Science White Paper"'),
    ('in:"white', 'in:"Science White Paper"'),
    ("by:m", "by:me"),
    ("severity:cr", "severity:critical"),
    ("disposition:rej", "disposition:rejected"),
    ("kind:mil", "kind:milestone"),
    ("version:la", "version:latest"),
    ("section:cis", 'section:"Cislunar habitat"'),
])
def test_words_fields_and_values_are_completed(room, typed, first):
    assert completions(room.esa_reviewer, typed)[0] == first


@pytest.mark.parametrize("typed", ["", "habitat ", "x", "colour:r", "agency:ESA", '"'])
def test_nothing_is_offered_where_nothing_can_follow(room, typed):
    assert completions(room.esa_reviewer, typed) == ()


@pytest.mark.parametrize("typed", ["night", "by:nasa", "in:sci", "number:N", "section:cis", "round:1"])
def test_nothing_is_offered_that_the_person_does_not_see(room, typed):
    assert completions(room.nasa_reviewer if typed in {"night", "by:nasa"} else room.esa_reviewer,
                       typed) or typed in {"number:N", "round:1"}
    assert completions(room.stranger, typed) == ()


def test_authors_of_hidden_comments_are_not_offered(room):
    assert completions(room.nasa_focal_point, "by:nasa rev")[:1] != ()
    assert completions(room.esa_reviewer, 'by:"nasa rev') == ()


def test_api_completes(room, api):
    answer = api(room.esa_reviewer).get("/api/v1/search/complete/", {"q": "the habi"}).json()

    assert answer["completions"][0] == "the habitat"
    assert api(None).get("/api/v1/search/complete/", {"q": "x"}).status_code == 401
    assert api(room.esa_reviewer).get("/api/v1/search/complete/").status_code == 400
