"""The merge room: the editors' own words, and the versions that hold what was accepted."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from reviews.models.comments import Comment


class Wording(models.Model):
    """What the editors write in the place of what some proposals ask for.

    It covers the base from `start_offset` of `start_block` to `end_offset` of `end_block`, where
    `original` stood. `edits` are [{"edit": the core's Edit, "of": uid of the comment whose words these
    are, "" for the editors' own}]. `answers` are the proposals that it stands for, `covers` those of
    their edits that are not done because of it. It counts while `operation`, with which those were
    answered, is not undone, and no newer wording that `replaces` it counts.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey("documents.Version", on_delete=models.CASCADE, related_name="wordings")
    start_block = models.CharField(max_length=24, blank=True)
    start_offset = models.PositiveIntegerField(default=0)
    end_block = models.CharField(max_length=24, blank=True)
    end_offset = models.PositiveIntegerField(default=0)
    original = models.TextField(blank=True)
    text = models.TextField(blank=True)
    edits = models.JSONField(default=list)
    covers = models.JSONField(default=list)
    answers = models.ManyToManyField(Comment, related_name="wordings")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    operation = models.OneToOneField(
        "reviews.Operation", on_delete=models.CASCADE, related_name="wording",
    )
    replaces = models.ManyToManyField("self", symmetrical=False, related_name="replaced_by", blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["version", "id"], name="wording_of_version")]  # the room

    def __str__(self) -> str:
        return f"wording {self.pk} for {self.version}"


class MergeState(models.TextChoices):
    """How far the files of a merge are."""

    ORDERED = "ordered", "Being made"
    MADE = "made", "Made"
    REFUSED = "refused", "Could not be made"


class Merge(models.Model):
    """The accepted proposals of a base version laid into its Word file: the next version and its redline.

    `report`: {"proposals": how many are in it, "left": [{"number", "reason"}] what could not be carried,
    "check": {...} what the files prove of themselves, "reason": why it was refused}.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    base = models.ForeignKey("documents.Version", on_delete=models.CASCADE, related_name="merges")
    version = models.OneToOneField(
        "documents.Version", null=True, blank=True, on_delete=models.SET_NULL, related_name="merge",
    )
    redline = models.ForeignKey(
        "documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )
    makes_version = models.BooleanField(default=True)  # False: only the redline was asked for
    label = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=MergeState.choices, default=MergeState.ORDERED)
    report = models.JSONField(default=dict, blank=True)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"merge of {self.base}"


class Fulfilment(models.Model):
    """A version that holds a proposal: laid into it, in the editors' wording, or found in an uploaded file.

    Written with the version; when it is issued the comment's implementation is done.
    """

    class How(models.TextChoices):
        LAID_IN = "laid_in", "As proposed"
        WORDED = "worded", "In the editors' words"
        FOUND = "found", "Found in the file"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="fulfilments")
    version = models.ForeignKey("documents.Version", on_delete=models.CASCADE, related_name="fulfilments")
    how = models.CharField(max_length=10, choices=How.choices)
    wording = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "version"], name="one_fulfilment_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.version} holds {self.comment}"
