"""Where a comment's anchor lies in each later version."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from reviews.models.comments import Comment


class PlacementStatus(models.TextChoices):
    PENDING = "pending", "Being placed"
    PLACED = "placed", "Placed"
    MOVED = "moved", "Moved"
    ORPHANED = "orphaned", "Text gone"


class Placement(models.Model):
    """A comment's place in one version (in its own base version: exactly its anchor).

    `segments` are [block, start, end] in reading order. An orphan names the nearest surviving block,
    so that it can be shown near its old place. `is_unsure` asks a person to confirm.
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="placements")
    version = models.ForeignKey("documents.Version", on_delete=models.CASCADE, related_name="placements")
    status = models.CharField(max_length=10, choices=PlacementStatus.choices)
    start_block = models.CharField(max_length=24, blank=True)
    start_offset = models.PositiveIntegerField(default=0)
    end_block = models.CharField(max_length=24, blank=True)
    end_offset = models.PositiveIntegerField(default=0)
    ordinal = models.PositiveIntegerField(default=0)  # of the start block, for reading order
    segments = models.JSONField(default=list, blank=True)
    confidence = models.FloatField(default=1.0)
    is_unsure = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )

    class Meta:
        ordering = ["version", "ordinal", "start_offset", "comment"]
        constraints = [models.UniqueConstraint(fields=["comment", "version"], name="one_placement_a_version")]
        indexes = [
            models.Index(  # margin; the matrix goes on after a row
                fields=["version", "ordinal", "start_offset", "comment"], name="placement_in_reading_order",
            ),
            models.Index(fields=["version", "is_unsure", "status"], name="placement_to_confirm"),
        ]

    def __str__(self) -> str:
        return f"{self.comment} in {self.version}: {self.status}"
