"""Searches that people keep."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models


class Alert(models.TextChoices):
    """When a person is told what is new."""

    NONE = "none", "Never"
    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Every day"
    WEEKLY = "weekly", "Every week"


class SavedSearch(models.Model):
    """A query under a name, its owner's alone; perhaps with alerts.

    `known` are the hashes of the hits that its owner has seen or been told of, eight bytes each: what
    comes later is new. `next_at` is when to look next, for alerts by day and by week. A search that
    was forgotten stays for a while, so that it can be taken back.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=120)
    query = models.CharField(max_length=400)
    alert = models.CharField(max_length=8, choices=Alert.choices, default=Alert.NONE)
    known = models.BinaryField(default=bytes)
    next_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [
            models.Index(fields=["person", "name"], name="saved_search_of_person"),  # the list
            models.Index(fields=["alert", "next_at"], name="saved_search_due"),  # looking for news
        ]

    def __str__(self) -> str:
        return self.name
