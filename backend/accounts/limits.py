"""Slows down guessing: sign-ins that failed are counted per account and per address.

A password check costs a quarter of a second of processor time, so the limit also keeps strangers
from using it up.
"""

import hashlib

from django.conf import settings
from django.core.cache import caches

from backend.errors import TooMany


def check(*, email: str, address: str) -> None:
    """Raise `TooMany` when this account or this address has failed too often of late."""
    counts = caches["limits"].get_many(_keys(email, address))
    if any(count >= settings.SIGN_IN_TRIES for count in counts.values()):
        minutes = settings.SIGN_IN_PAUSE // 60
        raise TooMany(f"Too many sign-ins failed. Wait {minutes} minutes, then try again.")


def note_failure(*, email: str, address: str) -> None:
    cache = caches["limits"]
    for key in _keys(email, address):
        cache.add(key, 0, settings.SIGN_IN_PAUSE)
        cache.incr(key)


def forget(*, email: str, address: str) -> None:
    """A sign-in that worked clears the account's count, not the address's: others may share that."""
    caches["limits"].delete(_keys(email, address)[0])


def _keys(email: str, address: str) -> list[str]:
    return [f"sign-in:{hashlib.sha256(word.encode()).hexdigest()}" for word in (email.lower(), f"@{address}")]
