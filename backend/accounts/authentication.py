"""How a program signs in to the API: `Authorization: Bearer dr_…` (or `Token dr_…`)."""

from datetime import timedelta

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from backend.accounts import services
from backend.accounts.models import AccessToken, Person

#: `last_used_at` is written at most this often, so that reading by API costs no write.
TOUCH_EVERY = timedelta(minutes=10)


class TokenAuthentication(BaseAuthentication):
    """Finds the person by the SHA-256 of the key."""

    def authenticate(self, request: Request) -> tuple[Person, AccessToken] | None:
        scheme, _, key = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() not in {"bearer", "token"}:
            return None
        token = AccessToken.objects.select_related("person").filter(digest=services.digest_of(key)).first()
        if token is None or not token.person.is_active:
            raise AuthenticationFailed("This token is not valid.")
        _note_use(token)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 (the signature is DRF's)
        return "Bearer"


def _note_use(token: AccessToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > TOUCH_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
