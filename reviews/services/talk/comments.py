"""Comments: posted, edited, withdrawn. The author's old words are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou
from documents import life
from documents.core import codec
from documents.models import Document
from reviews import rules
from reviews.core import proposing
from reviews.models import (
    AnchorKind,
    Comment,
    CommentRevision,
    CommentState,
    CommentType,
    Decision,
    Disposition,
    Proposal,
    Severity,
    Source,
    Visibility,
)
from reviews.services.answers import moves
from reviews.services.asking import admission
from reviews.services.talk import anchoring, registering

if TYPE_CHECKING:
    from backend.accounts.models import Agency, Person
    from documents.models import Version
    from reviews.core.anchors import CommentAnchor

#: The longest body or proposed text, in characters.
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Saying:
    """What a comment says. `proposal` is the text that the anchor's words should become, None without one."""

    body: str = ""
    type: str = CommentType.GENERAL
    severity: str = ""
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment shall point, as the person's program says it (offsets in code points)."""

    kind: str = AnchorKind.DOCUMENT
    block: str = ""
    start: int = 0
    end: int | None = None
    end_block: str = ""
    quote: str = ""


def post_comment(
    *, version: Version, place: Place, saying: Saying, audience: str, by: Person,
    agency: Agency | None = None, source: str = Source.BROWSER, key: str = "",
) -> Comment:
    """Say something about an issued version.

    `audience` is who sees it: `author`, `agency` or `document`. The same `key` from the same person
    gives the same comment back instead of a second one. Raises `NotYou`, `NotNow` (not issued, or the
    words at the place have changed), `BadInput`.
    """
    standing = rules.standing(by, version.document)
    if not standing.comments:
        raise NotYou("Observers read; ask a coordinator to become a reviewer.")
    state = Document.objects.values_list("state", flat=True).get(pk=version.document_id)
    if state in life.AT_REST:
        raise NotNow(f"The document is {state}: nobody comments on it now.", code="at_rest")
    source_key = f"{by.pk}:{key}"[:120] if key else ""
    if source_key and (known := _known(version.document, source, source_key)):
        return known
    if not version.is_issued:
        raise NotNow("This version is not issued yet: comments start when it is.")
    voice = speaking_for(standing, agency, audience)
    anchor = anchoring.anchor_on(
        version=version, kind=place.kind, block=place.block, start=place.start, end=place.end,
        end_block=place.end_block, quote=place.quote,
    )
    check(saying, anchor, needs_reason=_needs_reason(saying, version))
    moment = timezone.now()
    comment = Comment(
        document=version.document, version=version, author=by, author_name=by.name, agency=voice,
        type=saying.type, severity=saying.severity, body=saying.body.strip(), source=source,
        source_key=source_key, created_at=moment, changed_at=moment,
    )
    try:
        with transaction.atomic():
            _open_to(comment, audience, by)
            store(comment, anchor, proposal_for(version, anchor, saying))
            moves.tell("posted", comment, by)
    except IntegrityError:
        if source_key and (known := _known(version.document, source, source_key)):
            return known
        raise
    return comment


def _known(document: Document, source: str, source_key: str) -> Comment | None:
    return Comment.objects.filter(document=document, source=source, source_key=source_key).first()


def speaking_for(standing: rules.Standing, agency: Agency | None, audience: str) -> Agency | None:
    """The agency behind a comment: the one named, or the person's first; `BadInput` if there is none."""
    if audience not in {Visibility.AUTHOR, Visibility.AGENCY, Visibility.DOCUMENT}:
        raise BadInput("Say who may see the comment: only you, your agency, or everyone with the document.")
    if agency is not None and agency not in standing.speaks_for:
        raise BadInput(f"You do not belong to {agency.code} in this document.")
    voice = agency or (standing.speaks_for[0] if standing.speaks_for else None)
    if audience == Visibility.AGENCY and voice is None:
        raise BadInput("You belong to no agency here: say it to everyone with the document.")
    return voice


def _needs_reason(saying: Saying, version: Version) -> bool:
    """Whether critical comments need words here; asked only where there are none."""
    is_bare = saying.severity == Severity.CRITICAL and not saying.body.strip()
    return not is_bare or admission.critical_needs_reason(version)


def check(saying: Saying, anchor: CommentAnchor | None, *, needs_reason: bool = True) -> None:
    """Refuse what says nothing, too much, or nothing that can be done; `BadInput`."""
    if not saying.body.strip() and saying.proposal is None:
        raise BadInput("Write a comment, or propose other words.", code="empty")
    if max(len(saying.body), len(saying.proposal or "")) > LONGEST:
        raise BadInput(f"A comment has at most {LONGEST} characters.", code="too_long")
    if saying.type not in CommentType.values or saying.severity not in {*Severity.values, ""}:
        raise BadInput("There is no such type or severity.", code="unknown_type")
    if needs_reason and saying.severity == Severity.CRITICAL and not saying.body.strip():
        raise BadInput("Say why this is critical.", code="reason")
    if saying.proposal is not None and anchor and anchor.kind in {AnchorKind.DOCUMENT, AnchorKind.SECTION}:
        raise BadInput("Propose other words for words or a paragraph, not for a section.", code="proposal")


