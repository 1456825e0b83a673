"""Decisions on comments: proposed, decided, superseded, reopened; every step is appended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotYou
from reviews import rules
from reviews.core import lifecycle
from reviews.models import Acknowledgement, Comment, CommentState, Decision, Implementation, Visibility
from reviews.services.answers import moves

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from reviews.core.lifecycle import Move
    from reviews.models import Operation

_MISSING = {
    "unknown_disposition": "There is no such decision.",
    "reason": "Give the reason: the commenter reads it.",
    "target": "Name the comment that this one repeats.",
}
#: What makes up the answer to a comment: what a step may change, and undoing puts back.
FIELDS = (
    "state", "disposition", "response", "duplicate_of_id", "implementation", "implemented_in_id",
    "acknowledgement",
)
VERBS = {"propose": "proposed", "decide": "decided", "supersede": "decided", "reopen": "reopened"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the editors say to a comment; `duplicate_of` names the comment that it repeats.

    `note` is the minute, or why an answer that was given changes; `reference` the meeting or motion.
    """

    disposition: str
    response: str = ""
    duplicate_of: Comment | None = None
    note: str = ""
    reference: str = ""


def propose_decision(
    *, comment: Comment, answer: Answer, by: Person, revision: int | None = None,
) -> Comment:
    """Prepare an answer for whoever decides; it may be changed until then."""
    return _answer("propose", comment, answer, by, revision)


def decide_comment(
    *, comment: Comment, answer: Answer, by: Person, revision: int | None = None,
) -> Comment:
    """Give the answer. Raises `NotYou`, `NotNow`, or `BadInput` when a reason or target is missing."""
    return _answer("decide", comment, answer, by, revision)


def supersede_decision(
    *, comment: Comment, answer: Answer, by: Person, revision: int | None = None,
) -> Comment:
    """Put another answer in the place of one that was given; `answer.note` says why it changes."""
    return _answer("supersede", comment, answer, by, revision)


def reopen_comment(*, comment: Comment, reason: str, by: Person, revision: int | None = None) -> Comment:
    """Take a decided comment up again: the answer stands as proposed until it is decided anew."""
    with transaction.atomic():
        now = moves.locked(comment, revision)
        if not rules.can_decide(rules.standing(by, now.document), now):
            raise NotYou("Only who may decide a comment can reopen it.")
        before = snapshot(now)
        now.state = moves.demand("reopen", now)
        if not reason.strip():
            raise BadInput("Say why it is taken up again.", code="reason")
        now.implementation, now.implemented_in_id = Implementation.NOT_APPLICABLE, None
        now.acknowledgement = _unasked(now)
        moves.keep(now, *FIELDS)
        step(now, before, by, response=reason.strip()).save(force_insert=True)
        moves.tell("reopened", now, by)
    return now


def _answer(move: Move, comment: Comment, answer: Answer, by: Person, revision: int | None) -> Comment:
    check(answer, comment.document_id, [comment.pk])
    with transaction.atomic():
        now = moves.locked(comment, revision)
        demand_right(move, rules.standing(by, now.document), now)
        before = settle(move, now, answer)
        moves.keep(now, *FIELDS)
        step(now, before, by, answer=answer).save(force_insert=True)
        moves.tell(VERBS[move], now, by, disposition=now.disposition)
    return now


def demand_right(move: Move, standing: rules.Standing, comment: Comment) -> None:
    """`NotYou` unless this person may make this move on the comment."""
    if move == "propose" and not rules.can_propose(standing, comment):
        raise NotYou("Only editors, coordinators and who it is assigned to propose answers.")
    if move != "propose" and not rules.can_decide(standing, comment):
        detail = "Only editors and coordinators decide comments."
        if standing.steers and rules.is_answerable(comment):
            detail = "In this document editors propose answers, and the coordinator decides."
        raise NotYou(detail)


def check(answer: Answer, document_id: int, chosen: list[int]) -> None:
    """Refuse an answer that lacks its reason or target, whatever the comment; `BadInput`."""
    missing = lifecycle.missing_in_decision(
        answer.disposition, answer.response, has_target=answer.duplicate_of is not None,
    )
    if missing:
        raise BadInput(_MISSING[missing], code=missing)
    target = answer.duplicate_of
    if answer.disposition != "duplicate" or target is None:
        return
    if target.pk in chosen or target.document_id != document_id:
        raise BadInput("A comment repeats another one of the same document.", code="target")
    if target.visibility not in {Visibility.DOCUMENT, Visibility.PUBLIC}:
        raise BadInput("Name a comment that everyone with the document sees.", code="target")


def settle(move: Move, comment: Comment, answer: Answer) -> dict[str, Any]:
    """Make the move on a locked comment, unsaved; what its answer was before.

    Raises `NotNow` when its state does not allow it, `BadInput` when a changed answer has no note.
    """
    before = snapshot(comment)
    comment.state = moves.demand(move, comment)
    if move == "supersede" and not answer.note.strip():
        raise BadInput("Say why the answer changes: it was given already.", code="note")
    comment.disposition, comment.response = answer.disposition, answer.response.strip()
    comment.duplicate_of = answer.duplicate_of if answer.disposition == "duplicate" else None
    comment.implementation, comment.implemented_in_id = _implementation(comment), None
    comment.acknowledgement = _unasked(comment)
    return before


def snapshot(comment: Comment) -> dict[str, Any]:
    """The answer to the comment as it stands."""
    return {name: getattr(comment, name) for name in FIELDS}


def step(
    comment: Comment, before: dict[str, Any], by: Person, *, answer: Answer | None = None,
    response: str | None = None, operation: Operation | None = None, note: str = "",
) -> Decision:
    """The row that tells of the step, unsaved; after the comment's revision was counted."""
    return Decision(
        comment=comment, state_before=before["state"], state_after=comment.state,
        disposition=comment.disposition, response=comment.response if response is None else response,
        duplicate_of=comment.duplicate_of, before=before, revision=comment.revision,
        note=answer.note.strip() if answer else note, reference=answer.reference.strip() if answer else "",
        operation=operation, at=timezone.now(), by=by,
    )


def _implementation(comment: Comment) -> str:
    changes = comment.state == CommentState.DECIDED and comment.disposition in lifecycle.CHANGES_TEXT
    return Implementation.PENDING if changes else Implementation.NOT_APPLICABLE


def _unasked(comment: Comment) -> str:
    """Another answer: what the commenter said of the old one no longer counts."""
    is_asked = comment.acknowledgement != Acknowledgement.NOT_REQUESTED
    is_given = comment.state == CommentState.DECIDED
    return Acknowledgement.PENDING if is_asked and is_given else Acknowledgement.NOT_REQUESTED
