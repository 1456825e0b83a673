"""Placements, returns and milestones by API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reviews.models import Milestone
from tests import papers


def test_placements_by_version_and_comment(post, cast, api, version, second_version, work):
    comment = post(cast.esa_reviewer)
    work()

    answer = api(cast.observer).get(f"/api/v1/placements/?version={second_version.uid}&comment={comment.uid}")

    [row] = answer.data["results"]
    assert (str(row["comment"]), row["status"]) == (str(comment.uid), "moved")


def test_placements_of_hidden_comments_are_hidden(post, cast, api):
    hidden = post(cast.nasa_reviewer, audience="agency").placements.get()

    assert api(cast.editor).get("/api/v1/placements/").data["results"] == []
    assert api(cast.editor).get(f"/api/v1/placements/{hidden.pk}/").status_code == 404


def test_waiting_placements_are_confirmed(post, cast, api, version, second_version, work):
    from reviews.services.talk.comments import Place

    gone = version.blocks.get(text__startswith="The far side of the Moon")
    post(cast.esa_reviewer, place=Place("block", gone.key))
    work()
    client = api(cast.editor)
    [row] = client.get("/api/v1/placements/?waiting=1").data["results"]

    answer = client.post(f"/api/v1/placements/{row['id']}/gone/")

    assert answer.data["confirmed_at"] is not None
    assert client.get("/api/v1/placements/?waiting=1").data["results"] == []


def test_placement_is_reattached(post, cast, api, version):
    row = post(cast.esa_reviewer).placements.get()
    target = version.blocks.get(text="Introduction").key

    answer = api(cast.editor).post(
        f"/api/v1/placements/{row.pk}/reattach/", {"kind": "block", "block": target},
    )

    assert answer.data["segments"] == [[target, 0, 12]]


@pytest.fixture
def sent(version):
    """A marked-up copy as a program sends it."""
    lines = [line.replace("30 days", "60 days") for line in papers.FIRST_DRAFT]
    file = SimpleUploadedFile("back.docx", papers.word_file(*lines))
    return {"version": str(version.uid), "file": file, "audience": "agency"}


def test_return_is_taken_in(sent, cast, api, work):
    client = api(cast.nasa_reviewer)
    answer = client.post("/api/v1/returns/", sent, format="multipart")
    work()

    now = client.get(f"/api/v1/returns/{answer.data['uid']}/").data
    assert (answer.status_code, now["state"], now["report"]["new"]) == (202, "taken_in", {"silent": 1})


def test_returns_of_an_agency_are_its_own(sent, cast, api):
    uid = api(cast.nasa_reviewer).post("/api/v1/returns/", sent, format="multipart").data["uid"]

    download = api(cast.nasa_focal_point).get(f"/api/v1/returns/{uid}/file/")
    assert b"".join(download.streaming_content).startswith(b"PK")
    assert api(cast.editor).get(f"/api/v1/returns/{uid}/file/").status_code == 404
    assert api(cast.editor).get("/api/v1/returns/").data["results"] == []


def test_broken_return_is_refused(sent, cast, api):
    answer = api(cast.nasa_reviewer).post(
        "/api/v1/returns/", sent | {"file": SimpleUploadedFile("x.docx", b"no")}, format="multipart",
    )

    assert answer.status_code == 422


def test_plan_by_api(cast, api, document):
    client = api(cast.coordinator)
    step = {"document": document.slug, "title": "Out", "words": "fall 2016"}

    uid = client.post("/api/v1/milestones/", step).data["uid"]
    moved = client.post(f"/api/v1/milestones/{uid}/move/", {"words": "mid-2017", "reason": "Late."})
    met = client.post(f"/api/v1/milestones/{uid}/meet/", {"on": "2017-06-01"})

    assert (moved.data["to_on"], moved.data["first_words"]) == ("2017-08-31", "fall 2016")
    assert met.data["met_on"] == "2017-06-01"


def test_editor_does_not_plan(cast, api, document):
    answer = api(cast.editor).post(
        "/api/v1/milestones/", {"document": document.slug, "title": "Out", "words": "2016"},
    )

    assert (answer.status_code, Milestone.objects.count()) == (403, 0)


def test_document_that_one_does_not_see_is_missing(cast, api, document):
    step = {"title": "Out", "words": "2016"}
    client = api(cast.stranger)

    answers = [
        client.post("/api/v1/milestones/", step | {"document": slug}).status_code
        for slug in (document.slug, "no-such-document")
    ]

    assert answers == [404, 404]
