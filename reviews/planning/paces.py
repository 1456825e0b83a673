"""How fast a document's comments are decided: what is open, and what was done on each of the past days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, DateField, Func, Q

from reviews.core import forecast, lifecycle
from reviews.models import Comment, CommentState, Decision, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

RELEASED = (Visibility.DOCUMENT, Visibility.PUBLIC)
_OPEN = lifecycle.open_states()


@dataclass(frozen=True, slots=True)
class Progress:
    """Released comments of a document that are open, in all and by round, and the pace of the past weeks."""

    open: int = 0
    total: int = 0
    open_in_round: dict[int, int] = field(default_factory=dict)
    pace: forecast.Pace | None = None


def progress_of(documents: Iterable[int], *, today: date) -> dict[int, Progress]:
    """The progress of each document, in two queries."""
    wanted = list(documents)
    if not wanted:
        return {}
    counted = _counted(wanted)
    done = _done_by_day(wanted, today)
    return {
        document: Progress(
            open=sum(count for is_open, _, count in counted[document] if is_open),
            total=sum(count for _, _, count in counted[document]),
            open_in_round={
                round_: count for is_open, round_, count in counted[document] if is_open and round_
            },
            pace=forecast.pace(done[document]),
        )
        for document in wanted
    }


def counted_in(documents: Iterable[int]) -> QuerySet[Comment]:
    """The comments that a plan counts: those that everyone with the document sees, and not withdrawn.

    Of those that a round seals, or keeps for the editors, not even the number is told.
    """
    rows = Comment.objects.filter(document__in=list(documents), visibility__in=RELEASED)
    return rows.exclude(state=CommentState.WITHDRAWN)


def counts_of(documents: list[int]) -> dict[int, tuple[int, int]]:
    """How many released comments of each document are open, and how many there are; in one query."""
    grouped = counted_in(documents).order_by().values_list("document_id").annotate(
        open=Count("id", filter=Q(state__in=_OPEN)), all=Count("id"),
    )
    return {document: (still_open, total) for document, still_open, total in grouped}


def _counted(documents: list[int]) -> defaultdict[int, list[tuple[bool, int | None, int]]]:
    """By document: whether open, the round, how many."""
    grouped = counted_in(documents).order_by().values_list("document_id", "round_id").annotate(
        open=Count("id", filter=Q(state__in=_OPEN)), all=Count("id"),
    )
    found: defaultdict[int, list[tuple[bool, int | None, int]]] = defaultdict(list)
    for document, round_, still_open, total in grouped:
        found[document] += [(True, round_, still_open), (False, round_, total - still_open)]
    return found


def _done_by_day(documents: list[int], today: date) -> dict[int, list[int]]:
    """What was decided on each day of the window up to yesterday; taken up again counts as less."""
    begin = today - timedelta(days=forecast.WINDOW)
    done = {document: [0] * forecast.WINDOW for document in documents}
    for document, day, count in net_decided(documents, begin, today):
        done[document][(day - begin).days] += count
    return done


class UtcDay(Func):
    """The day of a moment in UTC. Django's own way is a Python function for each row on SQLite."""

    output_field = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Moments are kept as text, the day first."""
        return self.as_sql(compiler, connection, template="SUBSTR(%(expressions)s, 1, 10)", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Whatever the connection's own zone is."""
        template = "(%(expressions)s AT TIME ZONE 'UTC')::date"
        return self.as_sql(compiler, connection, template=template, **extra)


def net_decided(documents: list[int], begin: date, end: date) -> list[tuple[int, date, int]]:
    """Document, day, and how many more comments were answered then than taken up again; `end` excluded."""
    first, last = (datetime.combine(day, time(), UTC) for day in (begin, end))
    rows = Decision.objects.filter(
        comment__document__in=documents, at__gte=first, at__lt=last, comment__visibility__in=RELEASED,
    ).exclude(comment__state=CommentState.WITHDRAWN)
    answered = Q(state_before__in=_OPEN) & ~Q(state_after__in=_OPEN)
    again = ~Q(state_before__in=_OPEN) & Q(state_after__in=_OPEN)
    grouped = rows.order_by().annotate(day=UtcDay("at")).values_list(
        "comment__document_id", "day",
    ).annotate(done=Count("id", filter=answered), undone=Count("id", filter=again))
    return [(document, day, done - undone) for document, day, done, undone in grouped]
