"""Who is asked in a round: agencies, people with an account, and whoever has an invitation's link."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from backend.accounts import services as accounts
from backend.accounts.models import Person
from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from documents import rules as documents_rules
from documents.services import documents
from reviews.core import rounds as lifecycle
from reviews.models import Invitation, InvitationState, Round, RoundKind, RoundState
from reviews.selectors import rounds

if TYPE_CHECKING:
    from backend.accounts.models import Agency

#: States of an invitation in which it can be followed, declined or passed on.
OPEN = (InvitationState.INVITED, InvitationState.ACCEPTED, InvitationState.DECLINED)


def invite_agency(*, round_: Round, agency: Agency, by: Person) -> Invitation:
    """Ask an agency, which then takes part in the document. Asking twice changes nothing."""
    _demand(by, round_)
    with transaction.atomic():
        documents.add_agency(document=round_.document, agency=agency, by=by)
        return _invite(round_, by, agency=agency, person=None, email="")


def invite_person(*, round_: Round, person: Person, by: Person) -> Invitation:
    """Ask somebody who has an account; they become a reviewer of the document if they are nothing yet."""
    _demand(by, round_)
    with transaction.atomic():
        documents.admit_reviewer(document=round_.document, person=person, by=by)
        return _invite(round_, by, agency=None, person=person, email="")


def invite_by_mail(*, round_: Round, email: str, by: Person, name: str = "") -> Invitation:
    """Ask whoever reads this address; the mail with the link goes out once the round is announced."""
    _demand(by, round_)
    address = _address(email)
    known = Person.objects.filter(email__iexact=address, is_active=True).first()
    if known is not None:
        return invite_person(round_=round_, person=known, by=by)
    with transaction.atomic():
        return _invite(round_, by, agency=None, person=None, email=address, name=name.strip()[:150])


def _demand(by: Person, round_: Round) -> None:
    if not rounds.can_run(by, round_.document):
        raise NotYou("Only a coordinator invites to a round.")
    if round_.state not in {RoundState.PLANNED, *lifecycle.RUNNING}:
        raise NotNow("This round is over: it asks nobody any more.")


def _address(email: str) -> str:
    try:
        validate_email(email.strip())
    except ValidationError as wrong:
        raise BadInput(f"“{email.strip()}” is no e-mail address.", code="email") from wrong
    return email.strip()


def _invite(round_: Round, by: Person, *, name: str = "", **whom: Any) -> Invitation:
    row, is_new = Invitation.objects.select_for_update().get_or_create(
        round=round_, **whom, defaults={"invited_at": timezone.now(), "invited_by": by, "name": name},
    )
    is_back = not is_new and row.state == InvitationState.REVOKED
    if is_back:
        _set(row, InvitationState.INVITED)
    if is_new or is_back:
        tell("invited", row, by)
    return row


def tell(verb: str, invitation: Invitation, by: Person | None, **data: Any) -> None:
    """Record what happened to an invitation; ids only, no address."""
    events.record(
        verb=f"reviews.invitation.{verb}", actor=by, target=invitation,
        document=invitation.round.document_id,
        data={"round": str(invitation.round.uid), "agency": invitation.agency_id, **data},
    )


def _set(invitation: Invitation, state: str, **fields: Any) -> Invitation:
    for name, value in fields.items():
        setattr(invitation, name, value)
    invitation.state = state
    invitation.revision += 1
    invitation.save(update_fields=["state", "revision", *fields])
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related(
        "round__document", "agency", "person",
    )
    return rows.get(pk=invitation.pk)


def make_link(*, invitation: Invitation, by: Person | None) -> str:
    """A new secret of the invitation's link, shown or mailed once; one that was made before works no more.

    `by` is None for the worker that writes the mail.
    """
    if by is not None:
        _demand(by, invitation.round)
    if invitation.agency_id is not None or invitation.state == InvitationState.REVOKED:
        raise NotNow("This invitation has no link.")
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        now = _locked(invitation)
        _set(now, now.state, digest=accounts.digest_of(secret))
        tell("link_made", now, by)
    return secret


def revoke_invitation(*, invitation: Invitation, by: Person, reason: str = "") -> Invitation:
    """Take an invitation back: its link works no more. What its bearer said before stays said."""
    if not rounds.can_run(by, invitation.round.document):
        raise NotYou("Only a coordinator takes invitations back.")
    with transaction.atomic():
        now = _locked(invitation)
        _set(now, InvitationState.REVOKED, digest="", reason=reason.strip())
        tell("revoked", now, by)
    return now


def found_by(secret: str) -> Invitation | None:
    """The invitation whose link has this secret."""
    rows = Invitation.objects.select_related("round__document__owner", "round__version", "person", "agency")
    return rows.filter(digest=accounts.digest_of(secret)).exclude(state=InvitationState.REVOKED).first()


def demand_running(invitation: Invitation) -> None:
    """`NotNow` when the round is over, or was called off."""
    if invitation.round.state not in lifecycle.RUNNING:
        raise NotNow(f"This round is {invitation.round.get_state_display().lower()}.", code="round_over")


def accept_invitation(*, invitation: Invitation, by: Person) -> Invitation:
    """Take part, as the one who was asked or as the bearer of the link."""
    with transaction.atomic():
        now = _locked(invitation)
        demand_running(now)
        _demand_addressee(now, by)
        if now.state not in OPEN:
            raise NotNow("This invitation was passed on or answered already.")
        if now.agency_id is None:
            mine = Invitation.objects.filter(round=now.round, person=by).exclude(pk=now.pk).first()
            if mine is not None:
                return mine if mine.state in rounds.STANDING else _set(mine, InvitationState.ACCEPTED)
            documents.admit_reviewer(document=now.round.document, person=by, by=by)
            _set(now, InvitationState.ACCEPTED, person=by, reason="")
        else:
            _set(now, InvitationState.ACCEPTED, reason="")
        tell("accepted", now, by)
    return now


def _demand_addressee(invitation: Invitation, by: Person | None) -> None:
    """Only the person asked, the agency's focal points, or (by None or anybody) the bearer of the link."""
    if invitation.agency_id and (by is None or not rounds.can_consolidate(by, invitation.agency)):  # type: ignore[arg-type]
        raise NotYou("Only the agency's focal point answers for it.")
    if invitation.person_id and (by is None or invitation.person_id != by.pk):
        raise NotYou("This invitation is somebody else's.")


