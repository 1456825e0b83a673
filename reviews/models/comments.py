"""Comments, whatever door they came by, with their proposals and replies."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class CommentType(models.TextChoices):
    GENERAL = "general", "General"
    TECHNICAL = "technical", "Technical"
    EDITORIAL = "editorial", "Editorial"
    QUESTION = "question", "Question"


class Severity(models.TextChoices):
    CRITICAL = "critical", "Critical"
    MAJOR = "major", "Major"
    MINOR = "minor", "Minor"


class CommentState(models.TextChoices):
    """Where a comment stands (moves: `reviews/core/lifecycle.py`)."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"  # with its agency, not released
    RETURNED = "returned", "Returned"
    REGISTERED = "registered", "Open"
    PROPOSED = "proposed", "Answer proposed"
    DECIDED = "decided", "Decided"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Visibility(models.TextChoices):
    """Who sees a comment; each step includes those before it.

    `sealed` and `editors` are given by a round's rules to comments that were released in it.
    """

    AUTHOR = "author", "Only me"
    AGENCY = "agency", "My agency"
    SEALED = "sealed", "My agency until the round closes"
    EDITORS = "editors", "My agency and the editors"
    DOCUMENT = "document", "Everyone with the document"
    PUBLIC = "public", "Everyone"


class AnchorKind(models.TextChoices):
    DOCUMENT = "document", "Whole document"
    SECTION = "section", "Section"
    BLOCK = "block", "Paragraph, figure or table"
    RANGE = "range", "Words"


class Source(models.TextChoices):
    """The door a comment came by."""

    BROWSER = "browser", "Browser"
    API = "api", "API"
    WORD = "word", "Word"
    SHEET = "sheet", "Sheet"
    MEETING = "meeting", "Meeting"


class Implementation(models.TextChoices):
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    PENDING = "pending", "Pending"
    DONE = "done", "Done"
    VERIFIED = "verified", "Verified"


class Acknowledgement(models.TextChoices):
    NOT_REQUESTED = "not_requested", "Not requested"
    PENDING = "pending", "Pending"
    ACCEPTED = "accepted", "Accepted"
    DISPUTED = "disputed", "Disputed"
    TIMED_OUT = "timed_out", "Timed out"


class Lateness(models.TextChoices):
    IN_TIME = "in_time", "In time"
    GRACE = "grace", "In grace"
    LATE = "late", "Late"  # until the coordinator admits or refuses it
    LATE_ADMITTED = "late_admitted", "Late, admitted"
    LATE_REFUSED = "late_refused", "Late, refused"


class RegisterCounter(models.Model):
    """The last register number given in a document under a code; numbers are never reused."""

    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "code"], name="one_counter_a_code")]

    def __str__(self) -> str:
        return f"{self.code}-{self.last:03d}"


