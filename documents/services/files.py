"""Bytes in and out of the file store: written and synced before any row says that they are there."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from documents.models import StoredFile

if TYPE_CHECKING:
    from documents.models import StoredFile as Stored

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def store(*, data: bytes, content_type: str) -> Stored:
    """Keep these bytes under their hash; the same bytes are kept once.

    The name on disk is made from the hash alone: nothing of an upload's own name reaches the store.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    known = StoredFile.objects.filter(sha256=sha256).first()
    if known:
        return known
    row = StoredFile(sha256=sha256, size=len(data), content_type=content_type)
    storage = StoredFile._meta.get_field("file").storage
    name = f"{sha256[:2]}/{sha256}"
    row.file.name = name if storage.exists(name) else storage.save(name, ContentFile(data))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the same bytes came twice at once
        return StoredFile.objects.get(sha256=sha256)
    return row


def content(stored: Stored) -> bytes:
    """The bytes as received."""
    with stored.file.open("rb") as file:
        data: bytes = file.read()
    return data
