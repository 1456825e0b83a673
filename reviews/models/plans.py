"""Milestones: the dated steps of a document's plan, with the history of every change; calendar links."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class MilestoneKind(models.TextChoices):
    MEETING = "meeting", "Meeting"
    VERSION = "version", "Version issued"
    ROUND = "round", "Comments due"
    DECISIONS = "decisions", "All comments decided"
    FREEZE = "freeze", "Text frozen"
    POSITIONS = "positions", "Positions"
    PUBLICATION = "publication", "Publication"
    OTHER = "other", "Other"


class Milestone(models.Model):
    """A dated step.

    A date is either a moment (`due_at` with `zone`, shown local and in UTC) or words ("fall 2016")
    with the interval that they mean (`from_on`..`to_on`, both days included). Words never close anything.
    `first_*` keep the very first plan, so that a slip shows.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=MilestoneKind.choices, default=MilestoneKind.OTHER)
    words = models.CharField(max_length=80)  # as said: "fall 2016", "12 May 2016 17:00"
    due_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=60, default="UTC")
    from_on = models.DateField()
    to_on = models.DateField()
    first_words = models.CharField(max_length=80)
    first_to_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)
    depends_on = models.ManyToManyField("self", symmetrical=False, related_name="dependents", blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["document", "to_on", "id"]

    def __str__(self) -> str:
        return self.title


class MilestoneChange(models.Model):
    """A milestone's date or state before and after, who changed it and why; appended."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="changes")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["milestone", "id"]

    def __str__(self) -> str:
        return f"{self.milestone} changed at {self.at}"


class CalendarLink(models.Model):
    """A person's secret address of their calendar feed. Only its SHA-256 is kept; a new one ends the old."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_link",
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar of {self.person}"
