"""Rounds as a person may see them, and what a person may do in them.

                                   member of an    focal point   editor   coordinator
                                   asked agency,   of the asked
                                   asked person    agency
see an announced round                  x               x           x          x       (and all other readers)
see a planned one                                                   x          x
read, "no comments", finish             x               x           x          x
decline, delegate for the agency                        x
consolidate the agency's comments                       x
plan, announce, extend, close,
invite, remind, admit late comments                                            x
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.accounts.models import Membership
from backend.accounts.selectors import Viewer
from documents import rules as documents_rules
from documents import selectors as documents
from documents.models import Participation
from reviews.core import rounds as lifecycle
from reviews.models import (
    Afterwards,
    During,
    Invitation,
    InvitationState,
    Round,
    RoundKind,
    RoundState,
    RoundWindow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.accounts.models import Agency, Person
    from documents.models import Document, Version

#: Invitations that still ask something of somebody, or were followed.
STANDING = (InvitationState.INVITED, InvitationState.ACCEPTED, InvitationState.ANSWERED)


def rounds_visible_to(person: Viewer) -> QuerySet[Round]:
    """Rounds of documents that the person sees; those that were never announced only for who steers."""
    told = ~Q(state__in=lifecycle.UNTOLD) & ~Q(state=RoundState.CANCELLED, announced_at=None)
    return Round.objects.filter(
        told | Q(document__in=documents.documents_steered_by(person)),
        document__in=documents.documents_visible_to(person),
    )


def shown_to_others(person: Viewer) -> QuerySet[Round]:
    """Rounds whose rules let the person see now what others say in them: as one of all, or as an editor."""
    before = Q(state__in=lifecycle.RUNNING) | Q(state=RoundState.CANCELLED)
    to_all = before & Q(visibility_during=During.OPEN) | ~before & Q(visibility_after=Afterwards.OPEN)
    to_editors = ~before | Q(visibility_during__in=[During.OPEN, During.EDITORS])
    steered = Q(document__in=documents.documents_steered_by(person))
    return Round.objects.filter(to_all | (steered & to_editors))


def rounds_for_pages(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """The same rounds with what their pages show."""
    return rounds.select_related("document__owner", "version__document", "compared_with").prefetch_related(
        "windows__agency", "windows__announced_by",
    )


def running_round(document: Document, person: Viewer) -> Round | None:
    """The round that the document's page shows first: the open one that ends next, or that comes next."""
    rows = rounds_visible_to(person).filter(document=document, state__in=lifecycle.RUNNING)
    found = list(rounds_for_pages(rows).order_by("closes_at", "id"))
    by_state = {RoundState.OPEN: 0, RoundState.SUSPENDED: 1}
    return min(found, key=lambda one: by_state.get(one.state, 2), default=None)  # type: ignore[call-overload]


def asked_of(person: Person) -> QuerySet[Invitation]:
    """Invitations that concern the person in running rounds: their own and those of their agencies."""
    return Invitation.objects.filter(
        Q(person=person) | Q(person=None, email="", agency__in=_agencies_of(person)),
        state__in=STANDING, round__state__in=lifecycle.RUNNING,
        round__document__in=documents.documents_visible_to(person),
    ).exclude(round__state__in=lifecycle.UNTOLD)


def invitations_visible_to(person: Viewer) -> QuerySet[Invitation]:
    """All for who steers the document; for others their own, and those to their agencies."""
    if not person.is_authenticated:
        return Invitation.objects.none()
    return Invitation.objects.filter(
        Q(round__document__in=documents.documents_steered_by(person))
        | Q(person_id=person.pk) | Q(agency__in=_agencies_of(person)),
        round__in=rounds_visible_to(person),
    )


def invitation_of(person: Viewer, round_: Round) -> Invitation | None:
    """The invitation that the person follows: their own, or else that of an agency of theirs."""
    if not person.is_authenticated:
        return None
    rows = Invitation.objects.filter(round=round_).select_related("agency", "person", "round")
    mine = rows.filter(person_id=person.pk).first()
    of_agency = rows.filter(person=None, email="", agency__in=_agencies_of(person)).order_by("agency__code")
    return mine or of_agency.first()


def agency_invitations(person: Viewer, round_: Round) -> QuerySet[Invitation]:
    """The invitations of the agencies for which the person speaks as focal point."""
    return Invitation.objects.filter(
        round=round_, person=None, email="", agency__in=_agencies_of(person, focal=True),
    ).select_related("agency", "round").order_by("agency__code")


def _agencies_of(person: Viewer, *, focal: bool = False) -> QuerySet[Membership, int]:
    rows = Membership.objects.filter(person_id=person.pk or 0, ended_at=None)
    rows = rows.filter(role=Membership.Role.FOCAL_POINT) if focal else rows
    return rows.values_list("agency", flat=True)


