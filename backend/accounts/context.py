"""What every page knows of the person who looks at it."""

from collections.abc import Callable

from django.http import HttpRequest

from backend.accounts import rules


def keeper(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """Whether the person looks after people; asked only by templates that show it."""
    return {"keeps_people": lambda: hasattr(request, "user") and rules.can_keep_people(request.user)}
