"""Answers as their commenters judge them: what was said, the answer, the text before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery

from documents import selectors as documents
from documents.core.comparing import redline_segments
from documents.models import Block, VersionState
from reviews import selectors
from reviews.cards import LABELS
from reviews.models import Acknowledgement, Axis, AxisChange, Comment, Overruling, Placement, PlacementStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backend.accounts.selectors import Viewer
    from documents.core.comparing.redline import Segment
    from documents.models import Document, Version
    from reviews.models import Round
    from reviews.rules import Standing

#: Characters of a paragraph that are compared for the page.
MOST = 3_000


@dataclass(frozen=True, slots=True)
class Judged:
    """A comment with its answer, and how its paragraph reads now beside how it read then.

    `reason` is what a dispute says, `overruling` why it was overruled, if it was. `change` is empty where
    the comment has no paragraph.
    """

    comment: Comment
    change: tuple[Segment, ...]
    is_changed: bool
    is_gone: bool
    reason: str
    overruling: Overruling | None = None

    @property
    def label(self) -> str:
        """The answer in words."""
        return LABELS.get(self.comment.disposition, "")


def to_respond(standing: Standing, person: Viewer, round_: Round) -> QuerySet[Comment]:
    """Comments of a round about whose answers this person was asked."""
    mine = Q(agency__in=standing.focal) | Q(agency=None, author_id=person.pk)
    rows = selectors.comments_visible_to(person).filter(mine, round=round_)
    return rows.exclude(acknowledgement=Acknowledgement.NOT_REQUESTED)


def disputes_visible_to(person: Viewer, document: Document) -> QuerySet[Comment]:
    """Answers that did not satisfy: the objections that whoever approves must see."""
    rows = selectors.comments_visible_to(person).filter(document=document)
    return rows.filter(acknowledgement=Acknowledgement.DISPUTED).order_by("code", "number", "id")


def with_reasons(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """The same, with what their pages show: the newest response's words as `said`, its key as `said_in`."""
    newest = AxisChange.objects.filter(comment=OuterRef("pk"), axis=Axis.ACKNOWLEDGEMENT).order_by("-id")
    said, said_in = Subquery(newest.values("note")[:1]), Subquery(newest.values("pk")[:1])
    return comments.annotate(said=said, said_in=said_in).select_related(
        "agency", "proposal", "version", "round",
    )


def judged(person: Viewer, document: Document, comments: Iterable[Comment]) -> list[Judged]:
    """Comments of `with_reasons`, each with its text before and after; in four queries."""
    rows = list(comments)
    issued = documents.versions_visible_to(person).filter(document=document, state=VersionState.ISSUED)
    newest = issued.order_by("-number").first()
    before = _texts([(row.version_id, row.start_block) for row in rows if row.start_block])
    places = _places(newest, rows)
    after = _texts([(place.version_id, place.start_block) for place in places.values()])
    overruled = _overrulings(rows)
    return [_judged(row, before, places.get(row.pk), after, overruled.get(row.pk)) for row in rows]


def _overrulings(rows: Sequence[Comment]) -> dict[int, Overruling]:
    disputed = [
        getattr(row, "said_in", None) for row in rows if row.acknowledgement == Acknowledgement.DISPUTED
    ]
    found = Overruling.objects.filter(dispute__in=filter(None, disputed)).select_related("by")
    return {one.comment_id: one for one in found}


def _places(newest: Version | None, rows: Sequence[Comment]) -> dict[int, Placement]:
    found = Placement.objects.filter(version=newest, comment__in=[row.pk for row in rows])
    return {place.comment_id: place for place in found} if newest else {}


def _texts(keys: Sequence[tuple[int, str]]) -> dict[tuple[int, str], str]:
    wanted = Block.objects.filter(
        version__in={version for version, _ in keys}, key__in={block for _, block in keys},
    )
    return {(version, key): text for version, key, text in wanted.values_list("version_id", "key", "text")}


def _judged(
    row: Comment, before: dict[tuple[int, str], str], place: Placement | None,
    after: dict[tuple[int, str], str], overruling: Overruling | None,
) -> Judged:
    old = before.get((row.version_id, row.start_block), "")
    is_gone = place is not None and place.status == PlacementStatus.ORPHANED
    has_place = place is not None and not is_gone and place.status != PlacementStatus.PENDING
    new = after.get((place.version_id, place.start_block), "") if place and has_place else ""
    change = redline_segments(old[:MOST], new[:MOST]) if old and (has_place or is_gone) else ()
    said = getattr(row, "said", "") or ""
    return Judged(row, change, bool(change) and old != new, is_gone, said, overruling)
