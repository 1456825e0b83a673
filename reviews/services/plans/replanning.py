"""Whole plans: what would move if …, made from a template, or backwards from a date.

A proposal is only reckoned. Accepting it reckons again, refuses when the plan is another one by then,
and changes all steps in one transaction, as one change that can be taken back.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from backend.errors import BadInput, NotNow
from documents.models import VersionState
from reviews import rules, selectors
from reviews.core import saying
from reviews.core.dates import Said
from reviews.core.planning import templates
from reviews.core.planning.backwards import Due, back_from, earliest_end
from reviews.core.planning.slips import Moved, moved
from reviews.models import ChangeKind, Fact, Milestone
from reviews.planning import outlook
from reviews.services.plans import keeping, milestones, ties, worlds
from reviews.services.plans.facts import date_of_round

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from documents.models import Document
    from reviews.core.planning.templates import Template


@dataclass(frozen=True, slots=True)
class Shift:
    """A step that would move: from its present date to another one, and the step seen to push it."""

    milestone: Milestone
    meant: Said
    change: Moved
    pushed_by: Milestone | None

    @property
    def because(self) -> str:
        """The step that pushes it, by name if it is seen; nothing for what was wished itself."""
        if self.pushed_by is not None:
            return self.pushed_by.title
        return keeping.ELSEWHERE if self.change.pushed_by else ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would move; `digest` is of the plans that it was reckoned from.

    `elsewhere` are steps of documents that the person does not plan: their coordinators decide. `blocked`
    says why it can only be looked at, "" when it can be accepted.
    """

    shifts: tuple[Shift, ...]
    elsewhere: tuple[Shift, ...]
    digest: str
    blocked: str = ""


def what_if(*, document: Document, wishes: dict[int, date], by: Person) -> Proposal:
    """What moves when these steps of the document get these dates. Nothing is saved.

    A step whose date a round sets is reckoned with as well: what moves it is extending the round.
    """
    keeping.demand(by, document)
    book = outlook.book_of([document], today=today(), with_paces=False)
    for key in wishes:
        if key not in book.steps:
            raise NotNow("This step was taken out of the plan. Put it back first.")
    found = _proposal(book, wishes, by, document)
    reasons = (_date_elsewhere(book.steps[key]) for key in wishes)
    return replace(found, blocked=" ".join(filter(None, reasons)))


def _proposal(book: outlook.Book, wishes: dict[int, date], by: Person, document: Document) -> Proposal:
    changes = moved(book.core_steps(), wishes, book.world)
    seen = selectors.milestones_visible_to(by).filter(pk__in=list(book.steps))
    known = {step.pk: book.steps[step.pk] for step in seen}
    shifts = [_shift(book, change, known) for change in changes.values()]
    mine = {document.pk} | {
        each.pk for each in _documents(shifts) if each.pk != document.pk and rules.can_plan(by, each)
    }
    return Proposal(
        tuple(shift for shift in shifts if shift.milestone.document_id in mine),
        tuple(shift for shift in shifts if shift.milestone.document_id not in mine),
        digest_of(book),
    )


def _documents(shifts: list[Shift]) -> list[Document]:
    return list({shift.milestone.document_id: shift.milestone.document for shift in shifts}.values())


def _shift(book: outlook.Book, change: Moved, known: dict[int, Milestone]) -> Shift:
    step = book.steps[change.key]
    now = Said(step.words, step.from_on, step.to_on, step.due_at, step.zone)
    return Shift(
        step, saying.same_time_on(now, change.after), change,
        known.get(change.pushed_by) if change.pushed_by else None,
    )


def digest_of(book: outlook.Book) -> str:
    """Of the steps, their revisions and ties: another plan gives another digest."""
    said = sorted((key, step.revision) for key, step in book.steps.items())
    ways = sorted((row.pk, row.amount, row.unit) for rows in book.waits.values() for row in rows)
    return hashlib.sha256(repr((said, ways)).encode()).hexdigest()[:24]


def accept(
    *, document: Document, wishes: dict[int, date], digest: str, reason: str, by: Person,
) -> uuid.UUID:
    """Move all steps that `what_if` named, in one transaction; returns the batch by which to undo it.

    Raises `NotNow` when the plans changed since they were reckoned with.
    """
    keeping.demand(by, document)
    if not reason.strip():
        raise BadInput("Say why the plan moves: everyone who planned with it reads it.", code="reason")
    batch = uuid.uuid4()
    with transaction.atomic():
        proposal = what_if(document=document, wishes=wishes, by=by)
        if proposal.digest != digest:
            raise NotNow("The plan was changed in the meantime: look at what would move now.", code="changed")
        for shift in proposal.shifts:
            _move(shift, reason, by, batch)
    return batch


