"""What the API tells of rounds, and what it takes."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.accounts.models import Agency
from reviews.core import moments
from reviews.models import (
    Absence,
    Afterwards,
    During,
    Invitation,
    Round,
    RoundKind,
    RoundStep,
    RoundWindow,
)

MOVES = ("announce", "open", "suspend", "resume", "close", "cancel", "answer", "resolve", "archive")
#: Actions on an invitation, and on an agency's comments as a whole.
ANSWERS = ("accept", "decline", "delegate", "finish", "go_on")
DESK = ("release", "pause", "unpause", "end", "merge")


class WindowSerializer(serializers.ModelSerializer[RoundWindow]):
    """An end as it was announced; `agency` null is for all. Extensions are more of them."""

    agency: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    announced_by = serializers.CharField(source="announced_by.name", read_only=True)

    class Meta:
        model = RoundWindow
        fields: ClassVar = [
            "words", "closes_at", "agency_closes_at", "zone", "agency", "reason", "announced_by", "at",
        ]
        read_only_fields = fields


class StepSerializer(serializers.ModelSerializer[RoundStep]):
    """A move in a round's life; `by` is null for the clock."""

    by: Any = serializers.SlugRelatedField(slug_field="name", read_only=True)

    class Meta:
        model = RoundStep
        fields: ClassVar = ["move", "before", "after", "reason", "by", "at"]
        read_only_fields = fields


class RoundSerializer(serializers.ModelSerializer[Round]):
    """A round. `closes` says the end as it was announced, with its zone and UTC."""

    document: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    version = serializers.UUIDField(source="version.uid", read_only=True)
    compared_with: Any = serializers.SlugRelatedField(slug_field="uid", read_only=True)
    closes = serializers.SerializerMethodField()
    windows = WindowSerializer(many=True, read_only=True)

    class Meta:
        model = Round
        fields: ClassVar = [
            "uid", "document", "version", "compared_with", "number", "title", "asked", "kind", "state",
            "opens_at", "closes_at", "closes", "zone", "grace_minutes", "visibility_during",
            "visibility_after", "one_voice", "anonymous_reviewers", "acknowledgement_requested",
            "acknowledgement_days", "critical_needs_reason", "windows", "announced_at", "opened_at",
            "closed_at", "resolved_at", "revision",
        ]
        read_only_fields = fields

    def get_closes(self, round_: Round) -> str:
        return moments.in_words(round_.closes_at, round_.zone)


class RulesSerializer(serializers.Serializer[Any]):
    """Rules that differ from those that are usual for the round's kind."""

    visibility_during = serializers.ChoiceField(choices=During.choices, required=False)
    visibility_after = serializers.ChoiceField(choices=Afterwards.choices, required=False)
    one_voice = serializers.BooleanField(required=False)
    anonymous_reviewers = serializers.BooleanField(required=False)
    acknowledgement_requested = serializers.BooleanField(required=False)
    acknowledgement_days = serializers.IntegerField(min_value=1, max_value=365, required=False)
    critical_needs_reason = serializers.BooleanField(required=False)
    grace_minutes = serializers.IntegerField(min_value=0, max_value=2880, required=False)


class NewRoundSerializer(serializers.Serializer[Any]):
    """A round to plan. Moments are said as people do: `12 May 2027 17:00 CEST`, `12 May 2027 AoE`."""

    version = serializers.UUIDField()
    compared_with = serializers.UUIDField(required=False, allow_null=True, default=None)
    title = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=RoundKind.choices, default=RoundKind.AGENCY)
    asked = serializers.CharField(max_length=4000, default="", allow_blank=True)
    opens = serializers.CharField(max_length=80, default="", allow_blank=True)
    closes = serializers.CharField(max_length=80)
    agency_closes = serializers.CharField(max_length=80, default="", allow_blank=True)
    zone = serializers.CharField(max_length=60, default="", allow_blank=True)
    rules = RulesSerializer(required=False)


class RoundMoveSerializer(serializers.Serializer[Any]):
    """A step in a round's life; suspending, calling off and ending early need a reason."""

    move = serializers.ChoiceField(choices=[(name, name) for name in MOVES])
    reason = serializers.CharField(max_length=2000, default="", allow_blank=True)
    revision = serializers.IntegerField(default=None, allow_null=True)


class ExtensionSerializer(serializers.Serializer[Any]):
    """A later end, for all or for one agency."""

    closes = serializers.CharField(max_length=80)
    agency_closes = serializers.CharField(max_length=80, default="", allow_blank=True)
    zone = serializers.CharField(max_length=60, default="", allow_blank=True)
    reason = serializers.CharField(max_length=2000)
    agency: Any = serializers.SlugRelatedField(
        slug_field="code", queryset=Agency.objects.all(), required=False, allow_null=True, default=None,
    )
    revision = serializers.IntegerField(default=None, allow_null=True)


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """Who is asked, and what they answered."""

    round = serializers.UUIDField(source="round.uid", read_only=True)
    agency: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    person: Any = serializers.SlugRelatedField(slug_field="name", read_only=True)
    delegated_from: Any = serializers.SlugRelatedField(slug_field="uid", read_only=True)

    class Meta:
        model = Invitation
        fields: ClassVar = [
            "uid", "round", "agency", "person", "email", "name", "state", "reason", "delegated_from",
            "invited_at", "answered_at", "internal_closes_at", "paused_at", "revision",
        ]
        read_only_fields = fields


