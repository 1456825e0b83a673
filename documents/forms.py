"""Forms of the documents app: they check what was typed and never save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backend.accounts import selectors as accounts
from backend.accounts.models import Agency, Person
from documents.models import Role

if TYPE_CHECKING:
    from documents.models import Document


class DocumentForm(forms.Form):
    """A new document."""

    title = forms.CharField(max_length=300)
    short_title = forms.CharField(
        max_length=80,
        required=False,
        help_text="Used in lists and addresses, such as “Science White Paper”.",
    )
    owner = forms.ModelChoiceField(Agency.objects.none(), label="Owning agency")
    summary = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = Agency.objects.all()
        if not person.is_staff:
            owners = owners.filter(pk__in=accounts.focal_agency_ids(person))
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """A person, by e-mail address, and what they shall be."""

    email = forms.EmailField(label="E-mail address")
    role = forms.ChoiceField(choices=Role.choices, initial=Role.REVIEWER)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        email = data.pop("email", None)
        if email:
            person = Person.objects.filter(email__iexact=email, is_active=True).first()
            if person is None:
                self.add_error("email", "Nobody here has this address. Ask the site's staff to add them.")
            data["person"] = person
        return data


class AgencyForm(forms.Form):
    """An agency that does not take part yet."""

    agency = forms.ModelChoiceField(Agency.objects.none())

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taking_part = document.participations.filter(ended_at=None).values("agency")
        self.fields["agency"].queryset = Agency.objects.exclude(pk__in=taking_part)  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """A Word file that becomes the next version."""

    file = forms.FileField(label="Word file")
    label = forms.CharField(max_length=120, required=False, help_text="Such as “Second order draft”.")
    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label="What is new, for readers",
    )


class IssueForm(forms.Form):
    """The last words before a version is frozen."""

    label = forms.CharField(max_length=120, required=False)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)


class PublishForm(forms.Form):
    """What the public page says; a title left empty is the document's."""

    title = forms.CharField(max_length=300, required=False)
    subtitle = forms.CharField(max_length=300, required=False)
    summary = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), required=False)
    citation = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), required=False)
    news = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="A note on the home page; leave it empty for none.",
    )


class WithdrawForm(forms.Form):
    """Why a publication is taken back."""

    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Why is it withdrawn?")
