"""Forms of meetings: they check what was typed and never save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backend.accounts.models import Agency
from documents.models import Document
from reviews.models import Disposition, FindingKind, Reflection
from reviews.services.answers.decisions import Answer
from reviews.services.workshops.meetings import Facts

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from reviews.models import Meeting


class MeetingForm(forms.Form):
    """What a meeting is."""

    title = forms.CharField(max_length=200)
    place = forms.CharField(max_length=200, required=False)
    starts_on = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(
        label="Last day", required=False, widget=forms.DateInput(attrs={"type": "date"}),
    )
    hosts = forms.ModelMultipleChoiceField(Agency.objects.all(), required=False)
    organisers = forms.ModelMultipleChoiceField(Agency.objects.all(), required=False, label="Co-organisers")
    documents = forms.ModelMultipleChoiceField(
        Document.objects.none(), required=False, label="Also concerns",
        help_text="Other documents that its findings may be assigned to.",
    )
    summary = forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), required=False, max_length=20_000)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, seen: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].queryset = seen  # type: ignore[attr-defined]

    def facts(self) -> Facts:
        """The checked facts."""
        data = self.cleaned_data
        return Facts(
            data["title"], data["starts_on"], data["ends_on"], data["place"], data["summary"],
            tuple(data["hosts"]), tuple(data["organisers"]), tuple(data["documents"]),
        )


def initial(meeting: Meeting) -> dict[str, Any]:
    """What the form starts with for a meeting that is there."""
    return {
        "title": meeting.title, "place": meeting.place, "starts_on": meeting.starts_on,
        "ends_on": meeting.ends_on, "summary": meeting.summary, "hosts": meeting.hosts.all(),
        "organisers": meeting.organisers.all(), "documents": meeting.documents.all(),
        "revision": meeting.revision,
    }


class ItemForm(forms.Form):
    """A point of the agenda."""

    title = forms.CharField(max_length=300)
    starts = forms.CharField(max_length=40, required=False)


class MinuteForm(forms.Form):
    """What was said and concluded; a disposition decides the point's comment."""

    minutes = forms.CharField(required=False, max_length=20_000)
    seen = forms.CharField(required=False, max_length=20_000)
    disposition = forms.ChoiceField(choices=[("", "No decision"), *Disposition.choices], required=False)
    response = forms.CharField(required=False, max_length=20_000)

    def answer(self) -> Answer | None:
        """The meeting's decision, if it took one."""
        data = self.cleaned_data
        return Answer(data["disposition"], data["response"]) if data["disposition"] else None


class FindingForm(forms.Form):
    """A finding or recommendation; `rests_on` are codes such as `F1, F2`."""

    kind = forms.ChoiceField(choices=FindingKind.choices, required=False)
    text = forms.CharField(max_length=5_000)
    rationale = forms.CharField(max_length=5_000, required=False)
    rests_on = forms.CharField(max_length=200, required=False)
    revision = forms.IntegerField(required=False)


class AssignForm(forms.Form):
    """Where a finding belongs: `place` is `DOCUMENT:HEADING KEY`, `DOCUMENT:` or `DOCUMENT:m:STEP`."""

    place = forms.CharField(max_length=200)


class JudgeForm(forms.Form):
    """Whether the text reflects it."""

    reflection = forms.ChoiceField(choices=Reflection.choices)
    reason = forms.CharField(max_length=5_000, required=False)
    revision = forms.IntegerField(required=False)


class PassageForm(forms.Form):
    """Words that reflect it: a block of a version, all of it or a quote in it."""

    version = forms.IntegerField(min_value=1)
    block = forms.CharField(max_length=24)
    quote = forms.CharField(max_length=2_000, required=False, strip=False)


class WhyForm(forms.Form):
    """A reason, where one is needed."""

    reason = forms.CharField(max_length=5_000, required=False)
    revision = forms.IntegerField(required=False)
