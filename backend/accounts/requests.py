"""Requests of people who are signed in: what `login_required` and `IsAuthenticated` have seen to."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

from backend.accounts.models import Person

if TYPE_CHECKING:
    from rest_framework.request import Request


class SignedInRequest(HttpRequest):
    """A request behind `login_required`."""

    user: Person


def caller(request: "Request") -> Person:
    """Whoever calls the API, behind `IsAuthenticated`."""
    return cast("Person", request.user)
