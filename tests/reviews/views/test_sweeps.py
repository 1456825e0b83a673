"""The page of an act on all that a filter finds."""

import pytest

from reviews.models import Comment, Sweep
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying


@pytest.fixture
def said(cast, version):
    return [
        comments.post_comment(
            version=version, place=Place("document"), audience="document", by=by, saying=Saying(body="So."),
        )
        for by in (cast.nasa_reviewer, cast.reviewer)
    ]


def begun(document, query=""):
    return f"/documents/{document.slug}/matrix/sweeps/{query}"


def test_it_is_begun_followed_and_undone(cast, document, said, sign_in, work):
    browser = sign_in(cast.editor)
    answer = browser.post(
        begun(document, "?agency=NASA"), {"kind": "answer", "disposition": "noted", "expected": "1"},
    )
    page = answer.headers["Location"]
    assert "data-follow" in browser.get(page, headers={"HX-Request": "true"}).content.decode()
    work()

    assert "1 comment changed" in browser.get(page).content.decode()
    assert [row.disposition for row in Comment.objects.order_by("id")] == ["noted", ""]
    assert sign_in(cast.nasa_reviewer).get(page).status_code == 404
    undone = browser.post(f"{page}undo/")
    work()
    assert "1 comment changed" in browser.get(undone.headers["Location"]).content.decode()
    assert not Comment.objects.exclude(disposition="").exists()


def test_it_is_stopped_where_it_is(cast, document, said, sign_in, api, work):
    browser = sign_in(cast.editor)
    answer = browser.post(begun(document), {"kind": "answer", "disposition": "noted", "expected": "2"})
    page = answer.headers["Location"]
    assert "Stop here" in browser.get(page).content.decode()

    browser.post(f"{page}stop/")
    work()

    told = browser.get(page).content.decode()
    assert "Stopped: 0 comments changed; 2 had no turn and are as before." in told
    assert not Comment.objects.exclude(disposition="").exists()
    again = api(cast.editor).post(f"/api/v1/sweeps/{Sweep.objects.get().uid}/stop/")
    assert again.status_code == 409


@pytest.mark.parametrize("expected", ["", "x", "5"])
def test_nothing_is_begun_without_the_count_that_was_seen(cast, document, said, sign_in, expected):
    answer = sign_in(cast.editor).post(
        begun(document), {"kind": "answer", "disposition": "noted", "expected": expected},
    )

    assert answer.status_code in {409, 422}
    assert not Sweep.objects.exists()


def test_the_api_orders_and_undoes(cast, document, said, api, work):
    program = api(cast.editor)
    made = program.post(
        "/api/v1/sweeps/",
        {"document": document.slug, "kind": "answer", "disposition": "noted", "filters": {"agency": "NASA"},
         "expected": 1}, format="json",
    )
    work()

    assert made.status_code == 202
    address = f"/api/v1/sweeps/{made.json()['uid']}/"
    assert (program.get(address).json()["done"], program.get(address).json()["left"]) == (1, 0)
    assert program.post(f"{address}undo/").status_code == 202
    work()
    assert not Comment.objects.exclude(disposition="").exists()
