"""Versions: immutable states of a document, their blocks, media, and the maps between them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from documents.models.documents import Document
from documents.models.files import StoredFile


class VersionState(models.TextChoices):
    """`reading` until the file is read, `working` until an editor issues it, then `issued` for ever."""

    READING = "reading", "Being read"
    UNREADABLE = "unreadable", "Could not be read"
    WORKING = "working", "Not issued yet"
    ISSUED = "issued", "Issued"


class Version(models.Model):
    """One state of a document: its Word file byte for byte as received, and its blocks.

    `report` says what reading found: counts and warnings as {"code", "message", "part", "block"}.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    parents = models.ManyToManyField("self", symmetrical=False, related_name="children", blank=True)
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.READING)
    report = models.JSONField(default=dict, blank=True)
    properties = models.JSONField(default=dict, blank=True)
    block_count = models.PositiveIntegerField(default=0)
    word_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["document", "-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.document.name} v{self.number}"

    @property
    def is_issued(self) -> bool:
        """Whether everybody with the document may read it."""
        return self.state == VersionState.ISSUED


class Block(models.Model):
    """A numbered piece of a version, in reading order.

    `key` is the core's block id, `lineage` is the same in all versions in which it is the same
    paragraph, `paragraph` the number in the margin (¶14; null where none is shown). `html` holds the
    rendering of a whole unit (a table stands on its first cell's block; its other cells have none).
    `data` is the core's Block as JSON without what the columns hold.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="blocks")
    ordinal = models.PositiveIntegerField()
    key = models.CharField(max_length=24)
    lineage = models.UUIDField()
    kind = models.CharField(max_length=12)
    level = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=60, blank=True)
    paragraph = models.PositiveIntegerField(null=True, blank=True)
    section = models.CharField(max_length=300, blank=True)  # "3.2 Cislunar habitat", the nearest heading
    section_key = models.CharField(max_length=24, blank=True)  # that heading's key
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["version", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["version", "ordinal"], name="one_block_an_ordinal"),
            models.UniqueConstraint(fields=["version", "key"], name="one_block_a_key"),
        ]
        indexes = [
            models.Index(fields=["lineage", "version"], name="block_lineage")
        ]  # history of a paragraph

    def __str__(self) -> str:
        return f"{self.version} {self.key}"


class Drawing(models.Model):
    """A picture that browsers do not show, drawn as one that they do: once for all files that hold it.

    `sha256` is that of the picture as it came. Without a file it could not be drawn: `reason` says why.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    tried_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.reason or 'drawn'}"


class Media(models.Model):
    """A picture of a version as it is shown, under the name that its blocks use.

    `drawing` is set where that is not the package's own picture, but what was drawn of it.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="media")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=80)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    drawing = models.ForeignKey(Drawing, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="one_media_a_name")]

    def __str__(self) -> str:
        return f"{self.version} {self.name}"


class VersionMap(models.Model):
    """How `older` became `newer`: the core's Comparison as JSON, made once and kept."""

    older = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="maps_on")
    newer = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="maps_back")
    comparison = models.JSONField()
    changed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["older", "newer"], name="one_map_a_pair")]

    def __str__(self) -> str:
        return f"{self.older} to {self.newer}"


class VersionPdf(models.Model):
    """The issued version as a PDF with numbered lines, and what stands on each line.

    `lines` are [page as printed, line, block key, start, end]; a page and a line mean something in this
    PDF only. Made once: whoever cites it must find the same lines again.
    """

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="pdf")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    lines = models.JSONField(default=list)
    warnings = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.version} as PDF"


class Export(models.Model):
    """A file that we wrote for somebody, with the outcome of its own check."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="exports")
    kind = models.CharField(max_length=20)  # "markup", "redline", "pdf"
    parameters = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64)
    outcome = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.version}"