class Comment(models.Model):
    """What a reviewer says of a base version.

    The anchor lies in `version`: block keys of the core, offsets in code points of the blocks' text,
    the quoted words and up to 64 characters each side. `code` and `number` ("ESA", 14) are given when
    everyone with the document may see it, and never change. `revision` counts edits, for lost-update
    checks. `source_key` makes importing twice harmless. `author_name` is the name as given by the door; in a
    round with anonymous reviewers it is what others may read, and `hidden_name` what the door gave.
    `round` is the round under whose rules it came, `merged_into` the comment in which its agency says it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="comments")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="comments")
    code = models.CharField(max_length=20, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="comments",
    )
    author_name = models.CharField(max_length=200)
    agency = models.ForeignKey(
        "accounts.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="comments",
    )
    type = models.CharField(max_length=12, choices=CommentType.choices, default=CommentType.GENERAL)
    severity = models.CharField(max_length=10, choices=Severity.choices, blank=True)
    body = models.TextField(blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility.choices)
    state = models.CharField(max_length=12, choices=CommentState.choices)
    disposition = models.CharField(max_length=20, blank=True)  # Disposition, "" until proposed
    response = models.TextField(blank=True)
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates",
    )
    implementation = models.CharField(
        max_length=16, choices=Implementation.choices, default=Implementation.NOT_APPLICABLE,
    )
    acknowledgement = models.CharField(
        max_length=16, choices=Acknowledgement.choices, default=Acknowledgement.NOT_REQUESTED,
    )
    lateness = models.CharField(max_length=14, choices=Lateness.choices, default=Lateness.IN_TIME)
    implemented_in = models.ForeignKey(
        "documents.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )
    assignee = models.ForeignKey(  # who prepares the answer
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="assigned",
    )
    round = models.ForeignKey(
        "reviews.Round", null=True, blank=True, on_delete=models.PROTECT, related_name="comments",
    )
    hidden_name = models.CharField(max_length=200, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)  # held back by its agency's focal point
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from",
    )

    anchor_kind = models.CharField(max_length=10, choices=AnchorKind.choices)
    start_block = models.CharField(max_length=24, blank=True)
    start_offset = models.PositiveIntegerField(default=0)
    end_block = models.CharField(max_length=24, blank=True)
    end_offset = models.PositiveIntegerField(default=0)
    quote = models.TextField(blank=True)
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)

    source = models.CharField(max_length=10, choices=Source.choices, default=Source.BROWSER)
    source_key = models.CharField(max_length=120, blank=True)
    source_data = models.JSONField(default=dict, blank=True)
    received_in = models.ForeignKey(
        "reviews.Return", null=True, blank=True, on_delete=models.PROTECT, related_name="comments",
    )
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "code", "number"], condition=Q(number__isnull=False),
                name="one_comment_a_register_number",
            ),
            models.UniqueConstraint(
                fields=["document", "source", "source_key"], condition=~Q(source_key=""),
                name="one_comment_a_source_key",
            ),
        ]
        indexes = [
            models.Index(fields=["document", "visibility", "agency"], name="comment_visible"),  # visible_to
            models.Index(fields=["version", "start_block"], name="comment_place"),  # the reader's margin
            models.Index(fields=["author", "state"], name="comment_mine"),  # My work
            models.Index(  # counts, without a look at the rows
                fields=["document", "visibility", "state", "acknowledgement"], name="comment_tallied",
            ),
            models.Index(fields=["document", "changed_at", "id"], name="comment_changed"),  # matrix by change
            models.Index(fields=["round", "agency", "state"], name="comment_in_round"),  # one voice, progress
        ]

    def __str__(self) -> str:
        return self.register_number or f"comment {self.uid}"

    @property
    def register_number(self) -> str:
        """`ESA-014`, or nothing until it is registered."""
        return f"{self.code}-{self.number:03d}" if self.number else ""


class CommentRevision(models.Model):
    """What the author's text was before an edit; appended, never changed."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField()
    type = models.CharField(max_length=12)
    severity = models.CharField(max_length=10, blank=True)
    body = models.TextField(blank=True)
    proposal_text = models.TextField(null=True, blank=True)
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["comment", "revision"]
        constraints = [models.UniqueConstraint(fields=["comment", "revision"], name="one_row_a_revision")]

    def __str__(self) -> str:
        return f"{self.comment} revision {self.revision}"


class Proposal(models.Model):
    """A concrete change to the comment's base version.

    `original` is the text that the comment's anchor covers, `text` what it should become; `edits` are
    the core's edits on the base version as JSON, the exact change (one or more).
    """

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="proposal")
    original = models.TextField(blank=True)
    text = models.TextField(blank=True)
    edits = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"proposal of {self.comment}"


class Reply(models.Model):
    """An answer in a comment's thread; seen by whoever sees the comment."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="replies",
    )
    author_name = models.CharField(max_length=200)
    hidden_name = models.CharField(max_length=200, blank=True)  # as in Comment
    agency = models.ForeignKey(
        "accounts.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )
    body = models.TextField()
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.BROWSER)
    source_key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["comment", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "source", "source_key"], condition=~Q(source_key=""),
                name="one_reply_a_source_key",
            ),
        ]

    def __str__(self) -> str:
        return f"reply to {self.comment}"
