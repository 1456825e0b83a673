"""Changing parts of a zip package while every other record stays the same, byte for byte.

A record is the local header, the compressed bytes and the data descriptor, with whatever padding
follows. Untouched records are copied as they are; only offsets in the central directory move.
The format is APPNOTE.TXT 6.3; sizes above 4 GiB do not occur within the limits of a package.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_FAR = 0xFFFFFFFF
_ZIP64 = 0x0001
_DEFLATED = 8
_UTF8 = 0x0800
_DESCRIPTOR = 0x0008
_MSDOS_2_0 = 20


class NotPatchable(ValueError):
    """The bytes are not a zip file whose records can be copied one by one."""


@dataclass(frozen=True, slots=True)
class _Record:
    """One entry of the central directory; `raw` is that entry as it stands in the file."""

    name: str
    raw: bytes
    flags: int
    method: int
    when: tuple[int, int]  # time and date in MS-DOS form
    crc: int
    size: int
    offset: int


def patch(data: bytes, parts: Mapping[str, bytes | None], *, dated_like: str = "word/document.xml") -> bytes:
    """`data` with `parts` replaced, added (at the end, dated as `dated_like`) or removed (None).

    A part given with the bytes that it already has counts as untouched; when nothing is touched,
    `data` itself comes back. Raises NotPatchable.
    """
    records = _records(data)
    known = {record.name for record in records}
    changed = {name: new for name, new in parts.items() if not _stays(records, data, name, new)}
    if not changed:
        return data
    lead = min((record.offset for record in records), default=0)
    out, directory = [data[:lead]], []
    place = lead
    ends = _ends(records, data)
    for record in records:
        new = changed.get(record.name, b"")
        if new is None:
            continue
        if record.name in changed:
            local, entry = _rewritten(record, new, place)
        else:
            local, entry = data[record.offset : ends[record.offset]], _moved(record, place)
        out.append(local)
        directory.append(entry)
        place += len(local)
    when = _date(records, dated_like)
    for name in (name for name in changed if name not in known):
        new = changed[name]
        assert new is not None  # a missing part that is to be removed counts as untouched
        local, entry = _added(name, new, when, place, records)
        out.append(local)
        directory.append(entry)
        place += len(local)
    listing = b"".join(directory)
    out += [listing, _end(data, len(directory), len(listing), place)]
    return b"".join(out)


def _stays(records: list[_Record], data: bytes, name: str, new: bytes | None) -> bool:
    for record in records:
        if record.name == name:
            same = new is not None and record.size == len(new) and record.crc == zlib.crc32(new)
            return same and _content(record, data) == new
    return new is None


def _content(record: _Record, data: bytes) -> bytes:
    _, _, _, _, _, _, _, _, _, name_size, extra_size = _LOCAL.unpack_from(data, record.offset)
    start = record.offset + _LOCAL.size + name_size + extra_size
    if record.method == 0:
        return data[start : start + record.size]
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data[start:], record.size + 1)


def _find_end(data: bytes) -> int:
    at = data.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(data):
        raise NotPatchable("no end of central directory")
    return at


def _directory(data: bytes) -> tuple[int, int, int]:
    """Where the central directory starts, how many entries it has, and what lies before the zip."""
    at = _find_end(data)
    _, _, _, _, count, size, offset, _ = _END.unpack_from(data, at)
    end = at
    locator = at - 20
    if locator >= 0 and data[locator : locator + 4] == b"PK\x06\x07":
        end = data.rfind(b"PK\x06\x06", 0, locator)
        if end < 0:
            raise NotPatchable("zip64 end of central directory missing")
        count, size, offset = struct.unpack_from("<3Q", data, end + 32)
    start = end - size
    if start < 0 or start < offset:
        raise NotPatchable("central directory out of place")
    return start, count, start - offset


def _records(data: bytes) -> list[_Record]:
    at, count, shift = _directory(data)
    records = []
    for _ in range(count):
        if data[at : at + 4] != b"PK\x01\x02":
            raise NotPatchable("central directory entry damaged")
        fields = _CENTRAL.unpack_from(data, at)
        _, _, _, flags, method, time, date, crc, _, size, name_size, extra_size, note_size, *_, offset = (
            fields
        )
        end = at + _CENTRAL.size + name_size + extra_size + note_size
        name = data[at + _CENTRAL.size : at + _CENTRAL.size + name_size]
        extra = data[at + _CENTRAL.size + name_size :][:extra_size]
        size, offset = _far_values(fields, extra, size, offset)
        if data[offset + shift : offset + shift + 4] != b"PK\x03\x04":
            raise NotPatchable("local header missing")
        text = name.decode("utf-8" if flags & _UTF8 else "cp437")
        records.append(_Record(text, data[at:end], flags, method, (time, date), crc, size, offset + shift))
        at = end
    return records


def _far_values(fields: tuple[int, ...], extra: bytes, size: int, offset: int) -> tuple[int, int]:
    """Size and offset, from the zip64 extra field where the plain fields say so (.NET writes those)."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _ZIP64:
            values = [value for (value,) in struct.iter_unpack("<Q", extra[at + 4 :][: length // 8 * 8])]
            size = values.pop(0) if fields[9] == _FAR and values else size
            if fields[8] == _FAR and values:
                values.pop(0)
            offset = values.pop(0) if fields[16] == _FAR and values else offset
        at += 4 + length
    return size, offset


def _ends(records: list[_Record], data: bytes) -> dict[int, int]:
    """Where each record ends: where the next one in the file starts."""
    starts = sorted({record.offset for record in records})
    return dict(zip(starts, [*starts[1:], _directory(data)[0]], strict=True)) if starts else {}


def _parts_of(raw: bytes) -> tuple[tuple[int, ...], bytes, bytes, bytes]:
    fields = _CENTRAL.unpack_from(raw)
    name_size, extra_size = fields[10], fields[11]
    name = raw[_CENTRAL.size : _CENTRAL.size + name_size]
    extra = raw[_CENTRAL.size + name_size :][:extra_size]
    return fields, name, extra, raw[_CENTRAL.size + name_size + extra_size :]


def _moved(record: _Record, place: int) -> bytes:
    fields, name, extra, note = _parts_of(record.raw)
    if fields[16] != _FAR:
        return record.raw[:42] + struct.pack("<L", place) + record.raw[46:]
    size, packed = record.size, record.raw
    far = [value for value, given in ((size, fields[9]), (_packed_size(extra), fields[8])) if given == _FAR]
    zip64 = struct.pack(f"<HH{len(far) + 1}Q", _ZIP64, 8 * (len(far) + 1), *far, place)
    extra = zip64 + _without_zip64(extra)
    return packed[:30] + struct.pack("<H", len(extra)) + packed[32 : _CENTRAL.size] + name + extra + note


def _packed_size(extra: bytes) -> int:
    """The compressed size in a zip64 extra field that has both sizes and the offset."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _ZIP64 and length >= 16:
            return int(struct.unpack_from("<Q", extra, at + 12)[0])
        at += 4 + length
    return 0


def _without_zip64(extra: bytes) -> bytes:
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind != _ZIP64:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept


def _rewritten(record: _Record, new: bytes, place: int) -> tuple[bytes, bytes]:
    """The record with other content: same name, method, date and attributes, no descriptor."""
    fields, name, extra, note = _parts_of(record.raw)
    method = record.method if record.method in (0, _DEFLATED) else _DEFLATED
    packed = _packed(new, method)
    flags = record.flags & ~_DESCRIPTOR
    local = _local(name, packed, new, method, flags, record.when)
    extra = _without_zip64(extra)
    entry = _CENTRAL.pack(
        *fields[:3],
        flags,
        method,
        *record.when,
        zlib.crc32(new),
        len(packed),
        len(new),
        len(name),
        len(extra),
        len(note),
        0,
        *fields[14:16],
        place,
    )
    return local, entry + name + extra + note


def _added(
    name: str, new: bytes, when: tuple[int, int], place: int, records: list[_Record]
) -> tuple[bytes, bytes]:
    """A new record, with the maker's system and attributes of the package's other parts."""
    raw_name = name.encode("utf-8")
    flags = 0 if raw_name.isascii() else _UTF8
    packed = _packed(new, _DEFLATED)
    local = _local(raw_name, packed, new, _DEFLATED, flags, when)
    made_by, internal, external = _MSDOS_2_0, 0, 0
    if records:
        like = _CENTRAL.unpack_from(records[0].raw)
        made_by, external = like[1], like[15]
    entry = _CENTRAL.pack(
        b"PK\x01\x02",
        made_by,
        _MSDOS_2_0,
        flags,
        _DEFLATED,
        *when,
        zlib.crc32(new),
        len(packed),
        len(new),
        len(raw_name),
        0,
        0,
        0,
        internal,
        external,
        place,
    )
    return local, entry + raw_name


def _local(name: bytes, packed: bytes, new: bytes, method: int, flags: int, when: tuple[int, int]) -> bytes:
    header = _LOCAL.pack(
        b"PK\x03\x04", _MSDOS_2_0, flags, method, *when, zlib.crc32(new), len(packed), len(new), len(name), 0
    )
    return header + name + packed


def _packed(new: bytes, method: int) -> bytes:
    if method == 0:
        return new
    press = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return press.compress(new) + press.flush()


def _date(records: list[_Record], name: str) -> tuple[int, int]:
    dates = {record.name: record.when for record in records}
    return dates.get(name) or next(iter(dates.values()), (0, 0x21))


def _end(data: bytes, count: int, size: int, place: int) -> bytes:
    note = data[_find_end(data) + _END.size :]
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, size, place, len(note)) + note
