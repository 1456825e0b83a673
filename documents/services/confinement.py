"""Running the core on a stranger's file in a child process that may use only so much.

A parser that a file drives into the ground takes the child with it, never the worker: the caller
gets `Unreadable` with what ran out.
"""

from __future__ import annotations

import multiprocessing
import resource
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.conf import settings

from documents.core.model import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

P = ParamSpec("P")
R = TypeVar("R")

_context = multiprocessing.get_context("forkserver")
#: What every child finds loaded: it is forked from a process that did so once.
_loaded = [
    __name__, "documents.core.reading", "documents.core.comparing", "documents.core.following",
    "documents.core.markup.weaving",
]
_context.set_forkserver_preload(_loaded)


def load_before(*modules: str) -> None:
    """Children from now on find these modules loaded too, which otherwise each would load anew.

    For modules that start no threads: a forked child would wait for locks that they held.
    """
    _loaded.extend(modules)


def confined(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The function's value, computed in a child with limits on memory, CPU and wall-clock time.

    The function must be importable by name; arguments and value must pickle. Raises what the
    function raises, and `Unreadable` (code "too_heavy") when the child ran into a limit.
    """
    receiver, sender = _context.Pipe(duplex=False)
    limits = (settings.READING_MEMORY, settings.READING_SECONDS)
    child = _context.Process(target=_run, args=(sender, limits, function, args, kwargs), daemon=True)
    child.start()
    sender.close()
    try:
        if not receiver.poll(settings.READING_SECONDS * 2):
            raise _too_heavy("takes too long to read")
        succeeded, value = receiver.recv()
    except EOFError:
        raise _too_heavy("needs too much memory or time to read") from None
    finally:
        child.kill()
        child.join()
        receiver.close()
    if not succeeded:
        raise value
    return value  # type: ignore[no-any-return]


def _too_heavy(what: str) -> Unreadable:
    return Unreadable(f"the file {what}; split it, or save it anew in Word", code="too_heavy")


def _run(
    sender: Connection,
    limits: tuple[int, int],
    function: Callable[..., object],
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> None:
    memory, seconds = limits
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        sender.send((True, function(*args, **kwargs)))
    except MemoryError:
        return  # the parent sees the end of the line
    except Exception as error:  # noqa: BLE001 - raised again in the parent
        sender.send((False, error))
