"""What people are told: one notice per person and event."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from backend.events.models import Event


class Notice(models.Model):
    """That an event concerns a person. Its words are made when it is read, with the rights of then."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, models.CASCADE, related_name="notices")
    told_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint("person", "event", name="notice_once_per_person_and_event"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "read_at", "-id"], name="notice_unread"),  # the bell in the header
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.event_id}"
