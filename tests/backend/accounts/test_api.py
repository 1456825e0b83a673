"""Agencies and people in the API, and signing in to it by token."""

import pytest
from rest_framework.test import APIClient

from backend.accounts import services
from backend.accounts.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return services.create_person(email="ada@example.org", name="Ada")


def _with(header: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=header)
    return client


@pytest.mark.parametrize("scheme", ["Bearer", "Token"])
def test_token_signs_in(person, scheme):
    _, key = services.issue_token(person=person, label="script")

    answer = _with(f"{scheme} {key}").get("/api/v1/people/me/")

    assert answer.json()["email"] == "ada@example.org"


def test_revoked_token_is_refused_at_once(person):
    token, key = services.issue_token(person=person, label="script")
    services.revoke_token(token=token, by=person)

    answer = _with(f"Bearer {key}").get("/api/v1/people/me/")

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_token_of_closed_account_is_refused(person):
    _, key = services.issue_token(person=person, label="script")
    Person.objects.update(is_active=False)

    assert _with(f"Bearer {key}").get("/api/v1/people/me/").status_code == 401


def test_nobody_reads_the_api_without_signing_in(client):
    answer = client.get("/api/v1/agencies/")

    assert answer.status_code == 401
    assert answer.json()["code"] == "not_authenticated"


def test_others_addresses_are_not_shown(person, api):
    staff = services.create_person(email="staff@example.org", name="Staff", is_staff=True)

    answer = api(staff).get("/api/v1/people/")

    assert [set(row) for row in answer.json()["results"]] == [{"uid", "name"}] * 2


def test_list_of_agencies_costs_the_same_for_one_and_three(person, api, django_assert_num_queries):
    for code in ("ESA", "NASA", "JAXA"):
        services.create_agency(code=code, name=code)
        with django_assert_num_queries(1):
            api(person).get("/api/v1/agencies/")
