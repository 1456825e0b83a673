"""What a web process does once, before its first request."""

from __future__ import annotations

import gc

from django.urls import get_resolver


def settle() -> None:
    """Load all routes, and let the garbage collector pass by what stays as long as the process.

    Otherwise a page that reads thousands of rows pays for a walk over all code: about a quarter
    of the time of the page of plans.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
