"""Sweeps: one act on all comments that a filter finds, however many, done piece by piece."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Sweep(models.Model):
    """What is done to which comments, and how far it is.

    `chosen` are pairs of a comment and the revision that it had when somebody ordered this; of a sweep
    that undoes another, its operations, the last first. `done` counts those of them that had their turn,
    `left` names those that stay as they are, with the reason.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="sweeps")
    wish = models.JSONField(default=dict)
    asked = models.JSONField(default=dict)
    chosen = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    left = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by",
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(ended_at=None), name="one_sweep_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.done} of {len(self.chosen)}"
