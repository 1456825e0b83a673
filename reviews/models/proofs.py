"""What stands behind changes besides comments, what a person follows, and what disagreement forbids."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class EditorsNote(models.Model):
    """Why an editor changed a passage without a comment behind it.

    `change` is the number of the change in the comparison of the version with the one before it;
    versions never change, so neither does the number.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey("documents.Version", on_delete=models.CASCADE, related_name="editors_notes")
    change = models.PositiveIntegerField()
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["version", "change", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "change"], condition=Q(withdrawn_at=None), name="one_note_a_change",
            ),
        ]

    def __str__(self) -> str:
        return f"note on change {self.change} of {self.version}"


class FollowedPassage(models.Model):
    """A paragraph, by its lineage, of which a person wants to know every change."""

    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="+")
    lineage = models.UUIDField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followed_passages",
    )
    since_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "document", "lineage"], name="followed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} follows {self.lineage}"


class ProofPolicy(models.Model):
    """Whether versions in which text and answers disagree may be issued and published."""

    class Rule(models.TextChoices):
        WARN = "warn", "Warn"
        FORBID = "forbid", "Forbid"

    document = models.OneToOneField(
        "documents.Document", on_delete=models.CASCADE, related_name="proof_policy",
    )
    rule = models.CharField(max_length=8, choices=Rule, default=Rule.WARN)

    def __str__(self) -> str:
        return f"{self.document}: {self.rule}"
