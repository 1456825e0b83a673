"""What agencies say for and against another one's comment, in rows that are only ever added."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from reviews.models.comments import Comment


class Side(models.TextChoices):
    """How an agency stands to what another one wants."""

    FOR = "for", "For"
    AGAINST = "against", "Against"
    NEUTRAL = "neutral", "Neutral"


class Stand(models.Model):
    """That an agency is for or against a comment of somebody else; of each agency the newest counts.

    `round` is the round that asked the agency when it said so: by its rules others see the stand.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="stands")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices)
    reason = models.TextField(blank=True)
    round = models.ForeignKey(
        "reviews.Round",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    counts = models.BooleanField(default=True)  # until the agency says something else
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["comment", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "agency"],
                condition=Q(counts=True),
                name="one_stand_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.side} {self.comment}"