def _open_to(comment: Comment, audience: str, by: Person) -> None:
    if audience == Visibility.DOCUMENT:
        registering.register(comment, by)
    elif audience == Visibility.AGENCY:
        registering.submit(comment, by)
    else:
        comment.visibility, comment.state = Visibility.AUTHOR, CommentState.DRAFT


def store(
    comment: Comment, anchor: CommentAnchor, proposal: Proposal | None, ordinal: int | None = None,
) -> None:
    """Write a new comment with its anchor, its proposal, and its place in its own version.

    `ordinal` is where the block stands that it begins in, asked for if it is not given.
    """
    anchoring.set_anchor(comment, anchor)
    comment.save(force_insert=True)
    if proposal is not None:
        proposal.comment = comment
        proposal.save(force_insert=True)
    if ordinal is None:
        ordinals = anchoring.ordinals_of(comment.version, [anchor.start_block]) if anchor.start_block else {}
        ordinal = ordinals.get(anchor.start_block, 0)
    anchoring.own_placement(comment, anchor, ordinal).save(force_insert=True)


def proposal_for(version: Version, anchor: CommentAnchor, saying: Saying) -> Proposal | None:
    """The proposal with its exact edits on the version; None when no other words are proposed."""
    if saying.proposal is None:
        return None
    text = saying.proposal.replace("\r\n", "\n")
    blocks = anchoring.blocks_between(version, anchor.start_block, anchor.end_block)
    edits = proposing.edits_for(blocks, anchor.start, anchor.end, text)
    if not edits and saying.body.strip():
        return None
    if not edits:
        raise BadInput("The proposed words are the words that stand there.", code="no_change")
    return Proposal(original=anchor.quote, text=text, edits=[codec.edit_to_json(edit) for edit in edits])


def edit_comment(*, comment: Comment, saying: Saying, by: Person, revision: int | None = None) -> Comment:
    """Put new words in the place of the author's old ones, which are kept.

    Raises `NotYou`, `NotNow` (answered already, or changed by somebody), `BadInput`.
    """
    if not rules.can_edit(rules.standing(by, comment.document), comment):
        raise NotYou("Only the author can edit a comment.")
    with transaction.atomic():
        now = moves.locked(comment, revision)
        moves.demand("edit", now)
        admission.demand_own(now, by)
        anchor = anchoring.anchor_on(
            version=now.version, kind=now.anchor_kind, block=now.start_block, start=now.start_offset,
            end=now.end_offset, end_block=now.end_block,
        )
        check(saying, anchor, needs_reason=_needs_reason(saying, now.version))
        _keep_old_words(now, by)
        now.body, now.type, now.severity = saying.body.strip(), saying.type, saying.severity
        replace_proposal(now, proposal_for(now.version, anchor, saying))
        moves.keep(now, "body", "type", "severity")
        moves.tell("edited", now, by)
    return now


def _keep_old_words(comment: Comment, by: Person) -> None:
    proposal = Proposal.objects.filter(comment=comment).first()
    CommentRevision.objects.create(
        comment=comment, revision=comment.revision, type=comment.type, severity=comment.severity,
        body=comment.body, proposal_text=proposal.text if proposal else None,
        replaced_at=timezone.now(), replaced_by=by,
    )


def replace_proposal(comment: Comment, proposal: Proposal | None) -> None:
    """Put this proposal in the place of the comment's present one; None takes it away."""
    Proposal.objects.filter(comment=comment).delete()
    if proposal is not None:
        proposal.comment = comment
        proposal.save(force_insert=True)


def withdraw_comment(
    *, comment: Comment, by: Person, reason: str = "", revision: int | None = None,
) -> Comment:
    """Take a comment back; its number stays. Who does it from outside its agency gives a reason."""
    standing = rules.standing(by, comment.document)
    if not rules.can_withdraw(standing, comment):
        raise NotYou("Only the author, their focal point or an editor can withdraw a comment.")
    is_theirs = rules.is_author(standing, comment) or rules.is_focal_point(standing, comment)
    if not reason.strip() and not is_theirs:
        raise BadInput("Say why you withdraw somebody else's comment.", code="reason")
    with transaction.atomic():
        now = moves.locked(comment, revision)
        before, now.state = now.state, moves.demand("withdraw", now)
        now.disposition = Disposition.WITHDRAWN
        Decision.objects.create(
            comment=now, state_before=before, state_after=now.state, disposition=Disposition.WITHDRAWN,
            response=reason.strip(), at=timezone.now(), by=by,
        )
        moves.keep(now, "state", "disposition")
        moves.tell("withdrawn", now, by)
    return now
