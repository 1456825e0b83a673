"""Where comments lie in later versions: followed step by step, confirmed by people where it is unsure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backend.errors import NotNow, NotYou
from backend.events import services as events
from documents.core import following
from documents.models import Version, VersionState
from documents.services import comparisons, drafts
from reviews import rules
from reviews.core import placing
from reviews.models import AnchorKind, CommentState, Placement, PlacementStatus, Source
from reviews.services.answers import moves
from reviews.services.talk import anchoring

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from backend.accounts.models import Person
    from documents.models import Document
    from reviews.core.anchors import CommentAnchor
    from reviews.core.placing import Place as Found
    from reviews.services.talk.comments import Place

_CHANGED = [
    "status", "start_block", "start_offset", "end_block", "end_offset", "ordinal", "segments", "confidence",
    "is_unsure", "confirmed_at", "confirmed_by",
]
_BATCH = 500
#: The fields of a comment's anchor.
ANCHOR = [
    "anchor_kind", "start_block", "start_offset", "end_block", "end_offset", "quote", "prefix", "suffix",
]


def announce_placing(version: Version) -> int:
    """Mark every comment of the document as being placed on a version that was just issued."""
    before = previous_version(version)
    if before is None:
        return 0
    here = Placement.objects.filter(version=version).values("comment_id")
    waiting = _carried_from(before).exclude(comment_id__in=here).values_list("comment_id", flat=True)
    made = Placement.objects.bulk_create(
        [
            Placement(comment_id=pk, version=version, status=PlacementStatus.PENDING, confidence=0.0)
            for pk in waiting
        ],
        batch_size=_BATCH, ignore_conflicts=True,
    )
    return len(made)


def place_everything(document: Document) -> int:
    """Bring all comments of a document to all its issued versions, oldest first; how many were placed.

    What is placed already stays, so this may run any number of times, from any point.
    """
    issued = document.versions.filter(state=VersionState.ISSUED).order_by("number")
    return sum(place_comments(version) for version in issued)


def place_comments(version: Version) -> int:
    """Place what is not placed yet on a version, from where it lies in the version before."""
    before = previous_version(version)
    if before is None:
        return 0
    here = Placement.objects.filter(version=version)
    here.filter(status=PlacementStatus.PENDING, comment__state=CommentState.WITHDRAWN).delete()
    done = here.exclude(status=PlacementStatus.PENDING).values("comment_id")
    rows = list(_carried_from(before).exclude(comment_id__in=done).select_related("comment"))
    if not rows:
        return 0
    found = _followed(rows, before, version)
    ordinals = dict(version.blocks.values_list("key", "ordinal"))
    placed = [_next_row(row, version, found.get(str(row.comment_id)), ordinals) for row in rows]
    return sum(
        _write(version, placed[first : first + _BATCH]) for first in range(0, len(placed), _BATCH)
    )


def _write(version: Version, placed: Sequence[Placement]) -> int:
    """Write some places in a short transaction; what somebody placed or confirmed meanwhile stays."""
    with transaction.atomic():
        done = Placement.objects.select_for_update().filter(
            version=version, comment_id__in=[row.comment_id for row in placed],
        )
        kept = set(done.exclude(status=PlacementStatus.PENDING).values_list("comment_id", flat=True))
        fresh = [row for row in placed if row.comment_id not in kept]
        Placement.objects.bulk_create(
            fresh, update_conflicts=True, unique_fields=["comment", "version"], update_fields=_CHANGED,
        )
    return len(fresh)


def previous_version(version: Version) -> Version | None:
    """The issued version that this one was made from, or else the one issued before it."""
    parent = version.parents.filter(state=VersionState.ISSUED).order_by("-number").first()
    earlier = Version.objects.filter(
        document_id=version.document_id, state=VersionState.ISSUED, number__lt=version.number,
    )
    return parent or earlier.order_by("-number").first()


def _carried_from(before: Version) -> QuerySet[Placement]:
    """Places in a version of the comments that go on to the next: all that are not withdrawn."""
    there = Placement.objects.filter(version=before).exclude(status=PlacementStatus.PENDING)
    return there.exclude(comment__state=CommentState.WITHDRAWN)


def _followed(rows: Sequence[Placement], before: Version, version: Version) -> dict[str, Found]:
    """Places by comment id, for all that point at text."""
    by_hand = _placed_by_hand(before)
    anchors = [
        anchor
        for row in rows if row.segments
        for anchor in placing.anchors_to_follow(
            str(row.comment_id), [tuple(one) for one in row.segments],
            "" if row.comment_id in by_hand else row.comment.quote,
        )
    ]
    if not anchors:
        return {}
    comparison = comparisons.comparison_of(before, version)
    return placing.places_of(
        following.follow(anchors, drafts.draft_of(before), drafts.draft_of(version), comparison),
    )


def _placed_by_hand(before: Version) -> set[int]:
    """Comments that a person placed in this version or an earlier one: their own quote holds no more."""
    upto = Placement.objects.filter(
        version__document_id=before.document_id, version__number__lte=before.number,
    )
    return set(upto.exclude(confirmed_at=None).values_list("comment_id", flat=True))


def _next_row(
    row: Placement, version: Version, found: Found | None, ordinals: dict[str, int],
) -> Placement:
    """The row in the newer version; an orphan stays one, near the text that was near it."""
    fresh = Placement(comment_id=row.comment_id, version=version, status=PlacementStatus.PLACED)
    if found is None:
        if row.comment.anchor_kind != AnchorKind.DOCUMENT:
            fresh.status, fresh.confidence = PlacementStatus.ORPHANED, 0.0
        return fresh
    segments = placing.in_reading_order(found.segments, ordinals)
    _lay(fresh, segments, ordinals)
    fresh.status, fresh.confidence, fresh.is_unsure = found.status, found.confidence, found.is_unsure
    if row.status == PlacementStatus.ORPHANED:
        fresh.status, fresh.confidence, fresh.is_unsure = PlacementStatus.ORPHANED, 0.0, False
        fresh.confirmed_at, fresh.confirmed_by = row.confirmed_at, row.confirmed_by
    return fresh


def _lay(row: Placement, segments: Iterable[tuple[str, int, int]], ordinals: dict[str, int]) -> None:
    row.segments = [list(segment) for segment in segments]
    if row.segments:
        row.start_block, row.start_offset, _ = row.segments[0]
        row.end_block, _, row.end_offset = row.segments[-1]
        row.ordinal = ordinals.get(row.start_block, 0)


def confirm_placement(*, placement: Placement, by: Person) -> Placement:
    """Say that the comment lies where it was placed. Raises `NotYou`, or `NotNow` while it is placed."""
    _demand(placement, by)
    with transaction.atomic():
        row = _locked(placement)
        row.is_unsure = False
        _confirmed(row, by, "confirmed")
    return row


def reattach(*, placement: Placement, place: Place, by: Person) -> Placement:
    """Say where in this version the comment belongs. Raises `NotYou`, `NotNow`, `BadInput`."""
    _demand(placement, by)
    anchor = anchoring.anchor_on(
        version=placement.version, kind=place.kind, block=place.block, start=place.start, end=place.end,
        end_block=place.end_block, quote=place.quote,
    )
    with transaction.atomic():
        row = _locked(placement)
        _put(row, anchor)
        row.status, row.confidence, row.is_unsure = PlacementStatus.MOVED, 1.0, False
        if row.comment.source == Source.SHEET and row.comment.version_id == row.version_id:
            anchoring.set_anchor(row.comment, anchor)  # what was only guessed; the row keeps its own words
            row.comment.save(update_fields=ANCHOR)
        _confirmed(row, by, "reattached")
    return row


def mark_gone(*, placement: Placement, by: Person) -> Placement:
    """Say that the words which the comment is about are not in this version any more."""
    _demand(placement, by)
    with transaction.atomic():
        row = _locked(placement)
        row.status, row.confidence, row.is_unsure = PlacementStatus.ORPHANED, 0.0, False
        _confirmed(row, by, "gone")
    return row


def _demand(placement: Placement, by: Person) -> None:
    comment = placement.comment
    if not rules.can_place(rules.standing(by, comment.document), comment):
        raise NotYou("Only the author of a comment and the editors can say where it belongs.")


def _locked(placement: Placement) -> Placement:
    row = Placement.objects.select_for_update(of=("self",)).select_related("comment", "version").get(
        pk=placement.pk,
    )
    if row.status == PlacementStatus.PENDING:
        raise NotNow("This comment is being placed at the moment.")
    return row


def _put(row: Placement, anchor: CommentAnchor) -> None:
    keys = [key for key, _, _ in anchor.segments]
    _lay(row, anchor.segments, anchoring.ordinals_of(row.version, keys))


def _confirmed(row: Placement, by: Person, how: str) -> None:
    """Save what a person said; what was derived from it for later versions is found again."""
    row.confirmed_at, row.confirmed_by = timezone.now(), by
    row.save(update_fields=_CHANGED)
    Placement.objects.filter(
        comment_id=row.comment_id, version__number__gt=row.version.number, confirmed_at=None,
    ).delete()
    events.record(
        verb="reviews.placement.confirmed", actor=None if moves.is_anonymous(row.comment, by) else by,
        target=row.comment, document=row.comment.document_id,
        data={"comment": str(row.comment.uid), "version": row.version_id, "how": how},
    )

