"""Rounds, invitations and desks through the API."""

import pytest

from reviews.models import Invitation, Round
from tests.reviews.rounds import begin

NEW = {
    "title": "Agency review", "closes": "30 June 2026 17:00 CEST", "asked": "Is it complete?",
    "rules": {"anonymous_reviewers": True},
}


def test_a_round_is_planned_with_the_rules_that_are_usual_but_for_those_named(clock, version, cast, api):
    answer = api(cast.coordinator).post("/api/v1/rounds/", NEW | {"version": str(version.uid)})

    made = answer.json()
    assert answer.status_code == 201
    assert made["closes"] == "30 June 2026 17:00 CEST (15:00 UTC)"
    assert (made["state"], made["visibility_during"], made["one_voice"]) == ("planned", "sealed", True)
    assert made["anonymous_reviewers"] is True
    assert [one["words"] for one in made["windows"]] == ["30 June 2026 17:00 CEST"]


@pytest.mark.parametrize(
    ("wrong", "code"), [({"closes": "fall 2026"}, "date"), ({"opens": "1 July 2026 12:00 UTC"}, "date")],
)
def test_bad_dates_are_refused_with_a_code(wrong, code, clock, version, cast, api):
    answer = api(cast.coordinator).post("/api/v1/rounds/", NEW | {"version": str(version.uid)} | wrong)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not Round.objects.exists()


def test_a_move_on_an_old_revision_is_refused(clock, sealed_round, cast, api):
    move = {"move": "suspend", "reason": "A wrong file.", "revision": sealed_round.revision - 1}

    answer = api(cast.coordinator).post(f"/api/v1/rounds/{sealed_round.uid}/move/", move)

    assert (answer.status_code, answer.json()["code"]) == (409, "changed")


def test_progress_tells_sections_and_who_read_them(clock, sealed_round, cast, version, api):
    keys = list(version.blocks.filter(kind="heading").order_by("ordinal").values_list("key", flat=True))
    read = f"/api/v1/rounds/{sealed_round.uid}/read/"
    assert api(cast.nasa_reviewer).post(read, {"sections": keys[:1]}).status_code == 204

    told = api(cast.coordinator).get(f"/api/v1/rounds/{sealed_round.uid}/progress/").json()

    nasa = next(row for row in told["rows"] if row["label"] == "NASA")
    assert [cell["level"] for cell in nasa["cells"]] == ["read", "none"]
    assert told["alarms"] == [
        "Nobody but NASA has read “Introduction” yet.", "Nobody has read “Cislunar habitat” yet.",
    ]


def test_what_a_colleague_read_is_told_to_focal_points_and_who_steers(
    clock, sealed_round, cast, version, api,
):
    keys = list(version.blocks.filter(kind="heading").order_by("ordinal").values_list("key", flat=True))
    api(cast.nasa_focal_point).post(f"/api/v1/rounds/{sealed_round.uid}/read/", {"sections": keys[:1]})

    def names(person):
        told = api(person).get(f"/api/v1/rounds/{sealed_round.uid}/progress/?agency=NASA").json()
        return [row["label"] for row in told["rows"]]

    everybody = ["NASA focal point", "NASA reviewer 1"]
    assert [names(one) for one in (cast.coordinator, cast.nasa_focal_point)] == [everybody, everybody]
    assert names(cast.nasa_reviewer) == ["NASA reviewer 1"]


def test_a_focal_point_releases_what_clashes_only_on_purpose(clock, sealed_round, cast, post, api):
    for words in ("42 days", "60 days"):
        post(cast.nasa_reviewer, audience="agency", proposal=words)
    desk = f"/api/v1/invitations/{Invitation.objects.get(agency=cast.nasa).uid}/desk/"
    focal_point = api(cast.nasa_focal_point)

    seen = focal_point.get(desk).json()
    refused = focal_point.post(desk, {"action": "release"})
    done = focal_point.post(desk, {"action": "release", "despite_clashes": True}).json()

    assert [len(clash) for clash in seen["clashes"]] == [2]
    assert (refused.status_code, refused.json()["code"]) == (409, "clashes")
    assert (done["released"], done["comments"]) == (2, [])


def test_a_comment_is_given_back_with_a_reason(clock, sealed_round, cast, post, api):
    said = post(cast.nasa_reviewer, audience="agency")
    address = f"/api/v1/comments/{said.uid}/return/"

    bare = api(cast.nasa_focal_point).post(address, {})
    done = api(cast.nasa_focal_point).post(address, {"reason": "The source?"})

    assert (bare.status_code, bare.json()["code"]) == (422, "reason")
    assert done.json()["state"] == "returned"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    count, clock, version, cast, api, django_assert_max_num_queries
):
    for _ in range(count):
        begin(version, cast.coordinator)
    client = api(cast.coordinator)

    with django_assert_max_num_queries(6):
        client.get("/api/v1/rounds/")
