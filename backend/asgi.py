"""The ASGI door, for uvicorn or gunicorn with `-k asgi`."""

import os

from backend import sqlite

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
sqlite.use_safe_build()

from django.core.asgi import get_asgi_application  # noqa: E402 (the safe build comes first)

from backend import settling  # noqa: E402

application = get_asgi_application()
settling.settle()
