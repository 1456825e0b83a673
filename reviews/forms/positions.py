"""Forms of approvals and positions: they check what was typed and never save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backend.accounts.models import Agency
from reviews.models import Policy, Silence, Stance
from reviews.services.approvals.positions import Question

if TYPE_CHECKING:
    from documents.models import Version


class ApprovalForm(forms.Form):
    """What is asked; sections are headings of the version."""

    title = forms.CharField(max_length=200, label="What is to be approved")
    policy = forms.ChoiceField(choices=Policy.choices, help_text=(
        "Consensus: all answer, nobody objects. Silence: approved unless somebody objects in writing "
        "in time. Quorum: by the percentages below."
    ))
    ends = forms.CharField(
        max_length=80, label="Until",
        widget=forms.TextInput(attrs={"placeholder": "15 December 2027 17:00 CET"}),
    )
    silence = forms.ChoiceField(choices=Silence.choices, initial=Silence.MISSING, label="Saying nothing")
    quorum = forms.IntegerField(min_value=0, max_value=100, initial=50, label="Quorum, % of those asked")
    needed = forms.IntegerField(min_value=0, max_value=100, initial=67, label="Approvals needed, % of votes")
    most_against = forms.IntegerField(
        min_value=0, max_value=100, initial=25, label="Disapprovals at most, % of answers",
    )
    sections = forms.MultipleChoiceField(required=False, label="Also by section")
    observers = forms.ModelMultipleChoiceField(Agency.objects.all(), required=False, label="Observers")

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._headings = {
            row.key: row for row in version.blocks.select_related("version").filter(
                kind="heading", level__lte=1,
            ).order_by("ordinal").defer("html", "data")[:60]
        }
        self.fields["sections"].choices = [  # type: ignore[attr-defined]
            (key, f"{row.number} {row.text}".strip()[:80]) for key, row in self._headings.items()
        ]

    def question(self, zone: str) -> Question:
        """The checked question."""
        data = self.cleaned_data
        return Question(
            data["title"], data["policy"], data["ends"], zone, data["silence"], data["quorum"],
            data["needed"], data["most_against"], [self._headings[key] for key in data["sections"]],
            list(data["observers"]),
        )


class PositionForm(forms.Form):
    """What an agency says; `section` is a lineage, nothing for the whole."""

    agency = forms.ModelChoiceField(Agency.objects.all(), to_field_name="code")
    stance = forms.ChoiceField(choices=Stance.choices)
    text = forms.CharField(required=False, max_length=10_000)
    section = forms.UUIDField(required=False)
    block = forms.CharField(required=False, max_length=24)
    quote = forms.CharField(required=False, max_length=2_000)
    comments = forms.CharField(required=False, max_length=400)


class AgainForm(forms.Form):
    """Until when the same is asked again."""

    ends = forms.CharField(max_length=80)
