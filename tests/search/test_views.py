"""The search page, the header's box, and the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying


@pytest.fixture
def room(cast, version, work):
    comments.post_comment(
        version=version, place=Place("document"), audience="agency", by=cast.nasa_reviewer,
        saying=Saying(body="A nightingale <b>habitat</b>"))
    work()
    return cast


def page(client, query, **options):
    response = client.get("/search/", {"q": query, **options})
    assert response.status_code == 200
    return response.content.decode()


def test_page_marks_the_words_and_groups_by_document(room, sign_in):
    shown = page(sign_in(room.esa_reviewer), "habitat")

    assert "Cislunar <mark>habitat</mark>" in shown
    assert shown.count("Science White Paper</a></h2>") == 1
    assert "nightingale" not in shown


def test_what_people_write_is_shown_as_text(room, sign_in):
    client = sign_in(room.nasa_reviewer)

    assert "<mark>nightingale</mark> &lt;b&gt;habitat&lt;/b&gt;" in page(client, "nightingale")
    assert "<script>alert" not in page(client, '"><script>alert(1)</script>')


def test_page_without_words_teaches_the_language(room, sign_in):
    assert "up to 42 days" in page(sign_in(room.editor), "")


def test_page_without_hits_says_what_to_try(room, sign_in):
    shown = page(sign_in(room.editor), "xylophone")

    assert "Nothing found" in shown
    assert "habit*" in shown


def test_page_explains_what_was_not_taken_as_written(room, sign_in):
    assert "write a date as 2016" in page(sign_in(room.editor), "habitat before:soon")


@pytest.mark.parametrize("start", ["-1", "x", "99999999999", "²", "100000"])
def test_any_page_number_is_answered(room, sign_in, start):
    page(sign_in(room.editor), "habitat", **{"from": start})


def test_page_says_when_there_is_no_index(index, cast, sign_in):
    assert "being built" in page(sign_in(cast.editor), "habitat")


def test_nobody_is_sent_to_sign_in(db, sign_in):
    assert sign_in(None).get("/search/?q=x").status_code == 302
    assert sign_in(None).get("/search/suggest/?q=x").status_code == 302


def test_only_reading_is_possible(room, sign_in):
    assert sign_in(room.editor).post("/search/").status_code == 405


def test_box_shows_hits_and_completions_while_typing(room, sign_in):
    shown = sign_in(room.esa_reviewer).get("/search/suggest/?q=the+hab").content.decode()

    assert "<mark>The</mark> <mark>habitat</mark> will allow" in shown
    assert "?q=the%20habitat" in shown
    assert "<html" not in shown


def test_box_completes_no_hidden_words(room, sign_in):
    assert "nightingale" in sign_in(room.nasa_reviewer).get("/search/suggest/?q=night").content.decode()
    assert "nightingale" not in sign_in(room.esa_reviewer).get("/search/suggest/?q=night").content.decode()


def test_as_many_queries_for_few_hits_as_for_many(room, sign_in, version, work):
    client = sign_in(room.nasa_reviewer)
    page(client, "habitat")
    with CaptureQueriesContext(connection) as few:
        page(client, "habitat")
    for n in range(15):
        comments.post_comment(
            version=version, place=Place("document"), audience="document", by=room.nasa_reviewer,
            saying=Saying(body=f"albatross habitat {n}"))
    work()

    with CaptureQueriesContext(connection) as many:
        page(client, "habitat")

    assert len(many) == len(few)


def test_api_gives_the_same_hits(room, api):
    answer = api(room.nasa_reviewer).get("/api/v1/search/", {"q": "nightingale"}).json()

    assert answer["total"] == 1
    hit = answer["results"][0]
    assert (hit["kind"], hit["document"], hit["agency"]) == ("comment", "science-white-paper", "NASA")
    assert hit["fragments"][0:2] == [{"text": "A ", "marked": False}, {"text": "nightingale", "marked": True}]


def test_api_shows_nothing_hidden(room, api):
    answer = api(room.esa_reviewer).get("/api/v1/search/", {"q": "nightingale"}).json()

    assert (answer["total"], answer["results"], answer["facets"]["agencies"]) == (0, [], [])


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "x", "limit": 101}, {"q": "x", "offset": -1}])
def test_api_refuses_what_it_can_not_answer(room, api, query):
    assert api(room.editor).get("/api/v1/search/", query).status_code == 400


def test_api_asks_who_is_there(db, api):
    assert api(None).get("/api/v1/search/", {"q": "x"}).status_code == 401


def test_api_says_when_there_is_no_index(index, cast, api):
    assert api(cast.editor).get("/api/v1/search/", {"q": "habitat"}).status_code == 409
