"""What the benches of the server share: an empty Draftroom of their own, a person signed in, a median."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from backend import sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client


@contextmanager
def empty(**environment: str) -> Iterator[Path]:
    """Django on a new SQLite database in a folder that goes afterwards; yields the folder.

    `environment` is set before Django reads its settings. Once a process: Django starts only once.
    """
    with tempfile.TemporaryDirectory(prefix="draftroom-bench-") as folder:
        os.environ |= {
            "DRAFTROOM_DATA": folder, "DJANGO_SETTINGS_MODULE": "backend.settings",
            "DRAFTROOM_LOG_LEVEL": "ERROR", **environment,
        }  # fmt: skip
        sqlite.use_safe_build()
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        from backend import settling

        settling.settle()  # as the web process does
        yield Path(folder)


def signed_in(**who: str) -> Client:
    """A client of the person that these fields name."""
    from django.test import Client

    from backend.accounts.models import Person

    client = Client(headers={"host": "localhost"})
    client.force_login(Person.objects.get(**who))
    return client


def median_ms(act: Callable[[], object], repeats: int = 5) -> float:
    """The median of some runs in milliseconds; the first, which fills caches, does not count."""
    act()
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)
