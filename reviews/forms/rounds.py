"""Forms of rounds: they check what was typed and never save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backend.accounts.models import Agency
from documents.models import Version, VersionState
from reviews.models import Afterwards, During, RoundKind
from reviews.services.asking.rounds import Dates, Rules

if TYPE_CHECKING:
    from documents.models import Document

WHEN = "Such as 12 May 2027 17:00 CEST, or 12 May 2027 AoE."


class RoundForm(forms.Form):
    """A new round: what is asked of whom, until when, under which rules."""

    title = forms.CharField(max_length=200, help_text="Such as Agency review of the second draft.")
    version = forms.ModelChoiceField(Version.objects.none(), to_field_name="number", empty_label=None)
    kind = forms.ChoiceField(choices=RoundKind.choices, initial=RoundKind.AGENCY)
    compared_with = forms.ModelChoiceField(
        Version.objects.none(), to_field_name="number", required=False, label="Only what changed since",
        empty_label="All of it is under review",
    )
    asked = forms.CharField(
        label="What is asked", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody who is asked reads this first.",
    )
    opens = forms.CharField(label="Opens", required=False, max_length=80, help_text="At once, if left empty.")
    closes = forms.CharField(label="Closes", max_length=80, help_text=WHEN)
    agency_closes = forms.CharField(
        label="Agencies’ own end", required=False, max_length=80,
        help_text="Until then members speak to their agency; afterwards its focal point puts it together.",
    )
    grace_minutes = forms.IntegerField(
        label="Grace, in minutes", required=False, min_value=0, max_value=2880, initial=0,
        help_text="What comes after the end and within this time is taken, and marked.",
    )
    visibility_during = forms.ChoiceField(
        label="While it is open, comments are seen by", choices=During.choices, initial=During.SEALED,
        help_text="Besides their author and their agency.",
    )
    visibility_after = forms.ChoiceField(
        label="Afterwards they are seen by", choices=Afterwards.choices, initial=Afterwards.OPEN,
    )
    one_voice = forms.BooleanField(
        label="Each agency speaks with one voice: its focal point releases its comments", required=False,
        initial=True,
    )
    anonymous_reviewers = forms.BooleanField(
        label="Hide reviewers’ names from other agencies and reviewers", required=False,
    )
    acknowledgement_requested = forms.BooleanField(
        label="Ask agencies whether they are satisfied with the answers", required=False, initial=True,
    )
    acknowledgement_days = forms.IntegerField(
        label="Days for that", required=False, min_value=1, max_value=365, initial=14,
    )
    critical_needs_reason = forms.BooleanField(
        label="Critical comments need a reason", required=False, initial=True,
    )
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), to_field_name="code", required=False, label="Ask these agencies",
        widget=forms.CheckboxSelectMultiple,
    )
    emails = forms.CharField(
        label="And these people", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="E-mail addresses, one a line. Who has no account gets a link of their own by mail.",
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issued = document.versions.filter(state=VersionState.ISSUED).order_by("-number")
        for name in ("version", "compared_with"):
            self.fields[name].queryset = issued  # type: ignore[attr-defined]
        taking_part = Agency.objects.filter(
            participations__document=document, participations__ended_at=None,
        ).order_by("code")
        self.fields["agencies"].queryset = taking_part  # type: ignore[attr-defined]
        self.fields["agencies"].initial = list(taking_part.values_list("code", flat=True))

    def when(self) -> Dates:
        """The dates as they were said."""
        data = self.cleaned_data
        return Dates(data["closes"], data["opens"], data["agency_closes"])

    def rules(self) -> Rules:
        """The rules that were chosen."""
        data = self.cleaned_data
        names = (
            "visibility_during", "visibility_after", "one_voice", "anonymous_reviewers",
            "acknowledgement_requested", "critical_needs_reason",
        )
        return Rules(
            **{name: data[name] for name in names}, grace_minutes=data["grace_minutes"] or 0,
            acknowledgement_days=data["acknowledgement_days"] or 14,
        )

    def addresses(self) -> list[str]:
        """The e-mail addresses, one each."""
        return [line.strip() for line in self.cleaned_data["emails"].splitlines() if line.strip()]


class MoveForm(forms.Form):
    """A step in a round's life, with its reason where one is needed."""

    action = forms.ChoiceField(choices=[(name, name) for name in (
        "announce", "open", "suspend", "resume", "close", "cancel", "answer", "resolve", "archive",
    )])
    reason = forms.CharField(max_length=2000, required=False)
    revision = forms.IntegerField(required=False)


class ExtendForm(forms.Form):
    """A later end, for all or for one agency."""

    closes = forms.CharField(max_length=80, label="New end", help_text=WHEN)
    agency_closes = forms.CharField(max_length=80, required=False, label="Agencies’ own end")
    reason = forms.CharField(max_length=2000, label="Why")
    agency = forms.ModelChoiceField(Agency.objects.all(), to_field_name="code", required=False)
    revision = forms.IntegerField(required=False)


class InviteForm(forms.Form):
    """An agency by its code, or people by their e-mail addresses."""

    agency = forms.ModelChoiceField(Agency.objects.all(), to_field_name="code", required=False)
    email = forms.CharField(max_length=254, required=False)
    name = forms.CharField(max_length=150, required=False)


class AnswerForm(forms.Form):
    """What somebody answers to an invitation."""

    action = forms.ChoiceField(choices=[(name, name) for name in (
        "accept", "decline", "delegate", "finish", "go_on",
    )])
    reason = forms.CharField(max_length=2000, required=False)
    email = forms.CharField(max_length=254, required=False)
    name = forms.CharField(max_length=150, required=False)


class AccountForm(forms.Form):
    """An account for the bearer of an invitation's link; the address is the invitation's."""

    name = forms.CharField(max_length=150, label="Your name")
    password = forms.CharField(
        max_length=128, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least ten characters.",
    )


class AbsenceForm(forms.Form):
    """Days on which one cannot review."""

    from_on = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}))
    to_on = forms.DateField(label="To", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(max_length=200, required=False)


class DeskForm(forms.Form):
    """What a focal point does with comments of the agency's members."""

    action = forms.ChoiceField(choices=[(name, name) for name in (
        "reword", "return", "hold", "free", "merge", "release", "release_all", "pause", "unpause", "end",
    )])
    comment = forms.UUIDField(required=False)
    chosen = forms.TypedMultipleChoiceField(required=False, coerce=str)
    body = forms.CharField(required=False, strip=False, max_length=20_000)
    proposal = forms.CharField(required=False, strip=False, max_length=20_000)
    reason = forms.CharField(max_length=2000, required=False)
    words = forms.CharField(max_length=80, required=False)
    despite = forms.BooleanField(required=False)
    revision = forms.IntegerField(required=False)


