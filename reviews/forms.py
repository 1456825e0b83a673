"""Forms of the reviews app: they check what was typed and never save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backend.accounts.models import Agency, Person
from reviews.core import sheets
from reviews.core.planning.lags import Lag
from reviews.core.planning.templates import TEMPLATES
from reviews.models import (
    AnchorKind,
    Comment,
    CommentType,
    Disposition,
    Fact,
    LagUnit,
    MilestoneKind,
    Round,
    Severity,
    Visibility,
)
from reviews.services import acts
from reviews.services.comments import LONGEST, Place, Saying
from reviews.services.decisions import Answer
from reviews.services.milestones import Link

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


class MilestoneForm(forms.Form):
    """A new step of the plan."""

    title = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=MilestoneKind.choices, initial=MilestoneKind.OTHER)
    words = forms.CharField(
        max_length=80, label="When", required=False,
        help_text="Such as 12 May 2016 17:00 CEST, fall 2016, mid-2017 or freeze + 6 weeks.",
    )
    fact = forms.ChoiceField(
        choices=Fact.choices, required=False, label="Met when",
        help_text="What is met by a fact needs no tick; a round brings its own date.",
    )
    round = forms.ModelChoiceField(
        Round.objects.none(), to_field_name="number", required=False, label="Round", empty_label="No round",
    )
    version_number = forms.IntegerField(min_value=1, required=False, label="Version number")

    def __init__(self, *args: Any, rounds: QuerySet[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]

    def link(self) -> Link:
        """The fact that the step stands for."""
        data = self.cleaned_data
        return Link(data["fact"], data["round"], data["version_number"])

    def step(self) -> dict[str, Any]:
        """The step as the service takes it."""
        return {
            "title": self.cleaned_data["title"], "kind": self.cleaned_data["kind"],
            "words": self.cleaned_data["words"], "link": self.link(),
        }


class EditStepForm(MilestoneForm):
    """Another name, kind or fact for a step; its date is moved, not edited."""

    words = None  # type: ignore[assignment]
    revision = forms.IntegerField(required=False)


class ExpectForm(forms.Form):
    """When a step is foreseen; nothing when nobody foresees anything."""

    words = forms.CharField(max_length=80, required=False)
    reason = forms.CharField(max_length=2000, required=False)
    revision = forms.IntegerField(required=False)


class StepForm(forms.Form):
    """A step taken out or put back."""

    reason = forms.CharField(max_length=2000, required=False)
    revision = forms.IntegerField(required=False)


class WaitForm(forms.Form):
    """What a step waits for, and how long after it."""

    on = forms.CharField(max_length=300, label="Waits for")
    amount = forms.IntegerField(min_value=-5000, max_value=5000, required=False)
    unit = forms.ChoiceField(choices=LagUnit.choices, required=False)
    by_agencies = forms.BooleanField(required=False)
    revision = forms.IntegerField(required=False)

    def lag(self) -> Lag:
        """The time between them."""
        data = self.cleaned_data
        return Lag(data["amount"] or 0, data["unit"] or "days", data["by_agencies"])


class MoveForm(forms.Form):
    """Another date for a step, and why."""

    words = forms.CharField(max_length=80, label="New date")
    reason = forms.CharField(max_length=2000, label="Why does it move?")
    revision = forms.IntegerField(required=False)


class MeetForm(forms.Form):
    """The day on which a step was reached."""

    on = forms.DateField(label="Met on")
    revision = forms.IntegerField(required=False)


class NoteForm(forms.Form):
    """Why passages changed; `changes` are numbers of the comparison."""

    changes = forms.TypedMultipleChoiceField(coerce=int, required=False)
    text = forms.CharField(max_length=2_000, label="Why")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        asked = data.getlist("changes") if hasattr(data, "getlist") else data.get("changes", [])
        numbers = {str(value) for value in asked if str(value).isdecimal() and len(str(value)) < 7}
        self.fields["changes"].choices = [(value, value) for value in numbers]  # type: ignore[attr-defined]


class WhatIfForm(forms.Form):
    """Which step would get which date: so many days later, or a date in words."""

    step = forms.UUIDField()
    days = forms.IntegerField(min_value=-3650, max_value=3650, required=False)
    words = forms.CharField(max_length=80, required=False)


class BackwardsForm(forms.Form):
    """The day that everything is planned back from; of a step of the plan, or with a template."""

    on = forms.CharField(max_length=80, label="To be published")
    goal = forms.UUIDField(required=False)
    template = forms.ChoiceField(
        choices=[(key, found.title) for key, found in TEMPLATES.items()], required=False,
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        data = super().clean() or self.cleaned_data
        if not data.get("goal") and not data.get("template"):
            raise forms.ValidationError("Choose a step of the plan, or a plan to begin from.")
        return data


class ClosureForm(forms.Form):
    """Days on which an agency does not work."""

    name = forms.CharField(max_length=120, label="What", help_text="Such as Golden Week, year-end closure.")
    from_on = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    to_on = forms.DateField(label="Last day", widget=forms.DateInput(attrs={"type": "date"}))
    is_yearly = forms.BooleanField(required=False, label="Every year")


class LeadForm(forms.Form):
    """Working days that an agency needs to make one answer of many."""

    lead_days = forms.IntegerField(min_value=0, max_value=120)
