"""Work that makes many values and no cycles, done without looking for cycles in between."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Let the collector rest, also as a decorator.

    Comparing a long document makes so many values that Python would look through all that the process
    holds several times, each time longer, and find nothing: what is made here goes when it is let go.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
