"""Approvals: agencies are asked, state their positions, and at the instant it is counted.

A silence procedure ends in approval when nobody objects in writing before it expires; one objection
breaks it at once. While one runs, no other version is issued.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from backend.accounts.models import Membership
from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from documents import rules as document_rules
from documents.models import Version
from reviews import selectors
from reviews.core import dates
from reviews.core import positions as counting
from reviews.core.dates import NotADate
from reviews.models import Approval, ApprovalState, Asked, Policy, Position, Silence, Stance
from reviews.selectors import positions
from reviews.services.approvals import telling_positions

if TYPE_CHECKING:
    from backend.accounts.models import Agency, Person
    from documents.gates import Move
    from documents.models import Block, Document
    from reviews.models import Comment

LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of whom and until when; `ends` is a moment as people say it."""

    title: str
    policy: str
    ends: str
    zone: str = ""
    silence: str = Silence.MISSING
    quorum: int = 50
    needed: int = 67
    most_against: int = 25
    sections: Sequence[Block] = ()
    observers: Sequence[Agency] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """What an agency says, of the whole or of a section; `block` and `quote` are the words it is about."""

    stance: str
    text: str = ""
    heading: Block | None = None
    block: str = ""
    quote: str = ""
    comments: Sequence[Comment] = ()


def ask_approval(
    *, version: Version, question: Question, by: Person, again_of: Approval | None = None,
) -> Approval:
    """Ask all agencies that take part for their positions on an issued version.

    Raises `NotYou`, `NotNow` (not issued, or another approval is open), `BadInput` for the end.
    """
    document = version.document
    _demand(by, document)
    if not version.is_issued:
        raise NotNow("Issue the version first: agencies can not approve what they can not read.")
    ends, closes_at = _end(question, by)
    _check(question, version)
    try:
        with transaction.atomic():
            last = Approval.objects.filter(document=document).aggregate(last=Max("number"))["last"] or 0
            approval = Approval.objects.create(
                document=document, version=version, number=last + 1, title=question.title.strip(),
                policy=question.policy, silence=question.silence, quorum=question.quorum,
                needed=question.needed, most_against=question.most_against, words=ends.words[:80],
                zone=ends.zone, closes_at=closes_at, opened_at=timezone.now(), opened_by=by,
                again_of=again_of,
                sections=[
                    [str(row.lineage), f"{row.number} {row.text}".strip()] for row in question.sections
                ],
            )
            _ask(approval, question)
            _tell("asked", approval, by)
            telling_positions.asked(approval)
    except IntegrityError as error:
        raise NotNow("Another approval of this document is open: end it first.", code="open") from error
    return approval


def _end(question: Question, by: Person) -> tuple[dates.Said, datetime]:
    said = dates.said(question.ends, zone=question.zone or by.time_zone or "UTC")
    if isinstance(said, NotADate):
        raise BadInput(f"Until when? {said.reason}", code="date")
    if said.due_at is None:
        raise BadInput("Give a clock time too, such as “15 December 2017 17:00 CET”.", code="date")
    if said.due_at <= timezone.now():
        raise BadInput("This moment is over.", code="date")
    return said, said.due_at


def _check(question: Question, version: Version) -> None:
    if not question.title.strip():
        raise BadInput("Say what is to be approved.", code="title")
    if question.policy not in Policy.values or question.silence not in Silence.values:
        raise BadInput("There is no such policy.", code="policy")
    if not all(0 <= part <= 100 for part in (question.quorum, question.needed, question.most_against)):
        raise BadInput("Percentages are from 0 to 100.", code="percent")
    if any(row.version_id != version.pk or row.kind != "heading" for row in question.sections):
        raise BadInput("Ask about sections of this version.", code="sections")


def _ask(approval: Approval, question: Question) -> None:
    observers = {agency.pk for agency in question.observers}
    parts = approval.document.participations.filter(ended_at=None).values_list("agency", flat=True)
    asked = sorted(set(parts) | {approval.document.owner_id} | observers)
    Asked.objects.bulk_create(
        [Asked(approval=approval, agency_id=pk, is_observer=pk in observers) for pk in asked],
    )


