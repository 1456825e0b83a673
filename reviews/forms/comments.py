"""Forms of comments, answers and the matrix: they check what was typed and never save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backend.accounts.models import Agency, Person
from reviews.models import AnchorKind, Comment, CommentType, Disposition, Severity, Visibility
from reviews.services.answers import acts
from reviews.services.answers.decisions import Answer
from reviews.services.talk.comments import LONGEST, Place, Saying

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from documents.models import Version


AUDIENCES = [
    (choice.value, choice.label) for choice in (Visibility.AUTHOR, Visibility.AGENCY, Visibility.DOCUMENT)
]
#: Who a comment can be released to, or the content of a file shown to.
WIDER = AUDIENCES[1:]


class Words(forms.CharField):
    """Text that is kept as it was typed: spaces at its ends may matter."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, max_length=LONGEST, **kwargs)


class SayingForm(forms.Form):
    """What a comment says. A proposal counts when its field was sent; an empty one takes words away."""

    type = forms.ChoiceField(choices=CommentType.choices, required=False)
    severity = forms.ChoiceField(choices=[("", "No severity"), *Severity.choices], required=False)
    body = Words()
    proposal = Words()

    def saying(self) -> Saying:
        """The checked words."""
        data = self.cleaned_data
        return Saying(
            body=data["body"], type=data["type"] or CommentType.GENERAL, severity=data["severity"],
            proposal=data["proposal"] if self.add_prefix("proposal") in self.data else None,
        )


class PlaceForm(forms.Form):
    """Where a comment shall point; offsets are Unicode code points in the blocks' text."""

    kind = forms.ChoiceField(choices=AnchorKind.choices)
    block = forms.CharField(max_length=24, required=False)
    start = forms.IntegerField(min_value=0, required=False)
    end = forms.IntegerField(min_value=0, required=False)
    end_block = forms.CharField(max_length=24, required=False)
    quote = Words()

    def place(self) -> Place:
        """The checked place."""
        data = self.cleaned_data
        return Place(
            kind=data["kind"], block=data["block"], start=data["start"] or 0, end=data["end"],
            end_block=data["end_block"], quote=data["quote"] if data["kind"] == AnchorKind.RANGE else "",
        )


class CommentForm(SayingForm, PlaceForm):
    """A new comment. `agency` matters for people of several; `key` makes sending twice harmless."""

    audience = forms.ChoiceField(choices=AUDIENCES, initial=Visibility.DOCUMENT)
    agency = forms.ModelChoiceField(Agency.objects.all(), to_field_name="code", required=False)
    key = forms.CharField(max_length=80, required=False)


class EditForm(SayingForm):
    """New words for a comment."""

    revision = forms.IntegerField(required=False)


class ReplyForm(forms.Form):
    """An answer in a thread."""

    body = forms.CharField(max_length=LONGEST)
    key = forms.CharField(max_length=80, required=False)


class ReasonForm(forms.Form):
    """Why something is withdrawn or taken up again."""

    reason = forms.CharField(max_length=LONGEST, required=False)
    revision = forms.IntegerField(required=False)


class ReleaseForm(forms.Form):
    """To whom a comment is released."""

    to = forms.ChoiceField(choices=WIDER, required=False)
    revision = forms.IntegerField(required=False)


def _numbered(words: str, visible: QuerySet[Comment]) -> Comment | None:
    """The comment of a register number; nothing when nothing was typed."""
    name = words.strip().upper()
    code, _, number = name.rpartition("-")
    if not name:
        return None
    found = None
    if number.isdecimal() and len(number) < 9:
        found = visible.filter(code__iexact=code, number=int(number)).first()
    if found is None:
        raise forms.ValidationError(f"There is no comment {name} here.")
    return found


class DecisionForm(forms.Form):
    """The editors' answer; `duplicate_of` is a register number that the person sees."""

    disposition = forms.ChoiceField(choices=Disposition.choices)
    response = forms.CharField(max_length=LONGEST, required=False)
    duplicate_of = forms.CharField(max_length=40, required=False)
    revision = forms.IntegerField(required=False)

    def __init__(self, *args: Any, visible: QuerySet[Comment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visible = visible

    def clean_duplicate_of(self) -> Comment | None:
        """The comment of that number among those that the person sees."""
        return _numbered(self.cleaned_data["duplicate_of"], self.visible)

    def answer(self) -> Answer:
        """The checked answer."""
        data = self.cleaned_data
        return Answer(data["disposition"], data["response"], data.get("duplicate_of"))


class ActForm(forms.Form):
    """What to do with the comments that are chosen; each act reads what it needs."""

    kind = forms.ChoiceField(choices=acts.CHOICES)
    disposition = forms.ChoiceField(choices=[("", ""), *Disposition.choices], required=False)
    response = forms.CharField(max_length=LONGEST, required=False)
    duplicate_of = forms.CharField(max_length=40, required=False)
    note = forms.CharField(max_length=LONGEST, required=False)
    reference = forms.CharField(max_length=120, required=False)
    assignee = forms.ModelChoiceField(Person.objects.none(), to_field_name="uid", required=False)
    version = forms.IntegerField(required=False)

    def __init__(
        self, *args: Any, visible: QuerySet[Comment], versions: list[Version], people: QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.visible, self.versions = visible, versions
        self.fields["assignee"].queryset = people  # type: ignore[attr-defined]

    def clean_duplicate_of(self) -> Comment | None:
        """The comment of that number among those that the person sees."""
        return _numbered(self.cleaned_data["duplicate_of"], self.visible)

    def clean_version(self) -> Version | None:
        """The issued version of that number."""
        number = self.cleaned_data["version"]
        return next((version for version in self.versions if version.number == number), None)

    def wish(self) -> acts.Wish:
        """The checked wish."""
        return acts.Wish(**self.cleaned_data)


class AskForm(forms.Form):
    """How many days commenters have to judge the answers, and whether what is done with closes then."""

    days = forms.IntegerField(required=False)
    closes = forms.BooleanField(required=False)


class RespondForm(forms.Form):
    """Whether an answer satisfies, and if not, why."""

    satisfied = forms.ChoiceField(choices=[("yes", "Satisfied"), ("no", "Not satisfied")])
    reason = forms.CharField(max_length=LONGEST, required=False)
    revision = forms.IntegerField(required=False)
    page = forms.IntegerField(required=False)


class ViewForm(forms.Form):
    """The name under which a view of the matrix is kept, and for whom."""

    name = forms.CharField(max_length=80)
    is_shared = forms.BooleanField(required=False)


class NoteForm(forms.Form):
    """Why passages changed; `changes` are numbers of the comparison."""

    changes = forms.TypedMultipleChoiceField(coerce=int, required=False)
    text = forms.CharField(max_length=2_000, label="Why")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        asked = data.getlist("changes") if hasattr(data, "getlist") else data.get("changes", [])
        numbers = {str(value) for value in asked if str(value).isdecimal() and len(str(value)) < 7}
        self.fields["changes"].choices = [(value, value) for value in numbers]  # type: ignore[attr-defined]
