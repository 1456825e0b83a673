"""Acts on many comments at once: all of them or none, undone as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, DraftroomError, NotNow, NotYou
from reviews import rules
from reviews.models import Axis, AxisChange, Comment, CommentState, Decision, Operation, OperationKind
from reviews.services.answers import decisions, moves

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from backend.accounts.models import Person
    from documents.models import Document
    from reviews.core.lifecycle import Move
    from reviews.services.answers.decisions import Answer

#: Comments in one operation.
MOST = 500
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """A comment as somebody chose it; `revision` is what they had read, None when it does not matter."""

    comment: Comment
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did: the operation that it is itself, and the comments that changed since and stay."""

    operation: Operation
    kept: tuple[str, ...]


def answer_comments(
    *, document: Document, chosen: Sequence[Chosen], answer: Answer, by: Person, step: str = "",
) -> Operation:
    """Answer all of them alike, each in its own right.

    `step` is `propose` or `decide`; without it, each is decided if the person may, and proposed if not.
    A comment that is decided already gets another answer, with `answer.note` as the reason. Raises
    `NotYou`, `NotNow` or `BadInput`, naming the comments; then nothing is done.
    """
    return answer_each(document=document, answers=[(one, answer) for one in chosen], by=by, step=step)


def answer_each(
    *, document: Document, answers: Sequence[tuple[Chosen, Answer]], by: Person, step: str = "",
) -> Operation:
    """Answer each with its own words, all in one operation."""
    if step not in {"", "propose", "decide"}:
        raise BadInput("Propose or decide.", code="step")
    ids = [one.comment.pk for one, _ in answers]
    for said in {id(answer): answer for _, answer in answers}.values():
        decisions.check(said, document.pk, [one.comment.pk for one, answer in answers if answer is said])
    standing = rules.standing(by, document)
    with transaction.atomic():
        rows = locked(document, [one for one, _ in answers])
        made = _moves(standing, rows, step)
        said_of = {one.comment.pk: answer for one, answer in answers}
        kind = OperationKind.DECIDE if "propose" not in made.values() else OperationKind.PROPOSE
        operation = begin(document, kind, len(rows), by)
        befores = each(rows, lambda row: decisions.settle(made[row.pk], row, said_of[row.pk]))
        save(rows, decisions.FIELDS)
        Decision.objects.bulk_create(
            [
                decisions.step(rows[pk], befores[pk], by, answer=said_of[pk], operation=operation)
                for pk in ids
            ],
            batch_size=_BATCH,
        )
        for row in rows.values():
            moves.tell(decisions.VERBS[made[row.pk]], row, by, disposition=row.disposition,
                       operation=str(operation.uid))
    return operation


def _moves(standing: rules.Standing, rows: dict[int, Comment], step: str) -> dict[int, Move]:
    """Which move each comment needs; `NotYou` when one of them is not this person's to make."""

    def move(row: Comment) -> Move:
        decides = step == "decide" or (not step and rules.can_decide(standing, row))
        wanted: Move = "propose"
        if decides:
            wanted = "supersede" if row.state == CommentState.DECIDED else "decide"
        decisions.demand_right(wanted, standing, row)
        return wanted

    return each(rows, move)


def each(rows: dict[int, Comment], act: Callable[[Comment], Any]) -> dict[int, Any]:
    """Do it with each; the first refusal names the comment where there are several."""
    done = {}
    for pk, row in rows.items():
        try:
            done[pk] = act(row)
        except DraftroomError as refused:
            if len(rows) == 1:
                raise
            raise type(refused)(f"{row}: {refused.detail}", code=refused.code, **refused.members) from refused
    return done


def locked(document: Document, chosen: Sequence[Chosen]) -> dict[int, Comment]:
    """The comments as they are now, locked in one order; `NotNow` names those that changed since."""
    if not chosen or len(chosen) > MOST:
        raise BadInput(f"Choose 1 to {MOST} comments.", code="choose")
    wanted = {one.comment.pk: one.revision for one in chosen}
    found = Comment.objects.select_for_update(of=("self",)).filter(document=document, pk__in=wanted)
    rows = {row.pk: row for row in found.select_related("agency", "received_in", "round").order_by("pk")}
    if len(rows) != len(wanted):
        raise BadInput("Choose comments of one document.", code="choose")
    changed = [row for row in rows.values() if wanted[row.pk] not in {None, row.revision}]
    if changed:
        names = ", ".join(str(row) for row in changed[:5]) + (" …" if len(changed) > 5 else "")
        members = {"revision": changed[0].revision, "state": changed[0].state} if len(rows) == 1 else {}
        raise NotNow(
            f"Somebody changed {names} in the meantime. Look again, then repeat what you meant.",
            code="changed", **members,
        )
    return {pk: rows[pk] for pk in wanted}


def begin(
    document: Document, kind: str, count: int, by: Person, undoes: Operation | None = None,
) -> Operation:
    """The row of an operation; inside its transaction."""
    return Operation.objects.create(
        document=document, kind=kind, count=count, at=timezone.now(), by=by, undoes=undoes,
    )


