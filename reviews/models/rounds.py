"""Rounds: one review of one version; its windows, who is asked, what they read and had nothing to say to."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class RoundKind(models.TextChoices):
    INTERNAL = "internal", "Internal"
    AGENCY = "agency", "Agencies"
    EXPERT = "expert", "Experts"
    PUBLIC = "public", "Community"
    CHANGES_ONLY = "changes_only", "Changes only"
    FINAL_APPROVAL = "final_approval", "Final approval"
    SILENCE = "silence", "Silence"


class RoundState(models.TextChoices):
    """Where a round stands (moves: `reviews/core/rounds.py`)."""

    PLANNED = "planned", "Planned"
    ANNOUNCED = "announced", "Announced"
    OPEN = "open", "Open"
    SUSPENDED = "suspended", "Suspended"
    CLOSED = "closed", "Closed"
    DISPOSITIONING = "dispositioning", "Being answered"
    RESOLVED = "resolved", "Resolved"
    ARCHIVED = "archived", "Archived"
    CANCELLED = "cancelled", "Cancelled"


class During(models.TextChoices):
    """Who sees a released comment while the round is open, besides its author and their agency."""

    OPEN = "open", "Everyone with the document"
    EDITORS = "editors", "The editors"
    SEALED = "sealed", "Nobody else until the round closes"


class Afterwards(models.TextChoices):
    """Who sees it once the round is closed."""

    OPEN = "open", "Everyone with the document"
    EDITORS = "editors", "The editors"


class Round(models.Model):
    """One review of one version: who is asked, from when to when, under which rules.

    `closes_at` is the present end for all, out of the newest `RoundWindow` for all; windows of one
    agency may end later. `zone` is the clock in which the end was announced. `one_voice`: an agency's
    members speak to their agency, and its focal point releases. `revision` counts changes.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="rounds")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="rounds")
    compared_with = models.ForeignKey(
        "documents.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    asked = models.TextField(blank=True)  # what reviewers are asked, in the coordinator's words
    kind = models.CharField(max_length=16, choices=RoundKind.choices, default=RoundKind.AGENCY)
    state = models.CharField(max_length=16, choices=RoundState.choices, default=RoundState.PLANNED)

    visibility_during = models.CharField(max_length=8, choices=During.choices, default=During.OPEN)
    visibility_after = models.CharField(max_length=8, choices=Afterwards.choices, default=Afterwards.OPEN)
    one_voice = models.BooleanField(default=False)
    anonymous_reviewers = models.BooleanField(default=False)
    acknowledgement_requested = models.BooleanField(default=False)
    acknowledgement_days = models.PositiveSmallIntegerField(default=14)
    critical_needs_reason = models.BooleanField(default=True)
    grace_minutes = models.PositiveIntegerField(default=0)

    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    zone = models.CharField(max_length=60, default="UTC")
    announced_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["document", "number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_round_a_number")]
        indexes = [
            models.Index(fields=["version", "state"], name="round_of_version"),  # posting a comment
            models.Index(fields=["state", "closes_at"], name="round_running"),  # closing at the instant
        ]

    def __str__(self) -> str:
        return f"{self.document} round {self.number}"


class RoundWindow(models.Model):
    """When a round ends, for all or for one agency; appended with each extension, never changed.

    `agency_closes_at` is the earlier moment by which an agency's members should have spoken, so that
    their focal point can make one voice of them.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="windows")
    agency = models.ForeignKey(
        "accounts.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )
    words = models.CharField(max_length=80, blank=True)  # as announced: "5 June 2020 23:59 AoE"
    closes_at = models.DateTimeField()
    agency_closes_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=60, default="UTC")
    reason = models.TextField(blank=True)
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["round", "id"]

    def __str__(self) -> str:
        return f"{self.round} until {self.closes_at}"


class RoundStep(models.Model):
    """A move in a round's life: before, after, who, when, why; appended. `by` is None for the clock."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=12)
    before = models.CharField(max_length=16)
    after = models.CharField(max_length=16)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["round", "id"]

    def __str__(self) -> str:
        return f"{self.round}: {self.move}"

    @property
    def words(self) -> str:
        """The move as something done: Announced, Extended."""
        return {
            "announce": "Announced", "open": "Opened", "extend": "Extended", "suspend": "Suspended",
            "resume": "Taken up again", "close": "Closed", "cancel": "Called off",
            "answer": "Answering began", "resolve": "Resolved", "archive": "Archived",
        }.get(self.move, self.move)


class InvitationState(models.TextChoices):
    INVITED = "invited", "Invited"
    ACCEPTED = "accepted", "Taking part"
    ANSWERED = "answered", "Answered"
    DECLINED = "declined", "Declined"
    DELEGATED = "delegated", "Delegated"
    REVOKED = "revoked", "Taken back"


class Invitation(models.Model):
    """That somebody is asked in a round: an agency, a person with an account, or whoever has the link.

    Of the link's secret only the SHA-256 is kept. For an agency, this row also holds how it makes
    one voice of its members: its own deadline for them, and whether they may speak now.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="invitations")
    agency = models.ForeignKey(
        "accounts.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="invitations",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT,
        related_name="invitations",
    )
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=150, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(
        max_length=12, choices=InvitationState.choices, default=InvitationState.INVITED,
    )
    reason = models.TextField(blank=True)  # of declining, delegating, taking back
    delegated_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="delegations",
    )
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    internal_closes_at = models.DateTimeField(null=True, blank=True)
    internal_zone = models.CharField(max_length=60, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["round", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "agency"], condition=Q(person=None, email=""),
                name="one_invitation_an_agency",
            ),
            models.UniqueConstraint(
                fields=["round", "person"], condition=Q(person__isnull=False),
                name="one_invitation_a_person",
            ),
            models.UniqueConstraint(
                fields=["digest"], condition=~Q(digest=""), name="one_invitation_a_secret",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="invitation_of_person")]  # My work

    def __str__(self) -> str:
        return f"{self.agency or self.person or self.email} in {self.round}"


class NilReturn(models.Model):
    """An explicit "no comments", on a section or (with an empty key) on the whole version."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="nil_returns")
    section_key = models.CharField(max_length=24, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        "accounts.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person", "section_key"], condition=Q(withdrawn_at=None),
                name="one_nil_return_a_section",
            ),
        ]

    def __str__(self) -> str:
        return f"no comments of {self.person} in {self.round}"


class Reading(models.Model):
    """That a person has read a section in a round; `agency` is the one they then spoke for."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="readings")
    section_key = models.CharField(max_length=24)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        "accounts.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["round", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person", "section_key"], name="one_reading_a_section",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} read {self.section_key} in {self.round}"


class Absence(models.Model):
    """Days on which a person cannot review, first and last included."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences",
    )
    from_on = models.DateField()
    to_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["person", "from_on"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=models.F("from_on")), name="absence_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.person} away {self.from_on} to {self.to_on}"


class AgencyStep(models.Model):
    """What an agency's focal point did to a member's comment before its release; only the agency reads it."""

    class Kind(models.TextChoices):
        EDITED = "edited", "Edited"
        RETURNED = "returned", "Returned"
        HELD = "held", "Held back"
        FREED = "freed", "No longer held back"
        MERGED = "merged", "Merged"
        PARTED = "parted", "Taken apart again"
        RELEASED = "released", "Released"

    comment = models.ForeignKey("reviews.Comment", on_delete=models.CASCADE, related_name="agency_steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField(blank=True)
    body_before = models.TextField(blank=True)
    proposal_before = models.TextField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["comment", "id"]

    def __str__(self) -> str:
        return f"{self.comment} {self.kind}"
