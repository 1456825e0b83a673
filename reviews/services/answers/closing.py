"""Closing comments that are done with: by the clock, after the end that was announced to their commenters.

A round's response phase says with its asking whether it closes comments. Once it has ended, and no newer one
runs, each comment of the round is closed as soon as it is done with: decided, its text owing nothing, its
commenter satisfied or silent, or overruled. That may be at that end, or later when somebody verifies the
text. What is deferred waits for a later version and stays. Reopening takes a closed comment up again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from reviews.core import lifecycle
from reviews.models import (
    Acknowledgement,
    Axis,
    AxisChange,
    Comment,
    CommentState,
    Disposition,
    Overruling,
    ResponsePhase,
)
from reviews.services.answers import moves

if TYPE_CHECKING:
    from datetime import datetime

#: Comments closed in one transaction.
BATCH = 500
NOTE = "Nobody disputes the answer, and the text owes nothing any more."


def tend(now: datetime | None = None) -> int:
    """Close what is due, batch by batch; how many. Run by every worker, again and again."""
    moment, done = now or timezone.now(), 0
    for round_id in _ended(moment):
        while closed := _close_some(round_id, moment):
            done += closed
    return done


def _ended(moment: datetime) -> list[int]:
    """Rounds whose newest asking has ended and announced that it closes comments."""
    newest = ResponsePhase.objects.filter(round=OuterRef("round")).order_by("-id").values("pk")[:1]
    rows = ResponsePhase.objects.filter(closes_comments=True, closed_at__lte=moment, pk=Subquery(newest))
    return list(rows.order_by("round").values_list("round", flat=True))


def due(round_id: int) -> QuerySet[Comment]:
    """Comments of a round that are done with and not closed yet."""
    said = Q(acknowledgement__in=[Acknowledgement.ACCEPTED, Acknowledgement.TIMED_OUT])
    overruled = Q(acknowledgement=Acknowledgement.DISPUTED) & Exists(overrulings())
    return Comment.objects.filter(
        said | overruled, round=round_id, state=CommentState.DECIDED, implementation__in=lifecycle.SETTLED,
    ).exclude(disposition=Disposition.DEFERRED)


def overrulings() -> QuerySet[Overruling]:
    """Of the comment that an outer query looks at: that which answers its newest dispute."""
    newest = AxisChange.objects.filter(
        comment=OuterRef("comment"), axis=Axis.ACKNOWLEDGEMENT,
    ).order_by("-id").values("pk")[:1]
    rows = Overruling.objects.filter(comment=OuterRef("pk")).annotate(newest=Subquery(newest))
    return rows.filter(dispute=F("newest"))


def _close_some(round_id: int, moment: datetime) -> int:
    with transaction.atomic():
        keys = list(due(round_id).order_by("pk").values_list("pk", flat=True)[:BATCH])
        list(Comment.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values("pk"))
        rows = list(due(round_id).filter(pk__in=keys).select_related("received_in").order_by("pk"))
        AxisChange.objects.bulk_create([
            AxisChange(comment=row, axis=Axis.STATE, before=row.state, after=CommentState.CLOSED, note=NOTE,
                       at=moment, by=None)
            for row in rows
        ])
        for row in rows:
            row.state, row.revision, row.changed_at = CommentState.CLOSED, row.revision + 1, moment
        Comment.objects.bulk_update(rows, ["state", "revision", "changed_at"])
        moves.tell_of_all("closed", rows, None)
    return len(rows)

