"""What a person may see of meetings and their findings; every read of them starts here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from documents import selectors as documents
from documents.models import Version, VersionState
from reviews.models import (
    Assignment,
    Finding,
    FindingState,
    Material,
    Meeting,
    Participant,
    Passage,
    PassagePlace,
    PlacementStatus,
)

if TYPE_CHECKING:
    from backend.accounts.selectors import Viewer
    from documents.models import Block, Document

#: Findings shown on one board at most.
MOST = 500


def meetings_visible_to(person: Viewer) -> QuerySet[Meeting]:
    """Meetings of the documents that the person sees."""
    return Meeting.objects.filter(document__in=documents.documents_visible_to(person))


def findings_visible_to(person: Viewer) -> QuerySet[Finding]:
    """Adopted findings of those meetings; drafts only for who was there or steers the document."""
    rows = Finding.objects.filter(meeting__in=meetings_visible_to(person))
    if not person.is_authenticated:
        return rows.none()
    was_there = Participant.objects.filter(meeting=OuterRef("meeting"), person_id=person.pk)
    steered = documents.documents_steered_by(person)
    drafts = Q(state=FindingState.DRAFT) | Q(state=FindingState.WITHDRAWN, adopted_at=None)
    return rows.filter(~drafts | Exists(was_there) | Q(meeting__document__in=steered))


def materials_visible_to(person: Viewer) -> QuerySet[Material]:
    """Files of the meetings that the person sees, not withdrawn."""
    return Material.objects.filter(meeting__in=meetings_visible_to(person), withdrawn_at=None)


def assignments_visible_to(person: Viewer) -> QuerySet[Assignment]:
    """Where the findings that the person sees belong, in documents that they see."""
    return Assignment.objects.filter(
        finding__in=findings_visible_to(person), document__in=documents.documents_visible_to(person),
        ended_at=None,
    )


def reflected_in(person: Viewer, block: Block) -> list[Assignment]:
    """What meetings found that somebody pointed out in this paragraph, of what the person sees."""
    places = PassagePlace.objects.filter(
        version=block.version_id, passage__ended_at=None,
        passage__assignment__in=assignments_visible_to(person),
    )
    shown = {
        place.passage.assignment_id for place in places.select_related("passage")
        if any(segment[0] == block.key for segment in place.segments)
    }
    rows = Assignment.objects.filter(pk__in=shown).exclude(finding__state=FindingState.WITHDRAWN)
    return list(rows.select_related("finding__meeting").order_by("finding__kind", "finding__number", "id"))


def for_page(findings: QuerySet[Finding], person: Viewer) -> QuerySet[Finding]:
    """The same findings with all that a page shows of them, in a fixed number of queries."""
    places = PassagePlace.objects.filter(
        version__in=documents.versions_visible_to(person),
    ).select_related("version").order_by("version__number")
    passages = Passage.objects.filter(ended_at=None).select_related("version").prefetch_related(
        Prefetch("places", queryset=places),
    )
    assignments = assignments_visible_to(person).select_related("document", "milestone", "judged_by")
    seen = findings_visible_to(person)
    return findings.select_related("meeting__document").prefetch_related(
        Prefetch(
            "assignments", queryset=assignments.prefetch_related(Prefetch("passages", queryset=passages)),
        ),
        Prefetch("rests_on", queryset=seen), Prefetch("supports", queryset=seen),
    )


def place_now(passage: Passage) -> PassagePlace | None:
    """Where a passage lies in the newest version that it was followed to."""
    places = list(passage.places.all())
    return places[-1] if places else None


def lost_in(passage: Passage) -> Version | None:
    """The first version in which the words are gone for good; None while they are there."""
    lost: Version | None = None
    for place in passage.places.all():
        if place.status != PlacementStatus.ORPHANED:
            lost = None
        elif lost is None:
            lost = place.version
    return lost


@dataclass(slots=True)
class Cell:
    """What a board says of one finding in one section."""

    assignments: list[Assignment] = field(default_factory=list)

    @property
    def lost(self) -> list[Version]:
        """Versions in which words that reflect it went away."""
        found = (lost_in(passage) for each in self.assignments for passage in each.passages.all())
        return [version for version in found if version is not None]


@dataclass(slots=True)
class Board:
    """Findings down, sections across; `sections` are (lineage or None, heading, document)."""

    sections: list[tuple[str, str, Document]]
    rows: list[tuple[Finding, list[Cell]]]
    counts: dict[str, int]


def board(person: Viewer, document: Document, findings: Iterable[Finding]) -> Board:
    """The coverage board of a document: where each finding belongs and whether the text says it."""
    shown = list(findings)
    columns: dict[str, tuple[str, str, Document]] = {}
    cells: dict[int, dict[str, Cell]] = {}
    counts = {"reflected": 0, "partly": 0, "not": 0, "waiting": 0, "lost": 0, "unassigned": 0}
    for finding in shown:
        mine = cells.setdefault(finding.pk, {})
        assigned = [each for each in finding.assignments.all() if each.milestone_id is None]
        counts["unassigned"] += not finding.assignments.all()
        for assignment in assigned:
            key = f"{assignment.document_id}:{assignment.lineage or ''}"
            columns.setdefault(key, (key, assignment.section, assignment.document))
            mine.setdefault(key, Cell()).assignments.append(assignment)
            counts[assignment.reflection] += 1
            counts["lost"] += any(lost_in(passage) for passage in assignment.passages.all())
    ordered = _in_reading_order(person, document, columns)
    rows = [(finding, [cells[finding.pk].get(key, Cell()) for key, _, _ in ordered]) for finding in shown]
    return Board(ordered, rows, counts)


def _in_reading_order(
    person: Viewer, document: Document, columns: dict[str, tuple[str, str, Document]],
) -> list[tuple[str, str, Document]]:
    """Sections of the document as they stand in its newest version, then those of other documents."""
    newest = newest_version(person, document)
    lineages = newest.blocks.filter(kind="heading").values_list("lineage", "ordinal") if newest else ()
    ordinals = {f"{document.pk}:{lineage}": ordinal for lineage, ordinal in lineages}

    def place(column: tuple[str, str, Document]) -> tuple[bool, str, int, str]:
        key, heading, of = column
        return of.pk != document.pk, of.name, ordinals.get(key, -1), heading

    return sorted(columns.values(), key=place)


def newest_version(person: Viewer, document: Document) -> Version | None:
    """The newest issued version that the person sees."""
    rows = documents.versions_visible_to(person).filter(document=document, state=VersionState.ISSUED)
    return rows.order_by("-number").first()
