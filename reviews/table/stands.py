"""Agencies' stands on comments of others, as pages and API show them to one person."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reviews import rules, selectors
from reviews.core import lifecycle
from reviews.models import Stand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from backend.accounts.models import Agency
    from backend.accounts.selectors import Viewer
    from reviews.models import Comment
    from reviews.rules import Standing


def counting(person: Viewer, *, seen_as: Viewer | None = None) -> QuerySet[Stand]:
    """The stands that count, of those that the person, and whom they look as, see."""
    rows = selectors.stands_visible_to(person).filter(counts=True)
    return rows if seen_as is None else rows.filter(pk__in=selectors.stands_visible_to(seen_as))


def current(person: Viewer, comments: Iterable[int], *, seen_as: Viewer | None = None) -> QuerySet[Stand]:
    """Those of them on these comments, with their agencies."""
    rows = counting(person, seen_as=seen_as).filter(comment__in=list(comments))
    return rows.select_related("agency", "comment").order_by("agency__code", "id")


def by_comment(
    person: Viewer,
    comments: Iterable[int],
    *,
    seen_as: Viewer | None = None,
) -> dict[int, list[Stand]]:
    """The same by comment; in one query where nobody has stated anything, else in two."""
    comments = list(comments)
    found: dict[int, list[Stand]] = defaultdict(list)
    if not Stand.objects.filter(comment__in=comments, counts=True).exists():
        return found
    for stand in current(person, comments, seen_as=seen_as):
        found[stand.comment_id].append(stand)
    return found


def speaking(standing: Standing, comments: Iterable[Comment]) -> list[Agency]:
    """The agencies for which the person may now state a stand on at least one of the comments."""
    open_ones = [one for one in comments if one.state in lifecycle.open_states()]
    return [
        agency
        for agency in rules.voices(standing)
        if any(rules.can_state(standing, one, agency) for one in open_ones)
    ]
