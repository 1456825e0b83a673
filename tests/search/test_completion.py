"""What is offered while somebody types (`search.completion`)."""

import pytest

from reviews.services.asking import rounds
from reviews.services.asking.rounds import Dates
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from search import selectors
from search.completion import completions


@pytest.fixture
def room(cast, version, work):
    comments.post_comment(
        version=version, place=Place("document"), audience="agency", by=cast.nasa_reviewer,
        saying=Saying(body="A nightingale"))
    work()
    return cast


COMPLETED = {
    "the habi": "the habitat",
    "-habi": "-habitat",
    "crew age": "crew agency:",
    "sev": "severity:",
    "agency:N": "agency:NASA",
    "is:op": "is:open",
    "-is:op": "-is:open",
    "in:sci": 'in:"Science White Paper"',
    'in:"white': 'in:"Science White Paper"',
    "by:m": "by:me",
    "severity:cr": "severity:critical",
    "disposition:rej": "disposition:rejected",
    "kind:mil": "kind:milestone",
    "version:la": "version:latest",
    "section:cis": 'section:"Cislunar habitat"',
}


def test_words_fields_and_values_are_completed(room):
    assert {typed: completions(room.esa_reviewer, typed)[0] for typed in COMPLETED} == COMPLETED


def test_nothing_is_offered_where_nothing_can_follow(room):
    for typed in ("", "habitat ", "x", "colour:r", "agency:ESA", '"'):
        assert completions(room.esa_reviewer, typed) == (), typed


def test_nothing_is_offered_that_the_person_does_not_see(room):
    for typed in ("night", "by:nasa", "in:sci", "section:cis"):
        assert completions(room.nasa_reviewer, typed) != (), typed
        assert completions(room.stranger, typed) == (), typed


def test_authors_of_hidden_comments_are_not_offered(room):
    assert completions(room.nasa_focal_point, "by:nasa rev")[:1] != ()
    assert completions(room.esa_reviewer, 'by:"nasa rev') == ()


def test_rounds_are_offered_once_they_are_announced(cast, version, work):
    when = Dates("30 June 2046 17:00 CEST")
    planned = rounds.create_round(version=version, title="Quiet look", when=when, by=cast.coordinator)
    work()

    def told(person):
        return completions(person, "round:qui"), selectors.round_keys(person, "1")

    assert told(cast.coordinator) == (('round:"Quiet look"',), [str(planned.pk)])
    assert told(cast.esa_reviewer) == ((), [])


def test_api_completes(room, api):
    answer = api(room.esa_reviewer).get("/api/v1/search/complete/", {"q": "the habi"}).json()

    assert answer["completions"][0] == "the habitat"
    assert api(None).get("/api/v1/search/complete/", {"q": "x"}).status_code == 401
    assert api(room.esa_reviewer).get("/api/v1/search/complete/").status_code == 400
