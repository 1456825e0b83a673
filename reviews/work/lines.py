"""The lines of My work that reviews bring: versions, comments, places and plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q
from django.urls import reverse

from documents.models import VersionState
from reviews.core import lifecycle
from reviews.models import CommentState, MilestoneKind, Placement, PlacementStatus, ResponsePhase, Visibility
from reviews.work import Due, Task, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from documents.models import Version
    from reviews.work import Desk

RELEASED = (Visibility.DOCUMENT, Visibility.PUBLIC, Visibility.EDITORS)


@line
def versions_to_issue(desk: Desk) -> Iterator[Task]:
    """Editors: what was uploaded and not issued."""
    for key in desk.where(steers=True):
        if version := desk.unissued(key):
            verb = "Check and issue"
            if version.state == VersionState.UNREADABLE:
                verb = "Upload again: could not read"
            url = reverse("documents:report", args=[version.document.slug, version.number])
            due = desk.due(key, MilestoneKind.VERSION)
            yield Task(f"{verb} version {version.number}", version.document, url, due=due)


@line
def comments_to_decide(desk: Desk) -> Iterator[Task]:
    """Editors: released comments without an answer; those that they shall prepare are named apart."""
    waiting = desk.comments.filter(visibility__in=RELEASED, state__in=lifecycle.open_states())
    mine = desk.counted(waiting.filter(assignee=desk.person), desk.documents)
    for key, count in desk.counted(waiting, desk.where(steers=True)).items():
        document = desk.documents[key]
        url = f"{reverse('reviews:register', args=[document.slug])}?state=open"
        due = desk.due(key, MilestoneKind.DECISIONS)
        yield Task(f"Decide {count} comment{_s(count)}", document, url, count, due)
    for key, count in mine.items():
        document = desk.documents[key]
        url = f"{reverse('reviews:register', args=[document.slug])}?state=open"
        due = desk.due(key, MilestoneKind.DECISIONS)
        yield Task(f"Prepare the answers to {count} comment{_s(count)}", document, url, count, due)


@line
def places_to_confirm(desk: Desk) -> Iterator[Task]:
    """Editors: comments of which it is not sure where they belong in the newest version."""
    latest = {version.pk: version for key in desk.where(steers=True) if (version := desk.latest(key))}
    doubtful = Q(is_unsure=True) | Q(status=PlacementStatus.ORPHANED)
    rows = Placement.objects.filter(doubtful, version__in=list(latest), confirmed_at=None)
    counted = rows.filter(comment__in=desk.comments).exclude(comment__state=CommentState.WITHDRAWN)
    for pk, count in counted.order_by().values_list("version").annotate(Count("id")):
        version = latest[pk]
        text = f"Confirm where {count} comment{_s(count)} belong{'s' if count == 1 else ''}"
        url = reverse("reviews:unplaced", args=[version.document.slug, version.number])
        due = desk.due(version.document_id, MilestoneKind.DECISIONS)
        yield Task(text, version.document, url, count, due)


@line
def steps_overdue(desk: Desk) -> Iterator[Task]:
    """Coordinators: dates that have passed."""
    for key in desk.where(coordinates=True):
        document = desk.documents[key]
        for step in desk.steps.get(key, ()):
            due = desk.due_of(step)
            if due is not None and due.is_over:
                url = f"{reverse('reviews:plan', args=[document.slug])}#m-{step.uid}"
                yield Task(f"Meet or move “{step.title}”", document, url, due=due)


@line
def comments_to_release(desk: Desk) -> Iterator[Task]:
    """Focal points: what their agency's people have handed in."""
    handed_in = desk.comments.filter(
        state=CommentState.SUBMITTED, visibility=Visibility.AGENCY, held_at=None, merged_into=None,
    )
    rows = handed_in.order_by().values_list("document", "agency", "agency__code").annotate(Count("id"))
    for key, agency, code, count in rows:
        found = desk.standings[key]
        if agency in found.focal and any(each.pk == agency for each in found.speaks_for):
            document = desk.documents[key]
            url = f"{reverse('reviews:register', args=[document.slug])}?agency={code}&state=submitted"
            due = desk.due(key, MilestoneKind.ROUND)
            yield Task(f"Release {count} comment{_s(count)} of {code}", document, url, count, due)


@line
def drafts_to_finish(desk: Desk) -> Iterator[Task]:
    """Reviewers: what they began."""
    begun = desk.comments.filter(author=desk.person, state__in=[CommentState.DRAFT, CommentState.RETURNED])
    for key, count in desk.counted(begun, desk.where(comments=True)).items():
        document = desk.documents[key]
        url = f"{reverse('reviews:register', args=[document.slug])}?mine=1&state=draft"
        due = desk.due(key, MilestoneKind.ROUND)
        yield Task(f"Finish {count} draft comment{_s(count)}", document, url, count, due)


@line
def versions_to_review(desk: Desk) -> Iterator[Task]:
    """Reviewers: the newest version, until they have said something of it; observers read it."""
    spoken = desk.comments.filter(author=desk.person).order_by().values_list("document")
    last = dict(spoken.annotate(Max("version__number")))
    for key, standing in desk.standings.items():
        latest = desk.latest(key)
        if latest is None or standing.steers or last.get(key, 0) >= latest.number:
            continue
        verb, kinds = ("Review", (MilestoneKind.ROUND,)) if standing.comments else ("Read", ())
        yield Task(
            f"{verb} version {latest.number}", latest.document, _reader(latest), due=desk.due(key, *kinds),
        )


def _reader(version: Version) -> str:
    return reverse("documents:version", args=[version.document.slug, version.number])


def _s(count: int) -> str:
    return "" if count == 1 else "s"


@line
def answers_to_judge(desk: Desk) -> Iterator[Task]:
    """Focal points, and people of no agency: answers of which they shall say whether they satisfy."""
    running = ResponsePhase.objects.filter(
        round__document__in=list(desk.documents), closed_at=None, closes_at__gt=desk.now,
    ).select_related("round")
    phases = {phase.round_id: phase for phase in running}
    if not phases:
        return
    focal = {agency for found in desk.standings.values() for agency in found.focal}
    mine = Q(agency__in=focal) | Q(agency=None, author=desk.person)
    waiting = desk.comments.filter(mine, round__in=list(phases), acknowledgement="pending")
    for key, count in waiting.order_by().values_list("round").annotate(Count("id")):
        phase = phases[key]
        document = desk.documents[phase.round.document_id]
        url = reverse("reviews:responses", args=[document.slug, phase.round.number])
        due = Due("Responses end", phase.closes_at.date(), "", phase.closes_at)
        text = f"Say whether {count} answer{_s(count)} satisf{'ies' if count == 1 else 'y'}"
        yield Task(text, document, url, count, due)
