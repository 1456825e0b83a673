"""Files on the local disk that are there, whole, once they have been acknowledged."""

import contextlib
import os
import tempfile
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class DurableFiles(FileSystemStorage):
    """Writes beside the place, syncs, renames, and syncs the folder: a power cut leaves all or nothing."""

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=".part-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                if self.file_permissions_mode is not None:
                    os.fchmod(file.fileno(), self.file_permissions_mode)
                os.fsync(file.fileno())
            Path(part).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(part).unlink()
            raise
        _sync_folder(target.parent)
        return name


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
