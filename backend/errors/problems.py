"""Errors as JSON: RFC 9457 `application/problem+json` with `type`, `title`, `status`, `code`, `detail`."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from backend.errors import DraftroomError, Missing, NotYou

CONTENT_TYPE = "application/problem+json"


def answer(error: Exception, context: dict[str, Any]) -> Response | None:  # noqa: ARG001
    """DRF's exception handler. `None` lets an unknown error become a logged 500."""
    problem = _problem(error)
    if problem is None:
        return None
    set_rollback()
    response = Response(problem, status=problem["status"], headers=_headers(error))
    response.content_type = CONTENT_TYPE
    return response


def _problem(error: Exception) -> dict[str, Any] | None:
    if isinstance(error, Http404):
        error = Missing()
    elif isinstance(error, PermissionDenied):
        error = NotYou()
    if isinstance(error, DraftroomError):
        return _members(error.status, error.title, error.code, error.detail) | error.members
    if isinstance(error, exceptions.ValidationError):
        return _members(400, "Some fields need attention", "invalid", "See `errors` for each field.") | {
            "errors": error.detail
        }
    if isinstance(error, exceptions.APIException):
        detail = str(error.detail)
        return _members(error.status_code, _title(error.status_code), str(error.default_code), detail)
    return None


def _members(number: int, title: str, code: str, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": title, "status": number, "code": code, "detail": detail}


def _title(number: int) -> str:
    return {
        status.HTTP_401_UNAUTHORIZED: "Sign in first",
        status.HTTP_403_FORBIDDEN: "You may not do this",
        status.HTTP_405_METHOD_NOT_ALLOWED: "This can not be done here",
        status.HTTP_415_UNSUPPORTED_MEDIA_TYPE: "This kind of content is not understood",
        status.HTTP_429_TOO_MANY_REQUESTS: "Too many requests",
    }.get(number, "The request could not be understood")


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if auth := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    return headers