def rounds_asking(version: Version, person: Viewer, agency: Agency | None) -> list[Round]:
    """Rounds on the version under which what the person says now for the agency comes: the best first.

    A community round, and one without invitations, asks everybody who may comment; a round that invites
    the person or the agency goes before it, so that what is said in a sealed round is not said elsewhere.
    """
    of_round = Invitation.objects.filter(round=OuterRef("pk"))
    theirs = Q(person_id=person.pk or 0)
    if agency is not None:
        theirs |= Q(agency=agency, person=None, email="")
    rows = Round.objects.filter(
        version=version, state__in=[*lifecycle.RUNNING, *lifecycle.ENDED],
    ).annotate(invites=Exists(of_round.filter(theirs, state__in=STANDING))).filter(
        Q(invites=True)
        | Q(kind=RoundKind.PUBLIC)
        | (~Exists(of_round) & ~Q(kind=RoundKind.INTERNAL)),
    )
    order = {RoundState.OPEN: 0, RoundState.SUSPENDED: 1, RoundState.ANNOUNCED: 2}


    def rank(one: Round) -> tuple[bool, bool, int, int]:
        is_over = one.state in lifecycle.ENDED
        return is_over, not one.invites, order.get(one.state, 3), -one.number  # type: ignore[attr-defined, call-overload]

    return sorted(rows, key=rank)


def ends(rounds: Iterable[Round]) -> dict[int, dict[int | None, datetime]]:
    """When each round ends, by its id, for each agency (None: for all others); extensions only add."""
    found: dict[int, dict[int | None, datetime]] = defaultdict(dict)
    for window in RoundWindow.objects.filter(round__in=[one.pk for one in rounds]):
        known = found[window.round_id].get(window.agency_id)
        found[window.round_id][window.agency_id] = max(known or window.closes_at, window.closes_at)
    for by_agency in found.values():
        for_all = by_agency.get(None)
        if for_all is not None:
            by_agency.update({agency: max(end, for_all) for agency, end in by_agency.items()})
    return dict(found)


def ends_for(round_: Round, agency: Agency | None) -> datetime:
    """When the round ends for this agency, or for people of none."""
    by_agency = ends([round_]).get(round_.pk, {})
    for_all = by_agency.get(None, round_.closes_at)
    return by_agency.get(agency.pk, for_all) if agency else for_all


def ends_for_everybody(round_: Round) -> datetime:
    """The last end of all, grace included: then the round closes."""
    last = max(ends([round_]).get(round_.pk, {None: round_.closes_at}).values())
    return last + timedelta(minutes=round_.grace_minutes)


def internal_end(round_: Round, agency: Agency) -> datetime | None:
    """When the agency's members should have spoken: as it said itself, or as the round's windows say."""
    own = Invitation.objects.filter(round=round_, agency=agency, person=None, email="").first()
    if own and own.internal_closes_at:
        return own.internal_closes_at
    windows = RoundWindow.objects.filter(round=round_).exclude(agency_closes_at=None)
    rows = windows.filter(Q(agency=None) | Q(agency=agency)).order_by("-id")
    return rows.values_list("agency_closes_at", flat=True).first()


def is_asked(person: Viewer, round_: Round) -> bool:
    """Whether the round asks the person: by an invitation, or because it asks everybody who may comment."""
    if not documents_rules.can_comment(person, round_.document):
        return False
    found = invitation_of(person, round_)
    if found is not None:
        return found.state in STANDING
    if round_.kind == RoundKind.PUBLIC:
        return True
    return round_.kind != RoundKind.INTERNAL and not round_.invitations.exists()


def can_run(person: Viewer, document: Document) -> bool:
    """Planning, announcing, extending, closing, inviting, reminding, admitting late comments."""
    return documents_rules.can_coordinate(person, document)


def can_consolidate(person: Viewer, agency: Agency) -> bool:
    """Making one voice of an agency's comments."""
    return person.is_authenticated and Membership.objects.filter(
        person_id=person.pk, agency=agency, ended_at=None, role=Membership.Role.FOCAL_POINT,
    ).exists()


def focal_points(agency: Agency) -> list[Person]:
    """Those who speak for the agency now."""
    rows = Membership.objects.filter(agency=agency, ended_at=None, role=Membership.Role.FOCAL_POINT)
    return [row.person for row in rows.select_related("person").order_by("person__name")]


def asked_people(invitations: QuerySet[Invitation]) -> dict[int, list[int]]:
    """The people behind invitations, by round: those asked on their own, and agencies' focal points."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = list(invitations.values_list("round", "person", "agency"))
    focal = Membership.objects.filter(
        agency__in={agency for _, _, agency in rows if agency}, ended_at=None,
        role=Membership.Role.FOCAL_POINT,
    ).values_list("agency", "person")
    speaking: dict[int, list[int]] = defaultdict(list)
    for agency, person in focal:
        speaking[agency].append(person)
    for round_, person, agency in rows:
        found[round_] += [person] if person else speaking.get(agency or 0, [])
    return dict(found)


def takes_part(agency: Agency, document: Document) -> bool:
    """Whether the agency takes part in the document now."""
    return Participation.objects.filter(document=document, agency=agency, ended_at=None).exists()
