"""What every page knows: the site's name and address, and whether the person looks after people."""

from django.conf import settings
from django.http import HttpRequest

from backend.accounts import rules


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "keeps_people": lambda: hasattr(request, "user") and rules.can_keep_people(request.user),
    }
