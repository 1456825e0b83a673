"""Stands on pages and in the API: on a conflict's card, in the matrix, in meetings, and to nobody else."""

import pytest
from django.urls import reverse

from reviews.models import Stand
from reviews.services.answers import stands
from reviews.services.asking.rounds import Rules
from tests.reviews import rounds as trials

WHY = "The lander lasts 42 days."


@pytest.fixture
def rivals(post, cast):
    return [
        post(cast.reviewer, "", proposal="40 days"),
        post(cast.nasa_reviewer, "", proposal="45 days"),
    ]


@pytest.fixture
def against(rivals, document, cast):
    """ESA is against what NASA wants."""
    return stands.state_stand(
        document=document, comments=[rivals[1]], side="against", reason=WHY, by=cast.coordinator,
    )[0]


def pages(document, version, comment):
    slug = document.slug
    return {
        "conflicts": reverse("reviews:conflicts", args=[slug, version.number]),
        "matrix": reverse("reviews:matrix_open", args=[slug, comment.uid]),
        "meeting": f"{reverse('reviews:meeting_mode', args=[slug])}?at={comment.uid}",
        "history": reverse("reviews:history", args=[comment.uid]),
        "conflicts by API": f"/api/v1/documents/{slug}/conflicts/",
        "rows by API": f"/api/v1/documents/{slug}/matrix/",
        "stands by API": f"/api/v1/documents/{slug}/stands/",
    }


def test_stand_and_its_reason_are_shown_wherever_the_comment_is_weighed(
    against, rivals, document, version, cast, sign_in,
):
    client = sign_in(cast.observer)

    silent = [
        name for name, address in pages(document, version, rivals[1]).items()
        if WHY not in client.get(address).text
    ]
    assert silent == []
    rows = client.get(reverse("reviews:register", args=[document.slug])).text
    assert "1 against" in rows


def test_stand_stated_in_a_sealed_round_is_nowhere_for_others(
    clock, rivals, document, version, cast, sign_in,
):
    sealed = Rules("sealed", one_voice=False)
    trials.begin(version, cast.coordinator, agencies=(cast.esa, cast.nasa), rules=sealed)
    stands.state_stand(
        document=document, comments=rivals[:1], side="against", reason=WHY, by=cast.nasa_focal_point,
    )

    told = [
        (who, name)
        for who in ("coordinator", "editor", "esa_reviewer", "observer", "reviewer")
        for name, address in pages(document, version, rivals[0]).items()
        if WHY in sign_in(getattr(cast, who)).get(address).text
    ]
    assert told == []
    own = [
        name for name, address in pages(document, version, rivals[0]).items()
        if WHY not in sign_in(cast.nasa_reviewer).get(address).text
    ]
    assert own == []


def test_seen_as_an_agency_its_rivals_sealed_stand_is_not_in_the_rows(
    clock, rivals, document, version, cast, sign_in,
):
    trials.begin(version, cast.coordinator, agencies=(cast.esa, cast.nasa))
    stands.state_stand(
        document=document, comments=rivals[1:], side="against", reason=WHY, by=cast.coordinator,
    )
    client, address = sign_in(cast.coordinator), reverse("reviews:register", args=[document.slug])

    assert "1 against" in client.get(address).text
    assert "1 against" not in client.get(f"{address}?as=NASA").text


def test_focal_point_states_it_on_the_card_of_the_conflict(rivals, document, version, cast, sign_in):
    client = sign_in(cast.coordinator)
    page = client.get(pages(document, version, rivals[1])["conflicts"]).text
    sent = {"comment": str(rivals[1].uid), "side": "for", "reason": "", "agency": "ESA",
            "conflict": "b-1", "page": "1"}

    done = client.post(reverse("reviews:state_stand", args=[document.slug]), sent)

    assert "Say how ESA stands to it" in page
    assert done.url == f"{pages(document, version, rivals[1])['conflicts']}?page=1#b-1"
    assert Stand.objects.get().side == "for"


def test_own_proposal_has_no_form(rivals, document, version, cast, sign_in):
    page = sign_in(cast.nasa_focal_point).get(pages(document, version, rivals[1])["conflicts"]).text

    assert f'name="comment" value="{rivals[0].uid}"' in page
    assert f'name="comment" value="{rivals[1].uid}"' not in page


def test_program_states_one(rivals, document, cast, sign_in):
    address = f"/api/v1/documents/{document.slug}/stands/"
    body = {"comments": [str(rivals[1].uid)], "side": "against", "reason": WHY}

    answer = sign_in(cast.coordinator).post(address, body, content_type="application/json")

    assert answer.status_code == 201
    [stand] = answer.json()
    assert (stand["agency"], stand["side"], stand["counts"]) == ("ESA", "against", True)
    listed = sign_in(cast.observer).get(f"{address}?comment={rivals[1].uid}&agency=ESA").json()
    assert [row["reason"] for row in listed["results"]] == [WHY]
    assert sign_in(cast.observer).get(f"{address}?agency=NASA").json()["results"] == []


def test_program_hears_of_a_comment_that_is_not_there(post, document, cast, sign_in):
    inside = post(cast.nasa_reviewer, audience="agency")
    body = {"comments": [str(inside.uid)], "side": "for"}

    answer = sign_in(cast.coordinator).post(
        f"/api/v1/documents/{document.slug}/stands/", body, content_type="application/json",
    )

    assert answer.status_code == 422
