"""Settings of the test run: those of the site, made quick and kept away from its data."""

import os
import tempfile

os.environ.setdefault("DRAFTROOM_DATA", tempfile.mkdtemp(prefix="draftroom-tests-"))

from backend import sqlite

sqlite.use_safe_build()

from backend.settings import *  # noqa: E402, F403 (the site's settings, then the differences)
from backend.settings import ALLOWED_HOSTS, DATA_DIR, REST_FRAMEWORK  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT = DATA_DIR / "static"
# The manifest storage would give a live server's pages names that do not exist before collectstatic.
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
CACHES = dict.fromkeys(("default", "limits"), {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"})
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
REST_FRAMEWORK = REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}
