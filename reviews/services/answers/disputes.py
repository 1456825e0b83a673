"""Disputes: a coordinator may let an answer stand against its commenter's objection, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou
from reviews import rules
from reviews.models import Acknowledgement, Axis, AxisChange, Comment, CommentState, Overruling
from reviews.services.answers import moves

if TYPE_CHECKING:
    from backend.accounts.models import Person


def overrule_dispute(
    *, comment: Comment, reason: str, by: Person, revision: int | None = None,
) -> Comment:
    """Let the answer stand; the commenter is told why, and the objection stays on record beside it.

    Raises `NotYou` for who does not coordinate, `NotNow` when the answer is not disputed (any more) or
    was overruled already, `BadInput` without a reason.
    """
    if not rules.standing(by, comment.document).coordinates:
        raise NotYou("Only a coordinator overrules an objection.")
    if not reason.strip():
        raise BadInput("Say why the answer stands: the agency reads it, and whoever approves.", code="reason")
    with transaction.atomic():
        now = moves.locked(comment, revision)
        if now.acknowledgement != Acknowledgement.DISPUTED or now.state != CommentState.DECIDED:
            raise NotNow("Nobody disputes this answer now.", code="not_disputed", revision=now.revision)
        dispute = newest_dispute(now)
        if dispute is None or Overruling.objects.filter(dispute=dispute).exists():
            raise NotNow("This objection is overruled already.", code="overruled", revision=now.revision)
        Overruling.objects.create(
            dispute=dispute, comment=now, reason=reason.strip(), at=timezone.now(), by=by,
        )
        moves.keep(now)
        moves.tell("overruled", now, by)
    return now


def newest_dispute(comment: Comment) -> AxisChange | None:
    """What its commenter said last of the answer."""
    said = comment.axis_changes.filter(axis=Axis.ACKNOWLEDGEMENT, after=Acknowledgement.DISPUTED)
    return said.order_by("-id").first()
