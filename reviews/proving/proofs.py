"""What became of comments in a version, as one person may know it: found by comparing, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from documents import selectors as documents_selectors
from documents.services import redlines
from documents.services.ancestry import predecessor
from reviews import selectors
from reviews.core import flags, lifecycle, proving
from reviews.core.proving import Claim, Evidence, Hunk, Passage
from reviews.models import (
    AnchorKind,
    Comment,
    CommentState,
    EditorsNote,
    Placement,
    PlacementStatus,
    Visibility,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backend.accounts.selectors import Viewer
    from documents.models import Block, Version

#: Answers after which the text should read as before.
KEEPS_TEXT = frozenset({"rejected", "out_of_scope", "deferred"})
_ANSWERED = (CommentState.DECIDED, CommentState.CLOSED)


@dataclass(frozen=True, slots=True)
class Finding:
    """A comment and what was found of it; `version` is the one whose text proves it, if any does."""

    comment: Comment
    evidence: Evidence
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A change with no decided comment and no note behind it; comments in `open` ask for something there."""

    hunk: Hunk
    row: redlines.Row
    flags: frozenset[str]
    open: tuple[Comment, ...] = ()


@dataclass(slots=True)
class Step:
    """One version against the one before it, with what the person's visible comments claim of it."""

    older: Version
    newer: Version
    rows: list[redlines.Row]
    passages: list[Passage]
    comments: dict[int, Comment] = field(default_factory=dict)
    evidence: dict[int, Evidence] = field(default_factory=dict)

    def row_of(self, hunk: Hunk) -> redlines.Row:
        """The compared paragraphs in which a change lies."""
        return next(row for row in self.rows if row.number == hunk.passage)


@dataclass(frozen=True, slots=True)
class Report:
    """The proof of a version: what holds, and the three lists of what does not.

    `proved` are accepted comments with the words that answer them; `unchanged` accepted ones without;
    `against` rejected ones whose words changed as they wanted all the same.
    """

    step: Step
    proved: tuple[Finding, ...]
    unchanged: tuple[Finding, ...]
    against: tuple[Finding, ...]
    unexplained: tuple[Unexplained, ...]
    notes: tuple[EditorsNote, ...]

    @property
    def disagreements(self) -> int:
        """How many things of the three lists ask for somebody."""
        return len(self.unchanged) + len(self.against) + len(self.unexplained)


def passage_of(row: redlines.Row) -> Passage:
    """A compared row as the core's value."""
    return Passage(
        old=tuple((block.key, block.text) for block in row.old),
        new=tuple((block.key, block.text) for block in row.new),
        segments=row.segments,
        number=row.number,
        is_moved=row.is_moved,
        sections=frozenset(block.section_key for block in (*row.old, *row.new) if block.section_key),
    )


def step_to(newer: Version, comments: QuerySet[Comment]) -> Step | None:
    """The comparison that led to `newer`, with the evidence for `comments`; None for a first version."""
    older = predecessor(newer)
    if older is None:
        return None
    rows = redlines.rows(older, newer)
    step = Step(older, newer, rows, [passage_of(row) for row in rows])
    claims = []
    for placement in _placements(older, comments):
        step.comments[placement.comment_id] = placement.comment
        claims.append(claim_of(placement))
    step.evidence = proving.prove(step.passages, claims)
    return step


def _placements(version: Version, comments: QuerySet[Comment]) -> Iterable[Placement]:
    shown = comments.select_related("agency", "proposal", "version", "duplicate_of")
    rows = Placement.objects.filter(version=version, comment__in=comments.order_by().values("pk"))
    found = rows.prefetch_related(Prefetch("comment", queryset=shown))
    return found.order_by("ordinal", "start_offset", "comment_id")


def claim_of(placement: Placement) -> Claim:
    """What a comment asks for, at its place in one version."""
    comment = placement.comment
    if comment.anchor_kind == AnchorKind.DOCUMENT:
        return Claim(comment.pk, "document")
    if comment.anchor_kind == AnchorKind.SECTION:
        return Claim(comment.pk, "section", section=placement.start_block)
    if placement.status in {PlacementStatus.ORPHANED, PlacementStatus.PENDING}:
        return Claim(comment.pk, "words")
    proposal = getattr(comment, "proposal", None)
    edits = proposal.edits if proposal else ()
    inserted = tuple(edit.get("text", "") for edit in edits if edit["kind"] == "insert_block")
    segments = tuple((block, start, end) for block, start, end in placement.segments)
    wanted = None if proposal is None else _without(proposal.text, inserted)
    if proposal is not None and inserted and wanted == proposal.original:
        wanted = None
    return Claim(comment.pk, "words", segments, wanted=wanted, inserted=inserted)


def _without(text: str, inserted: Iterable[str]) -> str:
    """A proposal's text without the whole paragraphs that it adds."""
    lines = text.split("\n")
    for line in inserted:
        if line in lines:
            lines.remove(line)
    return "\n".join(lines)


