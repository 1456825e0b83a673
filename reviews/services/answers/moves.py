"""Moving a comment through its life: locked, checked against the table, and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backend.errors import NotNow
from backend.events import services as events
from reviews import rules
from reviews.core import lifecycle
from reviews.models import Comment, Round, RoundState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend.accounts.models import Person
    from reviews.core.lifecycle import Move


def locked(comment: Comment, revision: int | None = None) -> Comment:
    """The comment as it is now, locked until the transaction ends.

    `revision` is what the person had read; `NotNow` (409) with the present revision and state when
    somebody changed the comment since.
    """
    rows = Comment.objects.select_for_update(of=("self",)).select_related(
        "document", "version", "agency", "author", "received_in", "round",
    )
    now = rows.get(pk=comment.pk)
    if revision is not None and now.revision != revision:
        raise NotNow(
            "Somebody changed this comment in the meantime. Look at it again, then repeat what you meant.",
            code="changed", revision=now.revision, state=now.state,
        )
    return now


def demand(move: Move, comment: Comment) -> str:
    """The state after `move`; `NotNow` when the comment's state does not allow it."""
    after = lifecycle.after(move, comment.state)  # type: ignore[arg-type]
    if after is None:
        raise NotNow(
            f"This comment is {comment.get_state_display().lower()}: that can not be done now.",
            code="not_now", revision=comment.revision, state=comment.state,
        )
    return after


def keep(comment: Comment, *fields: str) -> Comment:
    """Save these fields of a locked comment and count the change."""
    comment.revision += 1
    comment.changed_at = timezone.now()
    comment.save(update_fields=[*fields, "revision", "changed_at"])
    return comment


def tell(
    verb: str, comment: Comment, by: Person | None, *, hides: bool = False, **data: Any,
) -> None:
    """Record what happened to a comment: ids and codes only, never its text.

    Where reviewers are anonymous, events do not name them; the comment and the reply (`hides`) know
    their author.
    """
    actor = None if hides or (by and is_anonymous(comment, by)) else by
    events.record(
        verb=f"reviews.comment.{verb}", actor=actor, target=comment, document=comment.document_id,
        data=_codes(comment) | data,
    )


def tell_of_all(verb: str, comments: Sequence[Comment], by: Person | None) -> None:
    """The same of many comments of one document, in their order; those that came came by one door."""
    if not comments:
        return
    actor = None if by is None or is_anonymous(comments[0], by) else by
    events.record_all(
        verb=f"reviews.comment.{verb}", actor=actor, targets=comments, document=comments[0].document_id,
        data=[_codes(comment) for comment in comments],
    )


def _codes(comment: Comment) -> dict[str, Any]:
    return {
        "comment": str(comment.uid), "version": comment.version_id, "visibility": comment.visibility,
        "agency": comment.agency_id,
    }


def is_anonymous(comment: Comment, by: Person) -> bool:
    """Whether the person does something to a comment of their own where a round hides such names."""
    sender = comment.received_in.received_by_id if comment.received_in else None
    if by.pk not in {comment.author_id, sender}:
        return False
    hides = Round.objects.filter(version=comment.version_id, anonymous_reviewers=True).exclude(
        state__in=[RoundState.CANCELLED, RoundState.PLANNED],
    )
    return hides.exists() and not rules.standing(by, comment.document).steers
