"""What lies on a person's desk: their documents, who they are in each, newest versions and next dates."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Count

from documents import selectors as documents_selectors
from documents.models import Document, Version, VersionState
from reviews import rules, selectors
from reviews.models import Comment, Milestone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from backend.accounts.models import Person
    from reviews.rules import Standing


@dataclass(frozen=True, slots=True)
class Due:
    """Until when: what ends then, its last day, its moment where there is one, and the words of the plan."""

    title: str
    on: date
    words: str
    at: datetime | None = None
    is_over: bool = False


@dataclass
class Desk:
    """Everything is read once, for all documents together; what no line asks for is not read."""

    person: Person
    now: datetime
    only: Document | None = None

    @cached_property
    def documents(self) -> dict[int, Document]:
        """The person's documents by key, by title."""
        rows = documents_selectors.documents_visible_to(self.person).select_related("owner")
        if self.only is not None:
            rows = rows.filter(pk=self.only.pk)
        return {document.pk: document for document in rows.order_by("title", "id")}

    @cached_property
    def standings(self) -> dict[int, Standing]:
        """Who the person is in each document."""
        return rules.standings(self.person, self.documents.values())

    def where(self, *, steers: bool = False, coordinates: bool = False, comments: bool = False) -> list[int]:
        """The documents in which the person does all of this."""
        return [
            key for key, found in self.standings.items()
            if (not steers or found.steers) and (not comments or found.comments)
            and (not coordinates or "coordinator" in found.roles)
        ]

    @cached_property
    def comments(self) -> QuerySet[Comment]:
        """The comments that the person sees in these documents."""
        return selectors.comments_visible_to(self.person).filter(document__in=list(self.documents))

    @cached_property
    def versions(self) -> dict[int, list[Version]]:
        """Versions of each document, the newest first; those not issued only where the person steers."""
        found: defaultdict[int, list[Version]] = defaultdict(list)
        rows = Version.objects.filter(document__in=list(self.documents)).defer("report", "properties")
        for version in rows.order_by("-number"):
            version.document = self.documents[version.document_id]
            if version.is_issued or self.standings[version.document_id].steers:
                found[version.document_id].append(version)
        return found

    def latest(self, document: int) -> Version | None:
        """The newest issued version."""
        return next((each for each in self.versions.get(document, ()) if each.is_issued), None)

    def unissued(self, document: int) -> Version | None:
        """The newest version that nobody has issued yet."""
        rows = self.versions.get(document, ())
        return next((each for each in rows if each.state != VersionState.ISSUED), None)

    @cached_property
    def steps(self) -> dict[int, list[Milestone]]:
        """The steps of each plan that are still to come, the next one first."""
        found: defaultdict[int, list[Milestone]] = defaultdict(list)
        rows = Milestone.objects.filter(
            document__in=list(self.documents), met_on=None, cancelled_at=None,
        )
        read = rows.only("uid", "document_id", "title", "kind", "to_on", "words", "due_at")
        for step in read.order_by("to_on", "due_at", "id"):
            found[step.document_id].append(step)
        return found

    def due(self, document: int, *kinds: str) -> Due | None:
        """The next step of these kinds as a deadline; of any kind when none is named."""
        steps = self.steps.get(document, ())
        return self.due_of(next((step for step in steps if not kinds or step.kind in kinds), None))

    def due_of(self, step: Milestone | None) -> Due | None:
        """A step as a deadline. A day is over when it is over everywhere on Earth."""
        if step is None:
            return None
        today = (self.now - timedelta(hours=12)).date()
        is_over = step.due_at < self.now if step.due_at else step.to_on < today
        return Due(step.title, step.to_on, step.words, step.due_at, is_over)

    def counted(self, comments: QuerySet[Comment], documents: Iterable[int]) -> dict[int, int]:
        """How many of the comments there are in each of the documents that has any."""
        rows = comments.filter(document__in=list(documents)).order_by().values_list("document")
        return dict(rows.annotate(Count("id")))