def state_position(*, approval: Approval, agency: Agency, stated: Stated, by: Person) -> Position:
    """Say what an agency says. Positions are added; its newest on the whole and on each section counts.

    An objection in writing breaks a silence procedure at once. Raises `NotYou`, `BadInput`, and
    `NotNow` when the approval is over: its instant is compared inside the transaction.
    """
    with transaction.atomic():
        now = _locked(approval)
        asked = now.asked.filter(agency=agency).first()
        if asked is None or not _speaks_for(by, agency):
            raise NotYou(f"Only a focal point of {agency.code} states its position, if it is asked.")
        if now.state != ApprovalState.OPEN or timezone.now() >= now.closes_at:
            raise NotNow("This approval is over.", code="over")
        _check_position(now, stated, is_observer=asked.is_observer)
        position = Position.objects.create(
            approval=now, agency=agency, stance=stated.stance, text=stated.text.strip(),
            lineage=stated.heading.lineage if stated.heading else None,
            section=f"{stated.heading.number} {stated.heading.text}".strip() if stated.heading else "",
            block=stated.block, quote=stated.quote.strip(), stated_at=timezone.now(), stated_by=by,
        )
        position.comments.set(stated.comments)
        _tell("stated", now, by, agency=agency.pk, stance=stated.stance)
        if now.policy == Policy.SILENCE and counting.breaks_silence(stated.stance, stated.text):
            _finish(now, ApprovalState.BROKEN, by, f"{agency.code} objects.")
    return position


def _speaks_for(person: Person, agency: Agency) -> bool:
    return Membership.objects.filter(
        person=person, agency=agency, role=Membership.Role.FOCAL_POINT, ended_at=None,
    ).exists()


def _check_position(approval: Approval, stated: Stated, *, is_observer: bool) -> None:
    if stated.stance not in Stance.values or len(stated.text) > LONGEST:
        raise BadInput(f"Choose a position, and explain it in at most {LONGEST} characters.", code="stance")
    missing = counting.missing_in(stated.stance, stated.text, is_observer=is_observer)
    if missing == "stance":
        raise BadInput("Observers concur or abstain; only they concur.", code="stance")
    if missing:
        raise BadInput("Say what is in the way: who edits must be able to act on it.", code="text")
    if stated.heading and stated.heading.version_id != approval.version_id:
        raise BadInput("Name a section of the version that is asked about.", code="section")
    if any(comment.document_id != approval.document_id for comment in stated.comments):
        raise BadInput("Name comments of this document.", code="comments")
    if stated.block:
        text = approval.version.blocks.filter(key=stated.block).values_list("text", flat=True).first()
        if text is None or stated.quote.strip() not in text:
            raise BadInput("These words do not stand in that paragraph.", code="quote")


def withdraw_approval(*, approval: Approval, reason: str, by: Person) -> Approval:
    """Take the question back; what was said stays on record."""
    _demand(by, approval.document)
    if not reason.strip():
        raise BadInput("Say why: the agencies read it.", code="reason")
    with transaction.atomic():
        now = _locked(approval)
        if now.state != ApprovalState.OPEN:
            raise NotNow(f"It is {now.get_state_display().lower()} already.")
        return _finish(now, ApprovalState.WITHDRAWN, by, reason.strip())


def run_again(*, approval: Approval, version: Version, ends: str, zone: str, by: Person) -> Approval:
    """Ask the same again, of the version that is there now."""
    if approval.state == ApprovalState.OPEN:
        raise NotNow("It is still open.")
    headings = []
    for lineage, _ in approval.sections:
        heading = version.blocks.select_related("version").filter(lineage=lineage, kind="heading").first()
        headings += [heading] if heading else []
    observers = [row.agency for row in approval.asked.filter(is_observer=True).select_related("agency")]
    question = Question(
        approval.title, approval.policy, ends, zone, approval.silence, approval.quorum, approval.needed,
        approval.most_against, headings, observers,
    )
    return ask_approval(version=version, question=question, by=by, again_of=approval)


