"""What people fill in about themselves. Forms check; services save."""

import zoneinfo

from django import forms
from django.contrib.auth.forms import AuthenticationForm


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


def _one_line(text: str) -> str:
    """Names reach mail headers and file properties, so they hold no control characters."""
    if any(not character.isprintable() for character in text):
        raise forms.ValidationError("Please use letters, digits, spaces and punctuation only.")
    return text
