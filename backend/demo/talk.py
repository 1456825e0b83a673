"""Brings what reviewers said, and what the editors answered, into the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from backend.accounts.models import Person
from backend.demo import cast, clock
from backend.demo.story import people
from backend.demo.story.comments import Said, said_of
from backend.demo.story.returns import Returned, returned
from backend.demo.story.sheets import Sent, sent
from documents.models import Version
from reviews.core import lifecycle
from reviews.models import AnchorKind, Comment, CommentState, Return, Source, Visibility
from reviews.services.answers import decisions, stands
from reviews.services.sheets import checking, importing, receiving
from reviews.services.talk import comments, releases, replies
from reviews.services.word import returns


@dataclass(frozen=True, slots=True)
class Round:
    """A review of one version: when people spoke, and when the editors answered what was left."""

    version: int
    opened: datetime
    closed: datetime
    answered: datetime


class Talk:
    """One round's comments on a version of the paper."""

    def __init__(self, version: Version, round_: Round) -> None:
        self._version = version
        self._round = round_
        self._said = said_of(round_.version)
        rows = version.blocks.exclude(kind="toc").order_by("ordinal").values_list("key", "kind", "text")
        self._blocks = list(rows)
        self._people = {person.name: person for person in Person.objects.all()}

    @transaction.atomic
    def speak(self) -> None:
        """Post all comments, with replies and what agencies state of them, spread over the round."""
        step = (self._round.closed - self._round.opened) / (len(self._said) + 1)
        for index, said in enumerate(self._said):
            moment = self._round.opened + step * (index + 1)
            with clock.at(moment):
                comment = self._post(index, said)
            for number, (name, body) in enumerate(said.replies):
                with clock.at(moment + step * (number + 1) / 2):
                    key = f"demo:{index}:{number}"
                    replies.reply_to(comment=comment, body=body, by=self._people[name], key=key)
            for number, (name, side, reason) in enumerate(said.stands):
                with clock.at(moment + step * (number + 2) / 2):
                    self._state(comment, name, side, reason)

    def receive(self) -> None:
        """Take in the marked-up files and the sheets that came back."""
        for found in returned():
            if found.version == self._round.version:
                _receive(found, self._version)
        for sheet in sent():
            if sheet.version == self._round.version:
                _receive_sheet(sheet, self._version)

    def answer(self, *, early: bool) -> None:
        """Decide the comments that were answered while the round was open, or all the others."""
        posted = [self._known(index, said) for index, said in enumerate(self._said)]
        by_key = {said.key: comment for said, comment in zip(self._said, posted, strict=True) if said.key}
        moment = self._round.closed - timedelta(days=2) if early else self._round.answered
        with clock.at(moment), transaction.atomic():
            for index, (said, comment) in enumerate(zip(self._said, posted, strict=True)):
                if early and not said.early:
                    continue
                self._release(comment)
                self._decide(comment, said.answer, index, by_key.get(said.same_as))
            if not early:
                self._answer_returns()

    def release_rest(self) -> None:
        """Release what was not released yet, an hour before the end."""
        with clock.at(self._round.closed - timedelta(hours=1)), transaction.atomic():
            for index, said in enumerate(self._said):
                self._release(self._known(index, said))

    def _post(self, index: int, said: Said) -> Comment:
        return comments.post_comment(
            version=self._version,
            place=self._place(said),
            saying=comments.Saying(said.body, said.type, said.severity, said.proposal),
            audience=said.audience,
            by=self._people[said.by],
            key=f"demo:{self._round.version}:{index}",
        )

    def _state(self, comment: Comment, name: str, side: str, reason: str) -> None:
        if comment.state in lifecycle.open_states():  # answered ones were stated on when they were spoken
            stands.state_stand(
                document=self._version.document, comments=[comment], side=side, reason=reason,
                by=self._people[name],
            )

    def _known(self, index: int, said: Said) -> Comment:
        author = self._people[said.by]
        key = f"{author.pk}:demo:{self._round.version}:{index}"
        return Comment.objects.get(document=self._version.document, source_key=key)

    def _place(self, said: Said) -> comments.Place:
        if said.section:
            keys = [key for key, kind, text in self._blocks if kind == "heading" and text == said.section]
            return comments.Place(kind=AnchorKind.SECTION, block=keys[said.nth - 1])
        if not said.on:
            return comments.Place(kind=AnchorKind.DOCUMENT)
        for key, _, text in self._blocks:
            if (start := text.find(said.on)) >= 0:
                end = start + len(said.on)
                return comments.Place(kind=AnchorKind.RANGE, block=key, start=start, end=end, quote=said.on)
        raise LookupError(f"version {self._round.version} does not say {said.on!r}")

    def _release(self, comment: Comment) -> None:
        if comment.state in {CommentState.DRAFT, CommentState.SUBMITTED} and comment.author is not None:
            releases.release_comment(comment=comment, by=comment.author)
            comment.refresh_from_db()

    def _decide(self, comment: Comment, said: tuple[str, str], index: int, same: Comment | None) -> None:
        if comment.state in {CommentState.REGISTERED, CommentState.PROPOSED}:
            answer = decisions.Answer(*said, duplicate_of=same)
            editor = self._people[people.EDITORS[index % len(people.EDITORS)]]
            decisions.decide_comment(comment=comment, answer=answer, by=editor)

    def _answer_returns(self) -> None:
        """Answer what came in Word files: the comments lie on the words of the remarks."""
        remarks = [
            one for found in returned() if found.version == self._round.version for one in found.remarks
        ]
        self._answer_sheets()
        came = Comment.objects.filter(version=self._version, received_in__isnull=False)
        open_ones = came.exclude(source=Source.SHEET)
        for index, comment in enumerate(open_ones.select_related("proposal")):
            remark = next((one for one in remarks if _is_of(comment, one.say, one.on)), None)
            if remark is not None:
                self._decide(comment, remark.answer, index, None)


    def _answer_sheets(self) -> None:
        answers = {sheet.file_name: sheet.answers for sheet in sent()}
        rows = Comment.objects.filter(version=self._version, source=Source.SHEET)
        for index, comment in enumerate(rows.select_related("received_in")):
            name = comment.received_in.file_name if comment.received_in else ""
            if answer := answers.get(name, {}).get(comment.source_data["ref"]):
                self._decide(comment, answer, index, None)


def _is_of(comment: Comment, say: str, on: str) -> bool:
    return comment.body == say if say else comment.quote in on


def _receive_sheet(sheet: Sent, version: Version) -> None:
    by = cast.person(sheet.by)
    with clock.at(datetime.combine(sheet.on, time(15), tzinfo=UTC)):
        received = receiving.receive_sheet(
            version=version, data=sheet.content(), file_name=sheet.file_name, by=by,
            audience=Visibility.DOCUMENT,
        )
        received = checking.check(received)
        if not sheet.waits:
            receiving.order_import(received=received, by=by)
            importing.take_in(Return.objects.get(pk=received.pk))


def _receive(found: Returned, version: Version) -> None:
    by = cast.person(found.by)
    if Return.objects.filter(version=version, received_by=by, file_name=found.file_name).exists():
        return
    noon = datetime.combine(found.on, time(12), tzinfo=UTC)
    with clock.at(noon):
        received = returns.receive_return(
            version=version,
            data=found.content(),
            file_name=found.file_name,
            by=by,
            audience=Visibility.DOCUMENT,
        )
        returns.take_in(received=received)
