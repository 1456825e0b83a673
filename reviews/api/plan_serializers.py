"""Plans as the API says them: steps, what they wait for, their history, outlooks and calendars."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reviews.api.round_serializers import ReturnsSerializer
from reviews.core.planning.templates import TEMPLATES
from reviews.models import Closure, Dependency, Fact, LagUnit, Milestone, MilestoneChange, MilestoneKind

REVISION: dict[str, Any] = {"default": None, "allow_null": True}


class DependencySerializer(serializers.ModelSerializer[Dependency]):
    """What a step waits for; an exact one sets its date."""

    on: Any = serializers.SlugRelatedField(slug_field="uid", read_only=True)

    class Meta:
        model = Dependency
        fields: ClassVar = ["on", "amount", "unit", "by_agencies", "is_exact"]
        read_only_fields = fields


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    """A dated step. `due_at` is set where a clock time was given; otherwise the days from and to count."""

    document: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    round: Any = serializers.SlugRelatedField(slug_field="number", read_only=True)
    waits = DependencySerializer(many=True, read_only=True)

    class Meta:
        model = Milestone
        fields: ClassVar = [
            "uid", "document", "title", "kind", "words", "due_at", "zone", "from_on", "to_on", "first_words",
            "first_to_on", "expected_words", "expected_on", "fact", "round", "version_number", "waits",
            "met_on", "cancelled_at", "revision",
        ]
        read_only_fields = fields


class NewMilestoneSerializer(serializers.Serializer[Any]):
    """A step to plan; `words` is the date as people say it, in `zone` where it names none.

    A round brings its own date. `round` is its number in the document.
    """

    document = serializers.CharField(max_length=80, help_text="The document's slug")
    title = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=MilestoneKind.choices, default=MilestoneKind.OTHER)
    words = serializers.CharField(max_length=80, default="", allow_blank=True)
    zone = serializers.CharField(max_length=60, default="", allow_blank=True)
    fact = serializers.ChoiceField(choices=Fact.choices, default="")
    round = serializers.IntegerField(**REVISION)
    version_number = serializers.IntegerField(min_value=1, **REVISION)


class EditMilestoneSerializer(serializers.Serializer[Any]):
    """Another name, kind or fact; what is not given stays."""

    title = serializers.CharField(max_length=200, required=False)
    kind = serializers.ChoiceField(choices=MilestoneKind.choices, required=False)
    fact = serializers.ChoiceField(choices=Fact.choices, required=False)
    round = serializers.IntegerField(required=False, allow_null=True)
    version_number = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    revision = serializers.IntegerField(**REVISION)


class MoveMilestoneSerializer(serializers.Serializer[Any]):
    """Another date for a step, and why."""

    words = serializers.CharField(max_length=80)
    reason = serializers.CharField(max_length=2_000)
    zone = serializers.CharField(max_length=60, default="", allow_blank=True)
    revision = serializers.IntegerField(**REVISION)


class ExpectSerializer(serializers.Serializer[Any]):
    """When a step is foreseen; nothing when nobody foresees anything."""

    words = serializers.CharField(max_length=80, default="", allow_blank=True)
    reason = serializers.CharField(max_length=2_000, default="", allow_blank=True)
    zone = serializers.CharField(max_length=60, default="", allow_blank=True)
    revision = serializers.IntegerField(**REVISION)


class MeetSerializer(serializers.Serializer[Any]):
    """The day on which a step was reached."""

    on = serializers.DateField()
    revision = serializers.IntegerField(**REVISION)


class TakeOutSerializer(serializers.Serializer[Any]):
    """Why a step is taken out."""

    reason = serializers.CharField(max_length=2_000, default="", allow_blank=True)
    revision = serializers.IntegerField(**REVISION)


class WaitSerializer(serializers.Serializer[Any]):
    """The step that is waited for, and how long after it."""

    on = serializers.UUIDField()
    amount = serializers.IntegerField(min_value=-5_000, max_value=5_000, default=0)
    unit = serializers.ChoiceField(choices=LagUnit.choices, default=LagUnit.DAYS)
    by_agencies = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=2_000, default="", allow_blank=True)
    revision = serializers.IntegerField(**REVISION)


class UndoSerializer(serializers.Serializer[Any]):
    """The change to take back."""

    change = serializers.IntegerField(min_value=1)


class StepChangeSerializer(serializers.ModelSerializer[MilestoneChange]):
    """A change of a step; `by` is nobody where a fact made it."""

    by = serializers.SerializerMethodField()

    class Meta:
        model = MilestoneChange
        fields: ClassVar = ["id", "kind", "before", "after", "reason", "batch", "undoes", "at", "by"]
        read_only_fields = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_by(self, change: MilestoneChange) -> str | None:
        return change.by.name if change.by else None


class OutlookSerializer(serializers.Serializer[Any]):
    """When a step will come: the likely day and its range, how late, and what decides it."""

    milestone = serializers.UUIDField()
    title = serializers.CharField()
    planned = serializers.DateField()
    on = serializers.DateField()
    low = serializers.DateField()
    high = serializers.DateField(allow_null=True)
    late = serializers.IntegerField()
    because = serializers.ChoiceField(choices=["met", "planned", "expected", "today", "waits"])
    waits_for = serializers.CharField(allow_blank=True)


class PacingSerializer(serializers.Serializer[Any]):
    """Released comments, and what the pace of decisions says of them."""

    open = serializers.IntegerField()
    total = serializers.IntegerField()
    decided_a_week = serializers.FloatField(allow_null=True)
    open_at_freeze = serializers.IntegerField(allow_null=True)
    ready_on = serializers.DateField(allow_null=True)
    ready_low = serializers.DateField(allow_null=True)
    ready_high = serializers.DateField(allow_null=True)
    late = serializers.IntegerField()


class PlanSerializer(serializers.Serializer[Any]):
    """The outlook of a document's plan."""

    document = serializers.CharField()
    steps = OutlookSerializer(many=True)
    pacing = PacingSerializer(allow_null=True)
    returns = ReturnsSerializer(many=True, help_text="Of open rounds, for who steers the document")


