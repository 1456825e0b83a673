"""The lines of My work that meetings and approvals bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse

from reviews.models import Approval, ApprovalState, FindingState, Reflection
from reviews.selectors import meetings, positions
from reviews.services.approvals.telling_positions import focal_points
from reviews.work import Due, Task, Waiting, line, waits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reviews.work import Desk


def _due(approval: Approval, desk: Desk) -> Due:
    at = approval.closes_at
    return Due(approval.title, at.date(), approval.words, at, is_over=at < desk.now)


def _url(approval: Approval) -> str:
    return reverse("reviews:approval", args=[approval.document.slug, approval.number])


@line
def positions_to_state(desk: Desk) -> Iterator[Task]:
    """Focal points owe their agency's position while an approval is open."""
    for approval, agency in positions.waiting_for(desk.person):
        text = f"State the position of {agency.code} on version {approval.version.number}"
        yield Task(text, approval.document, _url(approval), due=_due(approval, desk))


@line
def positions_to_look_at_again(desk: Desk) -> Iterator[Task]:
    """Words that an agency objected to have changed: does it still object?"""
    for position in positions.asked_again(desk.person):
        number = position.changed_in.number if position.changed_in else ""
        yield Task(
            f"Look again at what {position.agency.code} objected to: its words changed in version {number}",
            position.approval.document, _url(position.approval),
        )


@line
def findings_to_judge(desk: Desk) -> Iterator[Task]:
    """Who steers a document says whether its text reflects what was assigned to it."""
    rows = meetings.assignments_visible_to(desk.person).filter(
        document__in=desk.where(steers=True), finding__state=FindingState.ASSIGNED, milestone=None,
        reflection=Reflection.WAITING,
    )
    counts = rows.order_by().values_list("finding__meeting__document").annotate(count=Count("pk"))
    for key, count in counts:
        if key in desk.documents:
            document = desk.documents[key]
            url = f"{reverse('reviews:coverage', args=[document.slug])}?kind=all"
            what = "finding" if count == 1 else "findings"
            yield Task(f"Judge whether the text reflects {count} {what}", document, url, count)


@waits
def positions_of_agencies(desk: Desk) -> Iterator[Waiting]:
    """Coordinators wait for agencies that have not stated a position."""
    rows = Approval.objects.filter(document__in=desk.where(coordinates=True), state=ApprovalState.OPEN)
    for approval in rows.select_related("document", "version"):
        answered = approval.positions.filter(lineage=None).values("agency")
        silent = approval.asked.filter(~Q(agency__in=answered), is_observer=False).values("agency")
        people = tuple(person.pk for person in focal_points(silent) if person != desk.person)
        if people:
            count = silent.count()
            yield Waiting(
                f"approval-{approval.pk}", f"{count} agenc{'y has' if count == 1 else 'ies have'} not stated "
                f"a position on version {approval.version.number}",
                approval.document, _url(approval), people, _due(approval, desk),
            )
