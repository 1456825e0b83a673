"""Stating how an agency stands to comments of others: for, against or neutral, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from documents.models import Version
from reviews import rules
from reviews.core import lifecycle
from reviews.models import Comment, Side, Stand
from reviews.selectors import rounds
from reviews.services.asking import admission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend.accounts.models import Agency, Person
    from documents.models import Document
    from reviews.models import Round

#: Comments on which one stand is stated at once: those of one wording.
MOST = 200


def state_stand(
    *,
    document: Document,
    comments: Sequence[Comment],
    side: str,
    by: Person,
    reason: str = "",
    agency: Agency | None = None,
) -> list[Stand]:
    """Say how an agency stands to these comments of one document; what it said before stays on record.

    Without a word the agency is the one for which the person speaks. Who is against says why. Raises
    `NotYou`, `BadInput`, or `NotNow` when one of the comments is answered; then nothing is said.
    """
    standing = rules.standing(by, document)
    voice = _voice(rules.voices(standing), agency)
    if side not in Side.values:
        raise BadInput("Say for, against or neutral.", code="side")
    if side == Side.AGAINST and not reason.strip():
        raise BadInput("Say why your agency is against it: the editors weigh the reasons.", code="reason")
    if not 1 <= len(comments) <= MOST:
        raise BadInput(f"Choose between 1 and {MOST} comments.", code="choose")
    with transaction.atomic():
        for version in Version.objects.filter(pk__in={one.version_id for one in comments}):
            admission.hold(version)
        locked = _locked(document, comments)
        for comment in locked:
            if not rules.can_state(standing, comment, voice):
                raise NotYou(f"{voice.code} states its stand on released comments of others.", code="own")
            if comment.state not in lifecycle.open_states():
                raise NotNow(f"{comment} is {comment.get_state_display().lower()}: it is too late for that.")
        return [_state(one, voice, side, reason.strip(), by) for one in locked]


def _voice(voices: list[Agency], wanted: Agency | None) -> Agency:
    if wanted is not None and wanted in voices:
        return wanted
    if wanted is not None or not voices:
        raise NotYou("The focal point of an agency says how it stands to what others want.", code="focal")
    if len(voices) > 1:
        raise BadInput("Say for which of your agencies.", code="agency")
    return voices[0]


def _locked(document: Document, comments: Sequence[Comment]) -> list[Comment]:
    rows = Comment.objects.select_for_update(of=("self",)).filter(
        document=document,
        pk__in=[one.pk for one in comments],
    )
    return list(rows.select_related("agency", "version", "received_in", "round").order_by("pk"))


def _state(comment: Comment, agency: Agency, side: str, reason: str, by: Person) -> Stand:
    earlier = Stand.objects.filter(comment=comment, agency=agency, counts=True).first()
    if earlier and (earlier.side, earlier.reason) == (side, reason):
        return earlier
    Stand.objects.filter(comment=comment, agency=agency, counts=True).update(counts=False)
    round_ = _round(comment, by, agency)
    stand = Stand.objects.create(
        comment=comment,
        agency=agency,
        side=side,
        reason=reason,
        round=round_,
        at=timezone.now(),
        by=by,
    )
    events.record(
        verb="reviews.stand.stated",
        actor=by,
        target=stand,
        document=comment.document_id,
        data={"comment": str(comment.uid), "agency": agency.pk, "side": side},
    )
    return stand


def _round(comment: Comment, by: Person, agency: Agency) -> Round | None:
    """By whose rules others see it: the round that asks the agency, or that of the comment."""
    asking = rounds.rounds_asking(comment.version, by, agency)
    return asking[0] if asking else comment.round
