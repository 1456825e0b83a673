"""Brings data and static files up to date: `python -m backend.prepare`. Quick when all is done already."""

import hashlib
import os
import sys
from pathlib import Path

from backend import sqlite


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    sqlite.use_safe_build()
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    collect_static_files()
    load_demo_world_into_empty_database()


def collect_static_files() -> None:
    """Copy and compress static files, if any changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles import finders
    from django.core.management import call_command

    state = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            state.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if not stamp.exists() or stamp.read_text() != state.hexdigest():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(state.hexdigest())


def load_demo_world_into_empty_database() -> None:
    """A site without people gets the demo world, unless DRAFTROOM_DEMO is set to `no`."""
    from django.conf import settings
    from django.core.management import call_command

    from backend.accounts.models import Person

    if settings.DEMO and not Person.objects.exists():
        sys.stderr.write("Loading the demo world …\n")
        call_command("demo")


if __name__ == "__main__":
    main()
