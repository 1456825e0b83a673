"""Letters as they are read: who would get one, who may read it, and what each reader sees of it.

A hidden author gets a letter as everybody does. Whoever writes sees the name that stands for theirs, and
nothing (no count, no name twice) tells that it is somebody who also speaks openly.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.accounts.models import Membership
from documents import selectors as documents
from reviews import selectors
from reviews.models import Audience, Comment, Letter, LetterLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backend.accounts.models import Person
    from backend.accounts.selectors import Viewer


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets a letter, under the name by which its writer may know them.

    `count` is how many of the chosen comments it is about. `is_hidden`: the name stands for another.
    """

    name: str
    agency: str
    count: int
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Addressed:
    """Who gets a letter about a selection of comments.

    `lines` are pairs of a comment and a person, `unreached` counts comments of which nobody can be told,
    `own` those that the writer is the only one to be told of.
    """

    lines: tuple[tuple[int, int], ...]
    recipients: tuple[Recipient, ...]
    comments: int
    unreached: int
    own: int


@dataclass(frozen=True, slots=True)
class _Said:
    """What of a comment decides who is written to."""

    pk: int
    author: int | None
    author_name: str
    is_hidden: bool
    agency: int | None
    code: str


def addressed(comments: QuerySet[Comment], *, audience: str, by: Person, most: int) -> Addressed:
    """Who gets a letter about these comments; of more than `most` only the first are looked at."""
    rows = _said(comments.order_by("id")[: most + 1])
    focal = _focal_points({row.agency for row in rows if row.agency and audience == Audience.FOCAL_POINTS})
    lines: list[tuple[int, int]] = []
    about: defaultdict[tuple[str, str, int, bool], int] = defaultdict(int)
    unreached = own = 0
    for row in rows:
        told = _told(row, focal, audience)
        others = [each for each in told if each[0] != by.pk]
        unreached, own = unreached + (not told), own + bool(told and not others)
        for person, name, is_hidden in others:
            lines.append((row.pk, person))
            about[name, row.code, 0 if is_hidden else person, is_hidden] += 1
    return Addressed(tuple(lines), _sorted(about), len(rows), unreached, own)


def _said(comments: QuerySet[Comment]) -> list[_Said]:
    rows = comments.values_list(
        "pk", "author_id", "author__is_active", "author_name", "hidden_name", "agency_id", "agency__code",
        "received_in__received_by_id", "received_in__received_by__is_active",
    )
    found = []
    for pk, author, is_active, name, hidden, agency, code, sender, sender_is_active in rows:
        person = author if author is not None else sender
        # Whether a hidden author has closed their account is nobody's business.
        reached = hidden or (is_active if author is not None else sender_is_active)
        found.append(_Said(pk, person if reached else None, name, bool(hidden), agency, code or ""))
    return found


def _focal_points(agencies: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """The focal points of each agency now, with their names."""
    rows = Membership.objects.filter(
        agency__in=list(agencies), role=Membership.Role.FOCAL_POINT, ended_at=None, person__is_active=True,
    )
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for agency, person, name in rows.order_by("person__name").values_list("agency", "person", "person__name"):
        found[agency].append((person, name))
    return found


def _told(
    row: _Said, focal: dict[int, list[tuple[int, str]]], audience: str,
) -> list[tuple[int, str, bool]]:
    """Who is told of a comment: person, name to show, whether that stands for another."""
    if audience == Audience.FOCAL_POINTS and row.agency is not None:
        return [(person, name, False) for person, name in focal.get(row.agency, [])]
    return [] if row.author is None else [(row.author, row.author_name, row.is_hidden)]


def letters_visible_to(person: Viewer) -> QuerySet[Letter]:
    """Letters in documents that the person steers, and those that they got in documents that they see."""
    if not person.is_authenticated:
        return Letter.objects.none()
    mine = Exists(LetterLine.objects.filter(letter=OuterRef("pk"), person=person.pk))
    steered = Q(document__in=documents.documents_steered_by(person))
    return Letter.objects.filter(
        steered | Q(mine), document__in=documents.documents_visible_to(person),
    )


def about(person: Viewer, letter: Letter) -> QuerySet[Comment]:
    """The comments because of which the person got the letter, of those that they see now."""
    mine = LetterLine.objects.filter(letter=letter, person=person.pk).values("comment")
    return selectors.comments_visible_to(person).filter(pk__in=mine).order_by("code", "number", "id")


def recipients(person: Viewer, letter: Letter) -> Sequence[Recipient]:
    """Who got a letter, as who steers the document may know them: by the comments that they see now."""
    seen = selectors.comments_visible_to(person).filter(document=letter.document_id)
    rows = LetterLine.objects.filter(letter=letter, comment__in=seen).values_list(
        "person_id", "person__name", "comment__author_name", "comment__hidden_name", "comment__agency__code",
    )
    about: defaultdict[tuple[str, str, int, bool], int] = defaultdict(int)
    for pk, name, author_name, hidden, code in rows:
        is_author = letter.audience == Audience.AUTHORS or not code
        is_hidden = bool(hidden) and is_author
        about[author_name if is_author else name, code or "", 0 if is_hidden else pk, is_hidden] += 1
    return _sorted(about)


def _sorted(about: Mapping[tuple[str, str, int, bool], int]) -> tuple[Recipient, ...]:
    found = (Recipient(name, code, count, hidden) for (name, code, _, hidden), count in about.items())
    return tuple(sorted(found, key=lambda one: (one.agency, one.name)))
