"""What the editors decided, in rows that are only ever added."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from reviews.models.comments import Comment


class Disposition(models.TextChoices):
    """The outcome of a comment (domain vocabulary)."""

    ACCEPTED = "accepted", "Accepted"
    ACCEPTED_MODIFIED = "accepted_modified", "Accepted with modification"
    ACCEPTED_IN_PART = "accepted_in_part", "Accepted in part"
    REJECTED = "rejected", "Rejected"
    NOTED = "noted", "Noted"
    ANSWERED = "answered", "Answered"
    DEFERRED = "deferred", "Deferred"
    OUT_OF_SCOPE = "out_of_scope", "Out of scope"
    DUPLICATE = "duplicate", "Duplicate"
    SUPERSEDED = "superseded", "Superseded"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Decision(models.Model):
    """One step in deciding a comment: proposed, decided, reopened, withdrawn; the newest counts."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    state_before = models.CharField(max_length=12)
    state_after = models.CharField(max_length=12)
    disposition = models.CharField(max_length=20, choices=Disposition.choices, blank=True)
    response = models.TextField(blank=True)
    duplicate_of = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["comment", "id"]

    def __str__(self) -> str:
        return f"{self.comment}: {self.disposition or self.state_after}"
