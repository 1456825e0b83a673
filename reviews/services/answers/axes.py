"""What is kept of comments beside their answer: who prepares it, what is done in the text, what came late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from backend.errors import BadInput, NotNow, NotYou
from documents import rules as documents_rules
from documents.models import Role
from reviews import rules
from reviews.models import Axis, CommentState, Implementation, Lateness, OperationKind
from reviews.services.answers import operations
from reviews.services.talk import registering

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backend.accounts.models import Person
    from documents.models import Document, Version
    from reviews.models import Comment, Operation
    from reviews.services.answers.operations import Chosen

#: implementation -> what it may become; done names the version, verified keeps it.
IMPLEMENTATION = {
    Implementation.PENDING: {Implementation.DONE},
    Implementation.DONE: {Implementation.VERIFIED, Implementation.PENDING},
    Implementation.VERIFIED: {Implementation.PENDING},
}
#: What these acts may change of a comment; a late one that is admitted is registered.
FIELDS = (
    "assignee", "implementation", "implemented_in", "lateness", "state", "visibility", "code", "number",
)
_LATE = {Lateness.LATE, Lateness.LATE_ADMITTED, Lateness.LATE_REFUSED}


def assign_comments(
    *, document: Document, chosen: Sequence[Chosen], assignee: Person | None, by: Person,
) -> Operation:
    """Say who prepares the answers; None takes it from whoever had it."""
    if assignee and not (
        documents_rules.has_role(assignee, document, *Role.values)
        or documents_rules.can_comment(assignee, document)
    ):
        raise BadInput(f"{assignee.name} has no part in this document.", code="assignee")

    def change(comment: Comment) -> None:
        comment.assignee_id = assignee.pk if assignee else None

    return _change(document, chosen, by, Axis.ASSIGNEE, rules.can_assign, change)


def mark_implemented(
    *, document: Document, chosen: Sequence[Chosen], version: Version, by: Person, note: str = "",
) -> Operation:
    """Note that the text of `version` does what was decided."""
    if version.document_id != document.pk:
        raise BadInput("Name a version of this document.", code="version")

    def change(comment: Comment) -> None:
        _demand_implementation(comment, Implementation.DONE)
        comment.implementation, comment.implemented_in_id = Implementation.DONE, version.pk

    return _change(document, chosen, by, Axis.IMPLEMENTATION, rules.can_assign, change, note)


def set_implementation(
    *, document: Document, chosen: Sequence[Chosen], to: str, by: Person, note: str = "",
) -> Operation:
    """`verified`: somebody looked, and the text says it. `pending`: it does not; a note says why."""
    if to == Implementation.PENDING and not note.strip():
        raise BadInput("Say what is missing in the text.", code="note")

    def change(comment: Comment) -> None:
        _demand_implementation(comment, to)
        comment.implementation = to
        comment.implemented_in_id = comment.implemented_in_id if to == Implementation.VERIFIED else None

    return _change(document, chosen, by, Axis.IMPLEMENTATION, rules.can_assign, change, note)


def judge_late(
    *, document: Document, chosen: Sequence[Chosen], admit: bool, by: Person, note: str = "",
) -> Operation:
    """Let comments that came late count, or not; refused ones stay in the register, with the reason."""
    if not admit and not note.strip():
        raise BadInput("Say why it is refused: the commenter reads it.", code="note")

    def change(comment: Comment) -> None:
        if comment.lateness not in _LATE:
            raise NotNow("This comment came in time.", code="in_time")
        comment.lateness = Lateness.LATE_ADMITTED if admit else Lateness.LATE_REFUSED
        if admit:
            registering.admit(comment)

    return _change(document, chosen, by, Axis.LATENESS, rules.can_admit, change, note)


def _demand_implementation(comment: Comment, to: str) -> None:
    if comment.state != CommentState.DECIDED or to not in IMPLEMENTATION.get(comment.implementation, set()):  # type: ignore[call-overload]
        raise NotNow(
            f"Its implementation is {comment.get_implementation_display().lower()}: "
            f"it can not become {to} now.", code="not_now",
        )


def _change(
    document: Document, chosen: Sequence[Chosen], by: Person, axis: Axis,
    rule: Callable[[rules.Standing, Comment], bool], change: Callable[[Comment], None], note: str = "",
) -> Operation:
    standing = rules.standing(by, document)
    with transaction.atomic():
        rows = operations.locked(document, chosen)
        if not all(rule(standing, row) for row in rows.values()):
            raise NotYou("Only those who steer the document do this.")
        were = {pk: (axis, operations.axis_value(row, axis)) for pk, row in rows.items()}
        operations.each(rows, change)
        operation = operations.begin(document, _KINDS[axis], len(rows), by)
        operations.save(rows, FIELDS)
        operations.note_changes(rows, were, by, operation=operation, note=note)
    return operation


_KINDS = {
    Axis.ASSIGNEE: OperationKind.ASSIGN, Axis.IMPLEMENTATION: OperationKind.IMPLEMENT,
    Axis.LATENESS: OperationKind.LATENESS,
}