def save(rows: dict[int, Comment], fields: Sequence[str]) -> None:
    """Write these fields of locked comments, and count the change."""
    moment = timezone.now()
    for row in rows.values():
        row.revision += 1
        row.changed_at = moment
    names = [name.removesuffix("_id") for name in fields]
    Comment.objects.bulk_update(rows.values(), [*names, "revision", "changed_at"], batch_size=_BATCH)


def undo_operation(*, operation: Operation, by: Person) -> Undone:
    """Put each comment back to what it was before, as a step of its own.

    What changed since stays as it is and is named. An undone undoing does it again. Raises `NotYou`, or
    `NotNow` when it is undone already.
    """
    standing = rules.standing(by, operation.document)
    if not standing.steers or not (operation.by_id == by.pk or standing.coordinates):
        raise NotYou("Who did it, or a coordinator, can undo it.")
    with transaction.atomic():
        now = Operation.objects.select_for_update().get(pk=operation.pk)
        if Operation.objects.filter(undoes=now).exists():
            raise NotNow("This is undone already.", code="undone")
        undoing = begin(operation.document, OperationKind.UNDO, now.count, by, undoes=now)
        kept = _undo_decisions(now, undoing, by) + _undo_changes(now, undoing, by)
        undoing.count = max(now.count - len(kept), 0)
        undoing.save(update_fields=["count"])
    return Undone(undoing, tuple(kept))


def _undo_decisions(operation: Operation, undoing: Operation, by: Person) -> list[str]:
    steps = {step.comment_id: step for step in operation.decisions.all()}
    rows = _unchanged(operation, {pk: step.revision for pk, step in steps.items()})
    befores = {}
    for pk, row in rows.items():
        befores[pk] = decisions.snapshot(row)
        for name, value in steps[pk].before.items():
            setattr(row, name, value)
    save(rows, decisions.FIELDS)
    Decision.objects.bulk_create(
        [decisions.step(row, befores[pk], by, operation=undoing, note="Undone") for pk, row in rows.items()],
        batch_size=_BATCH,
    )
    for row in rows.values():
        moves.tell("undone", row, by, disposition=row.disposition, operation=str(undoing.uid))
    return _names(steps.keys() - rows.keys())


def _unchanged(operation: Operation, revisions: dict[int, int]) -> dict[int, Comment]:
    found = Comment.objects.select_for_update(of=("self",)).filter(document=operation.document_id)
    rows = found.filter(pk__in=revisions).select_related("agency").order_by("pk")
    return {row.pk: row for row in rows if row.revision == revisions[row.pk]}


def _undo_changes(operation: Operation, undoing: Operation, by: Person) -> list[str]:
    """Axes go back where they still are what the operation made them."""
    changes = {change.comment_id: change for change in operation.changes.all()}
    found = Comment.objects.select_for_update(of=("self",)).filter(pk__in=changes).order_by("pk")
    rows = {row.pk: row for row in found if axis_value(row, changes[row.pk].axis) == changes[row.pk].after}
    for pk, row in rows.items():
        set_axis(row, changes[pk].axis, changes[pk].before)
    save(rows, ("assignee", "implementation", "implemented_in", "lateness"))
    were = {pk: (changes[pk].axis, changes[pk].after) for pk in rows}
    note_changes(rows, were, by, operation=undoing, note="Undone")
    return _names(changes.keys() - rows.keys())


def axis_value(comment: Comment, axis: str) -> str:
    """The value of an axis in words for the record; for implementation with its version."""
    if axis == Axis.ASSIGNEE:
        return str(comment.assignee_id or "")
    if axis == Axis.IMPLEMENTATION:
        return f"{comment.implementation}:{comment.implemented_in_id or ''}"
    return str(getattr(comment, axis))


def set_axis(comment: Comment, axis: str, value: str) -> None:
    """Read such words back into the comment, unsaved."""
    if axis == Axis.ASSIGNEE:
        comment.assignee_id = int(value) if value else None
    elif axis == Axis.IMPLEMENTATION:
        state, _, version = value.partition(":")
        comment.implementation, comment.implemented_in_id = state, int(version) if version else None
    else:
        setattr(comment, axis, value)


def note_changes(
    rows: dict[int, Comment], were: Mapping[int, tuple[str, str]], by: Person | None, *,
    operation: Operation | None, note: str = "",
) -> None:
    """Append what changed: `were` tells each comment's axis and what it was; and tell of it."""
    moment = timezone.now()
    AxisChange.objects.bulk_create(
        [
            AxisChange(
                comment=row, axis=were[pk][0], before=were[pk][1], after=axis_value(row, were[pk][0]),
                note=note.strip(), operation=operation, at=moment, by=by,
            )
            for pk, row in rows.items()
        ],
        batch_size=_BATCH,
    )
    for pk, row in rows.items():
        moves.tell("changed", row, by, axis=were[pk][0])


def _names(ids: set[int]) -> list[str]:
    return [str(row) for row in Comment.objects.filter(pk__in=ids).order_by("code", "number")]
