"""The WSGI door, for gunicorn: `gunicorn backend.wsgi`."""

import os

from backend import sqlite

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
sqlite.use_safe_build()

from django.core.wsgi import get_wsgi_application  # noqa: E402 (the safe build comes first)

from backend import settling  # noqa: E402

application = get_wsgi_application()
settling.settle()
