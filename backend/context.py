"""What every page knows: the site's name and address."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:  # noqa: ARG001 (the signature is Django's)
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
