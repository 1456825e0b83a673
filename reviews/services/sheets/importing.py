"""The good rows of a sheet become comments, some hundred in one transaction, each once and for all."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from backend.errors import DraftroomError
from documents.core import codec
from reviews import rules, selectors
from reviews.core import anchors, proposing
from reviews.core.anchors import CommentAnchor, Misfit
from reviews.core.placing import SURE
from reviews.core.sheets import Entry
from reviews.models import (
    AnchorKind,
    Comment,
    Placement,
    Proposal,
    Return,
    ReturnState,
    RowState,
    SheetRow,
    Source,
    Visibility,
)
from reviews.services.answers import decisions, moves
from reviews.services.answers.decisions import Answer
from reviews.services.asking import admission
from reviews.services.sheets import receiving
from reviews.services.talk import anchoring, comments, registering
from reviews.services.talk.comments import Saying
from reviews.services.word import names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from backend.accounts.models import Person

logger = logging.getLogger(__name__)

#: Rows that come in together: a transaction stays short, and a crash loses none that came before.
BATCH = 200


class _Stopped(Exception):
    """Somebody stopped the import."""


def take_in(received: Return) -> Return:
    """Take in the rows that were ordered, until somebody stops it; run again, it goes on where it was."""
    if received.state != ReturnState.IMPORTING:
        return received
    if not rules.can_comment(received.received_by, received.document):
        return _finish(received, {"reason": "The sender may not comment any more."})
    taking = _Taking(received)
    try:
        taking.take_all()
    except _Stopped:
        received.refresh_from_db()
        return received
    return _finish(received, {"names": dict(taking.names())})


def _finish(received: Return, more: dict[str, Any]) -> Return:
    with transaction.atomic():
        done = Return.objects.filter(pk=received.pk, state=ReturnState.IMPORTING)
        if done.update(state=ReturnState.TAKEN_IN, report={**receiving.report_of(received), **more}):
            receiving._tell("taken_in", received, received.received_by)
    received.refresh_from_db()
    return received


class _Taking:
    """One sheet on its way in: the version's blocks and the people whom names mean, read once."""

    def __init__(self, received: Return) -> None:
        self.received, self.by, self.version = received, received.received_by, received.version
        self.blocks = list(self.version.blocks.order_by("ordinal").values_list("key", "text"))
        self.places = {key: place for place, (key, _) in enumerate(self.blocks)}
        standing = rules.standing(self.by, received.document)
        self.is_own = received.agency is None or received.agency in standing.speaks_for
        self.people = names.people_meant(self.version, self.by, received.agency)

    def take_all(self) -> None:
        """Take in what was ordered, each step in a transaction of its own. Raises `_Stopped`."""
        while self.take(BATCH):
            pass
        if self.received.options.get("changed"):
            for row in self._rows(RowState.CHANGED).select_related("comment"):
                self.change(row)
        if self.received.options.get("answers"):
            for row in self._rows(RowState.ANSWER).select_related("comment__document"):
                self.answer(row)

    def _rows(self, state: str) -> QuerySet[SheetRow]:
        return self.received.rows.filter(state=state).order_by("ordinal")

    def _demand_ordered(self) -> None:
        """`_Stopped` when this import is no longer wanted; else nobody stops it before the transaction ends.

        Rounds are locked first: who sends the same sheet again locks them in this order too.
        """
        admission.hold(self.version)
        ordered = Return.objects.select_for_update().filter(
            pk=self.received.pk, state=ReturnState.IMPORTING,
        )
        if list(ordered.values_list("options", flat=True)) != [self.received.options]:
            raise _Stopped

    def take(self, most: int) -> bool:
        """Take the next rows in; if one of them breaks, one by one, so that it stops no other.

        Whether there were any.
        """
        rows: list[SheetRow] = []
        try:
            with transaction.atomic():
                self._demand_ordered()
                rows = list(self._rows(RowState.NEW)[:most])
                if rows:
                    self._take(rows)
        except _Stopped:
            raise
        except Exception as error:
            if len(rows) != 1:
                for _ in rows:
                    self.take(1)
            else:
                if not isinstance(error, DraftroomError):
                    logger.exception("A row of a sheet could not be taken in")
                reason = getattr(error, "detail", "This could not be understood and was left out.")
                _fail(rows[0], str(reason))
        return bool(rows)

    def _take(self, rows: Sequence[SheetRow]) -> None:
        """The caller's transaction holds all of it: comments, proposals, places, numbers, events."""
        keys = [row.key for row in rows]
        known = Comment.objects.select_for_update().filter(
            document_id=self.received.document_id, source=Source.SHEET, source_key__in=keys,
        )
        here = {comment.source_key: comment for comment in known}
        fresh = [row for row in rows if row.key not in here]
        for row in rows:
            row.comment = here.get(row.key)
            row.state = RowState.KNOWN if row.comment else RowState.TAKEN
        made = [self._made(row) for row in fresh]
        if made:
            self._store(made)
        for row, (comment, _, _) in zip(fresh, made, strict=True):
            row.comment = comment
        SheetRow.objects.bulk_update(rows, ["comment", "state"])

    def _store(self, made: Sequence[tuple[Comment, CommentAnchor, Proposal | None]]) -> None:
        new = [comment for comment, _, _ in made]
        if self.received.visibility == Visibility.AGENCY:
            registering.submit_all(new, self.by)
        else:
            registering.register_all(new, self.by)
        Comment.objects.bulk_create(new)
        Proposal.objects.bulk_create([proposal for _, _, proposal in made if proposal])
        Placement.objects.bulk_create([self._placement(comment, anchor) for comment, anchor, _ in made])
        moves.tell_of_all("posted", new, self.by)

    def _made(self, row: SheetRow) -> tuple[Comment, CommentAnchor, Proposal | None]:
        entry = Entry.from_json(row.entry)
        anchor = self._anchor(row)
        proposal = self._proposal(entry, anchor)
        author, name = self._author(entry)
        body = entry.body(is_proposed=proposal is not None)
        moment = timezone.now()
        comment = Comment(
            document=self.received.document, version=self.version, author=author, author_name=name[:200],
            agency=self.received.agency, type=entry.type, severity=entry.severity,
            body=body, source=Source.SHEET, source_key=row.key,
            source_data=self._source(row, entry) | {"body": fingerprint(body)}, received_in=self.received,
            created_at=moment, changed_at=moment,
        )
        anchoring.set_anchor(comment, anchor)
        if proposal is not None:
            proposal.comment = comment
        return comment, anchor, proposal

    def _source(self, row: SheetRow, entry: Entry) -> dict[str, Any]:
        """The words and codes as given, which export gives back; and how its place was found."""
        return {
            "profile": self.received.profile, "ref": row.ref, "tab": row.tab, "row": row.number,
            "given": dict(entry.given), "digest": entry.digest, "how": row.anchor.get("how", ""),
            "confidence": row.confidence,
        }

    def _author(self, entry: Entry) -> tuple[Person | None, str]:
        """Whose words they are: somebody known by name, or the sender when the row names nobody."""
        if entry.author:
            return self.people.get(entry.author), entry.author
        if self.received.on_behalf_of:
            return None, self.received.on_behalf_of
        agency = self.received.agency
        if agency and not self.is_own:
            return None, entry.organisation or agency.code
        if entry.organisation.startswith("Government of"):
            return None, entry.organisation
        return self.by, self.by.name

    def _anchor(self, row: SheetRow) -> CommentAnchor:
        said = row.anchor
        first, last = (self.places.get(said.get(name, "")) for name in ("start_block", "end_block"))
        if said.get("kind") == AnchorKind.DOCUMENT or first is None or last is None:
            return anchors.whole_document()
        found = anchors.anchor_in(
            self.blocks[first : last + 1], kind=said["kind"], start=said["start"], end=said["end"],
        )
        return anchors.whole_document() if isinstance(found, Misfit) else found

    def _proposal(self, entry: Entry, anchor: CommentAnchor) -> Proposal | None:
        """The change that the row quotes in full, where its old words lie in one paragraph."""
        if entry.change is None or anchor.kind != "range" or len(anchor.segments) != 1:
            return None
        old, new = entry.change
        if anchors.comparable(anchor.quote).casefold() != anchors.comparable(old).casefold():
            return None
        block = self.blocks[self.places[anchor.start_block]]
        edits = proposing.edits_for([block], anchor.start, anchor.end, new)
        if not edits:
            return None
        return Proposal(original=anchor.quote, text=new, edits=[codec.edit_to_json(edit) for edit in edits])

    def _placement(self, comment: Comment, anchor: CommentAnchor) -> Placement:
        """Its place in its own version; where it is unsure, a person is asked."""
        placed = anchoring.own_placement(comment, anchor, self.places.get(anchor.start_block, 0))
        placed.confidence = comment.source_data["confidence"]
        placed.is_unsure = placed.confidence < SURE
        return placed

    def change(self, row: SheetRow) -> None:
        """Put the row's new words in the place of the old ones, which are kept."""
        entry = Entry.from_json(row.entry)
        comment = row.comment
        if comment is None:
            return
        try:
            with transaction.atomic():
                self._demand_ordered()
                proposal = Proposal.objects.filter(comment=comment).first()
                text = entry.change[1] if entry.change and proposal else None
                saying = Saying(entry.body(is_proposed=text is not None), entry.type, entry.severity, text)
                comments.edit_comment(comment=comment, saying=saying, by=self.by)
                data = {
                    **comment.source_data, "given": dict(entry.given), "digest": entry.digest,
                    "body": fingerprint(saying.body),
                }
                Comment.objects.filter(pk=comment.pk).update(source_data=data)
                SheetRow.objects.filter(pk=row.pk).update(state=RowState.TAKEN)
        except DraftroomError as error:
            _fail(row, error.detail)

    def answer(self, row: SheetRow) -> None:
        """Propose the answer that an editor wrote into the row; deciding stays a step of its own."""
        entry = Entry.from_json(row.entry)
        if row.comment is None:
            return
        try:
            with transaction.atomic():
                self._demand_ordered()
                said = Answer(entry.verdict.disposition, entry.response, self._target(entry))
                decisions.propose_decision(comment=row.comment, answer=said, by=self.by)
                SheetRow.objects.filter(pk=row.pk).update(state=RowState.TAKEN)
        except DraftroomError as error:
            _fail(row, error.detail)

    def _target(self, entry: Entry) -> Comment | None:
        """The comment that a row says is repeated, by its register number."""
        code, _, number = entry.verdict.target.upper().rpartition("-")
        if not code or not number.isdecimal():
            return None
        seen = selectors.comments_visible_to(self.by).filter(document=self.received.document)
        return seen.filter(code=code, number=int(number[:9])).first()

    def names(self) -> Counter[str]:
        """Names over comments of this sheet that nobody has tied to a person yet."""
        rows = Comment.objects.filter(received_in=self.received, author=None)
        written = [hidden or shown for shown, hidden in rows.values_list("author_name", "hidden_name")]
        return Counter(name for name in written if name not in self.people)


def fingerprint(body: str) -> str:
    """What tells whether a comment still says what its row said."""
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _fail(row: SheetRow, reason: str) -> None:
    problem = {"column": "", "value": "", "reason": reason, "example": "", "blocks": True}
    SheetRow.objects.filter(pk=row.pk).update(state=RowState.FAILED, problems=[*row.problems, problem])
