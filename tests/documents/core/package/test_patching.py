"""Zip records are copied raw; only what is changed is written."""

from __future__ import annotations

import io
import zipfile

from documents.core.package.patching import patch


def _package() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name in ("[Content_Types].xml", "word/document.xml", "word/styles.xml"):
            package.writestr(zipfile.ZipInfo(name, (2020, 1, 2, 3, 4, 6)), f"<{name[0]}/>" * 50)
    return held.getvalue()


def test_nothing_changed_gives_the_same_bytes() -> None:
    data = _package()

    assert patch(data, {}) is data


def test_one_changed_part_leaves_the_others_and_their_order() -> None:
    data = _package()

    with zipfile.ZipFile(io.BytesIO(patch(data, {"word/document.xml": b"new"}))) as after:
        assert after.namelist() == ["[Content_Types].xml", "word/document.xml", "word/styles.xml"]
        assert after.read("word/document.xml") == b"new"
        assert after.testzip() is None


def test_a_new_part_takes_the_date_of_the_main_part() -> None:
    with zipfile.ZipFile(io.BytesIO(patch(_package(), {"word/comments.xml": b"<c/>"}))) as after:
        assert after.getinfo("word/comments.xml").date_time == (2020, 1, 2, 3, 4, 6)


def test_a_removed_part_is_gone() -> None:
    with zipfile.ZipFile(io.BytesIO(patch(_package(), {"word/styles.xml": None}))) as after:
        assert "word/styles.xml" not in after.namelist()
