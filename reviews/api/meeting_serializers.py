"""What the API tells of meetings and of what they found; fields are named one by one."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from backend.accounts.models import Agency
from reviews.models import (
    AgendaItem,
    Assignment,
    Disposition,
    Finding,
    FindingKind,
    Meeting,
    Participant,
    Passage,
    Reflection,
    Severity,
)
from reviews.selectors import meetings


def _codes(**more: Any) -> Any:
    return serializers.SlugRelatedField(
        slug_field="code", queryset=Agency.objects.all(), many=True, required=False, **more,
    )


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    """A meeting."""

    document: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    hosts: Any = _codes()
    organisers: Any = _codes()

    class Meta:
        model = Meeting
        fields = (
            "uid", "document", "title", "place", "starts_on", "ends_on", "hosts", "organisers", "summary",
            "revision",
        )
        read_only_fields: tuple[str, ...] = ("uid", "document", "revision")
        extra_kwargs = {"ends_on": {"required": False}}


class NewMeetingSerializer(MeetingSerializer):
    """What it takes to put a meeting on record."""

    document: Any = serializers.SlugField()

    class Meta(MeetingSerializer.Meta):
        read_only_fields = ("uid", "revision")


class ParticipantSerializer(serializers.ModelSerializer[Participant]):
    """Somebody who was there."""

    agency: Any = serializers.SlugRelatedField(
        slug_field="code", queryset=Agency.objects.all(), required=False, allow_null=True,
    )

    class Meta:
        model = Participant
        fields = ("id", "name", "affiliation", "country", "agency", "part")


class AgendaItemSerializer(serializers.ModelSerializer[AgendaItem]):
    """A point of the agenda."""

    comment: Any = serializers.CharField(source="comment.register_number", read_only=True, default="")
    decision: Any = serializers.CharField(source="decision.disposition", read_only=True, default="")

    class Meta:
        model = AgendaItem
        fields = ("uid", "ordinal", "starts", "title", "comment", "minutes", "decision")
        read_only_fields = ("uid", "ordinal", "minutes")


class FromCommentsSerializer(serializers.Serializer[Any]):
    """Which open comments become points."""

    severity = serializers.ChoiceField(choices=Severity.choices, default=Severity.CRITICAL)


class CountSerializer(serializers.Serializer[Any]):
    """How many."""

    count = serializers.IntegerField()


class MinuteSerializer(serializers.Serializer[Any]):
    """What was said; a disposition decides the point's comment. `seen` are the minutes that were read."""

    minutes = serializers.CharField(allow_blank=True, max_length=20_000)
    seen = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    disposition = serializers.ChoiceField(choices=Disposition.choices, required=False)
    response = serializers.CharField(required=False, default="", allow_blank=True, max_length=20_000)


class PassageSerializer(serializers.ModelSerializer[Passage]):
    """Words that reflect a finding, and where they lie now."""

    version = serializers.IntegerField(source="version.number", read_only=True)
    now: Any = serializers.SerializerMethodField()
    lost_in: Any = serializers.SerializerMethodField()

    class Meta:
        model = Passage
        fields = ("uid", "quote", "version", "now", "lost_in")

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get_now(self, passage: Passage) -> dict[str, Any] | None:
        place = meetings.place_now(passage)
        if place is None:
            return None
        return {"version": place.version.number, "status": place.status, "segments": place.segments}

    def get_lost_in(self, passage: Passage) -> int | None:
        version = meetings.lost_in(passage)
        return version.number if version else None


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """Where a finding belongs, and whether the text says it."""

    document: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    milestone: Any = serializers.SlugRelatedField(slug_field="uid", read_only=True)
    passages: Any = PassageSerializer(many=True, read_only=True)

    class Meta:
        model = Assignment
        fields = (
            "uid", "document", "section", "lineage", "milestone", "reflection", "reason", "judged_at",
            "passages", "revision",
        )


class FindingSerializer(serializers.ModelSerializer[Finding]):
    """A finding or recommendation."""

    meeting: Any = serializers.SlugRelatedField(slug_field="uid", read_only=True)
    rests_on: Any = serializers.SlugRelatedField(slug_field="uid", many=True, read_only=True)
    assignments = AssignmentSerializer(many=True, read_only=True)

    class Meta:
        model = Finding
        fields = (
            "uid", "meeting", "kind", "number", "code", "text", "rationale", "state", "rests_on",
            "assignments", "revision",
        )


class NewFindingSerializer(serializers.Serializer[Any]):
    """A finding to write down; `rests_on` are uids of findings of the same meeting."""

    meeting = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=FindingKind.choices)
    text = serializers.CharField(max_length=5_000)
    rationale = serializers.CharField(required=False, default="", allow_blank=True, max_length=5_000)
    rests_on: Any = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)


class WordsSerializer(serializers.Serializer[Any]):
    """Other words of a finding; `revision` is what was read."""

    text = serializers.CharField(max_length=5_000)
    rationale = serializers.CharField(required=False, default="", allow_blank=True, max_length=5_000)
    revision = serializers.IntegerField(required=False)


class WhySerializer(serializers.Serializer[Any]):
    """A reason, where one is needed."""

    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=5_000)


class AssignSerializer(serializers.Serializer[Any]):
    """Where it belongs: a document, and in it the key of a heading in its newest version, or a step."""

    document = serializers.SlugField()
    heading = serializers.CharField(required=False, default="", max_length=24)
    milestone = serializers.UUIDField(required=False)


class JudgeSerializer(serializers.Serializer[Any]):
    """Whether the text reflects it."""

    reflection = serializers.ChoiceField(choices=Reflection.choices)
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=5_000)
    revision = serializers.IntegerField(required=False)


class LinkSerializer(serializers.Serializer[Any]):
    """Words of a version: `start`..`end` of a block (code points), or the whole block."""

    version = serializers.UUIDField()
    block = serializers.CharField(max_length=24)
    start = serializers.IntegerField(required=False, default=0, min_value=0)
    end = serializers.IntegerField(required=False, min_value=0)


class SaySerializer(serializers.Serializer[Any]):
    """The version that the comment is made on, and a block of it if there is one."""

    version = serializers.UUIDField()
    block = serializers.CharField(required=False, default="", max_length=24)
