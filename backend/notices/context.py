"""What every page knows of a person's notices."""

from collections.abc import Callable

from django.http import HttpRequest

from backend.notices import selectors


def bell(request: HttpRequest) -> dict[str, Callable[[], str]]:
    """How many notices are new ("" for none, "20+" for many); asked only by templates that show it."""

    def unread() -> str:
        count = selectors.unread_count(request.user) if hasattr(request, "user") else 0
        return f"{count}+" if count >= selectors.COUNTED else str(count or "")

    return {"unread_notices": unread}
