"""Letters: what who steers a document writes to the authors of a selection of its comments."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from reviews.models.comments import Comment


class Audience(models.TextChoices):
    """Who gets a letter about a comment."""

    AUTHORS = "authors", "Their authors"
    FOCAL_POINTS = "focal_points", "The focal points of their agencies"


class Letter(models.Model):
    """Words to many people, each about comments of their own. `asked` is the selection as it was asked for.

    `uid` comes from the page or program that writes, so that sending twice is sending once.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="letters")
    audience = models.CharField(max_length=12, choices=Audience.choices)
    subject = models.CharField(max_length=150)
    body = models.TextField()
    asked = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["written_by", "written_at"], name="letter_of_writer")]  # of a day

    def __str__(self) -> str:
        return self.subject


class LetterLine(models.Model):
    """That a person gets a letter because of a comment; what they read of it is decided when they read."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="lines")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "comment", "person"], name="one_line_a_person"),
        ]
        indexes = [models.Index(fields=["person", "letter"], name="letter_to_person")]  # letters to me

    def __str__(self) -> str:
        return f"{self.letter} about {self.comment}"