class NewInvitationSerializer(serializers.Serializer[Any]):
    """An agency by its code, or a person by their e-mail address."""

    agency: Any = serializers.SlugRelatedField(
        slug_field="code", queryset=Agency.objects.all(), required=False, allow_null=True, default=None,
    )
    email = serializers.EmailField(default="", allow_blank=True)
    name = serializers.CharField(max_length=150, default="", allow_blank=True)


class AnswerInvitationSerializer(serializers.Serializer[Any]):
    """An answer to an invitation; passing it on needs the other's address."""

    action = serializers.ChoiceField(choices=[(name, name) for name in ANSWERS])
    reason = serializers.CharField(max_length=2000, default="", allow_blank=True)
    email = serializers.EmailField(default="", allow_blank=True)
    name = serializers.CharField(max_length=150, default="", allow_blank=True)


class LinkSerializer(serializers.Serializer[Any]):
    """An invitation's new link; it is told once."""

    address = serializers.URLField(read_only=True)


class SectionsSerializer(serializers.Serializer[Any]):
    """Keys of headings of the round's version."""

    sections = serializers.ListField(child=serializers.CharField(max_length=24), max_length=200)


class NothingSerializer(serializers.Serializer[Any]):
    """A section's key, empty for the whole version; `take_back` takes it back."""

    section = serializers.CharField(max_length=24, default="", allow_blank=True)
    take_back = serializers.BooleanField(default=False)


class CellSerializer(serializers.Serializer[Any]):
    """What was done with one section."""

    section = serializers.CharField(source="section.key", read_only=True)
    level = serializers.CharField(read_only=True)
    readers = serializers.IntegerField(read_only=True)
    comments = serializers.IntegerField(read_only=True)
    nothing = serializers.IntegerField(read_only=True)


class ProgressRowSerializer(serializers.Serializer[Any]):
    """An agency or a person, section by section."""

    label: Any = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    cells = CellSerializer(many=True, read_only=True)


class SectionSerializer(serializers.Serializer[Any]):
    """A part of the version."""

    key = serializers.CharField(read_only=True)
    number = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)


class ChanceSerializer(serializers.Serializer[Any]):
    """Somebody who has not answered, and how likely an answer in time is."""

    invitation = serializers.UUIDField(source="invitation.uid", read_only=True)
    agency = serializers.CharField(
        source="invitation.agency.code", read_only=True, default=None, allow_null=True,
    )
    share = serializers.FloatField(read_only=True)


class ReturnsSerializer(serializers.Serializer[Any]):
    """How many of those asked will have answered by the end, with the range (docs/forecast.md)."""

    round = serializers.UUIDField(source="round.uid", read_only=True)
    asked = serializers.IntegerField(source="expected.asked", read_only=True)
    answered = serializers.IntegerField(source="expected.returned", read_only=True)
    likely = serializers.IntegerField(source="expected.likely", read_only=True)
    low = serializers.IntegerField(source="expected.low", read_only=True)
    high = serializers.IntegerField(source="expected.high", read_only=True)
    half_on = serializers.DateField(read_only=True, allow_null=True)
    with_comments = serializers.BooleanField(
        read_only=True,
        help_text="False in a sealed round: then `answered` are those who say so, and others may have",
    )
    chances = ChanceSerializer(many=True, read_only=True)


class ProgressSerializer(serializers.Serializer[Any]):
    """The heat map, and in sentences what should be known before the end."""

    sections = SectionSerializer(many=True, read_only=True)
    rows = ProgressRowSerializer(many=True, read_only=True)
    alarms: Any = serializers.ListField(child=serializers.CharField(), read_only=True)
    returns = serializers.SerializerMethodField()

    @extend_schema_field(ReturnsSerializer(allow_null=True))
    def get_returns(self, _shown: object) -> Any:
        """What is foretold of the answers, for who steers the document."""
        found = self.context.get("returns")
        return ReturnsSerializer(found).data if found else None


class RemindedSerializer(serializers.Serializer[Any]):
    """How many were told now, had been told today, and are away."""

    told = serializers.IntegerField(read_only=True)
    known = serializers.IntegerField(read_only=True)
    away = serializers.IntegerField(read_only=True)


class DeskActSerializer(serializers.Serializer[Any]):
    """What a focal point does with the agency's comments: `chosen` by uid, all that can be if left out."""

    action = serializers.ChoiceField(choices=[(name, name) for name in DESK])
    chosen: Any = serializers.ListField(
        child=serializers.UUIDField(), required=False, allow_null=True, default=None, max_length=500,
    )
    despite_clashes = serializers.BooleanField(default=False)
    words = serializers.CharField(max_length=80, default="", allow_blank=True)


class DeskSerializer(serializers.Serializer[Any]):
    """The agency's comments that are not released (by uid), what is alike among them, and what clashes."""

    comments: Any = serializers.ListField(child=serializers.UUIDField(), read_only=True)
    alike: Any = serializers.ListField(
        child=serializers.ListField(child=serializers.UUIDField()), read_only=True,
    )
    clashes: Any = serializers.ListField(
        child=serializers.ListField(child=serializers.UUIDField()), read_only=True,
    )
    released = serializers.IntegerField(read_only=True, help_text="By this request.")


class AbsenceSerializer(serializers.ModelSerializer[Absence]):
    """Days on which the caller cannot review, first and last included."""

    class Meta:
        model = Absence
        fields: ClassVar = ["uid", "from_on", "to_on", "note"]
        read_only_fields: ClassVar = ["uid"]
