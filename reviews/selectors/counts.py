"""How many comments a person sees."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Count

from documents import selectors as documents
from reviews.core import lifecycle
from reviews.models import Acknowledgement, AnchorKind, Comment, CommentState
from reviews.selectors import comments, places

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backend.accounts.selectors import Viewer
    from documents.models import Document, Version

TALLY = ("visibility", "state", "acknowledgement")


def comment_counts(
    person: Viewer, document: Document, version: Version | None = None, *, seen_as: Viewer | None = None,
) -> dict[str, int]:
    """How many comments the person sees, in the document or placed in one version: all, open, decided, ….

    `to_confirm` counts those whose place in that version waits for a person. `seen_as` leaves only what
    that viewer sees too: who looks as an agency learns no more than they know.
    """
    states: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for part in released_and_others(person, document, seen_as):
        placed = part if version is None else part.filter(placements__version=version)
        tally = placed.order_by().values_list(*TALLY).annotate(size=Count("*"))  # by the index alone
        for _, state, acknowledgement, count in tally:
            states[state] += count
            said[acknowledgement] += count
    answered = states.get(CommentState.DECIDED, 0) + states.get(CommentState.CLOSED, 0)
    return {
        "all": sum(count for state, count in states.items() if state != CommentState.WITHDRAWN),
        "open": sum(states.get(state, 0) for state in lifecycle.open_states()),
        "decided": answered,
        "disputed": said[Acknowledgement.DISPUTED],
        "private": states.get(CommentState.DRAFT, 0) + states.get(CommentState.SUBMITTED, 0),
        "withdrawn": states.get(CommentState.WITHDRAWN, 0),
        "to_confirm": places.to_confirm(person, version).count() if version is not None else 0,
    }


def released_and_others(
    person: Viewer, document: Document, seen_as: Viewer | None = None,
) -> tuple[QuerySet[Comment], QuerySet[Comment]]:
    """What the person (and `seen_as`) sees of a document's comments, in two parts to count by themselves.

    Nearly all are released to everyone who sees the document: of those a count asks no more than an index.
    """
    rows = Comment.objects.filter(document=document, document__in=documents.documents_visible_to(person))
    others = rows.filter(comments.comment_visible_to(person), visibility__in=comments.UNRELEASED)
    released = rows.filter(visibility__in=comments.RELEASED)
    if seen_as is not None:
        released = released.filter(document__in=documents.documents_visible_to(seen_as))
        others = others.filter(comments.comment_visible_to(seen_as))
    return released, others


def section_counts(person: Viewer, version: Version) -> dict[str, int]:
    """How many comments that the person sees, not withdrawn, lie under each heading, by its key."""
    blocks = places.placements_visible_to(person, version).exclude(comment__state=CommentState.WITHDRAWN)
    placed = blocks.exclude(comment__anchor_kind=AnchorKind.DOCUMENT).values_list("start_block", flat=True)
    sections = dict(version.blocks.values_list("key", "section_key"))
    counts: dict[str, int] = {}
    for block in placed:
        section = sections.get(block, "")
        counts[section] = counts.get(section, 0) + 1
    return counts
