"""What every test may ask for: the cast, a document, signed-in clients, the corpus, a browser.

`cast` and `document` need the database; `work` runs all queued tasks and event readers at once.
"""

import gc
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import caches
from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import OperationalError, connection
from django.test import Client
from rest_framework.test import APIClient

from backend.accounts.models import Person
from backend.tasks import worker
from tests import cast as casting
from tests import papers

#: Playwright runs an event loop in the test's thread; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# Where a change is judged, properties are tried on the same cases each time; elsewhere on new ones.
hypothesis.settings.register_profile("judged", derandomize=True, deadline=None)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("judged")

#: A test reaches the database by one of these, or by the mark `django_db`.
DATABASE = {"db", "transactional_db", "live_server"}
SHARED = Path(os.environ.get("DRAFTROOM_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what SQLite has proved for it: tests that never ask a database.

    Those marked `any_database` ask one, but prove nothing about it that others do not.
    """
    if connection.vendor != "postgresql":
        return
    left_out = [item for item in items if not _asks_the_database(item)]
    items[:] = [item for item in items if _asks_the_database(item)]
    config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look through it again and again for garbage costs a twentieth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _asks_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("any_database"):
        return False
    return bool(item.get_closest_marker("django_db") or DATABASE & set(getattr(item, "fixturenames", ())))


@pytest.fixture(autouse=True, scope="session")
def _patient_flush() -> Iterator[None]:
    """Emptying the tables waits for a page that is still being answered: PostgreSQL calls it a deadlock."""
    plain = flush.Command.handle

    def patient(self, **options):
        for left in (3, 2, 1, 0):
            try:
                plain(self, **options)
            except CommandError as error:
                if not left or not isinstance(error.__cause__, OperationalError):
                    raise
                time.sleep(0.5)
            else:
                return

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(flush.Command, "handle", patient)
        yield


@pytest.fixture
def cast(db: None) -> casting.Cast:
    return casting.assemble()


@pytest.fixture
def document(cast: casting.Cast):
    return casting.begin_document(cast)


@pytest.fixture
def version(cast: casting.Cast, document):
    """The document's first version, issued."""
    return papers.issue(document, by=cast.editor, label="First draft")


@pytest.fixture
def second_version(cast: casting.Cast, document, version):
    """The next one, in which paragraphs were edited, moved, dropped and added."""
    return papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor, label="Second draft")


@pytest.fixture
def sign_in() -> Callable[[Person | None], Client]:
    """`sign_in(person)` gives a browser of that person; `sign_in(None)` one of nobody."""

    def signed_in(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def api() -> Callable[[Person | None], APIClient]:
    """`api(person)` gives an API client of that person."""

    def signed_in(person: Person | None) -> APIClient:
        client = APIClient()
        client.force_authenticate(person)
        return client

    return signed_in


@pytest.fixture
def work() -> Callable[[], int]:
    """`work()` does what the worker would: every queued task, every reader of events, until all is done."""
    return worker.drain


@pytest.fixture
def shared() -> Path:
    """The folder of real and hostile files beside the repository; the test is skipped without it."""
    if not SHARED.is_dir():
        pytest.skip(
            f"{SHARED} is missing: set DRAFTROOM_SHARED to the folder that holds corpus/ and hostile/"
        )
    return SHARED


@pytest.fixture
def corpus(shared: Path) -> Path:
    return shared / "corpus"


@pytest.fixture(autouse=True)
def _clean_caches() -> Iterator[None]:
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The system's Chromium: tests download no browser."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))),
        None,
    )
    path = os.environ.get("DRAFTROOM_CHROMIUM", found)
    if path is None:
        pytest.fail(
            "The browser tests need Chromium: install the package `chromium`, or set DRAFTROOM_CHROMIUM"
        )
    return {**browser_type_launch_args, "executable_path": path, "args": ["--no-sandbox"]}
