"""The same package, the same bytes: its zip records with a fixed time."""

from __future__ import annotations

import io
import zipfile

Moment = tuple[int, int, int, int, int, int]


def with_fixed_time(package: bytes, moment: Moment = (1980, 1, 1, 0, 0, 0)) -> bytes:
    """A package of our own making whose bytes depend on its parts only, not on when it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()
