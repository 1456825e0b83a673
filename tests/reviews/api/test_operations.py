"""`/api/v1/operations/`: many comments at once, and undone."""

import pytest
from django.urls import reverse

from reviews.models import Comment

ADDRESS = "/api/v1/operations/"


@pytest.fixture
def two(post, cast):
    return [post(cast.esa_reviewer), post(cast.nasa_reviewer)]


def body(document, comments, **more):
    chosen = [{"uid": str(one.uid), "revision": one.revision} for one in comments]
    return {"document": document.slug, "kind": "answer", "comments": chosen, "disposition": "noted"} | more


def test_program_answers_two_comments_and_takes_it_back(api, cast, document, two):
    client = api(cast.editor)

    done = client.post(ADDRESS, body(document, two), format="json")
    states = list(Comment.objects.values_list("state", flat=True))
    undone = client.post(f"{ADDRESS}{done.data['uid']}/undo/")

    assert (done.status_code, done.data["count"], states) == (201, 2, ["decided", "decided"])
    assert (undone.status_code, undone.data["kept"]) == (200, [])
    assert set(Comment.objects.values_list("state", flat=True)) == {"registered"}


def test_stale_revision_is_409_and_nothing_is_done(api, cast, document, two):
    sent = body(document, two)
    sent["comments"][1]["revision"] = 7

    answer = api(cast.editor).post(ADDRESS, sent, format="json")

    assert (answer.status_code, answer.json()["code"]) == (409, "changed")
    assert set(Comment.objects.values_list("state", flat=True)) == {"registered"}


def test_comment_that_one_does_not_see_is_not_there(api, cast, document, post, two):
    hidden = post(cast.nasa_reviewer, audience="agency")

    answer = api(cast.coordinator).post(ADDRESS, body(document, [two[0], hidden]), format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, "comments")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"disposition": "rejected"}, "reason"), ({"disposition": "duplicate"}, "target"),
        ({"kind": "done"}, "version"), ({"kind": "assign", "assignee": "@"}, "assignee"),
    ],
)
def test_what_is_missing_is_named(more, code, api, cast, document, two):
    sent = body(document, two) | {k: str(cast.stranger.uid) if v == "@" else v for k, v in more.items()}

    answer = api(cast.editor).post(ADDRESS, sent, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_coordinator_assigns_and_the_assignee_proposes(api, cast, document, two):
    sent = body(document, two, kind="assign", assignee=str(cast.editor.uid))
    api(cast.coordinator).post(ADDRESS, sent, format="json")

    first = api(cast.editor).get(reverse("api:comment-detail", args=[two[0].uid]))

    assert first.data["assignee"] == "Editor"


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_for_any_number(
    count, api, cast, document, two, django_assert_max_num_queries,
):
    for number in range(count):
        sent = body(document, two[:1], note=f"Again {number}.")
        two[0].refresh_from_db()
        sent["comments"][0]["revision"] = two[0].revision
        api(cast.editor).post(ADDRESS, sent, format="json")

    with django_assert_max_num_queries(2):
        found = api(cast.editor).get(ADDRESS, {"document": document.slug})

    assert len(found.data["results"]) == count
