"""What happens because time passes: rounds open and close, reminders fall due.

An app registers a function in its `ready()`; every worker calls it about every `seconds`. Several may
call it at once, and it may come late: it looks at the clock itself, locks what it changes, and does
nothing twice.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Errand:
    """Something to do again and again; `due` is when next, by the monotonic clock."""

    name: str
    seconds: float
    do: Callable[[], object]
    due: float = 0.0


_errands: dict[str, Errand] = {}


def every(seconds: float, name: str, do: Callable[[], object]) -> None:
    """Let workers do this about every so many seconds."""
    _errands[name] = Errand(name, seconds, do)


def tick(now: float | None = None) -> int:
    """Do what is due; one that fails is tried again at its next time, and holds up no other."""
    moment = time.monotonic() if now is None else now
    done = 0
    for errand in _errands.values():
        if moment < errand.due:
            continue
        errand.due = moment + errand.seconds
        try:
            errand.do()
        except Exception:
            logger.exception("%s could not be done; it is tried again later", errand.name)
        done += 1
    return done
