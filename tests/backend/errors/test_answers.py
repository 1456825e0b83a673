"""One error, two answers: a page for people, problem+json for programs."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from rest_framework import exceptions

from backend import errors
from backend.errors import pages, problems

KINDS = [
    (errors.BadInput, 422),
    (errors.TooLarge, 413),
    (errors.NotYou, 403),
    (errors.Missing, 404),
    (errors.NotNow, 409),
    (errors.Stale, 412),
    (errors.TooMany, 429),
]


@pytest.mark.parametrize(("kind", "status"), KINDS)
def test_each_kind_has_its_status_in_page_and_api(kind, status, rf):
    error = kind("The round closed at noon.", code="closed", round=3)

    page = pages.page(rf.get("/"), error)
    problem = problems.answer(error, {})

    assert page.status_code == problem.status_code == status
    assert "The round closed at noon." in page.content.decode()
    assert problem.data["code"] == "closed"
    assert problem.data["round"] == 3
    assert problem.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Http404(), 404, "missing"),
        (PermissionDenied(), 403, "not_you"),
        (exceptions.NotAuthenticated(), 401, "not_authenticated"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.ValidationError({"title": ["Too long."]}), 400, "invalid"),
    ],
)
def test_errors_of_the_frameworks_speak_the_same(error, status, code):
    problem = problems.answer(error, {})

    assert (problem.status_code, problem.data["code"]) == (status, code)


def test_unknown_errors_are_left_to_the_log():
    assert problems.answer(ZeroDivisionError(), {}) is None


def test_only_our_errors_become_pages():
    middleware = pages.ErrorPages(lambda request: None)

    assert middleware.process_exception(RequestFactory().get("/"), ZeroDivisionError()) is None


def test_text_in_an_error_is_escaped(rf):
    page = pages.page(rf.get("/"), errors.BadInput("<script>alert(1)</script>"))

    assert "<script>alert" not in page.content.decode()


@pytest.mark.django_db
def test_missing_page_is_a_page(client):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "no such page" in response.content.decode()