class WhatIfSerializer(serializers.Serializer[Any]):
    """Which step would get which date; `digest` and `reason` are needed to accept."""

    milestone = serializers.UUIDField()
    on = serializers.DateField()
    digest = serializers.CharField(max_length=64, default="", allow_blank=True)
    reason = serializers.CharField(max_length=2_000, default="", allow_blank=True)


class ShiftSerializer(serializers.Serializer[Any]):
    """A step that would move."""

    milestone = serializers.UUIDField()
    title = serializers.CharField()
    before = serializers.DateField()
    after = serializers.DateField()
    words = serializers.CharField()
    days = serializers.IntegerField()
    pushed_by = serializers.CharField(allow_blank=True)


class ProposalSerializer(serializers.Serializer[Any]):
    """What would move; `elsewhere` counts steps that others plan. Accept it with its `digest`.

    `blocked` says why it can only be looked at, "" when it can be accepted.
    """

    shifts = ShiftSerializer(many=True)
    elsewhere = serializers.IntegerField()
    digest = serializers.CharField()
    blocked = serializers.CharField()


class BackwardsSerializer(serializers.Serializer[Any]):
    """The day, in words, that a plan is made back from; for a step, or from a template."""

    on = serializers.CharField(max_length=80)
    goal = serializers.UUIDField(required=False)
    template = serializers.ChoiceField(choices=[(key, found.title) for key, found in TEMPLATES.items()],
                                       required=False)


class DueSerializer(serializers.Serializer[Any]):
    """By when a step must be done and begun, and how many days there are to spare."""

    title = serializers.CharField()
    begin = serializers.DateField()
    by = serializers.DateField()
    slack = serializers.IntegerField()
    fits = serializers.BooleanField()
    agency = serializers.CharField(allow_blank=True)


class BackwardsPlanSerializer(serializers.Serializer[Any]):
    """A plan made backwards; nothing is saved. `digest` is of the plan that it was reckoned from."""

    fits = serializers.BooleanField()
    digest = serializers.CharField(allow_blank=True)
    steps = DueSerializer(many=True)


class FromTemplateSerializer(serializers.Serializer[Any]):
    """A template to put into the plan, ending on a day in words."""

    template = serializers.ChoiceField(choices=[(key, found.title) for key, found in TEMPLATES.items()])
    on = serializers.CharField(max_length=80)


class ClosureSerializer(serializers.ModelSerializer[Closure]):
    """Days on which an agency, or without one nobody, works."""

    agency: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = Closure
        fields: ClassVar = ["uid", "agency", "name", "from_on", "to_on", "is_yearly"]
        read_only_fields = fields


class NewClosureSerializer(serializers.Serializer[Any]):
    """Days to add to a calendar."""

    agency = serializers.CharField(max_length=20, default="", allow_blank=True, help_text="Code, or nothing")
    name = serializers.CharField(max_length=120)
    from_on = serializers.DateField()
    to_on = serializers.DateField()
    is_yearly = serializers.BooleanField(default=False)


class LeadSerializer(serializers.Serializer[Any]):
    """Working days that an agency needs to make one answer of many."""

    agency = serializers.CharField(max_length=20)
    lead_days = serializers.IntegerField(min_value=0)
