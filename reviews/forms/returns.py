"""Forms of Word files and sheets that come in or go out: they check what was typed and never save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backend.accounts.models import Agency, Person
from reviews.core import sheets
from reviews.forms.comments import WIDER
from reviews.models import Visibility

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ReturnForm(forms.Form):
    """A marked-up Word file that comes back."""

    file = forms.FileField(label="Marked-up Word file")
    audience = forms.ChoiceField(
        choices=WIDER, initial=Visibility.AGENCY, label="Who will see what is in it",
    )
    agency = forms.ModelChoiceField(Agency.objects.all(), to_field_name="code", required=False)


class Files(forms.ClearableFileInput):
    """A control for several files at once; the form checks the last, the view takes them all."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002 - Django calls it
        """One of the files, so that the field has something to check."""
        return files.get(name)


PROFILES = [(profile.name, profile.title) for profile in sheets.BY_NAME.values()]


class SheetForm(ReturnForm):
    """Comment sheets that come in, one or several. `agency` may be another's for who steers the document."""

    file = forms.FileField(label="Comment sheets", widget=Files, allow_empty_file=True)
    on_behalf_of = forms.CharField(
        max_length=200, required=False, label="On behalf of",
        help_text="Whose words these are, when the sheet names nobody and they are not yours.",
    )
    profile = forms.ChoiceField(
        choices=[("", "Recognise it by its headings"), *PROFILES], required=False, label="Kind of sheet",
    )


class SheetAgainForm(forms.Form):
    """The kind of a sheet, and what its columns hold: `column` and `field` come in pairs."""

    profile = forms.ChoiceField(choices=[("", "Recognise it by its headings"), *PROFILES], required=False)

    def mapping(self) -> dict[str, str]:
        """Field by heading, for the columns that somebody said something about."""
        data: Any = self.data
        pairs = zip(data.getlist("column"), data.getlist("field"), strict=False)
        return {heading[:200]: field for heading, field in list(pairs)[:100] if field}


class SheetExportForm(forms.Form):
    """The profile and the kind of file to write."""

    profile = forms.ChoiceField(choices=PROFILES)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in sheets.ENDINGS])

    def clean(self) -> dict[str, Any]:
        """Refuse a kind of file that the profile is not written as."""
        data = super().clean() or self.cleaned_data
        profile, kind = data.get("profile"), data.get("kind")
        if profile and kind and kind not in sheets.BY_NAME[profile].kinds:
            known = ", ".join(sheets.BY_NAME[profile].kinds)
            raise forms.ValidationError(f"This sheet is written as {known}.", code="kind")
        return data


class NameForm(forms.Form):
    """Whom a name in a Word file means."""

    name = forms.CharField(max_length=200)
    person = forms.ModelChoiceField(Person.objects.none(), to_field_name="uid")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
