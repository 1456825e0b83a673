"""What the API tells of documents; fields are named one by one, and nothing is saved here."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from backend.accounts.models import Agency, Person
from documents.models import (
    Block,
    Document,
    DocumentRole,
    DocumentState,
    DocumentStep,
    Participation,
    Publication,
    Role,
    Version,
)
from documents.services import versions


class DocumentSerializer(serializers.ModelSerializer[Document]):
    """A document."""

    owner: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Document
        fields: ClassVar = ["uid", "slug", "title", "short_title", "summary", "owner", "state", "created_at"]
        read_only_fields = fields


class NewDocumentSerializer(serializers.Serializer[Any]):
    """What it takes to begin a document."""

    title = serializers.CharField(max_length=300)
    short_title = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    summary = serializers.CharField(required=False, default="", allow_blank=True, max_length=20_000)
    owner: Any = serializers.SlugRelatedField(slug_field="code", queryset=Agency.objects.all())


class VersionSerializer(serializers.ModelSerializer[Version]):
    """A version; `sha256` is of the file as received."""

    document: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    sha256 = serializers.CharField(source="file.sha256", read_only=True)
    parents: Any = serializers.SlugRelatedField(slug_field="number", many=True, read_only=True)

    class Meta:
        model = Version
        fields: ClassVar = [
            "uid",
            "document",
            "number",
            "label",
            "note",
            "state",
            "file_name",
            "sha256",
            "parents",
            "block_count",
            "word_count",
            "report",
            "created_at",
            "issued_at",
        ]
        read_only_fields = fields


class UploadSerializer(serializers.Serializer[Any]):
    """A Word file to become the next version."""

    file = serializers.FileField()
    label: Any = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=20_000)


class IssueSerializer(serializers.Serializer[Any]):
    """The last words before a version is frozen; what is left out stays as it was."""

    label: Any = serializers.CharField(max_length=120, required=False, allow_blank=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=20_000)


class BlockSerializer(serializers.ModelSerializer[Block]):
    """A block; `key` is what anchors name, offsets count code points of `text`."""

    class Meta:
        model = Block
        fields: ClassVar = [
            "key",
            "ordinal",
            "lineage",
            "kind",
            "level",
            "number",
            "paragraph",
            "section",
            "text",
        ]
        read_only_fields = fields


class SegmentSerializer(serializers.Serializer[Any]):
    """A piece of a redline: `op` is equal, insert or delete."""

    op = serializers.CharField()
    text = serializers.CharField()


class AnswerSerializer(serializers.Serializer[Any]):
    """A form field that shows something else: a `box` ("☒", "☐"), or the `choice` of a list."""

    kind = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class ChangeSerializer(serializers.Serializer[Any]):
    """What became of some paragraphs between two versions."""

    number = serializers.IntegerField()
    kind = serializers.CharField()
    is_moved = serializers.BooleanField()
    old: Any = serializers.SerializerMethodField()
    new: Any = serializers.SerializerMethodField()
    segments: Any = serializers.SerializerMethodField()
    answers = AnswerSerializer(many=True)

    def get_old(self, row: Any) -> list[str]:
        return [block.key for block in row.old]

    def get_new(self, row: Any) -> list[str]:
        return [block.key for block in row.new]

    def get_segments(self, row: Any) -> list[dict[str, str]]:
        return [{"op": op, "text": text} for op, text in row.segments]


class RoleSerializer(serializers.ModelSerializer[DocumentRole]):
    """A person's role."""

    person: Any = serializers.CharField(source="person.name", read_only=True)
    person_uid = serializers.UUIDField(source="person.uid", read_only=True)

    class Meta:
        model = DocumentRole
        fields: ClassVar = ["id", "person", "person_uid", "role", "since_at"]
        read_only_fields = fields


class NewRoleSerializer(serializers.Serializer[Any]):
    """A person, by uid, and what they shall be."""

    person: Any = serializers.SlugRelatedField(
        slug_field="uid",
        queryset=Person.objects.filter(is_active=True),
    )
    role = serializers.ChoiceField(choices=Role.choices)


class ParticipationSerializer(serializers.ModelSerializer[Participation]):
    """An agency that takes part."""

    agency: Any = serializers.SlugRelatedField(slug_field="code", queryset=Agency.objects.all())

    class Meta:
        model = Participation
        fields: ClassVar = ["id", "agency", "since_at"]
        read_only_fields = ("id", "since_at")


class PublicationSerializer(serializers.ModelSerializer[Publication]):
    """A publication; anybody may read it."""

    document: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    version: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)
    has_pdf: Any = serializers.SerializerMethodField()

    class Meta:
        model = Publication
        fields: ClassVar = [
            "slug",
            "document",
            "version",
            "title",
            "subtitle",
            "summary",
            "citation",
            "published_at",
            "has_pdf",
        ]
        read_only_fields = fields

    def get_has_pdf(self, publication: Publication) -> bool:
        return publication.pdf_id is not None


class PublishSerializer(serializers.Serializer[Any]):
    """What the public page shall say; what is left out is taken from the document."""

    title = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    subtitle = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    summary = serializers.CharField(required=False, default="", allow_blank=True, max_length=20_000)
    citation = serializers.CharField(required=False, default="", allow_blank=True, max_length=2_000)
    news = serializers.CharField(required=False, default="", allow_blank=True, max_length=20_000)


def etag(version: Version) -> str:
    """The version's ETag: it changes only until the version is issued."""
    return f'"{versions.fingerprint(version)}"'


class DocumentStepSerializer(serializers.ModelSerializer[DocumentStep]):
    """A move in a document's life, and what it brought in words."""

    by = serializers.CharField(source="by.name", read_only=True)

    class Meta:
        model = DocumentStep
        fields: ClassVar = ["before", "after", "reason", "effects", "at", "by"]
        read_only_fields = fields


class MoveSerializer(serializers.Serializer[Any]):
    """Where to lead a document; `seen` is the state that the caller read."""

    to = serializers.ChoiceField(choices=DocumentState.choices)
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=5_000)
    seen = serializers.ChoiceField(choices=DocumentState.choices, required=False)
