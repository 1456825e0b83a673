"""A directory of index builds, of which one is in use; what all engines with files have in common.

    root/ (mode 0700)   writer.lock   held by the one process that writes
                        rebuild.lock  held while a new index is being built
                        current       the name of the build in use, replaced as a whole
                        NAME-1-7-x/   its files: format 1, seventh build

The last part of a build's name is never used twice: whoever holds an old build open must not take the
first one in a directory that was deleted and made again for the one they know.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.core.engine import EngineUnavailable

_NAME = re.compile(r"([a-z0-9]+)-(\d+)-(\d+)-\w+")


class Builds:
    """The builds of one engine and format under `root`. Any number of processes may read and write."""

    def __init__(self, root: Path, name: str, number: int) -> None:
        self.root = root
        self._name = name
        self._format = number

    def current(self) -> Path:
        """The build in use."""
        pointer = self._pointer()
        found = _NAME.fullmatch(pointer)
        if found is None:
            raise EngineUnavailable("there is no index yet")
        if (found[1], int(found[2])) != (self._name, self._format):
            raise EngineUnavailable(f"{pointer} has another format than this program writes")
        return self.root / pointer

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """The build in use, for the only writer."""
        with self._locked("writer.lock"):
            yield self.current()

    @contextmanager
    def replacing(self) -> Iterator[Path]:
        """An empty directory for a new build; nobody else makes one meanwhile."""
        with self._locked("rebuild.lock"):
            taken = [int(found[3]) for path in self.root.iterdir() if (found := _NAME.fullmatch(path.name))]
            name = f"{self._name}-{self._format}-{max(taken, default=0) + 1}-"
            yield Path(tempfile.mkdtemp(prefix=name, dir=self.root))

    @contextmanager
    def switching(self, path: Path) -> Iterator[None]:
        """Keep writers out; when the block is done, the build is in use, and older ones go, all but one."""
        with self._locked("writer.lock"):
            yield
            replaced = self._pointer()
            write_durably(self.root / "current", path.name)
        self._sweep({path.name, replaced})

    def _pointer(self) -> str:
        try:
            return (self.root / "current").read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def _sweep(self, kept: set[str]) -> None:
        for path in self.root.iterdir():
            if _NAME.fullmatch(path.name) and path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        """Wait for an advisory lock; the kernel frees it when its holder dies."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.root / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def sync_directory(path: Path) -> None:
    """Make the names in a directory durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, text: str) -> None:
    """Replace a small file so that a reader, or a power cut, sees the old text or the new one."""
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_directory(path.parent)
