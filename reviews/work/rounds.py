"""The lines of My work that rounds bring: answers that are asked, and what their coordinator does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse

from reviews.models import Invitation, Lateness, Round, RoundState
from reviews.selectors import rounds
from reviews.work import Task, Waiting, line, waits
from reviews.work.desk import Due

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from reviews.work import Desk

#: States of an invitation that wait for an answer.
WAITING = ("invited", "accepted")


def _due(desk: Desk, round_: Round, end: datetime) -> Due:
    return Due(round_.title, end.date(), "", end, end < desk.now)


def _page(round_: Round) -> str:
    return reverse("reviews:round", args=[round_.document.slug, round_.number])


def _open(desk: Desk) -> list[Round]:
    rows = Round.objects.filter(document__in=list(desk.documents), state=RoundState.OPEN)
    found = list(rows.select_related("version").order_by("closes_at", "id"))
    for one in found:
        one.document = desk.documents[one.document_id]
    return found


@line
def rounds_to_answer(desk: Desk) -> Iterator[Task]:
    """Who is asked: open rounds in which their answer, or that of an agency they speak for, is missing."""
    open_ones = {one.pk: one for one in _open(desk)}
    ends = rounds.ends(open_ones.values())
    rows = rounds.asked_of(desk.person).filter(round__in=list(open_ones), state__in=WAITING)
    for row in rows.select_related("agency").order_by("round", "id"):
        round_ = open_ones[row.round_id]
        standing = desk.standings[round_.document_id]
        by_agency = ends.get(row.round_id, {})
        end = by_agency.get(row.agency_id, by_agency.get(None, round_.closes_at))
        if row.agency_id is None or row.agency_id in standing.focal:
            whom = f" for {row.agency.code}" if row.agency else ""
            yield Task(
                f"Answer “{round_.title}”{whom}", round_.document, _page(round_), due=_due(desk, round_, end),
            )


@line
def late_comments_to_judge(desk: Desk) -> Iterator[Task]:
    """Coordinators: what came late and is neither admitted nor refused."""
    late = desk.comments.filter(lateness=Lateness.LATE)
    for key, count in desk.counted(late, desk.where(coordinates=True)).items():
        document = desk.documents[key]
        url = f"{reverse('reviews:register', args=[document.slug])}?lateness=late"
        text = f"Admit or refuse {count} late comment{'' if count == 1 else 's'}"
        yield Task(text, document, url, count)


@line
def rounds_to_announce(desk: Desk) -> Iterator[Task]:
    """Coordinators: rounds that are planned and that nobody knows of yet."""
    planned = Round.objects.filter(document__in=desk.where(coordinates=True), state=RoundState.PLANNED)
    for round_ in planned.order_by("opens_at", "id"):
        round_.document = desk.documents[round_.document_id]
        due = _due(desk, round_, round_.opens_at)
        yield Task(f"Announce “{round_.title}”", round_.document, _page(round_), due=due)


@waits
def answers_missing(desk: Desk) -> Iterator[Waiting]:
    """Coordinators: who was asked in an open round and has not answered; agencies by their focal points."""
    coordinated = set(desk.where(coordinates=True))
    open_ones = {one.pk: one for one in _open(desk) if one.document_id in coordinated}
    rows = Invitation.objects.filter(round__in=list(open_ones), state__in=WAITING)
    counted = dict(rows.order_by().values_list("round").annotate(Count("id")))
    people = rounds.asked_people(rows)
    for key, count in counted.items():
        round_ = open_ones[key]
        yield Waiting(
            f"round-{round_.number}", f"{count} answer{'' if count == 1 else 's'} to “{round_.title}”",
            round_.document, _page(round_), tuple(people.get(key, ())), _due(desk, round_, round_.closes_at),
        )

