"""Files in a folder, kept so that a power cut after the answer can not take them away again."""

import os
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class DurableFiles(FileSystemStorage):
    """Django's storage, which also syncs each new file and its folder to the disk.

    Rows that point to a file are committed after it is saved: so a row never points to a file that
    is not there. A file without a row may be left behind, which is harmless.
    """

    def _save(self, name: str, content: File) -> str:
        saved = super()._save(name, content)
        path = Path(self.path(saved))
        _sync(path)
        root = Path(self.location)
        for folder in path.parents:
            _sync(folder)
            if folder == root:
                break
        return saved


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
