"""Files are on the disk before anybody is told that they are kept."""

import os
from pathlib import Path

from django.core.files.base import ContentFile

from backend.storage import DurableFiles


def test_new_file_and_its_folders_are_synced(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(Path(f"/proc/self/fd/{handle}").resolve()))

    DurableFiles(location=tmp_path).save("ab/abcd", ContentFile(b"words"))

    assert synced == [tmp_path / "ab" / "abcd", tmp_path / "ab", tmp_path]
    assert (tmp_path / "ab" / "abcd").read_bytes() == b"words"
