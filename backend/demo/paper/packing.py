"""The same package, the same bytes: zip entries with a fixed time."""

from __future__ import annotations

from io import BytesIO

from docx.document import Document

from documents.core.package.packing import with_fixed_time

_EPOCH = (2016, 1, 1, 0, 0, 0)


def packed(document: Document) -> bytes:
    """The document as a file whose bytes depend only on its content."""
    written = BytesIO()
    document.save(written)
    return with_fixed_time(written.getvalue(), _EPOCH)
