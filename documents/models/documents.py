"""Documents, and who takes part in them as what."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class DocumentState(models.TextChoices):
    """Where a document stands in its life (the moves are in `documents/core`'s tables)."""

    PROPOSED = "proposed", "Proposed"
    DRAFTING = "drafting", "Drafting"
    IN_REVIEW = "in_review", "In review"
    REVISING = "revising", "Revising"
    FINAL_DRAFT = "final_draft", "Final draft"
    IN_APPROVAL = "in_approval", "In approval"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Superseded"
    WITHDRAWN = "withdrawn", "Withdrawn"
    PARKED = "parked", "Parked"


class Document(models.Model):
    """The thing that is drafted and published."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    short_title = models.CharField(max_length=80, blank=True)
    summary = models.TextField(blank=True)
    owner = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="owned_documents")
    state = models.CharField(max_length=20, choices=DocumentState.choices, default=DocumentState.DRAFTING)
    #: Whether editors decide comments themselves; otherwise they propose, and the coordinator decides.
    editors_decide = models.BooleanField(default=True)
    input_to = models.ManyToManyField("self", symmetrical=False, related_name="inputs", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """The short title where there is one."""
        return self.short_title or self.title


class Role(models.TextChoices):
    """What a person may do in one document."""

    COORDINATOR = "coordinator", "Coordinator"
    EDITOR = "editor", "Editor"
    REVIEWER = "reviewer", "Reviewer"
    OBSERVER = "observer", "Observer"


class DocumentRole(models.Model):
    """A person's role in a document from one moment to another; ended, never deleted."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="document_roles"
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    since_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "person", "role"],
                condition=Q(ended_at=None),
                name="one_active_role",
            ),
        ]
        indexes = [models.Index(fields=["person", "document"], name="role_of_person")]  # visible_to

    def __str__(self) -> str:
        return f"{self.person} is {self.role} of {self.document}"


class Participation(models.Model):
    """An agency takes part in a document: its members may read and review it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="participations")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="participations")
    since_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "agency"],
                condition=Q(ended_at=None),
                name="one_active_participation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} takes part in {self.document}"


class DocumentStep(models.Model):
    """A move in a document's life: before, after, why, and what it brought; appended."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(max_length=20, choices=DocumentState.choices)
    after = models.CharField(max_length=20, choices=DocumentState.choices)
    reason = models.TextField(blank=True)
    effects = models.JSONField(default=list, blank=True)  # in words
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["document", "id"]

    def __str__(self) -> str:
        return f"{self.document}: {self.after}"
