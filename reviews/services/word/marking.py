"""Word out: a version's file with comments as real Word comments and proposals as tracked changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from documents.core import codec
from documents.core.model import Edit, Point
from documents.models import Version
from documents.services import files
from documents.services.confinement import confined
from reviews import selectors
from reviews.core import lifecycle, proposing, word_file
from reviews.core.word import Said, Thread
from reviews.models import Comment, CommentState, Decision, Disposition, Placement, PlacementStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet


ANSWERED = (CommentState.DECIDED, CommentState.CLOSED)


@dataclass(frozen=True, slots=True)
class Marked:
    """A file that goes out: its bytes, its name, and what its own check found."""

    data: bytes
    file_name: str
    outcome: dict[str, Any]

    @property
    def sha256(self) -> str:
        """The fingerprint of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def write_word(*, version: Version, placements: QuerySet[Placement]) -> Marked:
    """The version's Word file with these placements' comments, checked by reading it again.

    `placements` must be of comments that whoever gets the file sees.
    """
    texts = dict(version.blocks.values_list("key", "text"))
    threads = threads_of(placements, version, texts)
    written = confined(word_file.written, files.content(version.file), tuple(threads))
    name = file_name(version)
    return Marked(written.data, name, written.outcome | {"file_name": name})


def file_name(version: Version) -> str:
    """What the file is called on the person's disk: "science-white-paper-v2-comments.docx"."""
    return f"{version.document.slug}-v{version.number}-comments.docx"


def threads_of(
    placements: QuerySet[Placement], version: Version, texts: Mapping[str, str],
) -> list[Thread]:
    """The comments with replies, answers and proposals, as they lie in the version, in reading order.

    `texts` are those of the version's blocks by key.
    """
    rows = list(selectors.placements_for_cards(placements).exclude(status=PlacementStatus.PENDING))
    answers = _answers(row.comment for row in rows)
    return [_thread(row, edits_on(row, version, texts), answers.get(row.comment_id)) for row in rows]


def edits_on(row: Placement, version: Version, texts: Mapping[str, str]) -> tuple[Edit, ...]:
    """The edits of a placed comment's proposal on this version; none where its words have changed since."""
    proposal = getattr(row.comment, "proposal", None)
    if proposal is None:
        return ()
    if row.comment.version_id == version.pk:
        return tuple(codec.edit_from_json(edit) for edit in proposal.edits)
    if row.status == PlacementStatus.ORPHANED or not row.segments:
        return ()
    blocks = [(key, texts.get(key, "")) for key, _, _ in row.segments]
    words = [texts.get(key, "")[start:end] for key, start, end in row.segments]
    if "\n".join(words) != proposal.original:
        return ()
    return proposing.edits_for(blocks, row.start_offset, row.end_offset, proposal.text)


def _answers(comments: Iterable[Comment]) -> dict[int, Decision]:
    """The decision that counts for each answered comment."""
    answered = [comment.pk for comment in comments if comment.state in ANSWERED]
    rows = Decision.objects.filter(comment_id__in=answered, state_after=CommentState.DECIDED)
    return {row.comment_id: row for row in rows.select_related("by", "duplicate_of").order_by("id")}


def _thread(row: Placement, edits: tuple[Edit, ...], answer: Decision | None) -> Thread:
    comment = row.comment
    start, end = _points(row)
    proposal = getattr(comment, "proposal", None)
    return Thread(
        said=Said(str(comment.uid), comment.author_name, comment.created_at, comment.body),
        start=start, end=end,
        replies=(*_replies(comment), *([_answer(comment, answer)] if answer else [])),
        is_resolved=comment.state in {*ANSWERED, CommentState.WITHDRAWN},
        edits=edits,
        original=proposal.original if proposal else "",
        proposed=proposal.text if proposal else None,
        shows_change=answer is None or answer.disposition in lifecycle.CHANGES_TEXT,
    )


def _points(row: Placement) -> tuple[Point | None, Point | None]:
    if not row.start_block:
        return None, None
    if row.status == PlacementStatus.ORPHANED:
        place = Point(row.start_block, row.start_offset)
        return place, place
    return Point(row.start_block, row.start_offset), Point(row.end_block, row.end_offset)


def _replies(comment: Comment) -> list[Said]:
    return [
        Said(str(reply.uid), reply.author_name, reply.created_at, reply.body)
        for reply in comment.replies.all()
    ]


def _answer(comment: Comment, answer: Decision) -> Said:
    return Said(answer_key(comment), answer.by.name, answer.at, answer_text(answer))


def answer_key(comment: Comment) -> str:
    """The name of the editors' answer in Word files."""
    return f"{comment.uid}/answer"


def answer_text(answer: Decision) -> str:
    """"Accepted with modification. See ESA TN-…" as the thread in Word shows it."""
    label = Disposition(answer.disposition).label if answer.disposition else "Answered"
    target = f" of {answer.duplicate_of.register_number}" if answer.duplicate_of else ""
    return f"{label}{target}. {answer.response}".strip()

