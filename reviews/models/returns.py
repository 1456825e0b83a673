"""What comes back from outside, kept byte for byte, with the report of what was read from it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class ReturnState(models.TextChoices):
    READING = "reading", "Being read"
    TAKEN_IN = "taken_in", "Taken in"
    UNREADABLE = "unreadable", "Could not be read"


class Return(models.Model):
    """A marked-up Word file that came back for a base version.

    `report`: {"new": {...counts}, "known": {...counts}, "problems": [{"place", "reason"}], ...}.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="returns")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="returns")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    agency = models.ForeignKey(
        "accounts.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="returns",
    )
    visibility = models.CharField(max_length=10)  # of the comments that it brings
    state = models.CharField(max_length=12, choices=ReturnState.choices, default=ReturnState.READING)
    report = models.JSONField(default=dict, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="returns",
    )

    class Meta:
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.file_name} for {self.version}"


class WordName(models.Model):
    """Whom a Word display name means in one document; Word knows nothing better."""

    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="word_names")
    name = models.CharField(max_length=200)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="word_names")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "name"], name="one_person_a_word_name")]

    def __str__(self) -> str:
        return f"{self.name} is {self.person}"
