"""The zip container, looked at with suspicion before a byte is inflated.

Format: APPNOTE.TXT 6.3 §4.3. Python 3.11.7's zipfile does not see members that overlap
(CVE-2024-0450), trusts declared sizes and lets the last of two equal names win, so the ranges, sums,
names and checksums are checked here.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable

from documents.core.limits import Limits
from documents.core.model import Unreadable

_LOCAL = b"PK\x03\x04"
_END = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCK_FILE_SIZE = 162
_LOCK_NAME_LENGTH = 54
_PARSED = (".xml", ".rels", ".vml")
_DRIVE = re.compile(r"^[A-Za-z]:")


def unpack(data: bytes, limits: Limits) -> dict[str, bytes]:
    """Member name → content, in the order of the directory. Raises `Unreadable` for anything odd."""
    _check_start(data, limits)
    entries = _directory(data, limits)
    _check_names(entries)
    _check_sizes(entries, limits)
    ranges = _check_ranges(data, entries)
    return {entry.filename: _inflate(data, entry, ranges[entry.header_offset]) for entry in entries}


def _check_start(data: bytes, limits: Limits) -> None:
    if len(data) > limits.upload:
        raise Unreadable(f"the file is larger than {limits.upload} bytes", code="too-large")
    if data.startswith(_OLE):
        raise _ole(data)
    if len(data) == _LOCK_FILE_SIZE and data[0] <= _LOCK_NAME_LENGTH:
        raise Unreadable("this is the lock file (~$…) that Word keeps beside an open document",
                         code="not-a-package")
    if not data.startswith(_LOCAL):
        raise Unreadable("this is not a Word file (.docx): it does not begin as a zip package",
                         code="not-a-package")


def _ole(data: bytes) -> Unreadable:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable("the file is encrypted: remove the password first", code="encrypted")
    return Unreadable("this is an old Word file (.doc) or an encrypted one: remove the password first, "
                      "and save it as .docx", code="encrypted")


def _directory(data: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22:
        raise Unreadable("the zip package is cut off: it has no directory", code="truncated")
    count, size = struct.unpack("<HI", data[end + 10:end + 16])
    if count > limits.members or size > limits.members * 1_024:
        raise Unreadable(f"more than {limits.members} members", code="too-many-members")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error, EOFError) as error:
        raise Unreadable(f"the zip package is damaged ({error})", code="damaged") from None
    if len(entries) > limits.members:
        raise Unreadable(f"more than {limits.members} members", code="too-many-members")
    return entries


def _check_names(entries: Iterable[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        segments = name.replace("\\", "/").split("/")
        if ".." in segments or segments[0] == "" or "\0" in name or _DRIVE.match(name):
            raise Unreadable("a member's name leaves the package", name[:200], "traversal")
        folded = name.replace("\\", "/").lower()
        if folded in seen:
            raise Unreadable("two members have this name", name[:200], "duplicate")
        seen.add(folded)


def _check_sizes(entries: Iterable[zipfile.ZipInfo], limits: Limits) -> None:
    total = 0
    for entry in entries:
        if entry.flag_bits & 1:
            raise Unreadable("this part is encrypted: remove the password first", entry.filename, "encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable("packed by a method that Word does not use", entry.filename, "compression")
        total += entry.file_size
        if total > limits.unpacked:
            raise Unreadable(f"unpacks to more than {limits.unpacked} bytes", entry.filename, "too-large")
        if entry.filename.lower().endswith(_PARSED):
            _check_parsed_size(entry, limits)


def _check_parsed_size(entry: zipfile.ZipInfo, limits: Limits) -> None:
    if entry.file_size > limits.part:
        raise Unreadable(f"unpacks to more than {limits.part} bytes", entry.filename, "too-large")
    if entry.file_size > limits.ratio_from and entry.file_size > limits.ratio * max(entry.compress_size, 1):
        raise Unreadable(f"packed more than {limits.ratio}:1", entry.filename, "ratio")


def _check_ranges(data: bytes, entries: list[zipfile.ZipInfo]) -> dict[int, int]:
    """Local header offset → offset of the packed bytes, once no two members share any byte."""
    starts: dict[int, int] = {}
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        offset = entry.header_offset
        if offset < end:
            raise Unreadable("members overlap in the package", entry.filename, "overlap")
        if data[offset:offset + 4] != _LOCAL or len(data) < offset + 30:
            raise Unreadable("the zip package is damaged (no member here)", entry.filename, "damaged")
        name_length, extra_length = struct.unpack("<HH", data[offset + 26:offset + 30])
        _check_local_name(data[offset + 30:offset + 30 + name_length], entry)
        starts[offset] = offset + 30 + name_length + extra_length
        end = starts[offset] + entry.compress_size
    if end > len(data):
        raise Unreadable("the zip package is cut off", code="truncated")
    return starts


def _check_local_name(raw: bytes, entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    if raw not in (name.encode("utf-8", "replace"), name.encode("cp437", "replace")):
        raise Unreadable("the directory names this member differently", entry.filename, "mismatch")


def _inflate(data: bytes, entry: zipfile.ZipInfo, start: int) -> bytes:
    packed = memoryview(data)[start:start + entry.compress_size]
    stored = entry.compress_type == zipfile.ZIP_STORED
    content = bytes(packed) if stored else _inflate_bounded(packed, entry)
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise Unreadable("the member's size or checksum is not what the directory says", entry.filename,
                         "checksum")
    return content


def _inflate_bounded(packed: memoryview, entry: zipfile.ZipInfo) -> bytes:
    machine = zlib.decompressobj(-15)
    try:
        return machine.decompress(packed, entry.file_size + 1)
    except zlib.error as error:
        raise Unreadable(f"the member is damaged ({error})", entry.filename, "damaged") from None
