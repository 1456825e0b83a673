"""Findings and recommendations: drafted, adopted, assigned, judged against the text, made comments of."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from documents import rules as document_rules
from reviews.core import findings as life
from reviews.models import (
    AnchorKind,
    Assignment,
    Comment,
    Finding,
    FindingKind,
    FindingState,
    FindingStep,
    Meeting,
    Reflection,
    Source,
    Visibility,
)
from reviews.selectors import meetings
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend.accounts.models import Person
    from documents.models import Block, Document, Version
    from reviews.core.findings import Move
    from reviews.models import Milestone

LONGEST = 5_000


def _demand(by: Person, document: Document) -> None:
    if not document_rules.can_edit(by, document):
        raise NotYou("Only editors and coordinators do this.")


def draft_finding(
    *, meeting: Meeting, kind: str, text: str, by: Person, rationale: str = "",
    rests_on: Sequence[Finding] = (),
) -> Finding:
    """Write a finding or recommendation down; its number is the next of its kind and stays."""
    _demand(by, meeting.document)
    _check(kind, text, rationale)
    if any(other.meeting_id != meeting.pk for other in rests_on):
        raise BadInput("A recommendation rests on findings of its own meeting.", code="rests_on")
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        last = meeting.findings.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
        finding = Finding.objects.create(
            meeting=meeting, kind=kind, number=last + 1, text=text.strip(), rationale=rationale.strip(),
        )
        finding.rests_on.set(rests_on)
        _tell("drafted", finding, by)
    return finding


def _check(kind: str, text: str, rationale: str) -> None:
    if kind not in FindingKind.values:
        raise BadInput("There are findings and recommendations.", code="kind")
    if not text.strip() or max(len(text), len(rationale)) > LONGEST:
        raise BadInput(f"Write what was found, in at most {LONGEST} characters.", code="text")


def edit_finding(
    *, finding: Finding, text: str, by: Person, rationale: str = "", revision: int | None = None,
) -> Finding:
    """Put other words in the place of the old ones, which are kept."""
    _check(finding.kind, text, rationale)
    return _move("edit", finding, by, revision=revision, text=text.strip(), rationale=rationale.strip())


def adopt_finding(*, finding: Finding, by: Person, revision: int | None = None) -> Finding:
    """Let it count: from now on everyone with the document sees it."""
    return _move("adopt", finding, by, revision=revision)


def withdraw_finding(*, finding: Finding, by: Person, reason: str, revision: int | None = None) -> Finding:
    """Take it back; its number stays."""
    return _move("withdraw", finding, by, revision=revision, reason=_reason(reason))


def close_finding(*, finding: Finding, by: Person, revision: int | None = None) -> Finding:
    """Say that it is dealt with. `NotNow` while an assignment is not judged, or reflecting words are lost."""
    return _move("close", finding, by, revision=revision)


def reopen_finding(*, finding: Finding, by: Person, reason: str, revision: int | None = None) -> Finding:
    """Take it up again."""
    return _move("reopen", finding, by, revision=revision, reason=_reason(reason))


def _reason(reason: str) -> str:
    if not reason.strip():
        raise BadInput("Give the reason.", code="reason")
    return reason.strip()


def _move(
    move: Move, finding: Finding, by: Person, *, revision: int | None = None, reason: str = "",
    text: str | None = None, rationale: str | None = None,
) -> Finding:
    _demand(by, finding.meeting.document)
    with transaction.atomic():
        now = _locked(finding, revision)
        before, old_text = now.state, now.text
        after = life.after(move, now.state)  # type: ignore[arg-type]
        if after is None:
            raise NotNow(f"{now.code} is {now.get_state_display().lower()}: that can not be done now.")
        if move == "close":
            _demand_settled(now, by)
        now.state = after
        now.adopted_at = now.adopted_at or (timezone.now() if move == "adopt" else None)
        if text is not None:
            now.text, now.rationale = text, rationale or ""
        now.revision += 1
        now.save(update_fields=["state", "adopted_at", "text", "rationale", "revision"])
        FindingStep.objects.create(
            finding=now, before=before, after=after, reason=reason, at=timezone.now(), by=by,
            old_text=old_text if text is not None and text != old_text else "",
        )
        _tell({"edit": "edited", "adopt": "adopted", "assign": "assigned", "close": "closed",
               "reopen": "reopened", "withdraw": "withdrawn"}[move], now, by)
    return now


def _locked(finding: Finding, revision: int | None) -> Finding:
    rows = Finding.objects.select_for_update(of=("self",)).select_related("meeting__document")
    now = rows.get(pk=finding.pk)
    if revision is not None and now.revision != revision:
        raise NotNow(
            f"Somebody changed {now.code} in the meantime. Look at it again, then repeat what you meant.",
            code="changed", revision=now.revision,
        )
    return now


def _demand_settled(finding: Finding, by: Person) -> None:
    [shown] = meetings.for_page(Finding.objects.filter(pk=finding.pk), by)
    rows = list(shown.assignments.all())
    lost = sum(bool(meetings.lost_in(one)) for row in rows for one in row.passages.all())
    if not life.is_settled([row.reflection for row in rows], lost):
        raise NotNow(
            f"{finding.code} is not dealt with yet: judge every section that it is assigned to, and look at "
            "words that were lost.", code="not_settled",
        )


def assign_finding(
    *, finding: Finding, document: Document, by: Person, heading: Block | None = None,
    milestone: Milestone | None = None,
) -> Assignment:
    """Say where an adopted finding belongs: a section by its heading, a whole document, or a step."""
    home = finding.meeting.document
    _demand(by, home)
    allowed = {home.pk, *finding.meeting.documents.values_list("pk", flat=True)}
    if document.pk not in allowed:
        raise BadInput("Name a document that the meeting concerns.", code="document")
    if heading is not None and (heading.kind != "heading" or heading.version.document_id != document.pk):
        raise BadInput("Name a section of that document.", code="section")
    if milestone is not None and milestone.document_id != document.pk:
        raise BadInput("Name a step of that document's plan.", code="milestone")
    with transaction.atomic():
        _move("assign", finding, by)
        lineage = heading.lineage if heading else None
        same = Assignment.objects.filter(
            finding=finding, document=document, lineage=lineage, milestone=milestone, ended_at=None,
        ).first()
        return same or Assignment.objects.create(
            finding=finding, document=document, lineage=lineage, milestone=milestone,
            section=f"{heading.number} {heading.text}".strip()[:300] if heading else "",
        )


def end_assignment(*, assignment: Assignment, by: Person) -> None:
    """Say that a finding does not belong there after all."""
    _demand(by, assignment.finding.meeting.document)
    with transaction.atomic():
        if not Assignment.objects.filter(pk=assignment.pk, ended_at=None).update(ended_at=timezone.now()):
            raise NotNow("It is not assigned there any more.")
        _tell("unassigned", assignment.finding, by)


def judge_assignment(
    *, assignment: Assignment, reflection: str, by: Person, reason: str = "", revision: int | None = None,
) -> Assignment:
    """Say whether the text reflects the finding there; `partly` and `not` need the reason."""
    _demand(by, assignment.finding.meeting.document)
    if reflection not in Reflection.values:
        raise BadInput("Say reflected, partly or not.", code="reflection")
    if reflection in life.NEEDS_REASON and not reason.strip():
        raise BadInput("Say why: those who were there read it.", code="reason")
    with transaction.atomic():
        now = Assignment.objects.select_for_update(of=("self",)).select_related("finding__meeting").get(
            pk=assignment.pk,
        )
        if now.ended_at is not None or (revision is not None and now.revision != revision):
            raise NotNow("Somebody changed this in the meantime. Look at it again.", code="changed")
        now.reflection, now.reason = reflection, reason.strip()
        now.judged_at, now.judged_by, now.revision = timezone.now(), by, now.revision + 1
        now.save(update_fields=["reflection", "reason", "judged_at", "judged_by", "revision"])
        _tell("judged", now.finding, by, assignment=str(now.uid), reflection=reflection)
    return now


def comment_from(*, finding: Finding, version: Version, by: Person, block: str = "") -> Comment:
    """Make a comment of an adopted finding on a version; its origin is kept. Twice gives the same comment."""
    _demand(by, finding.meeting.document)
    if finding.state not in {FindingState.ADOPTED, FindingState.ASSIGNED}:
        raise NotNow(f"{finding.code} is {finding.get_state_display().lower()}: adopt it first.")
    meeting = finding.meeting
    if version.document_id not in {meeting.document_id, *meeting.documents.values_list("pk", flat=True)}:
        raise BadInput("Name a version of a document that the meeting concerns.", code="version")
    place = Place(kind=AnchorKind.DOCUMENT)
    if block:
        kind = version.blocks.filter(key=block).values_list("kind", flat=True).first()
        place = Place(kind=AnchorKind.SECTION if kind == "heading" else AnchorKind.BLOCK, block=block)
    body = f"{finding.get_kind_display()} {finding.code} of “{meeting.title}”: {finding.text}"
    with transaction.atomic():
        comment = comments.post_comment(
            version=version, place=place, saying=Saying(body), audience=Visibility.DOCUMENT, by=by,
            source=Source.MEETING, key=f"finding:{finding.uid}:{version.pk}:{block}",
        )
        if not comment.source_data:
            comment.source_data = {
                "meeting": str(meeting.uid), "finding": str(finding.uid), "code": finding.code,
            }
            comment.save(update_fields=["source_data"])
        finding.comments.add(comment)
        _tell("said", finding, by, comment=str(comment.uid))
    return comment


def heading_of(version: Version, key: str) -> Block | None:
    """The heading with this key, None when there is none."""
    return version.blocks.select_related("version").filter(key=key, kind="heading").first()


def heading_by_lineage(version: Version, lineage: UUID) -> Block | None:
    """The heading of a section as it stands in a version."""
    return version.blocks.select_related("version").filter(lineage=lineage, kind="heading").first()


def _tell(verb: str, finding: Finding, by: Person, **data: object) -> None:
    events.record(
        verb=f"reviews.finding.{verb}", actor=by, target=finding, document=finding.meeting.document_id,
        data={"finding": str(finding.uid), "state": finding.state, **data},
    )
