"""Who looks after people and agencies: staff after all, focal points after their own agency's people."""

from backend.accounts.models import Agency, Person
from backend.accounts.selectors import Viewer, focal_agency_ids


def can_keep_site(person: Viewer) -> bool:
    """Adding agencies, closing accounts, naming staff."""
    return person.is_authenticated and person.is_staff


def can_keep_agency(person: Viewer, agency: Agency) -> bool:
    """Adding people to an agency and taking them from it."""
    return can_keep_site(person) or agency.pk in focal_agency_ids(person)


def can_keep_people(person: Viewer) -> bool:
    """Whether there is anybody whom the person may add or take away."""
    return can_keep_site(person) or bool(focal_agency_ids(person))


def can_close(person: Viewer, other: Person) -> bool:
    """Closing an account; nobody closes their own."""
    return can_keep_site(person) and person.pk != other.pk
