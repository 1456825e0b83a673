"""Decisions on comments: proposed, decided, reopened; every step is appended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotYou
from reviews import rules
from reviews.core import lifecycle
from reviews.models import Comment, CommentState, Decision, Implementation, Visibility
from reviews.services import moves

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from reviews.core.lifecycle import Move

_MISSING = {
    "unknown_disposition": "There is no such decision.",
    "reason": "Give the reason: the commenter reads it.",
    "target": "Name the comment that this one repeats.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the editors say to a comment; `duplicate_of` names the comment that it repeats."""

    disposition: str
    response: str = ""
    duplicate_of: Comment | None = None


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


def _answer(move: Move, comment: Comment, answer: Answer, by: Person, revision: int | None) -> Comment:
    if not rules.can_decide(rules.standing(by, comment.document), comment):
        raise NotYou("Only editors and coordinators decide comments.")
    _check(answer, comment)
    with transaction.atomic():
        now = moves.locked(comment, revision)
        before, now.state = now.state, moves.demand(move, now)
        now.disposition, now.response = answer.disposition, answer.response.strip()
        now.duplicate_of = answer.duplicate_of if answer.disposition == "duplicate" else None
        now.implementation = _implementation(now)
        _append(now, before, by)
        moves.keep(now, "state", "disposition", "response", "duplicate_of", "implementation")
        moves.tell("decided" if move == "decide" else "proposed", now, by, disposition=now.disposition)
    return now


def _check(answer: Answer, comment: Comment) -> None:
    missing = lifecycle.missing_in_decision(
        answer.disposition, answer.response, has_target=answer.duplicate_of is not None,
    )
    if missing:
        raise BadInput(_MISSING[missing], code=missing)
    target = answer.duplicate_of
    if answer.disposition != "duplicate" or target is None:
        return
    if target.pk == comment.pk or target.document_id != comment.document_id:
        raise BadInput("A comment repeats another one of the same document.", code="target")
    if target.visibility not in {Visibility.DOCUMENT, Visibility.PUBLIC}:
        raise BadInput("Name a comment that everyone with the document sees.", code="target")


def _implementation(comment: Comment) -> str:
    changes = comment.state == CommentState.DECIDED and comment.disposition in lifecycle.CHANGES_TEXT
    return Implementation.PENDING if changes else Implementation.NOT_APPLICABLE


def _append(comment: Comment, before: str, by: Person, response: str | None = None) -> None:
    Decision.objects.create(
        comment=comment, state_before=before, state_after=comment.state, disposition=comment.disposition,
        response=comment.response if response is None else response,
        duplicate_of=comment.duplicate_of, at=timezone.now(), by=by,
    )


def reopen_comment(*, comment: Comment, reason: str, by: Person, revision: int | None = None) -> Comment:
    """Take a decided comment up again: the answer stands as proposed until it is decided anew."""
    if not rules.can_decide(rules.standing(by, comment.document), comment):
        raise NotYou("Only editors and coordinators reopen comments.")
    with transaction.atomic():
        now = moves.locked(comment, revision)
        before, now.state = now.state, moves.demand("reopen", now)
        if not reason.strip():
            raise BadInput("Say why it is taken up again.", code="reason")
        now.implementation = Implementation.NOT_APPLICABLE
        _append(now, before, by, response=reason.strip())
        moves.keep(now, "state", "implementation")
        moves.tell("reopened", now, by)
    return now
