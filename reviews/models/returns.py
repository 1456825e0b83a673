"""What comes back from outside, kept byte for byte, with the report of what was read from it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class ReturnKind(models.TextChoices):
    WORD = "word", "Marked-up Word file"
    SHEET = "sheet", "Comment sheet"


class ReturnState(models.TextChoices):
    """A sheet is read, then waits for somebody to say that its good rows shall come in."""

    READING = "reading", "Being read"
    CHECKED = "checked", "Waiting for you"
    IMPORTING = "importing", "Being taken in"
    TAKEN_IN = "taken_in", "Taken in"
    UNREADABLE = "unreadable", "Could not be read"


class Return(models.Model):
    """A marked-up Word file or a comment sheet that came back for a base version.

    `report`: {"new": {...counts}, "known": {...counts}, "problems": [{"place", "reason"}], ...}. Of a
    sheet, `profile` says what kind it is, `mapping` which field a person said that a column holds, and
    `options` what of it shall come in. `on_behalf_of` names who sent it to whoever hands it in.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="returns")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="returns")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    agency = models.ForeignKey(
        "accounts.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="returns",
    )
    visibility = models.CharField(max_length=10)  # of the comments that it brings
    kind = models.CharField(max_length=6, choices=ReturnKind.choices, default=ReturnKind.WORD)
    profile = models.CharField(max_length=12, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    options = models.JSONField(default=dict, blank=True)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=ReturnState.choices, default=ReturnState.READING)
    report = models.JSONField(default=dict, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="returns",
    )

    class Meta:
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.file_name} for {self.version}"


class RowState(models.TextChoices):
    NEW = "new", "New"
    KNOWN = "known", "Known already"
    CHANGED = "changed", "Changed since"
    ANSWER = "answer", "Answer to propose"
    BAD = "bad", "Can not come in"
    TAKEN = "taken", "Taken in"
    FAILED = "failed", "Left out"


class SheetRow(models.Model):
    """One row of a sheet: its words as given, what they were understood as, and its place in the text.

    `entry` and `anchor` are what the core made of it, as JSON; `problems` are [{"column", "value",
    "reason", "example", "blocks"}]. `before` are the words that changed since the sheet came last.
    """

    received = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="rows")
    ordinal = models.PositiveIntegerField()
    tab = models.CharField(max_length=80, blank=True)
    number = models.PositiveIntegerField()
    ref = models.CharField(max_length=120, blank=True)
    key = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=RowState.choices)
    entry = models.JSONField(default=dict)
    anchor = models.JSONField(default=dict)
    confidence = models.FloatField(default=1.0)
    section = models.CharField(max_length=300, blank=True)
    problems = models.JSONField(default=list, blank=True)
    before = models.JSONField(default=dict, blank=True)
    comment = models.ForeignKey(
        "reviews.Comment", null=True, blank=True, on_delete=models.SET_NULL, related_name="sheet_rows",
    )

    class Meta:
        ordering = ["received", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["received", "ordinal"], name="one_row_an_ordinal")]
        indexes = [models.Index(fields=["received", "state", "ordinal"], name="sheet_row_state")]  # tabs

    def __str__(self) -> str:
        return f"row {self.number} of {self.received}"


class WordName(models.Model):
    """Whom a Word display name means in one document; Word knows nothing better."""

    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="word_names")
    name = models.CharField(max_length=200)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="word_names")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "name"], name="one_person_a_word_name")]

    def __str__(self) -> str:
        return f"{self.name} is {self.person}"
