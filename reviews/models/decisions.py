"""What the editors decided, in rows that are only ever added."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from reviews.models.comments import Comment
from reviews.models.sweeps import Sweep


class Disposition(models.TextChoices):
    """The outcome of a comment (domain vocabulary)."""

    ACCEPTED = "accepted", "Accepted"
    ACCEPTED_MODIFIED = "accepted_modified", "Accepted with modification"
    ACCEPTED_IN_PART = "accepted_in_part", "Accepted in part"
    REJECTED = "rejected", "Rejected"
    NOTED = "noted", "Noted"
    ANSWERED = "answered", "Answered"
    DEFERRED = "deferred", "Deferred"
    OUT_OF_SCOPE = "out_of_scope", "Out of scope"
    DUPLICATE = "duplicate", "Duplicate"
    SUPERSEDED = "superseded", "Superseded"
    WITHDRAWN = "withdrawn", "Withdrawn"


class OperationKind(models.TextChoices):
    """What was done to one or many comments at once."""

    PROPOSE = "propose", "Answers proposed"
    DECIDE = "decide", "Decided"
    ASSIGN = "assign", "Assigned"
    IMPLEMENT = "implement", "Implementation noted"
    LATENESS = "lateness", "Late comments admitted or refused"
    UNDO = "undo", "Undone"


class Operation(models.Model):
    """One act on one or many comments, which can be undone as a whole."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="operations")
    kind = models.CharField(max_length=12, choices=OperationKind.choices)
    count = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by",
    )

    sweep = models.ForeignKey(  # that it is a piece of
        Sweep, null=True, blank=True, on_delete=models.PROTECT, related_name="operations",
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["document", "by", "id"], name="operation_of_person")]  # the last one

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.count}"


class Decision(models.Model):
    """One step in deciding a comment: proposed, decided, reopened, withdrawn; the newest counts.

    `note` is the minute, or why an answer was changed; `reference` names the meeting or motion.
    `before` holds the answer that stood until then, `revision` the comment's revision after this step:
    undoing puts the one back as long as the other still counts.
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    state_before = models.CharField(max_length=12)
    state_after = models.CharField(max_length=12)
    disposition = models.CharField(max_length=20, choices=Disposition.choices, blank=True)
    response = models.TextField(blank=True)
    duplicate_of = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )
    note = models.TextField(blank=True)
    reference = models.CharField(max_length=120, blank=True)
    before = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)
    operation = models.ForeignKey(
        Operation, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions",
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["comment", "id"]

    def __str__(self) -> str:
        return f"{self.comment}: {self.disposition or self.state_after}"


class Axis(models.TextChoices):
    """What is kept of a comment beside its state and its answer."""

    ASSIGNEE = "assignee", "Prepared by"
    IMPLEMENTATION = "implementation", "Implementation"
    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
    LATENESS = "lateness", "Lateness"
    STATE = "state", "State"  # closed by the clock


class AxisChange(models.Model):
    """That one of these changed: appended, never altered. `by` is null when the clock did it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="axis_changes")
    axis = models.CharField(max_length=16, choices=Axis.choices)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    operation = models.ForeignKey(
        Operation, null=True, blank=True, on_delete=models.PROTECT, related_name="changes",
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )

    class Meta:
        ordering = ["comment", "id"]

    def __str__(self) -> str:
        return f"{self.comment}: {self.axis} {self.before} to {self.after}"

    @property
    def words(self) -> str:
        """What it became: "done" of an implementation that names its version too."""
        return self.after.partition(":")[0].replace("_", " ")
