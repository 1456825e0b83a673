"""Words that reflect a finding: pointed at once, followed to every later version, missed when they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backend.errors import NotNow, NotYou
from backend.events import services as events
from documents import rules
from documents.core import following
from documents.models import DocumentRole, Role, VersionState
from documents.services import comparisons, drafts
from reviews.core import placing
from reviews.models import AnchorKind, Passage, PassagePlace, PlacementStatus
from reviews.services.talk import anchoring
from reviews.services.talk.placements import previous_version

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from documents.models import Document, Version
    from reviews.models import Assignment
    from reviews.services.talk.comments import Place


def link_passage(*, assignment: Assignment, version: Version, place: Place, by: Person) -> Passage:
    """Point at words of a version that reflect what was found.

    Raises `NotYou`, `BadInput` for a place that does not exist, `NotNow` when its words have changed.
    """
    _demand(by, assignment)
    if version.document_id != assignment.document_id or not version.is_issued:
        raise NotNow("Point at words of an issued version of the document that it is assigned to.")
    kind = AnchorKind.BLOCK if place.kind == AnchorKind.DOCUMENT else place.kind
    anchor = anchoring.anchor_on(
        version=version, kind=kind, block=place.block, start=place.start, end=place.end,
        end_block=place.end_block, quote=place.quote,
    )
    with transaction.atomic():
        passage = Passage.objects.create(
            assignment=assignment, version=version, quote=anchor.quote, added_by=by,
        )
        PassagePlace.objects.create(
            passage=passage, version=version, status=PlacementStatus.PLACED,
            segments=[list(segment) for segment in anchor.segments],
        )
        _tell("linked", passage, by)
    follow_passages(assignment.document)
    return passage


def unlink_passage(*, passage: Passage, by: Person) -> None:
    """Say that these words do not reflect it after all."""
    _demand(by, passage.assignment)
    with transaction.atomic():
        if not Passage.objects.filter(pk=passage.pk, ended_at=None).update(ended_at=timezone.now()):
            raise NotNow("These words are not linked any more.")
        _tell("unlinked", passage, by)


def _demand(by: Person, assignment: Assignment) -> None:
    if not rules.can_edit(by, assignment.finding.meeting.document):
        raise NotYou("Only editors and coordinators link words to findings.")


def follow_passages(document: Document) -> int:
    """Find all linked words in every issued version after theirs; how many were newly lost.

    Versions already followed to stay as they are, so this may run any number of times.
    """
    issued = document.versions.filter(state=VersionState.ISSUED).order_by("number")
    return sum(_follow_to(version) for version in issued)


def _follow_to(version: Version) -> int:
    before = previous_version(version)
    if before is None:
        return 0
    here = PassagePlace.objects.filter(version=version).values("passage")
    rows = PassagePlace.objects.filter(version=before, passage__ended_at=None).exclude(passage__in=here)
    waiting = list(rows.select_related("passage"))
    if not waiting:
        return 0
    anchors = [
        anchor for row in waiting
        for anchor in placing.anchors_to_follow(
            str(row.passage_id), [tuple(one) for one in row.segments], row.passage.quote,
        )
    ]
    comparison = comparisons.comparison_of(before, version)
    found = placing.places_of(
        following.follow(anchors, drafts.draft_of(before), drafts.draft_of(version), comparison),
    )
    fresh = [_next(row, version, found.get(str(row.passage_id))) for row in waiting]
    PassagePlace.objects.bulk_create(fresh, ignore_conflicts=True)
    return sum(
        row.status == PlacementStatus.ORPHANED and old.status != PlacementStatus.ORPHANED
        for old, row in zip(waiting, fresh, strict=True)
    )


def _next(row: PassagePlace, version: Version, found: placing.Place | None) -> PassagePlace:
    gone = row.status == PlacementStatus.ORPHANED or found is None or found.status == "orphaned"
    return PassagePlace(
        passage_id=row.passage_id, version=version,
        status=PlacementStatus.ORPHANED if gone or found is None else found.status,
        segments=[list(one) for one in found.segments] if found else row.segments,
        confidence=0.0 if gone or found is None else found.confidence,
    )


def lost_with(version: Version) -> list[Passage]:
    """Passages that were there in the version before this one and are gone in it."""
    before = previous_version(version)
    gone = PassagePlace.objects.filter(version=version, status=PlacementStatus.ORPHANED)
    there = PassagePlace.objects.filter(version=before).exclude(status=PlacementStatus.ORPHANED)
    rows = Passage.objects.filter(
        ended_at=None, pk__in=gone.values("passage"),
    ).filter(pk__in=there.values("passage"))
    return list(rows.select_related("assignment__finding__meeting__document"))


def steering(document: Document) -> list[Person]:
    """Editors and coordinators of a document now."""
    rows = DocumentRole.objects.filter(
        document=document, role__in=[Role.EDITOR, Role.COORDINATOR], ended_at=None,
    )
    return list({row.person_id: row.person for row in rows.select_related("person")}.values())


def _tell(verb: str, passage: Passage, by: Person) -> None:
    finding = passage.assignment.finding
    events.record(
        verb=f"reviews.finding.{verb}", actor=by, target=finding, document=finding.meeting.document_id,
        data={"finding": str(finding.uid), "version": passage.version_id},
    )
