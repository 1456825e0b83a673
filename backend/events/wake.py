"""Waking the workers of this machine as soon as there is something to do.

Each worker listens on a datagram socket in `WAKE_DIR`; waking sends one byte to each. It is a
courtesy, not a promise: workers also look by themselves a few times a second, which is how those
on other machines learn of it.
"""

import contextlib
import os
import select
import socket
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings


def wake() -> None:
    """Tell every worker on this machine to look now. Never raises, never waits."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        for path in Path(settings.WAKE_DIR).glob("*.sock"):
            try:
                sender.sendto(b"!", str(path))
            except BlockingIOError:
                continue  # its queue is full: it is awake
            except OSError:
                path.unlink(missing_ok=True)  # its worker is dead


class Ear:
    """A worker's end: `wait(seconds)` returns early, and True, when someone woke it."""

    def __init__(self) -> None:
        folder = Path(settings.WAKE_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{os.getpid()}.sock"
        self.path.unlink(missing_ok=True)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        self.socket.bind(str(self.path))

    def wait(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.socket], [], [], seconds)
        if ready:
            with contextlib.suppress(BlockingIOError):
                while self.socket.recv(64):
                    pass
        return bool(ready)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.socket.close()
        self.path.unlink(missing_ok=True)
