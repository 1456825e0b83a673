"""The search engine of this site: one object in each process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from search.core.engine import SearchEngine
from search.core.whoosh_engine import WhooshEngine


def engine() -> SearchEngine:
    """The engine over `SEARCH_DIR`, a directory on a local disk that may be deleted at any time."""
    return _engine_in(Path(settings.SEARCH_DIR))


@cache
def _engine_in(directory: Path) -> SearchEngine:
    return WhooshEngine(directory)
