"""Forms of plans: they check what was typed and never save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from reviews.core.planning.lags import Lag
from reviews.core.planning.templates import TEMPLATES
from reviews.models import Fact, LagUnit, MilestoneKind, Round
from reviews.services.plans.milestones import Link

if TYPE_CHECKING:
    from django.db.models import QuerySet


class MilestoneForm(forms.Form):
    """A new step of the plan."""

    title = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=MilestoneKind.choices, initial=MilestoneKind.OTHER)
    words = forms.CharField(
        max_length=80, label="When", required=False,
        help_text="Such as 12 May 2016 17:00 CEST, fall 2016, mid-2017 or freeze + 6 weeks.",
    )
    fact = forms.ChoiceField(
        choices=Fact.choices, required=False, label="Met when",
        help_text="What is met by a fact needs no tick; a round brings its own date.",
    )
    round = forms.ModelChoiceField(
        Round.objects.none(), to_field_name="number", required=False, label="Round", empty_label="No round",
    )
    version_number = forms.IntegerField(min_value=1, required=False, label="Version number")

    def __init__(self, *args: Any, rounds: QuerySet[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]

    def link(self) -> Link:
        """The fact that the step stands for."""
        data = self.cleaned_data
        return Link(data["fact"], data["round"], data["version_number"])

    def step(self) -> dict[str, Any]:
        """The step as the service takes it."""
        return {
            "title": self.cleaned_data["title"], "kind": self.cleaned_data["kind"],
            "words": self.cleaned_data["words"], "link": self.link(),
        }


class EditStepForm(MilestoneForm):
    """Another name, kind or fact for a step; its date is moved, not edited."""

    words = None  # type: ignore[assignment]
    revision = forms.IntegerField(required=False)


class ExpectForm(forms.Form):
    """When a step is foreseen; nothing when nobody foresees anything."""

    words = forms.CharField(max_length=80, required=False)
    reason = forms.CharField(max_length=2000, required=False)
    revision = forms.IntegerField(required=False)


class StepForm(forms.Form):
    """A step taken out or put back."""

    reason = forms.CharField(max_length=2000, required=False)
    revision = forms.IntegerField(required=False)


class WaitForm(forms.Form):
    """What a step waits for, and how long after it."""

    on = forms.CharField(max_length=300, label="Waits for")
    amount = forms.IntegerField(min_value=-5000, max_value=5000, required=False)
    unit = forms.ChoiceField(choices=LagUnit.choices, required=False)
    by_agencies = forms.BooleanField(required=False)
    revision = forms.IntegerField(required=False)

    def lag(self) -> Lag:
        """The time between them."""
        data = self.cleaned_data
        return Lag(data["amount"] or 0, data["unit"] or "days", data["by_agencies"])


class MoveForm(forms.Form):
    """Another date for a step, and why."""

    words = forms.CharField(max_length=80, label="New date")
    reason = forms.CharField(max_length=2000, label="Why does it move?")
    revision = forms.IntegerField(required=False)


class MeetForm(forms.Form):
    """The day on which a step was reached."""

    on = forms.DateField(label="Met on")
    revision = forms.IntegerField(required=False)


class WhatIfForm(forms.Form):
    """Which step would get which date: so many days later, or a date in words."""

    step = forms.UUIDField()
    days = forms.IntegerField(min_value=-3650, max_value=3650, required=False)
    words = forms.CharField(max_length=80, required=False)


class BackwardsForm(forms.Form):
    """The day that everything is planned back from; of a step of the plan, or with a template."""

    on = forms.CharField(max_length=80, label="To be published")
    goal = forms.UUIDField(required=False)
    template = forms.ChoiceField(
        choices=[(key, found.title) for key, found in TEMPLATES.items()], required=False,
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        data = super().clean() or self.cleaned_data
        if not data.get("goal") and not data.get("template"):
            raise forms.ValidationError("Choose a step of the plan, or a plan to begin from.")
        return data


class ClosureForm(forms.Form):
    """Days on which an agency does not work."""

    name = forms.CharField(max_length=120, label="What", help_text="Such as Golden Week, year-end closure.")
    from_on = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    to_on = forms.DateField(label="Last day", widget=forms.DateInput(attrs={"type": "date"}))
    is_yearly = forms.BooleanField(required=False, label="Every year")


class LeadForm(forms.Form):
    """Working days that an agency needs to make one answer of many."""

    lead_days = forms.IntegerField(min_value=0, max_value=120)
