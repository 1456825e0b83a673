"""Replies in a comment's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.errors import BadInput, NotYou
from reviews import rules
from reviews.models import Comment, Reply, Source
from reviews.services.answers import moves
from reviews.services.asking import admission
from reviews.services.talk.comments import LONGEST

if TYPE_CHECKING:
    from backend.accounts.models import Person


def reply_to(
    *, comment: Comment, body: str, by: Person, source: str = Source.BROWSER, key: str = "",
) -> Reply:
    """Answer in a comment's thread; whoever sees the comment sees the reply.

    The same `key` from the same person gives the same reply back. Raises `NotYou`, `NotNow`, `BadInput`.
    """
    standing = rules.standing(by, comment.document)
    if not rules.can_reply(standing, comment):
        raise NotYou("Observers read; ask a coordinator to become a reviewer.")
    body = body.strip()
    if not body or len(body) > LONGEST:
        raise BadInput("Write a reply." if not body else f"A reply has at most {LONGEST} characters.")
    source_key = f"{by.pk}:{key}"[:120] if key else ""
    try:
        with transaction.atomic():
            now = moves.locked(comment)
            known = Reply.objects.filter(comment=now, source=source, source_key=source_key).first()
            if source_key and known:
                return known
            moves.demand("reply", now)
            shown, hidden = admission.shown_name(now, by.pk, by.name, steers=standing.steers)
            reply = Reply.objects.create(
                comment=now, author=by, author_name=shown, hidden_name=hidden, body=body,
                source=source, source_key=source_key,
                agency=standing.speaks_for[0] if standing.speaks_for else None, created_at=timezone.now(),
            )
            moves.tell("replied", now, by, hides=bool(hidden), reply=str(reply.uid))
    except IntegrityError:
        return Reply.objects.get(comment=comment, source=source, source_key=source_key)
    return reply

