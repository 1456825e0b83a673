"""Bytes as received: one row and one stored object for each distinct content."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """A file kept byte for byte under its SHA-256; names belong to whoever points here."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=120)
    file = models.FileField(upload_to="", max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.size} bytes)"
