"""What people fill in about themselves. Forms check; services save."""

import zoneinfo
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from backend.accounts.models import Agency, Membership, Person
from backend.accounts.selectors import focal_agency_ids


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(zoneinfo.available_timezones())]


class SignInForm(AuthenticationForm):
    """E-mail address and password."""

    username = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    error_messages = {
        "invalid_login": "This e-mail address and password do not go together.",
        "inactive": "This account is closed.",
    }


class ProfileForm(forms.Form):
    """How the person is shown, and in which zone they read times."""

    name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    time_zone = forms.ChoiceField(choices=_zones, help_text="Times and deadlines are shown in this zone.")

    def clean_name(self) -> str:
        return _one_line(self.cleaned_data["name"])


class TokenForm(forms.Form):
    """A new key for a program."""

    label = forms.CharField(max_length=100, help_text="What is it for? Such as “nightly export”.")

    def clean_label(self) -> str:
        return _one_line(self.cleaned_data["label"])


class PersonForm(forms.Form):
    """Somebody to add, to one of the agencies that the keeper looks after; staff may name none."""

    name = forms.CharField(max_length=150, help_text="As they sign: it stands at their comments.")
    email = forms.EmailField(label="E-mail address", max_length=254)
    agency = forms.ModelChoiceField(Agency.objects.none(), required=False, empty_label="No agency")
    role = forms.ChoiceField(choices=Membership.Role.choices, initial=Membership.Role.MEMBER)

    def __init__(self, *args: Any, keeper: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.all()
        if not keeper.is_staff:
            agencies = agencies.filter(pk__in=focal_agency_ids(keeper))
            self.fields["agency"].required = True
            self.fields["agency"].empty_label = None  # type: ignore[attr-defined]
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return _one_line(self.cleaned_data["name"])


class AgencyForm(forms.ModelForm):
    """An organisation to add."""

    class Meta:
        model = Agency
        fields = ("code", "name", "kind", "hue", "is_owner")

    def clean_code(self) -> str:
        return _one_line(self.cleaned_data["code"])


class ForgottenForm(forms.Form):
    """Whose password is to be set anew."""

    email = forms.EmailField(
        label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


def _one_line(text: str) -> str:
    """Names reach mail headers and file properties, so they hold no control characters."""
    if any(not character.isprintable() for character in text):
        raise forms.ValidationError("Please use letters, digits, spaces and punctuation only.")
    return text
