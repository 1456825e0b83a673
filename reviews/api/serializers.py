"""What the API tells of reviews; fields are named one by one, and nothing is saved here."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from backend.accounts.models import Agency
from reviews.core import sheets
from reviews.forms.comments import AUDIENCES, WIDER
from reviews.models import (
    AnchorKind,
    Comment,
    CommentType,
    Disposition,
    Placement,
    Proposal,
    Reply,
    Return,
    Severity,
    SheetRow,
)
from reviews.services.talk.comments import LONGEST


class AnchorSerializer(serializers.Serializer[Any]):
    """Where a comment points in its own version: offsets are Unicode code points in the blocks' text."""

    kind = serializers.ChoiceField(choices=AnchorKind.choices, source="anchor_kind")
    block = serializers.CharField(source="start_block")
    start = serializers.IntegerField(source="start_offset")
    end_block = serializers.CharField()
    end = serializers.IntegerField(source="end_offset")
    quote = serializers.CharField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    """What `original` should become, and the exact edits on the comment's version."""

    class Meta:
        model = Proposal
        fields: ClassVar = ["original", "text", "edits"]
        read_only_fields = fields


class CommentSerializer(serializers.ModelSerializer[Comment]):
    """A comment. `revision` is what `If-Match` and `revision` of its actions are about."""

    document: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    version = serializers.UUIDField(source="version.uid", read_only=True)
    number = serializers.CharField(source="register_number", read_only=True)
    author = serializers.CharField(source="author_name", read_only=True)
    agency: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    duplicate_of: Any = serializers.SlugRelatedField(slug_field="uid", read_only=True)
    implemented_in: Any = serializers.SlugRelatedField(slug_field="uid", read_only=True)
    assignee: Any = serializers.SlugRelatedField(slug_field="name", read_only=True)
    anchor = AnchorSerializer(source="*", read_only=True)
    proposal: Any = serializers.SerializerMethodField()

    class Meta:
        model = Comment
        fields: ClassVar = [
            "uid", "document", "version", "number", "author", "agency", "type", "severity", "body",
            "anchor", "proposal", "visibility", "state", "disposition", "response", "duplicate_of",
            "implementation", "implemented_in", "acknowledgement", "lateness", "assignee", "source",
            "revision", "created_at", "submitted_at", "changed_at",
        ]
        read_only_fields = fields

    def get_proposal(self, comment: Comment) -> dict[str, Any] | None:
        proposal = getattr(comment, "proposal", None)
        return dict(ProposalSerializer(proposal).data) if proposal else None


class PlaceSerializer(serializers.Serializer[Any]):
    """A place in a version: the whole document needs no block, an open `end` is the end of the block."""

    kind = serializers.ChoiceField(choices=AnchorKind.choices, default=AnchorKind.DOCUMENT)
    block = serializers.CharField(max_length=24, default="", allow_blank=True)
    start = serializers.IntegerField(min_value=0, max_value=10**8, default=0)
    end = serializers.IntegerField(min_value=0, max_value=10**8, default=None, allow_null=True)
    end_block = serializers.CharField(max_length=24, default="", allow_blank=True)
    quote = serializers.CharField(
        max_length=LONGEST, default="", allow_blank=True, trim_whitespace=False,
        help_text="The words there as the caller read them; 409 when they are others.",
    )


class SayingSerializer(serializers.Serializer[Any]):
    """What a comment says; `proposal` is the text that the words of its place should become."""

    body = serializers.CharField(max_length=LONGEST, default="", allow_blank=True)
    type = serializers.ChoiceField(choices=CommentType.choices, default=CommentType.GENERAL)
    severity = serializers.ChoiceField(choices=Severity.choices, default="", allow_blank=True)
    proposal = serializers.CharField(
        max_length=LONGEST, default=None, allow_null=True, allow_blank=True, trim_whitespace=False,
    )


class NewCommentSerializer(SayingSerializer):
    """A comment to post. The header `Idempotency-Key` makes sending it twice harmless."""

    version = serializers.UUIDField()
    place = PlaceSerializer(required=False)
    audience = serializers.ChoiceField(choices=AUDIENCES)
    agency: Any = serializers.SlugRelatedField(
        slug_field="code", queryset=Agency.objects.all(), required=False, allow_null=True, default=None,
    )


