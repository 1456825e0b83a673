"""One voice of an agency: its focal point rewords, returns, holds back, puts together, and releases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou
from reviews.core import dates, voices
from reviews.core import rounds as lifecycle
from reviews.core.dates import NotADate
from reviews.core.voices import Clash, Remark
from reviews.models import (
    AgencyStep,
    AnchorKind,
    Comment,
    CommentState,
    Invitation,
    InvitationState,
    Proposal,
    Visibility,
)
from reviews.selectors import rounds
from reviews.services.answers import moves
from reviews.services.asking import admission, invitations
from reviews.services.talk import anchoring, comments, registering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from backend.accounts.models import Person
    from reviews.services.talk.comments import Saying

#: Comments in one act.
MOST = 500


@dataclass(frozen=True, slots=True)
class Found:
    """What a focal point should look at before release: near-duplicates and clashes, by comment uid."""

    alike: tuple[tuple[str, ...], ...]
    clashes: tuple[Clash, ...]


def members_comments(invitation: Invitation) -> QuerySet[Comment]:
    """What the agency's members submitted to it on the round's version and that is not released."""
    return Comment.objects.filter(
        version=invitation.round.version_id, agency=invitation.agency_id, visibility=Visibility.AGENCY,
        state__in=[CommentState.SUBMITTED, CommentState.RETURNED],
    )


def releasable(invitation: Invitation) -> QuerySet[Comment]:
    """Those of them that would be released now: neither returned, held back, nor said in another one."""
    return members_comments(invitation).filter(
        state=CommentState.SUBMITTED, held_at=None, merged_into=None,
    )


def look_at(rows: Sequence[Comment]) -> Found:
    """Near-duplicates and clashes among these comments, with their proposals loaded."""
    by_version: dict[int, set[str]] = {}
    for row in rows:
        by_version.setdefault(row.version_id, set()).update({row.start_block, row.end_block} - {""})
    ordinals: dict[int, dict[str, int]] = {}
    for row in rows:
        if row.version_id not in ordinals:
            ordinals[row.version_id] = anchoring.ordinals_of(row.version, sorted(by_version[row.version_id]))
    remarks = [_remark(row, ordinals[row.version_id]) for row in rows]
    return Found(voices.alike(remarks), voices.clashes(remarks))


def _remark(comment: Comment, ordinals: dict[str, int]) -> Remark:
    proposal = getattr(comment, "proposal", None)
    start = (ordinals.get(comment.start_block, 0), comment.start_offset)
    end = (ordinals.get(comment.end_block, start[0]), comment.end_offset)
    is_placed = comment.anchor_kind in {AnchorKind.RANGE, AnchorKind.BLOCK}
    text = proposal.text if proposal and is_placed else None
    return Remark(str(comment.uid), comment.body, text, start, end)


def _demand(comment: Comment, by: Person) -> None:
    if comment.agency is None or not rounds.can_consolidate(by, comment.agency):
        raise NotYou("Only the agency's focal point does this.")


def _demand_within(comment: Comment, *states: str) -> None:
    """`NotNow` unless the comment is still with its agency, in one of these states."""
    if comment.visibility != Visibility.AGENCY or comment.state not in states:
        raise NotNow(
            f"This comment is {comment.get_state_display().lower()}: that can not be done now.",
            revision=comment.revision, state=comment.state,
        )


def _note(
    comment: Comment, kind: AgencyStep.Kind, by: Person, reason: str = "", **before: str | None,
) -> None:
    """Keep what the focal point did, for the agency alone, and let the author be told."""
    step = AgencyStep.objects.create(
        comment=comment, kind=kind, reason=reason.strip(), by=by, at=timezone.now(), **before,
    )
    verb = "reworded" if kind == AgencyStep.Kind.EDITED else kind.value
    moves.tell(verb, comment, by, step=step.pk)


def reword_comment(
    *, comment: Comment, saying: Saying, by: Person, reason: str = "", revision: int | None = None,
) -> Comment:
    """Put a member's comment into the agency's words. The original is kept, and its author told."""
    _demand(comment, by)
    with transaction.atomic():
        now = moves.locked(comment, revision)
        _demand_within(now, CommentState.SUBMITTED)
        anchor = anchoring.anchor_on(
            version=now.version, kind=now.anchor_kind, block=now.start_block, start=now.start_offset,
            end=now.end_offset, end_block=now.end_block,
        )
        comments.check(saying, anchor)
        old = Proposal.objects.filter(comment=now).first()
        before = {"body_before": now.body, "proposal_before": old.text if old else None}
        now.body, now.type, now.severity = saying.body.strip(), saying.type, saying.severity
        comments.replace_proposal(now, comments.proposal_for(now.version, anchor, saying))
        moves.keep(now, "body", "type", "severity")
        _note(now, AgencyStep.Kind.EDITED, by, reason, **before)
    return now


def return_comment(*, comment: Comment, reason: str, by: Person, revision: int | None = None) -> Comment:
    """Give a comment back to its author, who may change it and submit it again."""
    _demand(comment, by)
    if not reason.strip():
        raise BadInput("Say what the author should change.", code="reason")
    with transaction.atomic():
        now = moves.locked(comment, revision)
        _demand_within(now, CommentState.SUBMITTED)
        now.state = moves.demand("return", now)
        moves.keep(now, "state")
        _note(now, AgencyStep.Kind.RETURNED, by, reason)
    return now


def hold_comment(*, comment: Comment, by: Person, reason: str = "", revision: int | None = None) -> Comment:
    """Keep a comment within the agency: it is not released until it is freed."""
    _demand(comment, by)
    with transaction.atomic():
        now = moves.locked(comment, revision)
        _demand_within(now, CommentState.SUBMITTED)
        if now.held_at is None:
            now.held_at = timezone.now()
            moves.keep(now, "held_at")
            _note(now, AgencyStep.Kind.HELD, by, reason)
    return now


def free_comment(*, comment: Comment, by: Person, revision: int | None = None) -> Comment:
    """Hold a comment back no longer, and take it out of the one that it was put together with."""
    _demand(comment, by)
    with transaction.atomic():
        now = moves.locked(comment, revision)
        _demand_within(now, CommentState.SUBMITTED)
        kind = AgencyStep.Kind.PARTED if now.merged_into_id else AgencyStep.Kind.FREED
        if now.held_at is None and now.merged_into_id is None:
            raise NotNow("This comment is not held back.")
        now.held_at, now.merged_into = None, None
        moves.keep(now, "held_at", "merged_into")
        _note(now, kind, by)
    return now


def merge_comments(*, into: Comment, others: Sequence[Comment], by: Person) -> Comment:
    """Say in one comment what several said; the others stay with the agency, and their authors are told."""
    _demand(into, by)
    if not others or len(others) > MOST:
        raise BadInput("Choose at least two comments to put together.", code="choose")
    with transaction.atomic():
        kept = moves.locked(into)
        _demand_within(kept, CommentState.SUBMITTED)
        if kept.merged_into_id is not None:
            raise NotNow("The comment that shall stay is itself part of another one.")
        for other in sorted(others, key=lambda one: one.pk):
            now = moves.locked(other)
            _demand_within(now, CommentState.SUBMITTED)
            if now.pk == kept.pk or now.agency_id != kept.agency_id or now.version_id != kept.version_id:
                raise BadInput("Put comments of one agency on one version together.", code="choose")
            Comment.objects.filter(merged_into=now).update(merged_into=kept)
            now.merged_into = kept
            moves.keep(now, "merged_into")
            _note(now, AgencyStep.Kind.MERGED, by)
    return kept


def release_set(
    *, invitation: Invitation, by: Person, chosen: Sequence[Comment] | None = None,
    despite_clashes: bool = False, finishes: bool = True,
) -> list[Comment]:
    """Release the chosen comments, or all that can be, as what the agency says.

    With `finishes` the agency has answered the round. Raises `NotYou`, `NotNow` (also when proposals
    for the same words differ, unless `despite_clashes`), or what posting a comment would.
    """
    if invitation.agency is None or not rounds.can_consolidate(by, invitation.agency):
        raise NotYou("Only the agency's focal point releases its comments.")
    with transaction.atomic():
        admission.hold(invitation.round.version)
        rows = releasable(invitation).select_related("version", "proposal").order_by("id")
        if chosen is not None:
            rows = rows.filter(pk__in=[one.pk for one in chosen])
            if rows.count() != len(chosen):
                raise NotNow("Some of these comments changed in the meantime: look at them again.")
        waiting = list(rows[: MOST + 1])
        if len(waiting) > MOST:
            raise BadInput(f"Release at most {MOST} comments at once.", code="choose")
        if not despite_clashes and (clashing := look_at(waiting).clashes):
            raise NotNow(
                f"{len(clashing)} times your agency would ask for different words at the same place. Settle "
                "it, or release them all the same.", code="clashes", clashes=[c.keys for c in clashing],
            )
        released = [_release(comment, by) for comment in waiting]
        if finishes and invitation.round.state in lifecycle.RUNNING:
            invitations.finish(invitation=invitation, by=by)
    return released


def _release(comment: Comment, by: Person) -> Comment:
    now = moves.locked(comment)
    moves.demand("release", now)
    registering.register(now, by)
    moves.keep(now, *registering.FIELDS)
    moves.tell("released", now, by, number=now.register_number)
    return now


def set_pause(*, invitation: Invitation, by: Person, is_paused: bool) -> Invitation:
    """Let the agency's members say nothing more while their focal point puts it together, or go on."""
    with transaction.atomic():
        now = _demand_agency(invitation, by)
        now.paused_at, now.paused_by = (timezone.now(), by) if is_paused else (None, None)
        now.revision += 1
        now.save(update_fields=["paused_at", "paused_by", "revision"])
        invitations.tell("paused" if is_paused else "resumed", now, by)
    return now


