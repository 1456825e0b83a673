"""Sheets too large to be made while somebody waits: ordered, made by a task, kept for a while."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class SheetExport(models.Model):
    """A sheet that somebody ordered of the comments they see; only they get it.

    `comments` are the ids of those that are in it, so that rights can be asked again when it is fetched.
    `done` counts rows written. The file is gone, and its name empty, once `expires_at` is over.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey("documents.Version", on_delete=models.CASCADE, related_name="+")
    profile = models.CharField(max_length=20)
    kind = models.CharField(max_length=8)
    filters = models.JSONField(default=dict, blank=True)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    comments = models.JSONField(default=list, blank=True)
    folded = models.JSONField(default=dict, blank=True)
    file = models.FileField(upload_to="exports", max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    failed = models.TextField(blank=True)  # why it can not be made
    ordered_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["by", "version", "id"], name="sheet_export_of_person"),  # one's own
            models.Index(fields=["expires_at"], name="sheet_export_kept"),  # the clock
        ]

    def __str__(self) -> str:
        return f"{self.profile} sheet of {self.version}"

    @property
    def state(self) -> str:
        """`waiting`, `writing`, `ready`, `gone`, `failed` or `cancelled`."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.failed:
            return "failed"
        if self.ready_at is not None:
            return "ready" if self.file else "gone"
        return "writing" if self.done else "waiting"
