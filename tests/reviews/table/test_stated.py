"""The matrix by what agencies state of comments: the same on the page, in the API and in exports."""

import pytest
from django.urls import reverse

from reviews.services.answers import stands
from reviews.services.asking.rounds import Rules
from reviews.table import filters, matrix
from tests.reviews import rounds as trials

WHY = "The lander lasts 42 days."


@pytest.fixture
def wanted(post, cast):
    """What the community reviewer and NASA want, by name."""
    return {
        "community": post(cast.reviewer, "Community.", proposal="40 days"),
        "nasa": post(cast.nasa_reviewer, "Of NASA.", proposal="45 days"),
    }


@pytest.fixture
def state(document):
    def stated(comment, side, by):
        stands.state_stand(document=document, comments=[comment], side=side, reason=WHY, by=by)

    return stated


@pytest.fixture
def found(document, version):
    """The bodies of the matrix that a person is shown, and how many it counts."""

    def of(person, *, seen_as=None, **asked):
        rows = matrix.Asked(person, document, version, filters.read(asked), seen_as=seen_as)
        bodies = [row.comment.body for row in matrix.piece(rows).rows]
        assert rows.count() == len(bodies)
        return bodies

    return of


@pytest.fixture
def doors(document, version, sign_in):
    """What each door hands a person for a filter: text of rows, sheets and lists."""

    def of(person, query):
        client, slug = sign_in(person), document.slug
        addresses = {
            "page": reverse("reviews:register", args=[slug]) + f"?{query}",
            "rows": f"/api/v1/documents/{slug}/matrix/?{query}",
            "comments": f"/api/v1/comments/?{query}",
            "sheet": reverse("reviews:sheet", args=[slug, version.number])
            + f"?profile=nist&kind=csv&{query}",
        }
        answers = {name: client.get(address) for name, address in addresses.items()}
        return {
            name: (answer.getvalue() if answer.streaming else answer.content).decode()
            for name, answer in answers.items()
        }

    return of


def test_each_side_finds_what_is_stated_so(wanted, cast, state, found):
    state(wanted["community"], "for", cast.coordinator)
    state(wanted["nasa"], "against", cast.coordinator)

    assert found(cast.observer, stand="for") == ["Community."]
    assert found(cast.observer, stand="against") == ["Of NASA."]
    assert found(cast.observer, stand="for,against") == ["Community.", "Of NASA."]
    assert found(cast.observer, stand="neutral") == []


def test_side_and_agency_are_those_of_one_stand(wanted, cast, state, found):
    state(wanted["community"], "for", cast.coordinator)
    state(wanted["community"], "against", cast.nasa_focal_point)

    assert found(cast.editor, stand="against", stated_by="NASA") == ["Community."]
    assert found(cast.editor, stand="for", stated_by="NASA") == []
    assert found(cast.editor, stated_by="ESA") == ["Community."]


def test_what_an_agency_said_before_counts_no_more(wanted, cast, state, found):
    state(wanted["nasa"], "against", cast.coordinator)
    state(wanted["nasa"], "for", cast.coordinator)

    assert found(cast.editor, stand="against") == []


def test_every_door_filters_alike(wanted, cast, state, doors):
    state(wanted["nasa"], "against", cast.coordinator)

    for name, text in doors(cast.observer, "stand=against").items():
        assert ("Of NASA." in text, "Community." in text) == (True, False), name


@pytest.mark.parametrize("who", ["coordinator", "editor", "esa_reviewer", "observer", "reviewer"])
def test_stand_of_a_sealed_round_filters_for_nobody_else(
    who, clock, version, wanted, cast, state, found, doors,
):
    sealed = Rules("sealed", one_voice=False)
    trials.begin(version, cast.coordinator, agencies=(cast.esa, cast.nasa), rules=sealed)
    state(wanted["community"], "against", cast.nasa_focal_point)
    person = getattr(cast, who)

    assert found(person, stated_by="NASA") == found(person, stand="against", stated_by="NASA") == []
    told = doors(person, "stand=against").items()
    assert [name for name, text in told if "Community." in text] == []
    assert found(cast.nasa_reviewer, stand="against", stated_by="NASA") == ["Community."]


def test_seen_as_an_agency_its_rivals_sealed_stand_filters_nothing(
    clock, version, wanted, cast, state, found,
):
    trials.begin(version, cast.coordinator, agencies=(cast.esa, cast.nasa))
    state(wanted["nasa"], "against", cast.coordinator)

    assert found(cast.coordinator, stand="against") == ["Of NASA."]
    assert found(cast.coordinator, seen_as=cast.nasa_reviewer, stand="against") == []


def test_filter_costs_the_same_queries_whatever_is_stated_and_hidden(
    clock, version, wanted, cast, state, found, django_assert_num_queries, django_assert_max_num_queries,
):
    sealed = Rules("sealed", one_voice=False)
    trials.begin(version, cast.coordinator, agencies=(cast.esa, cast.nasa), rules=sealed)
    with django_assert_max_num_queries(20) as empty:
        found(cast.editor, stand="against")
    state(wanted["community"], "against", cast.nasa_focal_point)
    state(wanted["nasa"], "against", cast.coordinator)

    with django_assert_num_queries(len(empty)):
        assert found(cast.editor, stand="against") == []


def test_unknown_side_is_refused_by_the_api(document, cast, sign_in):
    answer = sign_in(cast.editor).get(f"/api/v1/documents/{document.slug}/matrix/?stand=perhaps")

    assert answer.status_code == 422