def set_internal_end(*, invitation: Invitation, words: str, by: Person) -> Invitation:
    """Name the moment by which the agency's members should have spoken; empty words take it away."""
    meant = dates.said(words, zone=by.time_zone or "UTC") if words.strip() else None
    if isinstance(meant, NotADate):
        raise BadInput(meant.reason, code="date")
    if meant and meant.due_at is None:
        raise BadInput("Give the clock time too, such as “12 May 2027 17:00 CEST”.", code="date")
    with transaction.atomic():
        now = _demand_agency(invitation, by)
        if meant and meant.due_at and meant.due_at > rounds.ends_for(now.round, now.agency):
            raise BadInput("That is after the end of the round for your agency.", code="date")
        now.internal_closes_at = meant.due_at if meant else None
        now.internal_zone = meant.zone if meant else ""
        now.revision += 1
        now.save(update_fields=["internal_closes_at", "internal_zone", "revision"])
        invitations.tell("internal_end_set", now, by)
    return now


def _demand_agency(invitation: Invitation, by: Person) -> Invitation:
    """The agency's invitation, locked; `NotYou`, `NotNow`."""
    if invitation.agency is None or not rounds.can_consolidate(by, invitation.agency):
        raise NotYou("Only the agency's focal point does this.")
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("round", "agency")
    now = rows.get(pk=invitation.pk)
    if now.state in {InvitationState.REVOKED, InvitationState.DECLINED}:
        raise NotNow("Your agency does not take part in this round.")
    return now