def decline_invitation(*, invitation: Invitation, reason: str, by: Person | None = None) -> Invitation:
    """Say no, with or without a reason. `by` is None for the bearer of a link without an account."""
    with transaction.atomic():
        now = _locked(invitation)
        demand_running(now)
        _demand_addressee(now, by)
        if now.state not in OPEN:
            raise NotNow("This invitation was passed on or answered already.")
        _set(now, InvitationState.DECLINED, reason=reason.strip(), answered_at=timezone.now())
        tell("declined", now, by)
    return now


def delegate_invitation(
    *, invitation: Invitation, email: str, by: Person | None = None, name: str = "", reason: str = "",
) -> Invitation:
    """Pass the question on to somebody else, who is invited by mail; an agency's stays with the agency."""
    address = _address(email)
    with transaction.atomic():
        now = _locked(invitation)
        demand_running(now)
        _demand_addressee(now, by)
        if now.agency_id is not None:
            raise NotNow("An agency is asked as a whole: add the person to it instead.")
        if now.state not in OPEN:
            raise NotNow("This invitation was passed on or answered already.")
        known = Person.objects.filter(email__iexact=address, is_active=True).first()
        whom = {"person": known, "email": "" if known else address}
        if Invitation.objects.filter(round=now.round, **whom).exists():
            raise NotNow("This person is asked already.", code="asked")
        if known:
            documents.admit_reviewer(document=now.round.document, person=known, by=by or now.invited_by)
        _set(
            now, InvitationState.DELEGATED, reason=reason.strip(), answered_at=timezone.now(), digest="",
        )
        passed_on = Invitation.objects.create(
            round=now.round, **whom, name=name.strip()[:150], delegated_from=now,
            invited_at=timezone.now(), invited_by=by or now.invited_by,
        )
        tell("delegated", now, by)
        tell("invited", passed_on, by)
    return passed_on


def join_round(*, round_: Round, by: Person) -> Invitation:
    """Take part in a community round, of one's own accord."""
    if round_.kind != RoundKind.PUBLIC:
        raise NotYou("This round asks by invitation.")
    if round_.state not in lifecycle.RUNNING:
        raise NotNow(f"This round is {round_.get_state_display().lower()}.", code="round_over")
    with transaction.atomic():
        documents.admit_reviewer(document=round_.document, person=by, by=by)
        row, is_new = Invitation.objects.get_or_create(
            round=round_, person=by,
            defaults={"invited_at": timezone.now(), "invited_by": by, "state": InvitationState.ACCEPTED},
        )
        if row.state == InvitationState.REVOKED:
            raise NotYou("The coordinator took your invitation back.")
        if is_new:
            tell("joined", row, by)
        elif row.state not in rounds.STANDING:
            _set(row, InvitationState.ACCEPTED)
    return row


def taking_part(*, round_: Round, by: Person) -> Invitation:
    """The invitation under which the person acts in the round, made if the round asks everybody.

    Locked; the first thing that somebody does accepts it. Raises `NotYou`, `NotNow`.
    """
    if round_.state not in {RoundState.OPEN, RoundState.SUSPENDED}:
        raise NotNow(f"This round is {round_.get_state_display().lower()}.", code="round_over")
    if not rounds.is_asked(by, round_):
        raise NotYou("This round asks others.")
    found = rounds.invitation_of(by, round_)
    if found is None:
        found, _ = Invitation.objects.get_or_create(
            round=round_, person=by,
            defaults={"invited_at": timezone.now(), "invited_by": by, "state": InvitationState.ACCEPTED},
        )
    now = _locked(found)
    if now.state == InvitationState.INVITED and documents_rules.can_comment(by, round_.document):
        _set(now, InvitationState.ACCEPTED)
    return now


def finish(*, invitation: Invitation, by: Person) -> Invitation:
    """Say that everything that will be said is said; for an agency, its focal point does."""
    with transaction.atomic():
        now = _locked(invitation)
        demand_running(now)
        _demand_addressee(now, by)
        if now.state == InvitationState.ANSWERED:
            return now
        _set(now, InvitationState.ANSWERED, answered_at=timezone.now())
        tell("answered", now, by)
    return now


def go_on(*, invitation: Invitation, by: Person) -> Invitation:
    """Say more after all."""
    with transaction.atomic():
        now = _locked(invitation)
        demand_running(now)
        _demand_addressee(now, by)
        _set(now, InvitationState.ACCEPTED, answered_at=None)
        tell("reopened", now, by)
    return now