def report(person: Viewer, version: Version) -> Report | None:
    """The proof of a version for a person: over the comments that everyone with the document sees."""
    comments = shared_comments(person, version)
    step = step_to(version, comments)
    if step is None:
        return None
    answered = [comment for comment in step.comments.values() if comment.state in _ANSWERED]
    accepted = [comment for comment in answered if comment.disposition in lifecycle.CHANGES_TEXT]
    proved = [
        Finding(comment, step.evidence[comment.pk], version)
        for comment in accepted if step.evidence[comment.pk].outcome != "unchanged"
    ]
    missing = [comment for comment in accepted if step.evidence[comment.pk].outcome == "unchanged"]
    done_before = _proved_by(person, step.older, missing)
    unchanged = [Finding(one, Evidence("unchanged")) for one in missing if one.pk not in done_before]
    notes = tuple(version.editors_notes.filter(withdrawn_at=None).select_related("by").order_by("change"))
    return Report(
        step, tuple(proved), tuple(unchanged), _against(step, answered, proved),
        tuple(_unexplained(step, accepted, notes)), notes,
    )


def shared_comments(person: Viewer, version: Version) -> QuerySet[Comment]:
    """Comments of earlier versions, not withdrawn, that the editors answer and the person sees."""
    rows = selectors.comments_visible_to(person).filter(
        document=version.document_id, version__number__lt=version.number,
        visibility__in=(*selectors.RELEASED, Visibility.EDITORS),
    )
    return rows.exclude(state=CommentState.WITHDRAWN)


def _proved_by(person: Viewer, version: Version, comments: Iterable[Comment]) -> set[int]:
    """Which of these comments the text of `version`, or of one before it, answers already."""
    left = {comment.pk for comment in comments}
    done: set[int] = set()
    walked: Version | None = version
    while left and walked is not None:
        step = step_to(walked, shared_comments(person, walked).filter(pk__in=left))
        if step is None:
            break
        found = {pk for pk, evidence in step.evidence.items() if evidence.outcome != "unchanged"}
        done, left, walked = done | found, left - found, step.older
    return done


def _against(step: Step, answered: Iterable[Comment], proved: Iterable[Finding]) -> tuple[Finding, ...]:
    """Rejected comments whose words read as they wanted, or changed with no accepted comment behind it."""
    explained = {hunk for finding in proved for hunk in finding.evidence.hunks}
    found = []
    for comment in answered:
        evidence = step.evidence[comment.pk]
        if comment.disposition not in KEEPS_TEXT or evidence.outcome not in {"as_proposed", "changed"}:
            continue
        if evidence.outcome == "as_proposed" or not explained.issuperset(evidence.hunks):
            found.append(Finding(comment, evidence, step.newer))
    return tuple(found)


def _unexplained(
    step: Step, accepted: Iterable[Comment], notes: Iterable[EditorsNote],
) -> Iterator[Unexplained]:
    explaining = [comment.pk for comment in accepted]
    left = proving.unexplained(step.passages, step.evidence, explaining, [note.change for note in notes])
    asking: dict[Hunk, list[Comment]] = {}
    for pk, evidence in step.evidence.items():
        if step.comments[pk].state not in _ANSWERED and evidence.outcome in {"as_proposed", "changed"}:
            for hunk in evidence.hunks:
                asking.setdefault(hunk, []).append(step.comments[pk])
    rows = {row.number: row for row in step.rows if row.number}
    for hunk in left:
        touched = flags.flags(hunk.old, hunk.new)
        yield Unexplained(hunk, rows[hunk.passage], touched, tuple(asking.get(hunk, ())))


def findings(person: Viewer, comment: Comment) -> list[Finding]:
    """What each later version that the person sees says of one comment, oldest first."""
    later = documents_selectors.versions_visible_to(person).filter(
        document=comment.document_id, number__gt=comment.version.number, block_count__gt=0,
    )
    only = Comment.objects.filter(pk=comment.pk)
    found = []
    for version in later.select_related("document").order_by("number"):
        step = step_to(version, only)
        if step is not None and comment.pk in step.evidence:
            found.append(Finding(comment, step.evidence[comment.pk], version))
    return found


def best(found: Iterable[Finding]) -> Finding | None:
    """The version that did it: the first with the strongest proof; None when nothing changed."""
    proofs = [finding for finding in found if finding.evidence.outcome != "unchanged"]
    strength = proving.STRENGTH.index
    return min(proofs, key=lambda finding: strength(finding.evidence.outcome), default=None)


def behind(step: Step) -> Mapping[Hunk, tuple[Comment, ...]]:
    """For each change, the accepted comments that stand behind it."""
    found: dict[Hunk, list[Comment]] = {}
    for pk, evidence in step.evidence.items():
        comment = step.comments[pk]
        if comment.state in _ANSWERED and comment.disposition in lifecycle.CHANGES_TEXT:
            for hunk in evidence.hunks:
                found.setdefault(hunk, []).append(comment)
    return {hunk: tuple(comments) for hunk, comments in found.items()}


def first_block(row: redlines.Row) -> Block:
    """Where a change stands: its first paragraph in the newer version, or in the older when it is gone."""
    return (row.new or row.old)[0]


def texts_of(row: redlines.Row) -> tuple[str, str]:
    """A changed passage before and after."""
    return "\n".join(block.text for block in row.old), "\n".join(block.text for block in row.new)
