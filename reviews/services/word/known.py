"""What we know of a document's comments when a file comes back: all forms they were ever given out in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q

from reviews import selectors
from reviews.core import word
from reviews.core.receiving import Known
from reviews.core.word import Said, Thread
from reviews.models import Comment, CommentRevision, Decision, Placement, Reply
from reviews.services.word import marking

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backend.accounts.models import Person
    from documents.models import Version


def known_to(person: Person, version: Version) -> list[Known]:
    """Comments, replies and answers of the document that the person sees, as Word files may hold them.

    Only what the person sees: the answer to a returned file must not tell them of anything else.
    """
    visible = selectors.comments_visible_to(person).filter(document_id=version.document_id)
    comments = list(visible.select_related("proposal"))
    keys = {comment.pk: str(comment.uid) for comment in comments}
    placed = Placement.objects.filter(version=version, comment__in=visible)
    places = {row.comment_id: row for row in placed.select_related("comment__proposal")}
    texts = dict(version.blocks.values_list("key", "text"))
    bodies = _old_bodies(visible)
    found = [_comment(one, places.get(one.pk), version, texts, bodies[one.pk]) for one in comments]
    return [*found, *_replies(visible, keys), *_answers(visible, {one.pk: one for one in comments})]


def _old_bodies(visible: QuerySet[Comment]) -> defaultdict[int, list[str]]:
    bodies: defaultdict[int, list[str]] = defaultdict(list)
    rows = CommentRevision.objects.filter(comment__in=visible)
    for pk, body in rows.values_list("comment_id", "body"):
        bodies[pk].append(body)
    return bodies


def _comment(
    comment: Comment, place: Placement | None, version: Version, texts: dict[str, str], old: list[str],
) -> Known:
    proposal = getattr(comment, "proposal", None)
    forms: list[str] = []
    for body in (comment.body, *old):
        thread = Thread(
            Said("", "", comment.created_at, body), None, None,
            original=proposal.original if proposal else "", proposed=proposal.text if proposal else None,
        )
        forms += [body, word.comment_text(thread, tells_change=True)]
    return Known(
        key=str(comment.uid), author=comment.author_name, date=word.word_date(comment.created_at),
        texts=(*(form for form in forms if form), word.BARE_PROPOSAL),
        edits=marking.edits_on(place, version, texts) if place else (),
        word_id=str(comment.source_data.get("word_id", "")),
    )


def _replies(visible: QuerySet[Comment], keys: dict[int, str]) -> list[Known]:
    rows = Reply.objects.filter(comment__in=visible)
    return [
        Known(
            str(row.uid), row.author_name, word.word_date(row.created_at), (row.body,),
            parent=keys[row.comment_id],
        )
        for row in rows
    ]


def _answers(visible: QuerySet[Comment], comments: dict[int, Comment]) -> list[Known]:
    rows = Decision.objects.filter(comment__in=visible).select_related("by", "duplicate_of")
    return [
        Known(
            marking.answer_key(comments[row.comment_id]), row.by.name, word.word_date(row.at),
            (marking.answer_text(row),), parent=str(comments[row.comment_id].uid),
        )
        for row in rows
    ]


def untold(rows: QuerySet[Comment], person: Person) -> QuerySet[Comment]:
    """Those of which a file must not tell its sender that they are here: neither seen nor sent by them."""
    told = Comment.objects.filter(selectors.comment_visible_to(person) | Q(received_in__received_by=person))
    return rows.exclude(pk__in=told.order_by().values("pk"))


def beside(key: str, sender: Person) -> str:
    """A source key for what an agency said already where the sender may not know: it comes in once more."""
    return f"{key[:100]}~p{sender.pk}"
