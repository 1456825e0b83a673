"""The same package, the same bytes: zip entries with a fixed time."""

from __future__ import annotations

import zipfile
from io import BytesIO

from docx.document import Document

_EPOCH = (2016, 1, 1, 0, 0, 0)


def packed(document: Document) -> bytes:
    """The document as a file whose bytes depend only on its content."""
    written = BytesIO()
    document.save(written)
    out = BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()
