"""Milestones: the dated steps of a document's plan, with the history of every change; calendars."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class MilestoneKind(models.TextChoices):
    MEETING = "meeting", "Meeting"
    VERSION = "version", "Version issued"
    ROUND = "round", "Comments due"
    DECISIONS = "decisions", "All comments decided"
    FREEZE = "freeze", "Text frozen"
    POSITIONS = "positions", "Positions"
    PUBLICATION = "publication", "Publication"
    OTHER = "other", "Other"


class Fact(models.TextChoices):
    """What a step stands for; it is met when that happens, and by nothing else."""

    NONE = "", "Somebody says so"
    OPENED = "opened", "A round opens"
    CLOSED = "closed", "A round closes"
    VERSION = "version", "A version is issued"
    DECIDED = "decided", "All comments are decided"
    PUBLISHED = "published", "A version is published"


class Milestone(models.Model):
    """A dated step.

    A date is either a moment (`due_at` with `zone`, shown local and in UTC) or words ("fall 2016")
    with the interval that they mean (`from_on`..`to_on`, both days included). Words never close anything.
    `first_*` keep the very first plan, so that a slip shows. `expected_*` is what somebody foresees
    while the plan stays; forecasts by pace and by what it waits for are reckoned when they are read.
    A step that was taken out is kept, with `cancelled_at`.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=MilestoneKind.choices, default=MilestoneKind.OTHER)
    words = models.CharField(max_length=80)  # as said: "fall 2016", "12 May 2016 17:00"
    due_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=60, default="UTC")
    from_on = models.DateField()
    to_on = models.DateField()
    first_words = models.CharField(max_length=80)
    first_to_on = models.DateField()
    expected_words = models.CharField(max_length=80, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    fact = models.CharField(max_length=16, choices=Fact.choices, blank=True)
    version_number = models.PositiveIntegerField(null=True, blank=True)  # of `VERSION`; None: the next one
    round = models.ForeignKey(  # of `OPENED` and `CLOSED`; of `DECIDED`: None for all comments
        "reviews.Round", null=True, blank=True, on_delete=models.SET_NULL, related_name="milestones",
    )
    met_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["document", "to_on", "id"]
        indexes = [
            # a document's plan, and the next step of it
            models.Index(fields=["document", "met_on", "to_on"], name="milestone_plan"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still to come."""
        return self.met_on is None and self.cancelled_at is None


class LagUnit(models.TextChoices):
    DAYS = "days", "days"
    WORKING_DAYS = "working_days", "working days"
    WEEKS = "weeks", "weeks"
    MONTHS = "months", "months"


class Dependency(models.Model):
    """That a step waits for another, of the same document or of another one, and comes so long after it.

    An exact one sets the step's date ("round close + 30 days"): when `on` moves, the date moves with
    it. The others only hold the step back. `by_agencies`: the time is for agencies, in their own
    calendars and with their lead times.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="waits")
    on = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="held")
    amount = models.IntegerField(default=0)
    unit = models.CharField(max_length=12, choices=LagUnit.choices, default=LagUnit.DAYS)
    by_agencies = models.BooleanField(default=False)
    is_exact = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["milestone", "on"], name="one_dependency_a_pair"),
            models.UniqueConstraint(
                fields=["milestone"], condition=models.Q(is_exact=True), name="one_step_sets_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} waits for {self.on}"


class ChangeKind(models.TextChoices):
    SET = "set", "set"
    MOVED = "moved", "moved"
    EXPECTED = "expected", "expected"
    EDITED = "edited", "edited"
    TIED = "tied", "tied"
    MET = "met", "met"
    REOPENED = "reopened", "reopened"
    REMOVED = "removed", "removed"
    RESTORED = "restored", "restored"


class MilestoneChange(models.Model):
    """A milestone before and after a change, who made it and why; appended.

    `by` is nobody where a fact made it. Changes made together have the same `batch`. One that takes
    another back says which in `undoes`.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=ChangeKind.choices, default=ChangeKind.MOVED)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    batch = models.UUIDField(null=True, blank=True, db_index=True)  # to undo them together
    undoes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="undone_by",
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )

    class Meta:
        ordering = ["milestone", "id"]

    def __str__(self) -> str:
        return f"{self.milestone} {self.kind} at {self.at}"


class AgencyTerms(models.Model):
    """What an agency needs to make one answer of many: working days of lead. Agencies without a row: none."""

    agency = models.OneToOneField("accounts.Agency", on_delete=models.CASCADE, related_name="terms")
    lead_days = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.agency} needs {self.lead_days} working days"


class Closure(models.Model):
    """Days on which an agency does not work; on which nobody does, without an agency."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(
        "accounts.Agency", null=True, blank=True, on_delete=models.CASCADE, related_name="closures",
    )
    name = models.CharField(max_length=120)
    from_on = models.DateField()
    to_on = models.DateField()
    is_yearly = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["from_on", "id"]

    def __str__(self) -> str:
        return f"{self.name} from {self.from_on} to {self.to_on}"


class CalendarLink(models.Model):
    """A secret address of a calendar feed: of all of a person's documents, or of one.

    Only its SHA-256 is kept; a new one ends the old.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_links",
    )
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.CASCADE, related_name="+",
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(document=None), name="one_calendar_a_person",
            ),
            models.UniqueConstraint(fields=["person", "document"], name="one_calendar_a_document"),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.person}"