def _date_elsewhere(step: Milestone) -> str:
    """Why the step's date is not set in the plan, "" when it is."""
    if not date_of_round(step):
        return ""
    return f"The round sets the date of “{step.title}”: extend the round, and the step moves with it."


def _check_own_date(step: Milestone) -> None:
    if reason := _date_elsewhere(step):
        raise NotNow(reason)


def _move(shift: Shift, reason: str, by: Person, batch: uuid.UUID) -> None:
    step = keeping.locked_open(shift.milestone, shift.milestone.revision)
    _check_own_date(step)
    pushed_by = shift.pushed_by
    why = f"{reason.strip()} (Pushed by {keeping.named(pushed_by, step)}.)" if pushed_by else reason
    hangs = step.waits.filter(is_exact=True, on_id=shift.change.pushed_by or 0).exists()
    with keeping.change(step, ChangeKind.MOVED, by=by, reason=why, batch=batch):
        meant = shift.meant if not hangs else Said(
            step.words, shift.meant.from_on, shift.meant.to_on, zone=step.zone,
        )
        keeping.set_date(step, meant)
        if not hangs:
            step.waits.filter(is_exact=True).delete()


def backwards(
    *, document: Document, goal: Milestone, on: date, by: Person,
) -> tuple[outlook.Book, dict[int, Due]]:
    """By when each step that the goal waits for must be reached for it to be reached on that day."""
    keeping.demand(by, document)
    book = outlook.book_of([document], today=today(), with_paces=False)
    return book, back_from(book.core_steps(), goal.pk, on, today=book.today, world=book.world)


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan made backwards from a template, not saved."""

    template: Template
    dues: tuple[Due, ...]
    soonest_end: date

    @property
    def fits(self) -> bool:
        """Whether there is time for all of it."""
        return all(due.fits for due in self.dues)

    @property
    def rows(self) -> list[tuple[templates.Stage, Due]]:
        """Stages with their days, in the order of the template."""
        return [(self.template.stages[due.key - 1], due) for due in self.dues]


def draft(*, document: Document, template: str, on: date) -> Draft:
    """The template's plan for a document, with its agencies' calendars, that ends on that day."""
    found = templates.TEMPLATES.get(template)
    if found is None:
        raise BadInput("There is no such plan to begin from.", code="template")
    steps, goal = templates.steps_of(found), len(found.stages)
    world = worlds.world_of([document])
    dues = back_from(steps, goal, on, today=today(), world=world)
    return Draft(found, tuple(dues.values()), earliest_end(steps, goal, today=today(), world=world))


def plan_from_template(
    *, document: Document, template: str, on: date, by: Person, words: str = "",
) -> list[Milestone]:
    """Put all stages of a template into the document's plan, dated backwards from that day.

    `words` are the goal's date as it was said. In one transaction, as one change.
    """
    keeping.demand(by, document)
    made = draft(document=document, template=template, on=on)
    batch = uuid.uuid4()
    found: dict[str, Milestone] = {}
    with transaction.atomic():
        last = document.versions.filter(state=VersionState.ISSUED).aggregate(last=Max("number"))["last"] or 0
        for stage, due in made.rows:
            last += stage.fact == Fact.VERSION
            link = milestones.Link(stage.fact, None, last if stage.fact == Fact.VERSION else None)
            said = words if words and stage is made.template.goal else saying.day_in_words(due.by)
            step = milestones.set_milestone(
                document=document, title=stage.title, kind=stage.kind, words=said, link=link, by=by,
                reason=f"From the template “{made.template.title}”.", batch=batch,
            )
            for key, lag in stage.after:
                ties.tie(step, found[key], lag, by=by)
            found[stage.key] = step
    return list(found.values())


def plan_backwards(
    *, document: Document, goal: Milestone, on: date, digest: str, reason: str, by: Person,
) -> uuid.UUID:
    """Move the goal to that day, and what it waits for to the last days that keep it."""
    book, dues = backwards(document=document, goal=goal, on=on, by=by)
    wishes = {
        key: due.by for key, due in dues.items()
        if book.steps[key].document_id == document.pk and not date_of_round(book.steps[key])
    }
    return accept(document=document, wishes=wishes, digest=digest, reason=reason, by=by)


def today() -> date:
    """The day in UTC."""
    return timezone.now().date()

