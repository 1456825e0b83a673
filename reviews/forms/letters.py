"""The form of a letter: it checks what was typed and never saves."""

from __future__ import annotations

from django import forms

from reviews.models import Audience
from reviews.services.answers.letters import LONGEST, LONGEST_SUBJECT


class LetterForm(forms.Form):
    """A letter; `expected` is how many comments its writer saw chosen, by `uid` sending twice is harmless.

    `shown` is the audience whose readers the writer was shown: another one is shown before it is written to.
    """

    uid = forms.UUIDField(widget=forms.HiddenInput)
    expected = forms.IntegerField(widget=forms.HiddenInput)
    shown = forms.ChoiceField(choices=Audience.choices, widget=forms.HiddenInput, required=False)
    audience = forms.ChoiceField(choices=Audience.choices)
    subject = forms.CharField(max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        max_length=LONGEST, label="Letter", widget=forms.Textarea(attrs={"rows": 9}),
        help_text="Plain words. Each reader finds the numbers of their own comments above it.",
    )
