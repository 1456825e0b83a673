"""What came back in a Word file goes back by the same door: the sender's own file, with our answers in it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from backend.errors import NotNow
from documents.services import files
from documents.services.confinement import confined
from reviews import selectors
from reviews.core import word_answers
from reviews.core.word import Said
from reviews.core.word_answers import Answered
from reviews.models import Comment, CommentState, Decision, Reply, ReturnState, Source
from reviews.services.word import marking

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from reviews.models import Return


def with_answers(*, received: Return, by: Person) -> tuple[bytes, str]:
    """The Word file as it came, with our answers and replies in its threads, and its name.

    Only what this person sees; replies that came in Word files are there already.
    """
    if received.state != ReturnState.TAKEN_IN:
        raise NotNow("This file has not been read.")
    ours = Reply.objects.filter(withdrawn_at=None).exclude(source=Source.WORD).order_by("created_at", "id")
    seen = selectors.comments_visible_to(by).filter(received_in=received).select_related("proposal")
    comments = list(seen.prefetch_related(Prefetch("replies", queryset=ours)).order_by("id"))
    decisions = {
        row.comment_id: row
        for row in Decision.objects.filter(
            comment__in=[one.pk for one in comments if one.state in marking.ANSWERED],
            state_after=CommentState.DECIDED,
        ).select_related("by", "duplicate_of").order_by("id")
    }
    answers = [
        answer for one in comments if (answer := _answer(one, decisions.get(one.pk))).replies
    ]
    replied = confined(word_answers.answered, files.content(received.file), answers)
    name = PurePath(received.file_name)
    return replied.data, f"{name.stem}-answers{name.suffix}"


def _answer(comment: Comment, decision: Decision | None) -> Answered:
    proposal = getattr(comment, "proposal", None)
    replies = [
        Said(str(reply.uid), reply.author_name, reply.created_at, reply.body)
        for reply in comment.replies.all()
    ]
    if decision is not None:
        replies.append(
            Said(marking.answer_key(comment), decision.by.name, decision.at, marking.answer_text(decision)),
        )
    return Answered(
        word_id=str(comment.source_data.get("word_id", "")),
        author=comment.hidden_name or comment.author_name, date=str(comment.source_data.get("date", "")),
        words=(proposal.original, proposal.text) if proposal else ("", ""), replies=tuple(replies),
        is_resolved=decision is not None,
    )