def tend(now: datetime | None = None) -> int:
    """Count and end the approvals whose instant has come; how many. Run by every worker, again and again."""
    moment = now or timezone.now()
    done = 0
    for approval in Approval.objects.filter(state=ApprovalState.OPEN, closes_at__lte=moment)[:50]:
        with transaction.atomic():
            locked = _locked(approval)
            if locked.state == ApprovalState.OPEN and locked.closes_at <= moment:
                verdict = positions.table(locked).count.verdict
                ended = ApprovalState.APPROVED if verdict == "approved" else ApprovalState.FAILED
                _finish(locked, ended, None, "")
                done += 1
    return done


def _finish(approval: Approval, state: str, by: Person | None, reason: str) -> Approval:
    counted = positions.table(approval).count
    approval.state, approval.ended_at = state, timezone.now()
    approval.outcome = {**asdict(counted), "reason": reason or counted.reason}
    approval.revision += 1
    approval.save(update_fields=["state", "ended_at", "outcome", "revision"])
    _tell("ended", approval, by, state=state)
    telling_positions.ended(approval)
    return approval


def ask_again(version: Version) -> int:
    """Mark blocking positions on older versions whose words a new version changed; how many."""
    done = 0
    rows = Position.objects.filter(
        approval__document=version.document_id, approval__version__number__lt=version.number,
        stance__in=counting.BLOCKING, changed_in=None,
    ).exclude(block="")
    for position in rows.select_related("approval__version", "approval__document", "agency"):
        if position != position.approval.positions.filter(
            agency=position.agency_id, lineage=position.lineage,
        ).last():
            continue
        then = position.approval.version.blocks.get(key=position.block)
        words = position.quote or then.text
        texts = version.blocks.filter(lineage=then.lineage).values_list("text", flat=True)
        if any(words in text for text in texts):
            continue
        with transaction.atomic():
            Position.objects.filter(pk=position.pk, changed_in=None).update(changed_in=version)
            _tell("words_changed", position.approval, None, agency=position.agency_id, version=version.pk)
            telling_positions.words_changed(position, version)
        done += 1
    return done


def gate(version: Version, move: Move, by: Person) -> None:  # noqa: ARG001 - the form of a gate
    """While a silence procedure runs nothing is issued or published."""
    running = Approval.objects.filter(
        document=version.document_id, state=ApprovalState.OPEN, policy=Policy.SILENCE,
    )
    if found := running.first():
        raise NotNow(
            f"“{found.title}” is open until {found.words}: nothing may change meanwhile. "
            "Wait for its end, or withdraw it with the reason.", code="approval_open",
        )


def _locked(approval: Approval) -> Approval:
    rows = Approval.objects.select_for_update(of=("self",)).select_related("document", "version")
    return rows.get(pk=approval.pk)


def _demand(by: Person, document: Document) -> None:
    if not document_rules.can_coordinate(by, document):
        raise NotYou("Only coordinators ask agencies for their positions.")


def comments_named(person: Person, document: Document, text: str) -> list[Comment]:
    """The comments that a line such as `ESA-001, NASA-014` names, of those that the person sees."""
    wanted = [word.strip().upper() for word in text.replace(";", ",").split(",") if word.strip()]
    rows = selectors.comments_visible_to(person).filter(document=document, number__isnull=False)
    codes = {word.rpartition("-")[0] for word in wanted}
    by_name = {row.register_number.upper(): row for row in rows.filter(code__in=codes)} if wanted else {}
    unknown = [word for word in wanted if word not in by_name]
    if unknown:
        raise BadInput(f"There is no comment {', '.join(unknown)} that you see.", code="comments")
    return [by_name[word] for word in wanted]


def _tell(verb: str, approval: Approval, by: Person | None, **data: Any) -> None:
    events.record(
        verb=f"reviews.approval.{verb}", actor=by, target=approval, document=approval.document_id,
        data={"approval": str(approval.uid), "number": approval.number, **data},
    )
