"""The response phase of a round: after the answers, its commenters say whether they are satisfied."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class ResponsePhase(models.Model):
    """One asking, until an instant; asking again adds a row, and the newest counts.

    `closes_comments`: it was announced that what nobody disputes is closed at its end.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey("reviews.Round", on_delete=models.CASCADE, related_name="response_phases")
    closes_at = models.DateTimeField()
    asked = models.PositiveIntegerField()  # how many comments
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closes_comments = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round", "id"]
        indexes = [  # the clock
            models.Index(fields=["closed_at", "closes_at"], name="response_phase_running"),
        ]

    def __str__(self) -> str:
        return f"responses to {self.round}"


class Overruling(models.Model):
    """That a coordinator lets an answer stand against the objection of its commenter, and why.

    It belongs to the one dispute it answers: who is asked again and disputes again was not overruled.
    """

    dispute = models.OneToOneField(
        "reviews.AxisChange", on_delete=models.CASCADE, related_name="overruling",
    )
    comment = models.ForeignKey("reviews.Comment", on_delete=models.CASCADE, related_name="overrulings")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["comment", "id"]

    def __str__(self) -> str:
        return f"{self.comment}: objection overruled"
