"""What a stranger's file may cost: bounds in bytes, members, ratio, depth and blocks."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that `open_package` and `read` keep; passing one is `Unreadable`, never a slow answer.

    `ratio` holds for XML parts whose unpacked size is over `ratio_from` bytes: innocent EMF pictures
    pack 130:1, and are never parsed. `macros` says whether a macro-enabled package may be read: the
    caller knows the file's name, so `True` for `.docm` and `.dotm`, and the macros stay untouched.
    """

    upload: int = 20 * MEGABYTE
    unpacked: int = 200 * MEGABYTE
    part: int = 60 * MEGABYTE
    ratio: int = 100
    ratio_from: int = MEGABYTE
    members: int = 1_000
    depth: int = 200
    blocks: int = 50_000
    span: int = 63
    macros: bool = False


DEFAULT = Limits()
