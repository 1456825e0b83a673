"""What holds for every answer: security headers, private pages, health, sessions that age."""

import time

import pytest
from django.urls import reverse
from django.utils import timezone

from backend.middleware import PersonsTime

pytestmark = pytest.mark.django_db


def test_health_answers_anybody_and_says_nothing_else(client):
    response = client.get("/healthz")

    assert response.json() == {"status": "ok"}


def test_policy_allows_no_inline_script_or_style(client):
    policy = client.get(reverse("accounts:sign_in")).headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy


def test_security_headers_stand_on_every_page(client):
    headers = client.get(reverse("accounts:sign_in")).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_of_a_person_are_kept_by_no_cache(cast, sign_in):
    response = sign_in(cast.editor).get(reverse("accounts:profile"))

    assert response.headers["Cache-Control"] == "private, no-store"


def test_unknown_host_is_refused(client):
    assert client.get(reverse("accounts:sign_in"), headers={"host": "evil.example"}).status_code == 400


def test_session_ends_a_week_after_sign_in_however_much_it_is_used(cast, sign_in):
    browser = sign_in(cast.editor)
    browser.get(reverse("accounts:profile"))
    session = browser.session
    session["began"] = int(time.time()) - 8 * 24 * 60 * 60
    session.save()

    assert browser.get(reverse("accounts:profile")).status_code == 302


def test_reading_pages_writes_no_session(cast, sign_in, django_assert_num_queries):
    browser = sign_in(cast.editor)
    browser.get(reverse("accounts:profile"))

    with django_assert_num_queries(4):  # the session, the person, their bell, and what the menu offers them
        browser.get(reverse("accounts:change_password"))


def test_times_are_in_the_zone_of_the_person(cast, rf):
    cast.editor.time_zone = "Asia/Tokyo"
    request = rf.get("/")
    request.user = cast.editor

    zone = PersonsTime(lambda request: timezone.get_current_timezone_name())(request)

    assert zone == "Asia/Tokyo"


def test_api_documentation_needs_no_script_in_the_page(client):
    page = client.get(reverse("api:docs")).content.decode()

    assert "<script>" not in page
