"""Word in: the markup of a file becomes comments, replies and proposals; what is known stays as it is.

One thing that fails becomes a problem in the report and stops no other. Several are written at once; a
crash in the middle is mended by running again.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.errors import DraftroomError
from documents.core import codec
from documents.services import drafts, files
from documents.services.confinement import confined
from reviews import rules
from reviews.core import anchors, carrying, proposing, receiving, telling, word_dates
from reviews.core.anchors import CommentAnchor, Misfit
from reviews.models import (
    AnchorKind,
    Comment,
    CommentType,
    Proposal,
    Reply,
    Return,
    Source,
    Visibility,
)
from reviews.services.answers import moves
from reviews.services.asking import admission
from reviews.services.talk import comments, registering
from reviews.services.word import known, names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from backend.accounts.models import Agency, Person
    from documents.core.model import Change, Edit, Point
    from documents.models import Version
    from reviews.core.receiving import NewComment, NewReply, Received

logger = logging.getLogger(__name__)

#: Things that are written in one go: more would keep others from writing.
TOGETHER = 20
#: Changes to be done by hand that a report names one by one.
NAMED = 50
#: What Word calls everybody when a file was saved without personal information.
NOBODY = {"", "Author"}


@dataclass
class Intake:
    """One file being taken in: for which version, on whose behalf, and what was found so far."""

    version: Version
    by: Person
    agency: Agency | None
    visibility: str
    received: Return | None = None
    people: dict[str, Person] = field(default_factory=dict)
    blocks: list[tuple[str, str]] = field(default_factory=list)
    new: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    problems: list[dict[str, str]] = field(default_factory=list)
    here: set[str] = field(default_factory=set)  # source keys of the file's that are in already
    untold: set[str] = field(default_factory=set)  # … of which its sender is not to be told

    @property
    def scope(self) -> str:
        """Whose files are one: the same thing from another agency is said by that agency."""
        return self.agency.code if self.agency else f"p{self.by.pk}"

    @cached_property
    def ordinals(self) -> dict[str, int]:
        """Where each block of the version stands."""
        return dict(self.version.blocks.values_list("key", "ordinal"))

    def report(self) -> dict[str, Any]:
        """What the person is told, as JSON."""
        return {
            "new": dict(self.new), "known": dict(self.known), "problems": self.problems,
            "names": dict(self.names),
        }


def take_in_file(intake: Intake, data: bytes, *, silent: bool) -> dict[str, Any]:
    """Take the markup of a Word file in and report. `silent`: also what was changed without a mark.

    Raises `Unreadable` when the file is none.
    """
    base = drafts.draft_of(intake.version)
    opened = confined(carrying.opened, data, base, files.content(intake.version.file))
    intake.blocks = [(str(block.id), block.text) for block in base.blocks]
    intake.people = names.people_meant(intake.version, intake.by, intake.agency)
    found = receiving.sort_markup(
        opened.carried.comments, opened.carried.changes, opened.unmarked if silent else (),
        known.known_to(intake.by, intake.version), {block.id: block.text for block in base.blocks},
    )
    _take(intake, found)
    _warn(intake, opened)
    return intake.report()


def _take(intake: Intake, found: Received) -> None:
    intake.known.update(
        comments=found.known_comments, replies=found.known_replies, changes=found.known_changes,
    )
    _look_up(intake, [_source_key(intake, comment) for comment in found.comments])
    for first in range(0, len(found.comments), TOGETHER):
        with transaction.atomic():
            for comment in found.comments[first : first + TOGETHER]:
                _isolated(
                    intake, comment.author, comment.text, lambda one=comment: _take_comment(intake, one),
                )
    for key, reply in found.replies:
        _isolated(intake, reply.author, reply.text, lambda k=key, one=reply: _take_reply(intake, k, one))


def _look_up(intake: Intake, keys: Sequence[str]) -> None:
    """Learn which of the file's comments are in already."""
    wanted = [*keys, *(known.beside(key, intake.by) for key in keys)]
    rows = Comment.objects.filter(document_id=intake.version.document_id, source=Source.WORD)
    for first in range(0, len(wanted), 500):
        here = rows.filter(source_key__in=wanted[first : first + 500])
        intake.here.update(here.values_list("source_key", flat=True))
        intake.untold.update(known.untold(here, intake.by).values_list("source_key", flat=True))


