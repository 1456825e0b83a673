"""Editing in place: an editor's own words in a paragraph are a proposal with a note, accepted at once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow
from documents.core import codec
from reviews.core import anchors
from reviews.core.anchors import Misfit
from reviews.core.merging import in_place
from reviews.models import Comment, CommentType, Proposal, Source
from reviews.room import gathering
from reviews.services.answers import decisions, moves
from reviews.services.answers.decisions import Answer
from reviews.services.room import merging
from reviews.services.talk import comments, registering

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from documents.core.model import Edit
    from documents.models import Version

#: Marks a comment as an editor's own change in its `source_data`.
IN_PLACE = "in_place"


def text_now(version: Version, key: str, by: Person) -> str:
    """A paragraph as it reads with what is accepted. Raises `BadInput` for what has no text of its own."""
    base, done = _state(version, key, by)
    return in_place.now(base, done)


def fingerprint(text: str) -> str:
    """A short word for a text that somebody began to edit."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def edit(
    *, version: Version, key: str, text: str, by: Person, note: str = "", was: str = "",
) -> Comment:
    """Put new text in a paragraph, as a proposal of one's own that is accepted at once.

    `was` is the fingerprint of the text that the person began from: `NotNow` (code "changed") when it
    reads otherwise by now. Raises `NotYou`, `BadInput`.
    """
    merging.demand_editor(by, version)
    if not version.is_issued:
        raise NotNow("This version is not issued yet: upload its file anew instead.")
    if len(text) > comments.LONGEST:
        raise BadInput(f"At most {comments.LONGEST} characters.", code="too_long")
    with transaction.atomic():
        base, done = _state(version, key, by)
        now = in_place.now(base, done)
        if was and was != fingerprint(now):
            raise NotNow(
                "This paragraph was changed in the meantime. Look at it again; your words are kept.",
                code="changed",
            )
        edits = in_place.edits_on_base(base, key, done, text.replace("\r\n", "\n"))
        if edits is None:
            raise BadInput(
                "You would change words that an accepted proposal wrote: give that one your wording instead.",
                code="accepted_words",
            )
        if not edits:
            raise BadInput("Nothing is changed.", code="no_change")
        comment = _post(version, key, base, edits, by, note)
        answer = Answer("accepted", note.strip())
        return decisions.decide_comment(comment=comment, answer=answer, by=by)


def _state(version: Version, key: str, by: Person) -> tuple[str, list[Edit]]:
    """The paragraph's text in the base, and what is accepted in it."""
    row = version.blocks.filter(key=key).first()
    if row is None:
        raise BadInput("There is no such paragraph.", code="block")
    place = gathering.room_of(by, version).place(key)
    mine = [owned.edit for owned in place.settled.edits if str(owned.edit.block) == key] if place else []
    if any(edit.kind not in {"insert", "delete", "replace", "format", "insert_block"} for edit in mine):
        raise BadInput("This paragraph is split, joined, moved or taken away: undo that first.", code="whole")
    return row.text, [edit for edit in mine if edit.kind in {"insert", "delete", "replace"}]


def _post(
    version: Version, key: str, base: str, edits: tuple[Edit, ...], by: Person, note: str,
) -> Comment:
    start, end = min(edit.start for edit in edits), max(edit.end for edit in edits)
    anchor = anchors.anchor_in([(key, base)], kind="range", start=start, end=max(end, start))
    if isinstance(anchor, Misfit):
        anchor = anchors.anchor_in([(key, base)], kind="block")
    if isinstance(anchor, Misfit):
        raise BadInput(anchor.reason, code=anchor.code)
    words = in_place.now(base, edits)
    moment = timezone.now()
    comment = Comment(
        document=version.document, version=version, author=by, author_name=by.name,
        type=CommentType.EDITORIAL, body=note.strip(), source=Source.BROWSER,
        source_data={IN_PLACE: True}, created_at=moment, changed_at=moment,
    )
    registering.register(comment)
    shift = len(words) - len(base)
    proposal = Proposal(
        original=anchor.quote, text=words[anchor.start : anchor.end + shift],
        edits=[codec.edit_to_json(edit) for edit in edits],
    )
    comments.store(comment, anchor, proposal)
    moves.tell("posted", comment, by)
    return comment
