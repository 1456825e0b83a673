"""What became of somebody's comments, and what changed for somebody, with one version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from documents import rules
from documents.models import Block
from reviews import selectors
from reviews.core import flags
from reviews.core.proving import Evidence
from reviews.models import Comment, CommentState, FollowedPassage, Placement
from reviews.proving import proofs

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from backend.accounts.models import Agency, Person
    from documents.models import Document, Version
    from documents.services.redlines import Row


@dataclass(frozen=True, slots=True)
class Answered:
    """A comment, the answer to it, and its paragraph before and after (None when nothing there changed)."""

    comment: Comment
    evidence: Evidence
    row: Row | None


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said by somebody and done about it; `older` is None for a first version."""

    version: Version
    older: Version | None
    answered: tuple[Answered, ...]
    waiting: int


@dataclass(slots=True)
class Mine:
    """A changed passage and why it concerns a person: `wrote`, `commented`, `follow`."""

    row: Row
    why: set[str] = field(default_factory=set)
    flags: frozenset[str] = frozenset()


def answers(person: Person, version: Version, *, agency: Agency | None = None) -> Answers:
    """What was done about the comments of an agency, or of the person, that the person sees.

    Answered comments of earlier versions that `version` is the first to answer are told, and those
    answered without a change to the text.
    """
    comments = proofs.shared_comments(person, version)
    asked = _of(person, agency)
    step = proofs.step_to(version, comments.filter(asked))
    if step is None:
        return Answers(version, None, (), 0)
    rows = {row.number: row for row in step.rows if row.number}
    told, waiting = [], 0
    for pk, comment in step.comments.items():
        if comment.state not in {CommentState.DECIDED, CommentState.CLOSED}:
            waiting += 1
            continue
        evidence = step.evidence[pk]
        row = rows.get(evidence.hunks[0].passage) if evidence.hunks else None
        told.append(Answered(comment, evidence, row))
    return Answers(version, step.older, tuple(told), waiting)


def _of(person: Person, agency: Agency | None) -> Q:
    return Q(agency=agency) if agency is not None else Q(author=person)


def changed_for(person: Person, version: Version) -> tuple[list[Mine], proofs.Step | None]:
    """The changes in passages that the person wrote, commented or follows, in reading order."""
    concern = own_comments(person, version)
    step = proofs.step_to(version, concern)
    if step is None:
        return [], None
    wrote, commented = _places(step.older, concern)
    followed = _followed(person, version)
    lineages = dict(
        Block.objects.filter(version__in=[step.older, version]).values_list("pk", "lineage"),
    )
    found = []
    for row in step.rows:
        if not row.number:
            continue
        mine = Mine(row, flags=flags.flags(*proofs.texts_of(row)))
        keys = {block.key for block in row.old}
        mine.why |= {"wrote"} if keys & wrote else set()
        mine.why |= {"commented"} if keys & commented else set()
        blocks = (*row.old, *row.new)
        mine.why |= {"follow"} if followed & {lineages[block.pk] for block in blocks} else set()
        if mine.why:
            found.append(mine)
    return found, step


def own_comments(person: Person, version: Version) -> QuerySet[Comment]:
    """The person's own comments on earlier versions, whoever else sees them; not withdrawn."""
    rows = selectors.comments_visible_to(person).filter(
        author=person, document=version.document_id, version__number__lt=version.number,
    )
    return rows.exclude(state=CommentState.WITHDRAWN)


def _places(older: Version, comments: QuerySet[Comment]) -> tuple[set[str], set[str]]:
    """Blocks of the older version that hold words of the person's accepted proposals, and their comments."""
    wrote: set[str] = set()
    commented: set[str] = set()
    rows = Placement.objects.filter(version=older, comment__in=comments.order_by().values("pk"))
    for row in rows.select_related("comment__proposal"):
        keys = {segment[0] for segment in row.segments}
        commented |= keys
        if getattr(row.comment, "proposal", None) and "accepted" in row.comment.disposition:
            wrote |= keys
    return wrote, commented


def _followed(person: Person, version: Version) -> set[UUID]:
    rows = FollowedPassage.objects.filter(person=person, document=version.document_id)
    return set(rows.values_list("lineage", flat=True))


def agencies_of(person: Person, document: Document) -> list[Agency]:
    """The agencies whose answers the person may ask for: their own; all, for whoever steers."""
    if rules.can_edit(person, document):
        rows = document.participations.filter(ended_at=None).select_related("agency")
        return [row.agency for row in rows.order_by("agency__code")]
    return rules.agencies_speaking_for(person, document)
