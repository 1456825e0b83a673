"""The river of events, and the place that each of its readers has reached."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class Event(models.Model):
    """Something happened. Rows are only ever added, and ids grow in the order of commit."""

    verb = models.CharField(max_length=60, help_text="Such as documents.version.issued.")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    document_id = models.PositiveBigIntegerField(null=True, blank=True)
    target_type = models.CharField(max_length=60, blank=True, help_text="app.Model of what it happened to.")
    target_id = models.PositiveBigIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["document_id", "-id"], name="event_of_document"),  # a document's activity
            models.Index(fields=["target_type", "target_id", "id"], name="event_of_target"),  # of a comment
            models.Index(fields=["actor", "-id"], name="event_of_actor"),  # what a person did
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.verb}"


class ReaderPlace(models.Model):
    """How far a reader has read. `leased_until` keeps two workers from reading for it at once."""

    name = models.CharField(max_length=60, unique=True)
    last_id = models.PositiveBigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row, at the present place.")
    retry_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.last_id}"


class SetAside(models.Model):
    """An event that a reader could not handle after several tries: passed by, never forgotten."""

    reader = models.CharField(max_length=60)
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    error = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "set aside"
        constraints: ClassVar = [
            models.UniqueConstraint("reader", "event", name="set_aside_once_per_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.reader}: {self.event_id}"
