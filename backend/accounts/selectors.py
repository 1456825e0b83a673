"""Who belongs where, now."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from backend.accounts.models import AccessToken, Agency, Membership, Person

#: Whoever asks: someone signed in, or not.
Viewer = Person | AnonymousUser


def current_memberships(person: Viewer) -> QuerySet[Membership]:
    """The person's memberships of today, with their agencies."""
    return Membership.objects.filter(person=person.pk, ended_at=None).select_related("agency")


def agency_ids(person: Viewer) -> set[int]:
    """The agencies that the person belongs to now."""
    return set(current_memberships(person).values_list("agency_id", flat=True))


def any_member(agency: Agency) -> Person:
    """Somebody of an agency, whoever it is: sees what each of its members sees, and nobody's own things."""
    person = Person(pk=0, name=f"{agency.code}, any member")
    person.stands_for = agency  # type: ignore[attr-defined]
    return person


def belongs(person: Viewer, to: str) -> Q:
    """The person belongs now to the agency that `to` points to (`"agency"`)."""
    if agency := getattr(person, "stands_for", None):
        return Q(**{to: agency})
    return Q(**{f"{to}__memberships__person": person, f"{to}__memberships__ended_at": None})


def agencies_of(person: Viewer) -> QuerySet[Agency]:
    """The agencies that the person belongs to now, or that they stand for."""
    if agency := getattr(person, "stands_for", None):
        return Agency.objects.filter(pk=agency.pk)
    current = Membership.objects.filter(person_id=person.pk or 0, ended_at=None)
    return Agency.objects.filter(pk__in=current.values("agency"))


def focal_agency_ids(person: Viewer) -> set[int]:
    """The agencies that the person speaks for now."""
    focal = current_memberships(person).filter(role=Membership.Role.FOCAL_POINT)
    return set(focal.values_list("agency_id", flat=True))


def is_focal_point(person: Viewer, agency: Agency) -> bool:
    return agency.pk in focal_agency_ids(person)


def members(agency: Agency) -> QuerySet[Person]:
    """The active people who belong to the agency now."""
    return Person.objects.filter(
        memberships__agency=agency, memberships__ended_at=None, is_active=True
    ).distinct()


def agencies_visible_to(person: Viewer) -> QuerySet[Agency]:
    """Everybody who is signed in knows which agencies take part."""
    return Agency.objects.all() if person.is_authenticated else Agency.objects.none()


def people_visible_to(person: Viewer) -> QuerySet[Person]:
    """Staff see everybody; others see themselves and the people of their own agencies."""
    if not person.is_authenticated:
        return Person.objects.none()
    if person.is_staff:
        return Person.objects.all()
    colleagues = Membership.objects.filter(agency_id__in=agency_ids(person), ended_at=None)
    return Person.objects.filter(pk__in=[person.pk, *colleagues.values_list("person_id", flat=True)])


def tokens_of(person: Person) -> QuerySet[AccessToken]:
    return AccessToken.objects.filter(person=person)
