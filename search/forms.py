"""Forms of the search: they check what was typed and never save."""

from __future__ import annotations

from django import forms

from search.core.parser import MAX_LENGTH
from search.models import Alert


class SavedSearchForm(forms.Form):
    """A search to keep."""

    query = forms.CharField(max_length=MAX_LENGTH, label="Search")
    name = forms.CharField(max_length=120, required=False, label="Name")
    alert = forms.ChoiceField(choices=Alert.choices, initial=Alert.NONE, label="Tell me what is new")
