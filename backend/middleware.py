"""Around every request: private pages stay out of caches, sessions age, times are the person's."""

import time
import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

Answer = Callable[[HttpRequest], HttpResponse]

#: A session is written again at most this often (seconds), so that reading a page costs no write.
TOUCH_EVERY = 10 * 60


class PrivatePages:
    """Answers made for a signed-in person are never stored by a cache on the way."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class SessionLife:
    """A session ends 8 hours after its last use, and 7 days after sign-in in any case."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.session_key:
            now = int(time.time())
            began = request.session.setdefault("began", now)
            if now - began > settings.SESSION_ABSOLUTE_AGE:
                logout(request)
            elif now - request.session.get("seen", 0) > TOUCH_EVERY:
                request.session["seen"] = now
        return self.get_response(request)


class PersonsTime:
    """Pages show times in the zone that the person chose; UTC otherwise."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = getattr(request.user, "time_zone", "") or "UTC"
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            return self.get_response(request)
