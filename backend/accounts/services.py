"""What can be done to people, agencies and tokens. Each is one transaction with its event."""

import hashlib
import secrets

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.accounts import invitations, rules
from backend.accounts.models import AccessToken, Agency, Membership, Person
from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events

TOKEN_PREFIX = "dr_"  # noqa: S105 (lets scanners recognise a leaked key; it is no secret)


def create_person(
    *,
    email: str,
    name: str,
    password: str | None = None,
    time_zone: str = "UTC",
    is_staff: bool = False,
    by: Person | None = None,
) -> Person:
    """Add an account. Without a password the person can not sign in until one is set."""
    person = Person(email=email.strip(), name=name.strip(), time_zone=time_zone, is_staff=is_staff)
    person.set_password(password)
    with transaction.atomic():
        try:
            with transaction.atomic():
                person.save(force_insert=True)
        except IntegrityError as error:
            raise NotNow("There is already an account with this e-mail address.", code="taken") from error
        events.record(verb="accounts.person.created", actor=by, target=person)
    return person


def create_agency(
    *,
    code: str,
    name: str,
    kind: str = Agency.Kind.AGENCY,
    hue: int = 210,
    is_owner: bool = False,
    by: Person | None = None,
) -> Agency:
    """Add an organisation. Its code is unique whatever its case."""
    agency = Agency(code=code.strip(), name=name.strip(), kind=kind, hue=hue, is_owner=is_owner)
    with transaction.atomic():
        try:
            with transaction.atomic():
                agency.save(force_insert=True)
        except IntegrityError as error:
            raise NotNow(f"There is already an agency with the code {code}.", code="taken") from error
        events.record(verb="accounts.agency.created", actor=by, target=agency, data={"code": agency.code})
    return agency


def join_agency(
    *, person: Person, agency: Agency, role: str = Membership.Role.MEMBER, by: Person | None = None
) -> Membership:
    """Make the person a member, or give a present member another role."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        current = Membership.objects.filter(person=person, agency=agency, ended_at=None).first()
        if current and current.role == role:
            return current
        if current:
            _end(current)
        membership = Membership.objects.create(person=person, agency=agency, role=role)
        events.record(
            verb="accounts.membership.began",
            actor=by,
            target=membership,
            data={"person": person.pk, "agency": agency.pk, "role": role},
        )
    return membership


def end_membership(*, membership: Membership, by: Person | None = None) -> Membership:
    """Take the person's rights in the agency away, from now."""
    with transaction.atomic():
        if not Membership.objects.filter(pk=membership.pk, ended_at=None).exists():
            raise NotNow("This membership has already ended.")
        _end(membership)
        events.record(
            verb="accounts.membership.ended",
            actor=by,
            target=membership,
            data={"person": membership.person_id, "agency": membership.agency_id},
        )
    return membership


def _end(membership: Membership) -> None:
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])


def welcome_person(*, email: str, name: str, agency: Agency | None, role: str, by: Person) -> Person:
    """Add somebody, to an agency perhaps, and mail them how to come in.

    Who has an account already joins the agency and gets no mail. Raises `NotYou` unless `by` keeps
    the agency (or the site, where there is none).
    """
    may = rules.can_keep_agency(by, agency) if agency else rules.can_keep_site(by)
    if not may:
        raise NotYou("You can add people to the agencies that you speak for.")
    with transaction.atomic():
        person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
        if person is None:
            person = create_person(email=email, name=name, by=by)
            invitations.invite(person)
        if agency:
            join_agency(person=person, agency=agency, role=role, by=by)
    return person


def take_from_agency(*, membership: Membership, by: Person) -> Membership:
    """End a membership as the agency's focal point or as staff. An agency keeps one focal point."""
    if not rules.can_keep_agency(by, membership.agency):
        raise NotYou("Only the agency's focal points and staff can do this.")
    focal = Membership.objects.filter(
        agency=membership.agency, role=Membership.Role.FOCAL_POINT, ended_at=None
    )
    if membership.role == Membership.Role.FOCAL_POINT and focal.count() < 2 and not rules.can_keep_site(by):
        raise NotNow("An agency needs a focal point: name another one first.")
    return end_membership(membership=membership, by=by)


def close_account(*, person: Person, by: Person) -> Person:
    """Let the person sign in no more, at once and everywhere; what they said stays theirs."""
    if not rules.can_close(by, person):
        raise NotYou("Only staff can close an account, and nobody their own.")
    with transaction.atomic():
        if Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
            AccessToken.objects.filter(person=person).delete()
            events.record(verb="accounts.person.closed", actor=by, target=person)
    person.refresh_from_db()
    return person


def reopen_account(*, person: Person, by: Person) -> Person:
    """Let the person sign in again with their old password; tokens do not come back."""
    if not rules.can_close(by, person):
        raise NotYou("Only staff can reopen an account.")
    with transaction.atomic():
        if Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
            events.record(verb="accounts.person.reopened", actor=by, target=person)
    person.refresh_from_db()
    return person


def change_profile(*, person: Person, name: str, time_zone: str) -> Person:
    """Change how the person is shown, and the zone in which times are shown to them."""
    with transaction.atomic():
        person.name, person.time_zone = name.strip(), time_zone
        person.save(update_fields=["name", "time_zone"])
        events.record(verb="accounts.person.changed", actor=person, target=person)
    return person


def set_password(*, person: Person, password: str, by: Person | None) -> Person:
    """Set the password; every other session of the person ends with it. Raises ValidationError if weak."""
    validate_password(password, person)
    person.set_password(password)
    with transaction.atomic():
        person.save(update_fields=["password"])
        events.record(verb="accounts.person.password_set", actor=by, target=person)
    return person


def remind_password(*, email: str) -> None:
    """Mail a link to whoever has this address; whether anybody has, nothing tells."""
    with transaction.atomic():
        invitations.remind(email.strip())
        events.record(verb="accounts.password.forgotten", actor=None)


def issue_token(*, person: Person, label: str) -> tuple[AccessToken, str]:
    """Make a key for a program; return its record, and the key itself, which is not kept."""
    if not label.strip():
        raise BadInput("Give the token a label, so that you can tell it from others later.")
    key = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = AccessToken.objects.create(person=person, digest=digest_of(key), label=label.strip()[:100])
        events.record(verb="accounts.token.issued", actor=person, target=token)
    return token, key


def revoke_token(*, token: AccessToken, by: Person) -> None:
    """Delete the key: the next request with it is refused."""
    with transaction.atomic():
        events.record(verb="accounts.token.revoked", actor=by, target=token)
        token.delete()


def digest_of(key: str) -> str:
    """What is kept of a key. It is random and long, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()
