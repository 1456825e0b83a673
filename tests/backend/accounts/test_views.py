"""Signing in and out, profile, password and tokens, in the browser's words."""

import pytest
from django.urls import reverse

from backend.accounts import services
from backend.accounts.models import AccessToken

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def person():
    return services.create_person(email="ada@example.org", name="Ada", password=PASSWORD)


@pytest.fixture
def browser(client, person):
    client.force_login(person)
    return client


def _sign_in(client, password, email="ada@example.org"):
    return client.post(reverse("accounts:sign_in"), {"username": email, "password": password})


def test_person_signs_in_whatever_the_case_of_the_address(client, person):
    response = _sign_in(client, PASSWORD, "ADA@Example.org")

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_wrong_password_says_so_and_signs_nobody_in(client, person):
    response = _sign_in(client, "wrong")

    assert response.status_code == 422
    assert "do not go together" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_too_many_failures_pause_the_account(client, person, settings):
    settings.SIGN_IN_TRIES = 2
    for _ in range(2):
        _sign_in(client, "wrong")

    assert _sign_in(client, PASSWORD).status_code == 429


def test_sign_in_leads_to_no_other_site(client, person):
    response = client.post(
        reverse("accounts:sign_in") + "?next=https://evil.example/",
        {"username": "ada@example.org", "password": PASSWORD},
    )

    assert response.headers["Location"] == "/work/"


def test_sign_out_needs_a_post(browser):
    assert browser.get(reverse("accounts:sign_out")).status_code == 405
    assert browser.post(reverse("accounts:sign_out")).status_code == 302
    assert "_auth_user_id" not in browser.session


def test_profile_keeps_name_and_time_zone(browser, person):
    browser.post(reverse("accounts:profile"), {"name": "Ada L", "time_zone": "Asia/Tokyo"})

    person.refresh_from_db()
    assert (person.name, person.time_zone) == ("Ada L", "Asia/Tokyo")


def test_profile_refuses_unknown_zone_and_control_characters(browser, person):
    response = browser.post(reverse("accounts:profile"), {"name": "A\nBcc: x", "time_zone": "Mars/Base"})

    assert response.status_code == 422
    person.refresh_from_db()
    assert person.name == "Ada"


def test_new_password_signs_other_browsers_out(browser, person, sign_in):
    other = sign_in(person)
    new = "another horse battery"

    response = browser.post(
        reverse("accounts:change_password"),
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert response.status_code == 302
    assert browser.get(reverse("accounts:profile")).status_code == 200
    assert other.get(reverse("accounts:profile")).status_code == 302


def test_token_is_shown_once(browser):
    first = browser.post(reverse("accounts:issue_token"), {"label": "export"})

    assert first.status_code == 201
    assert "dr_" in first.content.decode()
    assert "dr_" not in browser.get(reverse("accounts:profile")).content.decode()


def test_nobody_revokes_anothers_token(browser):
    other = services.create_person(email="bo@example.org", name="Bo")
    token, _ = services.issue_token(person=other, label="theirs")

    response = browser.post(reverse("accounts:revoke_token", args=[token.pk]))

    assert response.status_code == 404
    assert AccessToken.objects.filter(pk=token.pk).exists()
