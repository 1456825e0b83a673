"""What people are told: one row per person and occasion, on the site and by mail."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from backend.events.models import Event


class MailState(models.TextChoices):
    """What became of a notice's mail."""

    NONE = "none", "Not by mail"
    DUE = "due", "Waits to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    SKIPPED = "skipped", "No longer wanted or allowed"


class Notice(models.Model):
    """That something concerns a person. Its words are made when it is read or sent, with the rights of then.

    `data` holds ids and codes, never text that only some may read. `dedupe_key` names the occasion:
    the same person is told of it once, whoever tells it and however often.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    dedupe_key = models.CharField(max_length=160)
    document_id = models.PositiveBigIntegerField(null=True, blank=True)
    data = models.JSONField(default=dict, blank=True)
    event = models.ForeignKey(Event, models.CASCADE, null=True, blank=True, related_name="notices")
    told_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mail_state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.NONE)
    mail_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint("person", "dedupe_key", name="notice_once_per_person_and_occasion"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "read_at", "-id"], name="notice_unread"),  # the bell in the header
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.dedupe_key}"


class NoticeSetting(models.Model):
    """That a person wants, or does not want, mail of one kind of notice; without a row the kind decides."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_settings")
    kind = models.CharField(max_length=40)
    by_mail = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("person", "kind", name="one_notice_setting_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"
