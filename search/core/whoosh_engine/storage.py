"""Files of an index: mapped when read, synced to disk before the table of contents names them."""

from __future__ import annotations

import mmap
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from search.core.builds import sync_directory

#: Files that are synced at a time: asked for together, one turn of the disk's journal serves them all.
_AT_ONCE = 8
#: Up to so many bytes a file is read rather than mapped.
_SMALL = 64 * 1024


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _unlink(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


_sweeper = ThreadPoolExecutor(1, thread_name_prefix="sweeper")


class DurableStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's file storage, with the fsync that Whoosh does not do.

    A commit writes files, then renames the table of contents into place. The rename waits until
    every new file is on the disk, and the directory is synced after it: a commit that returned
    outlives a power cut, and one that did not leaves the previous state.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self._unsynced: set[str] = set()

    def open_file(self, name: str, **options: Any) -> StructFile:
        """A read-only map of the file: no descriptor stays open, pages are shared by all processes.

        A small file is read instead. Whoever lets go of the last map of a deleted file waits until the disk
        has freed it, and after a merge those are a hundred.
        """
        with Path(self._fpath(name)).open("rb") as file:
            is_small = os.fstat(file.fileno()).st_size <= _SMALL
            content: Any = (
                BytesIO(file.read()) if is_small else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            )
        return StructFile(content, name=name, **options)

    def create_file(self, name: str, **options: Any) -> StructFile:
        self._unsynced.add(name)
        return super().create_file(name, **options)

    def delete_file(self, name: str) -> None:
        """Delete it soon, in a thread: a merge leaves a hundred files, and the disk takes its time for each.

        Names of segments and generations never come again; one that is left is deleted at a later commit.
        """
        _sweeper.submit(_unlink, Path(self._fpath(name)))

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        written = [Path(self._fpath(name)) for name in sorted(self._unsynced) if self.file_exists(name)]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(_sync, written))
        self._unsynced.clear()
        super().rename_file(oldname, newname, safe=safe)
        sync_directory(Path(self.folder))
