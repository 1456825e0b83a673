"""What a person waits for from others: answers of editors, dates of coordinators, answers to prepare."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse

from documents.models import DocumentRole, Role
from reviews.core import lifecycle
from reviews.models import MilestoneKind, Visibility
from reviews.work import Waiting, waits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reviews.work import Desk

RELEASED = (Visibility.DOCUMENT, Visibility.PUBLIC, Visibility.EDITORS)


def people_with(desk: Desk, documents: Iterable[int], *roles: str) -> dict[int, tuple[int, ...]]:
    """Who has one of these roles in each document, but for the person themselves."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = DocumentRole.objects.filter(
        document__in=list(documents), role__in=roles, ended_at=None, person__is_active=True,
    ).exclude(person=desk.person)
    for document, person in rows.order_by("person").values_list("document", "person").distinct():
        found[document].append(person)
    return {key: tuple(people) for key, people in found.items()}


@waits
def answers_of_editors(desk: Desk) -> Iterator[Waiting]:
    """Authors wait for answers to their comments; coordinators for answers to all of them."""
    waiting = desk.comments.filter(visibility__in=RELEASED, state__in=lifecycle.open_states())
    mine = desk.counted(waiting.filter(author=desk.person), desk.documents)
    coordinated = set(desk.where(coordinates=True))
    all_of = desk.counted(waiting, coordinated)
    editors = people_with(desk, {*mine, *all_of}, Role.EDITOR)
    for key in {**all_of, **mine}:
        if key not in editors:
            continue
        document = desk.documents[key]
        count = all_of.get(key) or mine[key]
        whose = "of your comments" if key not in all_of else "comment" if count == 1 else "comments"
        url = f"{reverse('reviews:register', args=[document.slug])}?state=open"
        yield Waiting(
            "answers", f"{count} {whose} wait{'s' if count == 1 else ''} for an answer", document, url,
            editors[key],
            desk.due(key, MilestoneKind.DECISIONS),
        )


@waits
def answers_to_prepare(desk: Desk) -> Iterator[Waiting]:
    """Coordinators wait for those to whom comments were given."""
    rows = desk.comments.filter(
        document__in=desk.where(steers=True), state__in=lifecycle.open_states(), assignee__isnull=False,
    ).exclude(assignee=desk.person)
    counted = rows.order_by("document", "assignee__name").values_list(
        "document", "assignee", "assignee__name",
    ).annotate(Count("id"))
    for key, person, name, count in counted:
        document = desk.documents[key]
        text = f"{name} prepares the answers to {count} comments".replace(" 1 comments", " 1 comment")
        url = f"{reverse('reviews:register', args=[document.slug])}?state=open"
        due = desk.due(key, MilestoneKind.DECISIONS)
        yield Waiting(f"prepare-{person}", text, document, url, (person,), due)


@waits
def late_steps(desk: Desk) -> Iterator[Waiting]:
    """Editors wait for the coordinators' dates, where they are not coordinators themselves."""
    steered = [key for key in desk.where(steers=True) if "coordinator" not in desk.standings[key].roles]
    late = {
        key: step for key in steered for step in reversed(desk.steps.get(key, ()))
        if (due := desk.due_of(step)) and due.is_over
    }
    coordinators = people_with(desk, late, Role.COORDINATOR)
    for key, step in late.items():
        if key in coordinators:
            document = desk.documents[key]
            url = f"{reverse('reviews:plan', args=[document.slug])}#m-{step.uid}"
            text = f"“{step.title}” is overdue: the coordinator meets or moves it"
            yield Waiting(f"step-{step.uid}", text, document, url, coordinators[key], desk.due_of(step))
