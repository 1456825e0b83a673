"""Releasing: from the author to the agency, from the agency to everyone with the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from backend.errors import BadInput, NotNow, NotYou
from reviews import rules
from reviews.models import Comment, Visibility
from reviews.services.answers import moves
from reviews.services.asking import admission
from reviews.services.talk import registering

if TYPE_CHECKING:
    from backend.accounts.models import Person


def release_comment(
    *, comment: Comment, by: Person, to: str = Visibility.DOCUMENT, revision: int | None = None,
) -> Comment:
    """Let more people see a comment, with its replies; it gets its register number with the document.

    Raises `NotYou`, `NotNow`, or `BadInput` when there is no agency to show it to.
    """
    if not rules.can_release(rules.standing(by, comment.document), comment):
        raise NotYou("Only the author or the agency's focal point can release a comment.")
    if to not in {Visibility.AGENCY, Visibility.DOCUMENT}:
        raise BadInput("Release it to the agency or to everyone with the document.")
    with transaction.atomic():
        admission.hold(comment.version)
        now = moves.locked(comment, revision)
        if to == Visibility.DOCUMENT:
            _demand_whole(now)
            moves.demand("release", now)
            registering.register(now, by)
        else:
            _submit(now, by)
        moves.keep(now, *registering.FIELDS)
        moves.tell("released", now, by, number=now.register_number)
    return now


def _demand_whole(comment: Comment) -> None:
    if comment.held_at is not None:
        raise NotNow("Your agency holds this comment back: free it first.", code="held")
    if comment.merged_into_id is not None:
        raise NotNow("Your agency says this in another comment: release that one.", code="merged")


def _submit(comment: Comment, by: Person) -> None:
    if comment.agency is None:
        raise BadInput("You belong to no agency here: release it to everyone with the document.")
    moves.demand("submit", comment)
    registering.submit(comment, by)
