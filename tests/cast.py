"""The same few people everywhere: two agencies, a document's editors, someone from outside."""

from dataclasses import dataclass, fields

from backend.accounts import services
from backend.accounts.models import Agency, Membership, Person
from documents.models import Document, Role
from documents.services import documents

PASSWORD = "a long enough password"


@dataclass(frozen=True, slots=True)
class Cast:
    """ESA owns the document, NASA takes part in it, JAXA does not; the reviewer came by invitation."""

    esa: Agency
    nasa: Agency
    jaxa: Agency
    coordinator: Person  # focal point of ESA
    editor: Person  # of no agency
    esa_reviewer: Person
    nasa_focal_point: Person
    nasa_reviewer: Person
    reviewer: Person  # invited, of no agency
    observer: Person
    stranger: Person  # focal point of JAXA, which has no part in the document
    staff: Person

    def people(self) -> dict[str, Person]:
        """Everybody by what they are."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if isinstance(value, Person)}


def _person(
    name: str, agency: Agency | None = None, role: str = Membership.Role.MEMBER, **more: bool
) -> Person:
    email = f"{name.lower().replace(' ', '.')}@example.org"
    person = services.create_person(email=email, name=name, password=PASSWORD, **more)
    if agency:
        services.join_agency(person=person, agency=agency, role=role)
    return person


def assemble() -> Cast:
    esa = services.create_agency(code="ESA", name="European Space Agency", hue=210, is_owner=True)
    nasa = services.create_agency(code="NASA", name="National Aeronautics and Space Administration", hue=10)
    jaxa = services.create_agency(code="JAXA", name="Japan Aerospace Exploration Agency", hue=330)
    focal = Membership.Role.FOCAL_POINT
    return Cast(
        esa=esa,
        nasa=nasa,
        jaxa=jaxa,
        coordinator=_person("Coordinator", esa, focal),
        editor=_person("Editor"),
        esa_reviewer=_person("ESA reviewer 1", esa),
        nasa_focal_point=_person("NASA focal point", nasa, focal),
        nasa_reviewer=_person("NASA reviewer 1", nasa),
        reviewer=_person("Community reviewer"),
        observer=_person("Observer"),
        stranger=_person("Stranger", jaxa, focal),
        staff=_person("Staff", is_staff=True),
    )


def begin_document(cast: Cast, title: str = "Science White Paper") -> Document:
    """A document in which everybody of the cast but the stranger and the staff has their part."""
    document = documents.create_document(title=title, owner=cast.esa, by=cast.coordinator)
    documents.add_agency(document=document, agency=cast.nasa, by=cast.coordinator)
    for person, role in (
        (cast.editor, Role.EDITOR),
        (cast.reviewer, Role.REVIEWER),
        (cast.observer, Role.OBSERVER),
    ):
        documents.grant_role(document=document, person=person, role=role, by=cast.coordinator)
    return document
