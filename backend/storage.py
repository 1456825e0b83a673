"""Where files lie: uploads that are there, whole, once acknowledged; static files that never go stale."""

import os
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class DurableFiles(FileSystemStorage):
    """Django's storage, which also syncs each new file and its folder to the disk.

    Rows that point to a file are committed after it is saved: so a row never points to a file that
    is not there. A file without a row may be left behind, which is harmless.
    """

    def _save(self, name: str, content: File) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]
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


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Static files under names made from their content; our modules import each other by these names too."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
