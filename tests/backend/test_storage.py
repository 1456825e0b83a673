"""The file store keeps what it acknowledged, and half of nothing."""

import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from backend.storage import DurableFiles


def test_saved_file_is_synced_before_it_gets_its_name(tmp_path, monkeypatch):
    synced = []
    real = os.fsync
    monkeypatch.setattr(
        os,
        "fsync",
        lambda handle: (synced.append(str(Path(f"/proc/self/fd/{handle}").readlink())), real(handle)),
    )

    DurableFiles(location=tmp_path).save("ab/cdef", ContentFile(b"kept"))

    assert (tmp_path / "ab/cdef").read_bytes() == b"kept"
    assert synced[0].startswith(str(tmp_path / "ab/.part-"))
    assert synced[1] == str(tmp_path / "ab")


def test_failed_write_leaves_nothing_behind(tmp_path):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        DurableFiles(location=tmp_path).save("ab/cdef", Broken(b"half and half"))

    assert list((tmp_path / "ab").iterdir()) == []
