"""Brings the organisations and people of the story into the database; those who are there stay."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from backend.accounts import services
from backend.accounts.models import Agency, Membership, Person
from backend.demo.signins import PASSWORD
from backend.demo.story import people


def gather() -> None:
    """Add every organisation and person that is missing, all with the demo's password."""
    known = {agency.code: agency for agency in Agency.objects.all()}
    names = set(Person.objects.values_list("email", flat=True))
    new: list[str] = []
    for found in people.organisations():
        agency = known.get(found.code) or _agency(found)
        missing = [name for name in found.people if people.address(name) not in names]
        new += [_member(name, found, agency) for name in missing]
    apart = [name for name in people.OF_NO_AGENCY if people.address(name) not in names]
    new += [_person(name, "UTC", is_staff=name == people.STAFF).email for name in apart]
    # One hash for all: each would take a quarter of a second.
    Person.objects.filter(email__in=new).update(password=make_password(PASSWORD))


def person(name: str) -> Person:
    """Somebody of the story by name."""
    return Person.objects.get(email=people.address(name))


def _agency(found: people.Organisation) -> Agency:
    kind = Agency.Kind.COMMUNITY if found.community else Agency.Kind.AGENCY
    return services.create_agency(
        code=found.code, name=found.name, kind=kind, hue=found.hue, is_owner=found.owner
    )


def _member(name: str, found: people.Organisation, agency: Agency) -> str:
    made = _person(name, found.zone)
    role = Membership.Role.FOCAL_POINT if name == found.focal_point else Membership.Role.MEMBER
    services.join_agency(person=made, agency=agency, role=role)
    return made.email


def _person(name: str, zone: str, *, is_staff: bool = False) -> Person:
    return services.create_person(email=people.address(name), name=name, time_zone=zone, is_staff=is_staff)
