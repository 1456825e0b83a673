"""Prose blame: since when each sentence of a paragraph reads as it does, why, and all it has been."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from documents import selectors as documents
from documents.core import ancestry
from documents.core.comparing import redline_segments
from documents.models import Block
from documents.services.ancestry import ancestry_of
from reviews.proving import proofs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backend.accounts.selectors import Viewer
    from documents.core.ancestry import Run
    from documents.models import Version
    from documents.services.redlines import Segment
    from reviews.models import Comment, EditorsNote
    from reviews.proving.proofs import Step


@dataclass(frozen=True, slots=True)
class Reason:
    """What stands behind a change that came with a version: comments that were accepted, or a note."""

    version: Version
    comments: tuple[Comment, ...] = ()
    notes: tuple[EditorsNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence as it reads; `pieces` are its words with the number of the version that brought them."""

    pieces: tuple[tuple[str, int], ...]
    since: Version
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """The paragraph in one version, against how it read in the version before that it stood in."""

    version: Version
    block: Block
    segments: tuple[Segment, ...]
    reason: Reason

    @property
    def is_changed(self) -> bool:
        """Whether any word of it differs from the stage before."""
        return any(kind != "equal" for kind, _ in self.segments)


@dataclass(slots=True)
class _Steps:
    """Comparisons, made once each, with what the person's visible comments prove in them."""

    person: Viewer
    versions: dict[int, Version]
    made: dict[int, Step | None] = field(default_factory=dict)
    notes: dict[int, list[EditorsNote]] = field(default_factory=dict)

    def to(self, number: int) -> Step | None:
        if number not in self.made:
            version = self.versions[number]
            self.made[number] = proofs.step_to(version, proofs.shared_comments(self.person, version))
            rows = version.editors_notes.filter(withdrawn_at=None).select_related("by")
            self.notes[number] = list(rows)
        return self.made[number]


@dataclass(frozen=True, slots=True)
class History:
    """A paragraph's sentences as they read, and all that it has been, newest first."""

    sentences: list[Told]
    stages: list[Stage]


def history(person: Viewer, block: Block) -> History:
    """Why the paragraph reads so: only the versions that changed it are compared, each once for both."""
    steps = _steps(person, block.version)
    return History(_sentences(steps, block), _stages(steps, block))


def _sentences(steps: _Steps, block: Block) -> list[Told]:
    """The paragraph's sentences, each with the newest version that brought words of it, and why."""
    runs = ancestry_of(block.version).get(block.key, ())
    return [
        Told(
            tuple((block.text[run.start : run.end], run.version) for run in sentence.runs),
            steps.versions.get(sentence.since, block.version),
            tuple(_reasons(steps, sentence.runs)),
        )
        for sentence in ancestry.sentences(block.text, runs)
    ]


def _stages(steps: _Steps, block: Block) -> list[Stage]:
    """The paragraph in every version that the person sees and in which it stands, newest first.

    Why is told of the first, and of those in which it changed.
    """
    by_id = {version.pk: version for version in steps.versions.values()}
    rows = Block.objects.filter(lineage=block.lineage, version__in=by_id)
    found: list[Stage] = []
    before = ""
    for row in rows.order_by("version__number").defer("html", "data"):
        version = by_id[row.version_id]
        segments = tuple(redline_segments(before, row.text)) if found else (("equal", row.text),)
        is_told = not found or row.text != before
        reason = _reason(steps, row, version) if is_told else Reason(version)
        found.append(Stage(version, row, segments, reason))
        before = row.text
    return found[::-1]


def _steps(person: Viewer, version: Version) -> _Steps:
    seen = documents.versions_visible_to(person).filter(
        document=version.document_id, number__lte=version.number, block_count__gt=0,
    )
    return _Steps(person, {row.number: row for row in seen.select_related("document").order_by("number")})


def _reasons(steps: _Steps, runs: Sequence[Run]) -> Iterator[Reason]:
    """What stands behind the words of these runs, newest version first."""
    for number in sorted({run.version for run in runs if run.version in steps.versions}, reverse=True):
        step = steps.to(number)
        if step is None:
            continue
        behind = proofs.behind(step)
        comments: dict[int, Comment] = {}
        passages = set()
        for run in runs:
            if run.version != number:
                continue
            for hunk in _hunks_at(step, run):
                passages.add(hunk.passage)
                comments |= {comment.pk: comment for comment in behind.get(hunk, ())}
        notes = tuple(note for note in steps.notes[number] if note.change in passages)
        yield Reason(steps.versions[number], tuple(comments.values()), notes)


def _hunks_at(step: Step, run: Run) -> Iterator[proofs.Hunk]:
    """The changes of a step that brought the words of a run."""
    for passage in step.passages:
        if not passage.number:
            continue
        start = 0
        for key, text in passage.new:
            if key == run.block:
                first, last = start + run.offset, start + run.offset + run.end - run.start
                yield from (
                    hunk for hunk in proofs.proving.hunks(passage)
                    if hunk.new_start < last and first < hunk.new_end
                )
            start += len(text) + 1


def _reason(steps: _Steps, block: Block, version: Version) -> Reason:
    """What stands behind all that changed in the paragraph with this version."""
    step = steps.to(version.number)
    if step is None:
        return Reason(version)
    row = next((row for row in step.rows if row.number and block.key in {new.key for new in row.new}), None)
    if row is None:
        return Reason(version)
    comments = {
        comment.pk: comment for hunk, found in proofs.behind(step).items() if hunk.passage == row.number
        for comment in found
    }
    notes = tuple(note for note in steps.notes[version.number] if note.change == row.number)
    return Reason(version, tuple(comments.values()), notes)
