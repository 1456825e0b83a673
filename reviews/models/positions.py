"""Approvals of a version, and the positions that agencies state in them; positions are only ever added."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Policy(models.TextChoices):
    CONSENSUS = "consensus", "Consensus"
    SILENCE = "silence", "Silence procedure"
    QUORUM = "quorum", "Quorum and thresholds"


class ApprovalState(models.TextChoices):
    """Where an approval stands (moves: `reviews/core/positions.py`)."""

    OPEN = "open", "Open"
    BROKEN = "broken", "Silence broken"
    APPROVED = "approved", "Approved"
    FAILED = "failed", "Not approved"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Silence(models.TextChoices):
    """What it counts for when an agency says nothing."""

    APPROVE = "approve", "Counts as approval"
    ABSTAIN = "abstain", "Counts as abstention"
    MISSING = "missing", "Counts as missing"


class Stance(models.TextChoices):
    APPROVE = "approve", "Approve"
    APPROVE_WITH_COMMENTS = "approve_with_comments", "Approve with comments"
    APPROVE_CONDITIONALLY = "approve_conditionally", "Approve conditionally"
    DISAPPROVE = "disapprove", "Disapprove"
    ABSTAIN = "abstain", "Abstain"
    CONCUR = "concur", "Concur"  # observers


class Approval(models.Model):
    """Agencies are asked what they say of a version until an instant, under a policy.

    `quorum`, `needed` and `most_against` are percentages for the policy of that name: of the agencies
    asked that must answer, of approvals and disapprovals that must approve, and that may disapprove.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="approvals")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="approvals")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    policy = models.CharField(max_length=10, choices=Policy.choices)
    silence = models.CharField(max_length=8, choices=Silence.choices, default=Silence.MISSING)
    quorum = models.PositiveSmallIntegerField(default=50)
    needed = models.PositiveSmallIntegerField(default=67)
    most_against = models.PositiveSmallIntegerField(default=25)
    sections = models.JSONField(default=list, blank=True)  # [lineage, heading] of those asked about
    words = models.CharField(max_length=80)  # the end as announced: "15 December 2017 17:00 CET"
    zone = models.CharField(max_length=60, default="UTC")
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ApprovalState.choices, default=ApprovalState.OPEN)
    outcome = models.JSONField(default=dict, blank=True)  # the counts by which it ended
    again_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="run_again",
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_approval_a_number"),
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(state="open"), name="one_open_approval_a_document",
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="approval_due")]  # ending at the instant

    def __str__(self) -> str:
        return f"{self.document} approval {self.number}"


class Asked(models.Model):
    """An agency that is asked; observers concur, and do not count."""

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="asked")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    is_observer = models.BooleanField(default=False)

    class Meta:
        ordering = ["approval", "agency"]
        constraints = [models.UniqueConstraint(fields=["approval", "agency"], name="asked_once")]

    def __str__(self) -> str:
        return f"{self.agency} in {self.approval}"


class Position(models.Model):
    """What an agency says of the version, or of one of its sections; its newest of each counts.

    A blocking position names the words it is about: `block` with `quote` in the approval's version. When
    a later version changes those words the agency is asked again, once a version.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="positions")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    lineage = models.UUIDField(null=True, blank=True)
    section = models.CharField(max_length=300, blank=True)
    stance = models.CharField(max_length=24, choices=Stance.choices)
    text = models.TextField(blank=True)
    block = models.CharField(max_length=24, blank=True)
    quote = models.TextField(blank=True)
    comments = models.ManyToManyField("reviews.Comment", blank=True, related_name="positions")
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_in = models.ForeignKey(
        "documents.Version", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
    )

    class Meta:
        ordering = ["approval", "id"]

    def __str__(self) -> str:
        return f"{self.agency}: {self.stance}"
