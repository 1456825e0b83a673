"""Groups of comments that say nearly the same, found by the machine, corrected by people."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from reviews.models.comments import Comment


class CommentGroup(models.Model):
    """Comments that are like the first of them.

    `audience` is who sees all that were compared: groups are made among comments that the same people see,
    so that no group tells of a comment that its reader may not see.
    """

    class Audience(models.TextChoices):
        DOCUMENT = "document", "Everyone with the document"
        EDITORS = "editors", "The editors"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="groups")
    first = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"like {self.first}"


class GroupMember(models.Model):
    """A comment of a group; one that somebody took out stays out."""

    group = models.ForeignKey(CommentGroup, on_delete=models.CASCADE, related_name="members")
    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="membership")
    parted_at = models.DateTimeField(null=True, blank=True)
    parted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )

    class Meta:
        ordering = ["group", "comment"]

    def __str__(self) -> str:
        return f"{self.comment} {self.group}"
