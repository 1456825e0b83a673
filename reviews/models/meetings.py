"""Meetings: who was there, what was on the agenda, what was found, and what the text says of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from reviews.models.placements import PlacementStatus


class Meeting(models.Model):
    """A workshop or another meeting about a document, seen by whoever sees the document.

    `documents` are others that its findings may concern. `revision` counts changes.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="meetings")
    documents = models.ManyToManyField("documents.Document", blank=True, related_name="+")
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    hosts = models.ManyToManyField("accounts.Agency", blank=True, related_name="hosted_meetings")
    organisers = models.ManyToManyField("accounts.Agency", blank=True, related_name="organised_meetings")
    summary = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_on", "-id"]

    def __str__(self) -> str:
        return self.title


class Participant(models.Model):
    """Somebody who was there; `person` where they have an account here."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="attended",
    )
    name = models.CharField(max_length=200)
    affiliation = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=80, blank=True)
    agency = models.ForeignKey(
        "accounts.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )
    part = models.CharField(max_length=80, blank=True)  # chair, speaker, by video …

    class Meta:
        ordering = ["meeting", "name", "id"]

    def __str__(self) -> str:
        return f"{self.name} at {self.meeting}"


class AgendaItem(models.Model):
    """A point of the agenda, with what was said and concluded; `comment` where it is about one."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    ordinal = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    starts = models.CharField(max_length=40, blank=True)  # as announced: "10 Feb 09:30"
    comment = models.ForeignKey(
        "reviews.Comment", null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items",
    )
    minutes = models.TextField(blank=True)
    decision = models.ForeignKey(
        "reviews.Decision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
    )

    class Meta:
        ordering = ["meeting", "ordinal", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "comment"], condition=models.Q(comment__isnull=False),
                name="one_agenda_item_a_comment",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Material(models.Model):
    """A file of the meeting, kept byte for byte; withdrawn, never deleted."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=200)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["meeting", "id"]

    def __str__(self) -> str:
        return self.title


class FindingKind(models.TextChoices):
    FINDING = "finding", "Finding"
    RECOMMENDATION = "recommendation", "Recommendation"


class FindingState(models.TextChoices):
    """Where a finding stands (moves: `reviews/core/findings.py`)."""

    DRAFT = "draft", "Draft"
    ADOPTED = "adopted", "Adopted"
    ASSIGNED = "assigned", "Assigned"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Finding(models.Model):
    """A finding or recommendation of a meeting; `number` counts each kind of a meeting (F3, R1).

    A draft is seen by those who steer the document and those who were there, others see it once it is
    adopted. `rests_on` are the findings that a recommendation follows from.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=16, choices=FindingKind.choices)
    number = models.PositiveIntegerField()
    text = models.TextField()
    rationale = models.TextField(blank=True)
    rests_on = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="supports")
    comments = models.ManyToManyField("reviews.Comment", blank=True, related_name="findings")
    state = models.CharField(max_length=10, choices=FindingState.choices, default=FindingState.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["meeting", "kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "kind", "number"], name="one_finding_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.meeting}"

    @property
    def code(self) -> str:
        """`F3` or `R1`."""
        return f"{'F' if self.kind == FindingKind.FINDING else 'R'}{self.number}"


class FindingStep(models.Model):
    """A move in a finding's life, or older words of it; appended."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    old_text = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["finding", "id"]

    def __str__(self) -> str:
        return f"{self.finding}: {self.after}"


class Reflection(models.TextChoices):
    """Whether a text says what was found."""

    WAITING = "waiting", "Not looked at"
    REFLECTED = "reflected", "Reflected"
    PARTLY = "partly", "Partly reflected"
    NOT = "not", "Not reflected"


class Assignment(models.Model):
    """Where a finding belongs: a section of a document by its heading's lineage, the whole, or a step.

    `section` is the heading as it read when it was assigned.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="assignments")
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="+")
    lineage = models.UUIDField(null=True, blank=True)
    section = models.CharField(max_length=300, blank=True)
    milestone = models.ForeignKey(
        "reviews.Milestone", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )
    reflection = models.CharField(max_length=10, choices=Reflection.choices, default=Reflection.WAITING)
    reason = models.TextField(blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["finding", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "document", "lineage"],
                condition=models.Q(ended_at=None, milestone=None, lineage__isnull=False),
                name="one_assignment_a_section",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} in {self.section or self.document}"


class Passage(models.Model):
    """Words that reflect a finding, as they stood in the version in which somebody pointed at them."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="passages")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")
    quote = models.TextField()
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["assignment", "id"]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.quote[:40]}"


class PassagePlace(models.Model):
    """Where those words lie in one version; `orphaned` when they are gone. `segments` as in `Placement`."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="places")
    version = models.ForeignKey("documents.Version", on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=10, choices=PlacementStatus.choices)
    segments = models.JSONField(default=list)
    confidence = models.FloatField(default=1.0)

    class Meta:
        ordering = ["passage", "version"]
        constraints = [
            models.UniqueConstraint(fields=["passage", "version"], name="one_place_a_passage_and_version"),
        ]

    def __str__(self) -> str:
        return f"{self.passage} in {self.version}: {self.status}"
