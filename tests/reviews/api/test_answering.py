"""The matrix for programs: rows, groups, conflicts, views, responses."""

import pytest

from reviews.models import Comment
from reviews.services.answers import groups

CAMPAIGN = "Human missions must not go ahead before the radiation risk to the crew is understood and shared."


@pytest.fixture
def at(document):
    return lambda name: f"/api/v1/documents/{document.slug}/{name}/"


def test_rows_are_walked_with_cursors_and_filters(api, cast, post, at):
    for number in range(3):
        post(cast.esa_reviewer, f"{number}", said={"type": "technical"})
    post(cast.nasa_reviewer, "Other.")

    first = api(cast.observer).get(at("matrix"), {"type": "technical"}).data

    assert [row["comment"]["body"] for row in first["rows"]] == ["0", "1", "2"]
    assert (first["found"], first["after"]) == (3, "")
    assert first["rows"][0]["block"]


@pytest.mark.parametrize("asked", [{"in": "x"}, {"after": "nonsense"}, {"colour": "red"}, {"type": "x"}])
def test_made_up_questions_are_refused(asked, api, cast, post, at):
    post(cast.esa_reviewer)

    assert api(cast.observer).get(at("matrix"), asked).status_code == 422


def test_groups_are_those_that_the_caller_sees(api, cast, post, at, document):
    two = [post(who, CAMPAIGN) for who in (cast.esa_reviewer, cast.nasa_reviewer)]
    post(cast.nasa_reviewer, CAMPAIGN, audience="agency")
    groups.find_groups(document=document)

    [found] = api(cast.nasa_reviewer).get(at("groups")).data

    assert found["comments"] == [str(one.uid) for one in two]


def test_conflict_is_read_and_settled(api, cast, post, at):
    esa, nasa = post(cast.esa_reviewer, proposal="42 days"), post(cast.nasa_reviewer, proposal="45 days")
    client = api(cast.editor)

    [found] = client.get(at("conflicts")).data
    body = {
        "accept": [{"uid": str(esa.uid), "revision": 1}], "reject": [{"uid": str(nasa.uid), "revision": 1}],
        "reason": "The lander's limit.",
    }
    done = client.post(at("conflicts"), body, format="json")

    assert (found["base"], {each["text"] for each in found["wordings"]}) == ("30", {"42", "45"})
    assert done.status_code == 201
    assert set(Comment.objects.values_list("disposition", flat=True)) == {"accepted", "rejected"}


def test_views_are_kept_and_deleted(api, cast, at):
    client = api(cast.editor)

    kept = client.post(at("views"), {"name": "Open", "query": {"state": "open"}}, format="json")
    listed = client.get(at("views")).data
    gone = client.delete(f"{at('views')}{kept.data['uid']}/")

    assert (kept.status_code, listed[0]["query"], gone.status_code) == (201, {"state": "open"}, 204)
    assert client.get(at("views")).data == []
