"""What every page knows of a person's notices."""

from collections.abc import Callable

from django.http import HttpRequest

from backend.notices import selectors


def bell(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """How many notices are new; asked only by templates that show it."""
    return {"unread_notices": lambda: selectors.unread_count(request.user) if hasattr(request, "user") else 0}
