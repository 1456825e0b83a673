"""The search engine of this site: one object in each process."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from search.core.engine import SearchEngine
from search.core.sql.fts5 import Fts5Engine
from search.core.whoosh_engine import WhooshEngine
from search.postgres import PostgresEngine

#: What `SEARCH_ENGINE` may name. The directory is on a local disk and may be deleted at any time.
_MADE: dict[str, Callable[[Path], SearchEngine]] = {
    "whoosh": WhooshEngine, "fts5": Fts5Engine, "postgres": lambda _: PostgresEngine(),
}


def engine() -> SearchEngine:
    """The engine that `SEARCH_ENGINE` names."""
    if settings.SEARCH_ENGINE not in _MADE:
        raise ImproperlyConfigured(f"DRAFTROOM_SEARCH_ENGINE must be one of {', '.join(_MADE)}")
    if settings.SEARCH_ENGINE == "postgres" and connection.vendor != "postgresql":
        raise ImproperlyConfigured("DRAFTROOM_SEARCH_ENGINE=postgres needs DATABASE_URL to name PostgreSQL")
    return _engine_in(settings.SEARCH_ENGINE, Path(settings.SEARCH_DIR))


@cache
def _engine_in(name: str, directory: Path) -> SearchEngine:
    return _MADE[name](directory)
