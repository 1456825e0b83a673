"""Files of an index: mapped when read, synced to disk before the table of contents names them."""

from __future__ import annotations

import mmap
import os
from io import BytesIO
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from search.core.builds import sync_directory


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
        """A read-only map of the file: no descriptor stays open, pages are shared by all processes."""
        with Path(self._fpath(name)).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            content: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else BytesIO()
        return StructFile(content, name=name, **options)

    def create_file(self, name: str, **options: Any) -> StructFile:
        self._unsynced.add(name)
        return super().create_file(name, **options)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        for name in sorted(self._unsynced):
            if self.file_exists(name):
                with Path(self._fpath(name)).open("rb") as file:
                    os.fsync(file.fileno())
        self._unsynced.clear()
        super().rename_file(oldname, newname, safe=safe)
        sync_directory(Path(self.folder))
