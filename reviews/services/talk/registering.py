"""Register numbers: given when a comment leaves its agency, or when its round's seal is broken, for good."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils import timezone

from reviews.models import CommentState, RegisterCounter, Visibility
from reviews.services.asking import admission

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backend.accounts.models import Person
    from reviews.models import Comment

#: The code of comments that no agency stands behind: community reviewers, editors on their own.
NO_AGENCY = "REV"
#: What `register` and `submit` may change, for callers that save a comment's fields by name.
FIELDS = (
    "visibility", "state", "submitted_at", "code", "number", "round_id", "lateness", "author_name",
    "hidden_name",
)


def register(comment: Comment, by: Person | None = None) -> None:
    """Release the comment from its author or agency, under the rules of its version's round.

    Without a round everyone with the document sees it now. It gets its number, but in a sealed round
    only when that closes, and when it comes late only once it is admitted: until then it stays
    submitted. `by` releases it, the author or the sender of its file if nobody is named. The caller
    saves it. Must run inside a transaction: the counter stays locked until its end, so that no number
    is given twice and none is lost but by a comment that was never registered.
    """
    register_all([comment], by or _speaker(comment))


def register_all(comments: Sequence[Comment], by: Person | None) -> None:
    """The same for comments that came by one door: on one version, for one agency."""
    first = comments[0]
    terms = (
        admission.terms(
            version=first.version, by=by, agency=first.agency,
            arrived_at=first.received_in.received_at if first.received_in else None,
        )
        if by else admission.Terms()
    )
    for comment in comments:
        comment.round = terms.round
        comment.lateness = terms.lateness
        comment.visibility = terms.visibility
        comment.state = CommentState.SUBMITTED if terms.is_late else CommentState.REGISTERED
        comment.submitted_at = comment.submitted_at or timezone.now()
        if terms.round:
            admission.hide_name(comment, terms.round)
    if terms.is_numbered:
        number(comments)


def submit(comment: Comment, by: Person | None = None) -> None:
    """Show the comment to its agency; the caller saves it. Raises `NotNow` while the agency pauses."""
    submit_all([comment], by or _speaker(comment))


def submit_all(comments: Sequence[Comment], by: Person | None) -> None:
    """The same for comments that came by one door."""
    first = comments[0]
    terms = (
        admission.terms_within(version=first.version, by=by, agency=first.agency)
        if by else admission.Terms()
    )
    for comment in comments:
        if by:
            comment.round = terms.round
            if terms.round:
                admission.hide_name(comment, terms.round)
        comment.visibility, comment.state = Visibility.AGENCY, CommentState.SUBMITTED
        comment.submitted_at = comment.submitted_at or timezone.now()


def admit(comment: Comment) -> None:
    """Take a late comment into its round as if it had come in time; the caller saves it.

    Of a document's other late comments, from before there were rounds, nothing else changes.
    """
    if comment.round is None or comment.state != CommentState.SUBMITTED:
        return
    comment.state = CommentState.REGISTERED
    comment.visibility = admission.visibility_now(comment.round)
    if comment.visibility != Visibility.SEALED:
        number([comment])


def _speaker(comment: Comment) -> Person | None:
    return comment.author or (comment.received_in.received_by if comment.received_in else None)


def number(comments: Iterable[Comment]) -> None:
    """Give these comments the next numbers of their agencies' codes, in their order; the caller saves them.

    Who has a number keeps it.
    """
    by_code: dict[tuple[int, str], list[Comment]] = defaultdict(list)
    for comment in comments:
        if comment.number is None:
            comment.code = comment.agency.code if comment.agency else NO_AGENCY
            by_code[comment.document_id, comment.code].append(comment)
    for (document, code), waiting in sorted(by_code.items()):
        first = _take_numbers(document, code, len(waiting))
        for place, comment in enumerate(waiting):
            comment.number = first + place


def _take_numbers(document_id: int, code: str, count: int) -> int:
    """The first of `count` numbers that nobody else gets."""
    RegisterCounter.objects.get_or_create(document_id=document_id, code=code)
    counter = RegisterCounter.objects.select_for_update().get(document_id=document_id, code=code)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return first
