"""Comments, replies and answers by API."""

import pytest

from reviews.models import Comment


@pytest.fixture
def body(version, habitat):
    """What a program sends to comment on "30 days"."""
    place = {"kind": "range", "block": habitat, "start": 55, "end": 62, "end_block": habitat}
    return {
        "version": str(version.uid), "place": place | {"quote": "30 days"}, "body": "Why 30?",
        "type": "technical", "audience": "document",
    }


def address(comment, action=""):
    return f"/api/v1/comments/{comment.uid}/{action}"


def test_comment_is_posted_with_its_anchor_and_proposal(body, cast, api):
    answer = api(cast.esa_reviewer).post("/api/v1/comments/", body | {"proposal": "42 days"})

    assert (answer.status_code, answer.data["number"], answer.data["agency"]) == (201, "ESA-001", "ESA")
    assert answer.data["anchor"]["quote"] == "30 days"
    assert answer.data["proposal"]["edits"][0]["text"] == "42"
    assert answer.headers["ETag"] == f'"{answer.data["uid"]}-1"'


def test_idempotency_key_posts_once(body, cast, api):
    client = api(cast.esa_reviewer)

    first, second = (
        client.post("/api/v1/comments/", body, headers={"Idempotency-Key": "k1"}) for _ in range(2)
    )

    assert first.data["uid"] == second.data["uid"]
    assert Comment.objects.count() == 1


def test_changed_words_are_a_conflict(body, cast, api):
    body["place"]["quote"] = "60 days"

    answer = api(cast.esa_reviewer).post("/api/v1/comments/", body)

    assert (answer.status_code, answer.data["code"]) == (409, "anchor_quote")
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("field", ["version", "audience"])
def test_required_fields_are_named(field, body, cast, api):
    body.pop(field)

    answer = api(cast.esa_reviewer).post("/api/v1/comments/", body)

    assert (answer.status_code, list(answer.data["errors"])) == (400, [field])


def test_version_that_one_does_not_see_is_missing(body, cast, api):
    answers = [
        api(cast.stranger).post("/api/v1/comments/", body | {"version": uid}).status_code
        for uid in (body["version"], str(cast.editor.uid))
    ]

    assert answers == [404, 404]


def test_nobody_is_told_to_sign_in(api, db):
    assert api(None).get("/api/v1/comments/").status_code == 401


def test_list_has_what_one_sees(post, cast, api):
    post(cast.nasa_reviewer, "Canary.", audience="agency")
    post(cast.esa_reviewer, "Open.")

    def bodies(person):
        return [row["body"] for row in api(person).get("/api/v1/comments/").data["results"]]

    assert bodies(cast.nasa_focal_point) == ["Canary.", "Open."]
    assert bodies(cast.editor) == ["Open."]
    assert bodies(cast.stranger) == []


@pytest.mark.parametrize(("query", "found"), [
    ("agency=NASA", ["Of NASA."]), ("type=question", []), ("state=open", ["Of ESA.", "Of NASA."]),
    ("severity=none", ["Of ESA.", "Of NASA."]), ("mine=1", []),
])
def test_filters(query, found, post, cast, api):
    post(cast.esa_reviewer, "Of ESA.")
    post(cast.nasa_reviewer, "Of NASA.")

    answer = api(cast.editor).get(f"/api/v1/comments/?{query}")

    assert [row["body"] for row in answer.data["results"]] == found


@pytest.mark.parametrize("query", ["author__email=x", "state=everything", "version=7", "ordering=body"])
def test_unknown_filters_are_refused(query, cast, api, version):
    assert api(cast.editor).get(f"/api/v1/comments/?{query}").status_code == 422


def test_list_by_version_and_document(post, cast, api, document, version):
    post(cast.esa_reviewer)
    client = api(cast.editor)

    assert len(client.get(f"/api/v1/comments/?version={version.uid}").data["results"]) == 1
    assert len(client.get(f"/api/v1/comments/?document={document.slug}").data["results"]) == 1
    assert client.get("/api/v1/comments/?document=other").data["results"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_for_any_number(count, post, cast, api, django_assert_max_num_queries):
    for _ in range(count):
        post(cast.esa_reviewer, proposal="42 days")
    client = api(cast.editor)

    with django_assert_max_num_queries(3):
        client.get("/api/v1/comments/")


def test_edit_against_what_was_read(post, cast, api):
    comment = post(cast.esa_reviewer)
    client = api(cast.esa_reviewer)
    tag = client.get(address(comment)).headers["ETag"]

    first = client.patch(address(comment), {"body": "First."}, headers={"If-Match": tag})
    second = client.patch(address(comment), {"body": "Second."}, headers={"If-Match": tag})

    assert (first.status_code, second.status_code, second.data["code"]) == (200, 412, "stale")
    assert Comment.objects.get().body == "First."


def test_edit_keeps_what_is_not_sent(post, cast, api):
    comment = post(cast.esa_reviewer, proposal="42 days")

    answer = api(cast.esa_reviewer).patch(address(comment), {"severity": "minor"})

    assert (answer.data["body"], answer.data["severity"]) == ("Why 30?", "minor")
    assert answer.data["proposal"]["text"] == "42 days"


def test_decide_with_a_stale_revision_is_a_conflict(post, cast, api):
    comment = post(cast.esa_reviewer)

    answer = api(cast.editor).post(address(comment, "decide/"), {"disposition": "accepted", "revision": 7})

    assert (answer.status_code, answer.data["revision"]) == (409, 1)


def test_moves_of_a_comment(post, cast, api):
    comment = post(cast.nasa_reviewer, audience="agency")

    states = [
        api(person).post(address(comment, f"{name}/"), data).data["state"]
        for person, name, data in (
            (cast.nasa_focal_point, "release", {}),
            (cast.editor, "propose", {"disposition": "noted"}),
            (cast.editor, "decide", {"disposition": "accepted"}),
            (cast.coordinator, "reopen", {"reason": "New figures."}),
            (cast.nasa_reviewer, "withdraw", {}),
        )
    ]

    assert states == ["registered", "proposed", "decided", "proposed", "withdrawn"]


def test_replies_are_listed_and_posted(post, cast, api):
    comment = post(cast.esa_reviewer)
    client = api(cast.nasa_reviewer)

    posted = client.post(address(comment, "replies/"), {"body": "Agreed."})

    assert posted.status_code == 201
    listed = client.get(address(comment, "replies/")).data["results"]
    assert [(row["body"], row["agency"]) for row in listed] == [("Agreed.", "NASA")]


def test_hidden_duplicate_is_no_choice(post, cast, api):
    hidden = post(cast.esa_reviewer, audience="agency")

    answer = api(cast.editor).post(
        address(post(cast.nasa_reviewer), "decide/"),
        {"disposition": "duplicate", "duplicate_of": str(hidden.uid)},
    )

    assert (answer.status_code, "duplicate_of" in answer.data["errors"]) == (400, True)


def test_word_file_of_a_version(post, cast, api, version):
    post(cast.esa_reviewer)

    answer = api(cast.editor).get(f"/api/v1/comments/word/?version={version.uid}")

    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
