"""Errors as pages: one template for all of them, and a short fragment for htmx."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.errors import BadInput, DraftroomError, Missing, NotYou

logger = logging.getLogger(__name__)


class ErrorPages:
    """Turns a `DraftroomError` that a view lets through into its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return page(request, exception) if isinstance(exception, DraftroomError) else None


def page(request: HttpRequest, error: DraftroomError) -> HttpResponse:
    """The answer for a person: a whole page, or a fragment when htmx asked."""
    template = "errors/_error.html" if getattr(request, "htmx", False) else "errors/error.html"
    return render(request, template, {"error": error}, status=error.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    response = page(request, BadInput("The request could not be understood."))
    response.status_code = 400
    return response


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return page(request, NotYou())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return page(request, Missing("There is no such page, or you may not see it."))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Django's CSRF check failed: mostly a page left open over a new sign-in."""
    detail = "This page was open too long. Go back, reload it and try again."
    return page(request, NotYou(detail, code="csrf"))


def server_error(request: HttpRequest) -> HttpResponse:
    return page(request, DraftroomError("Something went wrong on our side. It has been written to the log."))