class ReplySerializer(serializers.ModelSerializer[Reply]):
    """A reply in a comment's thread."""

    author = serializers.CharField(source="author_name", read_only=True)
    agency: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    body = serializers.CharField(max_length=LONGEST)

    class Meta:
        model = Reply
        fields: ClassVar = ["uid", "author", "agency", "body", "source", "created_at"]
        read_only_fields: ClassVar = ["uid", "source", "created_at"]


class ReasonSerializer(serializers.Serializer[Any]):
    """Why; `revision` refuses the action when the comment has changed since."""

    reason = serializers.CharField(max_length=LONGEST, default="", allow_blank=True)
    revision = serializers.IntegerField(default=None, allow_null=True)


class RespondSerializer(ReasonSerializer):
    """Whether an answer satisfies; if not, the reason says what is still wrong."""

    satisfied = serializers.BooleanField()


class ReleaseSerializer(serializers.Serializer[Any]):
    """To whom a comment is released."""

    to = serializers.ChoiceField(choices=WIDER, default="document")
    revision = serializers.IntegerField(default=None, allow_null=True)


class AnswerSerializer(serializers.Serializer[Any]):
    """The editors' answer; `duplicate_of` is the uid of a comment that the caller sees."""

    disposition = serializers.ChoiceField(choices=Disposition.choices)
    response = serializers.CharField(max_length=LONGEST, default="", allow_blank=True)
    duplicate_of: Any = serializers.SlugRelatedField(
        slug_field="uid", queryset=Comment.objects.none(), default=None, allow_null=True,
    )
    revision = serializers.IntegerField(default=None, allow_null=True)


class PlacementSerializer(serializers.ModelSerializer[Placement]):
    """Where a comment lies in a version; `segments` are [block, start, end] in reading order."""

    comment: Any = serializers.SlugRelatedField(slug_field="uid", read_only=True)
    version = serializers.UUIDField(source="version.uid", read_only=True)

    class Meta:
        model = Placement
        fields: ClassVar = [
            "id", "comment", "version", "status", "segments", "ordinal", "confidence", "is_unsure",
            "confirmed_at",
        ]
        read_only_fields = fields


class ReturnSerializer(serializers.ModelSerializer[Return]):
    """A marked-up Word file or a comment sheet that came back, with the report of what was read from it."""

    document: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    version = serializers.UUIDField(source="version.uid", read_only=True)
    agency: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    sha256 = serializers.CharField(source="file.sha256", read_only=True)

    class Meta:
        model = Return
        fields: ClassVar = [
            "uid", "document", "version", "agency", "visibility", "kind", "profile", "on_behalf_of",
            "file_name", "sha256", "state", "report", "received_at",
        ]
        read_only_fields = fields


class NewReturnSerializer(serializers.Serializer[Any]):
    """A marked-up Word file to send back."""

    file = serializers.FileField()
    version = serializers.UUIDField()
    audience = serializers.ChoiceField(choices=WIDER)
    agency: Any = serializers.SlugRelatedField(
        slug_field="code", queryset=Agency.objects.all(), required=False, allow_null=True, default=None,
    )


class NewSheetSerializer(NewReturnSerializer):
    """A comment sheet to send in; editors and coordinators may do so for any agency that takes part."""

    on_behalf_of = serializers.CharField(max_length=200, default="", allow_blank=True)
    profile = serializers.ChoiceField(
        choices=["", *sheets.BY_NAME], default="", allow_blank=True,
        help_text="The kind of sheet; empty recognises it by its headings.",
    )


class SheetRowSerializer(serializers.ModelSerializer[SheetRow]):
    """A row of a sheet: what was understood, where it belongs, what is wrong with it."""

    comment: Any = serializers.SlugRelatedField(slug_field="uid", read_only=True)

    class Meta:
        model = SheetRow
        fields: ClassVar = [
            "ordinal", "tab", "number", "ref", "state", "entry", "anchor", "confidence", "section",
            "problems", "before", "comment",
        ]
        read_only_fields = fields


class SheetImportSerializer(serializers.Serializer[Any]):
    """Which rows come in: the new ones, and with `changed` new words for comments that are here already."""

    changed = serializers.BooleanField(default=False)
    answers = serializers.BooleanField(default=False, help_text="Propose what an editor's sheet answers.")


class SheetAgainSerializer(serializers.Serializer[Any]):
    """How to read a sheet instead: another profile, or the field of each column by its heading."""

    profile = serializers.ChoiceField(choices=["", *sheets.BY_NAME], default="", allow_blank=True)
    mapping = serializers.DictField(
        child=serializers.CharField(max_length=20, allow_blank=True), default=dict,
    )