def _source_key(intake: Intake, new: NewComment) -> str:
    return f"{intake.scope}:{new.source}"


def _isolated(intake: Intake, author: str, text: str, act: Any) -> None:
    place = f"{author or 'Change without a mark'}: {text[:60]}"
    try:
        with transaction.atomic():
            act()
    except DraftroomError as error:
        intake.problems.append({"place": place, "reason": error.detail})
    except Exception:
        logger.exception("A part of a Word file could not be taken in")
        intake.problems.append({"place": place, "reason": "This could not be understood and was left out."})


def _take_comment(intake: Intake, new: NewComment) -> None:
    anchor = _anchor(intake, new)
    kind = "silent" if new.is_silent else "comments" if new.text else "changes"
    source_key = _source_key(intake, new)
    if source_key in intake.untold:
        source_key = known.beside(source_key, intake.by)
    if source_key in intake.here:
        intake.known[kind] += 1
        return
    comment = _row(intake, new, source_key)
    ordinal = intake.ordinals.get(anchor.start_block, 0)
    comments.store(comment, anchor, _proposal(intake, new, anchor), ordinal)
    moves.tell("posted", comment, intake.by)
    intake.new[kind] += 1
    _note_name(intake, new.author)
    for reply in new.replies:
        _add_reply(intake, comment, reply)


def _row(intake: Intake, new: NewComment, source_key: str) -> Comment:
    moment = timezone.now()
    person = intake.by if new.is_silent else intake.people.get(new.author)
    comment = Comment(
        document=intake.version.document, version=intake.version, author=person,
        author_name=(intake.by.name if new.is_silent else new.author or "Unknown")[:200],
        agency=intake.agency, type=CommentType.GENERAL, body=_body(new), source=Source.WORD,
        source_key=source_key, received_in=intake.received,
        source_data={"word_id": new.word_id, "date": new.date, "silent": new.is_silent},
        created_at=word_dates.moment(new.date) or moment, changed_at=moment, submitted_at=moment,
    )
    if intake.visibility == Visibility.AGENCY:
        registering.submit(comment, intake.by)
    else:
        registering.register(comment, intake.by)
    return comment


def _body(new: NewComment) -> str:
    """The comment's text, and in words those changes whose own words are not in the version."""
    lost = [_in_words(change) for change in new.lost]
    return "\n".join(part for part in (new.text, *lost) if part)[: comments.LONGEST]


def _in_words(change: Change) -> str:
    return f"Proposed to {change.edit.kind.replace('_', ' ')}: “{change.edit.text}”"


def _anchor(intake: Intake, new: NewComment) -> CommentAnchor:
    """Where the comment points; the whole document when its words are not in the version."""
    if new.start is None or new.end is None:
        if new.edits == ():
            _problem(intake, new, "Its words are not in this version: it is kept for the whole document.")
        return anchors.whole_document()
    blocks = _between(intake.blocks, new.start, new.end)
    is_point = new.start == new.end and not new.edits
    whole = is_point or any("_block" in edit.kind for edit in new.edits)
    found = anchors.anchor_in(
        blocks, kind=AnchorKind.BLOCK if whole else AnchorKind.RANGE,  # type: ignore[arg-type]
        start=new.start.offset, end=new.end.offset,
    )
    if isinstance(found, Misfit):
        _problem(intake, new, found.reason)
        return anchors.whole_document()
    return found


