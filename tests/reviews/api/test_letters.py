"""Letters by API."""

from uuid import uuid4

import pytest

from reviews.models import Letter
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying


@pytest.fixture
def said(cast, version):
    return comments.post_comment(
        version=version, place=Place("document"), audience="document", by=cast.nasa_reviewer,
        saying=Saying(body="An albatross."),
    )


def letters_of(document):
    return f"/api/v1/documents/{document.slug}/letters/"


def words(**more):
    return {"uid": str(uuid4()), "subject": "A question", "body": "Which?", "expected": 1,
            "filters": {"agency": "NASA"}} | more


def test_recipients_are_seen_before_a_letter_goes(cast, document, said, api):
    answer = api(cast.editor).get(f"/api/v1/documents/{document.slug}/recipients/?agency=NASA")

    assert answer.json() == {
        "comments": 1, "unreached": 0, "own": 0,
        "recipients": [{"name": "NASA reviewer 1", "agency": "NASA", "count": 1, "is_hidden": False}],
    }


def test_a_letter_is_written_and_read(cast, document, said, api):
    made = api(cast.editor).post(letters_of(document), words(), format="json")

    assert made.status_code == 201
    assert [row["uid"] for row in api(cast.nasa_reviewer).get(letters_of(document)).json()["results"]] == [
        made.json()["uid"]
    ]
    mine = api(cast.nasa_reviewer).get(f"{letters_of(document)}{made.json()['uid']}/").json()
    assert mine["comments"] == [str(said.uid)]
    assert mine["recipients"] == []
    theirs = api(cast.coordinator).get(f"{letters_of(document)}{made.json()['uid']}/").json()
    assert [one["name"] for one in theirs["recipients"]] == ["NASA reviewer 1"]
    assert api(cast.reviewer).get(f"{letters_of(document)}{made.json()['uid']}/").status_code == 404


@pytest.mark.parametrize("filters", [{"colour": "red"}, {"type": "nothing"}])
def test_filters_that_there_are_not_are_refused(cast, document, said, api, filters):
    answer = api(cast.editor).post(letters_of(document), words(filters=filters), format="json")

    assert answer.status_code == 422
    assert not Letter.objects.exists()
