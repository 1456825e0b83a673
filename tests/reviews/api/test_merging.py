"""The merge room for programs."""

import pytest


@pytest.fixture
def room(version):
    return f"/api/v1/rooms/{version.uid}/"


def test_room_tells_topics_conflicts_and_result(post, api, cast, room):
    first = post(cast.esa_reviewer, proposal="42 days")
    post(cast.nasa_reviewer, proposal="45 days")

    found = api(cast.editor).get(room).json()

    (place,) = found["places"]
    assert found["counts"]["conflicts"] == 1
    assert place["topics"][0]["comments"][0]["number"] == str(first)
    assert [side["text"] for side in place["conflicts"][0]["sides"]] == ["42", "45"]


def test_own_words_and_a_merge_through_the_api(post, api, cast, room, version, work):
    client = api(cast.editor)
    post(cast.esa_reviewer, proposal="42 days")
    post(cast.nasa_reviewer, proposal="45 days")
    (conflict,) = client.get(room).json()["places"][0]["conflicts"]
    topics = [side["topic"] for side in conflict["sides"]]

    worded = client.post(f"{room}word/", {"topics": topics, "at": conflict["at"], "text": "42 to 45"}, "json")
    ordered = client.post("/api/v1/merges/", {"base": str(version.uid)}, "json")
    work()

    made = client.get(f"/api/v1/merges/{ordered.json()['uid']}/").json()
    assert (worded.status_code, ordered.status_code) == (201, 202)
    assert (made["state"], made["report"]["proposals"], made["report"]["left"]) == ("made", 2, [])


def test_decision_on_what_somebody_changed_is_refused(post, api, cast, room):
    comment = post(cast.esa_reviewer, proposal="42 days")
    body = {"topics": [str(comment.uid)], "disposition": "accepted", "seen": {str(comment.uid): 99}}

    answer = api(cast.editor).post(f"{room}decide/", body, "json")

    assert (answer.status_code, answer.json()["code"]) == (409, "changed")


def test_pages_follow_each_other(post, api, cast, room, habitat):
    post(cast.esa_reviewer, proposal="42 days")

    found = api(cast.editor).get(f"{room}?after={habitat}").json()

    assert (found["places"], found["next"]) == ([], "")


def test_unknown_place_is_named(post, api, cast, room):
    answer = api(cast.editor).get(f"{room}?after=b999")

    assert (answer.status_code, answer.json()["code"]) == (422, "after")
