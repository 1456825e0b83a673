"""A posting list as bytes and as arrays.

Whoosh would pickle tuples of numbers and compress them; four arrays, each of the narrowest kind that
holds it, are smaller than that, and are read without touching a single posting. A checksum tells a
damaged list from a short one.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

#: Checksum of the rest, number of postings, number of places, kinds of the four arrays.
_HEADER = struct.Struct("<IIIBBBB")
_NARROW = ("B", "H", "I")
_KINDS = tuple(np.dtype(kind) for kind in ("u1", "<u2", "<u4"))
#: From so many numbers on, NumPy is faster than an array.
_MANY = 64


class PostingList:
    """Documents that hold a word, ascending, with weights; and how often where, if places are kept."""

    __slots__ = ("counts", "ids", "places", "weights")

    def __init__(self) -> None:
        self.ids, self.weights, self.counts, self.places = (array("I") for _ in range(4))


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A posting list as arrays. `counts` says how many of `places` belong to each document."""

    ids: Numbers
    weights: Numbers
    counts: Numbers
    places: Numbers


NOTHING = Unpacked(*(np.empty(0, np.int64) for _ in range(4)))


def packed(found: PostingList) -> bytes:
    """The list as it is kept; it holds something."""
    kinds, parts = zip(*map(_narrowed, (_steps(found.ids), found.weights, found.counts, found.places)),
                       strict=True)
    rest = _HEADER.pack(0, len(found.ids), len(found.places), *kinds)[4:] + b"".join(parts)
    return zlib.crc32(rest).to_bytes(4, "little") + rest


def unpacked(data: bytes) -> Unpacked:
    """The list as arrays. Raises `ValueError` when the bytes are not what was written."""
    if len(data) < _HEADER.size:
        raise ValueError("a posting list ends early")
    checksum, count, places, *kinds = _HEADER.unpack_from(data)
    if checksum != zlib.crc32(memoryview(data)[4:]):
        raise ValueError("a posting list is damaged")
    numbers = (count, count, count if places else 0, places)
    at, found = _HEADER.size, []
    for number, kind in zip(numbers, kinds, strict=True):
        found.append(np.frombuffer(data, _KINDS[kind], number, at).astype(np.int64))
        at += number * _KINDS[kind].itemsize
    return Unpacked(np.cumsum(found[0]), *found[1:])


def _steps(ids: array[int]) -> array[int]:
    """The first id, and how far it is from each to the next."""
    if len(ids) < _MANY:
        return array("I", (after - before for before, after in zip((0, *ids), ids, strict=False)))
    return array("I", np.diff(np.frombuffer(ids, np.uint32), prepend=np.uint32(0)).tobytes())


def _narrowed(numbers: array[int]) -> tuple[int, bytes]:
    """The kind of the narrowest numbers that hold these, and the numbers."""
    most = max(numbers, default=0)
    kind = 0 if most < 1 << 8 else 1 if most < 1 << 16 else 2
    if len(numbers) < _MANY:
        return kind, array(_NARROW[kind], numbers).tobytes()
    return kind, np.frombuffer(numbers, np.uint32).astype(_KINDS[kind]).tobytes()


def appended(into: PostingList, columns: Iterable[Numbers]) -> None:
    """Append arrays of ids, weights, counts and places."""
    for column, numbers in zip((into.ids, into.weights, into.counts, into.places), columns, strict=True):
        column.frombytes(numbers.astype(np.uint32).tobytes())
