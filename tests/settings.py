"""Settings of the test run: those of the site, made quick and kept away from its data."""

import atexit
import os
import shutil
import tempfile

from backend import sqlite

if "DRAFTROOM_TEST_DATA" not in os.environ:  # parallel test processes inherit the folder of the first
    os.environ["DRAFTROOM_TEST_DATA"] = tempfile.mkdtemp(prefix="draftroom-tests-")
    atexit.register(shutil.rmtree, os.environ["DRAFTROOM_TEST_DATA"], ignore_errors=True)
os.environ["DRAFTROOM_DATA"] = os.environ["DRAFTROOM_TEST_DATA"]
sqlite.use_safe_build()

from backend.settings import *  # noqa: E402, F403 (the site's settings, then the differences)
from backend.settings import ALLOWED_HOSTS, DATA_DIR, DATABASES, REST_FRAMEWORK  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The manifest storage would give a live server's pages names that do not exist before collectstatic.
STORAGES = {
    "default": {
        "BACKEND": "backend.storage.DurableFiles",
        "OPTIONS": {"location": DATA_DIR / "files", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Each test process has an index of its own, as it has a database of its own.
SEARCH_DIR = DATA_DIR / f"search-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
LOCAL_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES = {"default": LOCAL_MEMORY, "limits": LOCAL_MEMORY | {"LOCATION": "limits"}}
PICTURE_CONVERTER = ""  # tests of it turn it on: it takes seconds
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
REST_FRAMEWORK = REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}

if DATABASES["default"]["ENGINE"] == "backend.sqlite":
    # A file, as on the site: a live server's threads have connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "tests.sqlite3"}
    pragmas = DATABASES["default"]["OPTIONS"]["init_command"]
    DATABASES["default"]["OPTIONS"]["init_command"] = pragmas.replace("synchronous=FULL", "synchronous=OFF")

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A live server answers each request in a thread of its own: kept connections would pile up.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    # A test is one long transaction that waits while children work: it must not count as forgotten.
    DATABASES["default"]["OPTIONS"]["options"] = (
        "-c synchronous_commit=off -c statement_timeout=120s -c lock_timeout=20s"
        " -c idle_in_transaction_session_timeout=0"
    )