def _between(blocks: Sequence[tuple[str, str]], start: Point, end: Point) -> list[tuple[str, str]]:
    keys = [key for key, _ in blocks]
    if str(start.block) not in keys or str(end.block) not in keys:
        return []
    return list(blocks[keys.index(str(start.block)) : keys.index(str(end.block)) + 1])


def _problem(intake: Intake, new: NewComment, reason: str) -> None:
    intake.problems.append({"place": f"{new.author}: {new.text[:60]}", "reason": reason})


def _proposal(intake: Intake, new: NewComment, anchor: CommentAnchor) -> Proposal | None:
    if not new.edits:
        return None
    texts = dict(intake.blocks)
    edits = [codec.edit_to_json(_with_home(intake, edit)) for edit in new.edits]
    return Proposal(original=anchor.quote, text=proposing.text_after(texts, anchor, new.edits), edits=edits)


def _with_home(intake: Intake, edit: Edit) -> Edit:
    """The edit with the file named that its blocks are taken from: "r12/final/b7" is of return 12."""
    if edit.donor is None:
        return edit
    home = f"r{intake.received.pk}" if intake.received else f"v{intake.version.pk}"
    return replace(edit, donor=f"{home}/{edit.donor}")


def _take_reply(intake: Intake, key: str, reply: NewReply) -> None:
    comment = Comment.objects.get(uid=key, document_id=intake.version.document_id)
    _add_reply(intake, comment, reply)


def _add_reply(intake: Intake, comment: Comment, reply: NewReply) -> None:
    source_key = f"{intake.scope}:{reply.source}"
    body = f"In the Word file this reads: {reply.text}" if reply.rewrites else reply.text
    if not body.strip():
        return
    person = intake.people.get(reply.author)
    steers = person is not None and rules.standing(person, intake.version.document).steers
    shown, hidden = admission.shown_name(
        comment, person.pk if person else None, (reply.author or "Unknown")[:200], steers=steers,
    )
    try:
        with transaction.atomic():
            row = Reply.objects.create(
                comment=comment, author=person, author_name=shown, hidden_name=hidden, agency=intake.agency,
                body=body[: comments.LONGEST], source=Source.WORD, source_key=source_key,
                created_at=_date(reply.date),
            )
    except IntegrityError:
        intake.known["replies"] += 1
        return
    moves.tell("replied", comment, intake.by, hides=bool(hidden), reply=str(row.uid))
    intake.new["replies"] += 1
    _note_name(intake, reply.author)


def _date(text: str) -> datetime:
    return word_dates.moment(text) or timezone.now()


def _note_name(intake: Intake, name: str) -> None:
    """Count names that nobody has tied to a person yet."""
    if name and name not in NOBODY and name not in intake.people:
        intake.names[name] += 1


def _warn(intake: Intake, opened: carrying.Opened) -> None:
    """Tell what was left out, and when nobody's name is in the file."""
    by_hand = [one for one in opened.left_out if one.detail in telling.BY_HAND]
    for one in by_hand[:NAMED]:
        intake.problems.append({
            "place": (one.author or "Somebody") + (f", at “{one.words[:60]}”" if one.words else ""),
            "reason": f"{telling.BY_HAND[one.detail]} Do it by hand: no proposal says that.",
        })
    rest = len(opened.left_out) - len(by_hand[:NAMED])
    if rest:
        intake.problems.append({
            "place": "The whole file",
            "reason": f"{rest} tracked change{'s' if rest > 1 else ''} of page set-up, table looks, fonts or "
            f"others' insertions {'were' if rest > 1 else 'was'} left out.",
        })
    if opened.authors and opened.authors <= NOBODY:
        intake.problems.append({
            "place": "The whole file",
            "reason": "Word was told to remove personal information: nobody's name is in it. In Word, "
            "see File, Options, Trust Center, Privacy options.",
        })


def counts_of(report: Mapping[str, Any]) -> int:
    """How many new things a report tells of."""
    return sum(report.get("new", {}).values())
