"""The same few people everywhere, and the small drafts that they work on.

`world` has a document of ESA in which NASA takes part: a coordinator, an editor, an observer and an
invited reviewer (all without an agency), a focal point and a member for each agency, a stranger from
JAXA, and staff. `version` is its first version, read and issued. Reload people from the database
(`world.fresh(person)`) after changing what they belong to.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, fields

import docx
import pytest

from backend.accounts.models import Agency, Membership, Person
from documents.models import Document, DocumentRole, Participation, Role, Version
from documents.services import versions

PASSWORD = "a long enough pass phrase"


@dataclass
class World:
    """Everybody by what they are."""

    esa: Agency
    nasa: Agency
    jaxa: Agency
    document: Document
    coordinator: Person
    editor: Person
    reviewer: Person
    observer: Person
    esa_focal: Person
    esa_member: Person
    nasa_focal: Person
    nasa_member: Person
    stranger: Person
    staff: Person

    def people(self) -> dict[str, Person]:
        """All people by their name here."""
        return {
            field.name: value
            for field in fields(self)
            if isinstance(value := getattr(self, field.name), Person)
        }


def person(name: str, agency: Agency | None = None, role: str = "member", **more: object) -> Person:
    """Somebody invented, perhaps of an agency."""
    made = Person.objects.create(email=f"{name.replace(' ', '.').lower()}@example.org", name=name, **more)
    made.set_password(PASSWORD)
    made.save(update_fields=["password"])
    if agency:
        Membership.objects.create(person=made, agency=agency, role=role)
    return made


def build_world() -> World:
    """The people and the document, without a version."""
    esa, nasa, jaxa = (
        Agency.objects.create(code=code, name=name, hue=hue)
        for code, name, hue in [
            ("ESA", "European Space Agency", 210),
            ("NASA", "NASA", 10),
            ("JAXA", "JAXA", 150),
        ]
    )
    coordinator = person("Coordinator")
    document = Document.objects.create(
        slug="white-paper",
        title="Science White Paper",
        owner=esa,
        created_by=coordinator,
    )
    for agency in (esa, nasa):
        Participation.objects.create(document=document, agency=agency)
    world = World(
        esa=esa,
        nasa=nasa,
        jaxa=jaxa,
        document=document,
        coordinator=coordinator,
        editor=person("Editor 1"),
        reviewer=person("Community reviewer 1"),
        observer=person("Observer 1"),
        esa_focal=person("ESA focal point", esa, "focal_point"),
        esa_member=person("ESA reviewer 2", esa),
        nasa_focal=person("NASA focal point", nasa, "focal_point"),
        nasa_member=person("NASA reviewer 1", nasa),
        stranger=person("JAXA reviewer 1", jaxa),
        staff=person("Site staff", is_staff=True),
    )
    for role in Role.values:
        DocumentRole.objects.create(document=document, person=getattr(world, role), role=role)
    return world


#: A draft in a few lines: "# " makes a heading, "- " a list item, anything else a paragraph.
FIRST_DRAFT = (
    "# Introduction",
    "Human missions beyond low Earth orbit open scientific opportunities.",
    "# Cislunar habitat",
    "The habitat will allow crews of four to live for up to 30 days.",
    "- Life sciences benefit from the deep-space radiation environment.",
    "- Sample return is made easier by a crew nearby.",
    "The far side of the Moon is shielded from terrestrial radio noise.",
)
SECOND_DRAFT = (
    "# Introduction",
    "Human missions beyond low Earth orbit open unique scientific opportunities.",
    "# Cislunar habitat",
    "- Life sciences benefit from the deep-space radiation environment.",
    "- Sample return is made easier by a crew nearby.",
    "The habitat will allow crews of four to live for 30 to 42 days.",
    "A crew can operate rovers on the surface without delay.",
)


def word_file(*lines: str) -> bytes:
    """A Word file of these lines."""
    made = docx.Document()
    for line in lines:
        if line.startswith("# "):
            made.add_heading(line[2:], level=1)
        elif line.startswith("- "):
            made.add_paragraph(line[2:], style="List Bullet")
        else:
            made.add_paragraph(line)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def issued_version(world: World, *lines: str, label: str = "") -> Version:
    """The next version of the world's document, uploaded, read and issued by the editor."""
    uploaded = versions.upload_version(
        document=world.document,
        data=word_file(*(lines or FIRST_DRAFT)),
        file_name="draft.docx",
        by=world.editor,
        label=label,
    )
    read = versions.read_version(version=uploaded)
    return versions.issue_version(version=read, by=world.editor)


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def version(world: World) -> Version:
    return issued_version(world, label="First draft")


@pytest.fixture
def second_version(world: World, version: Version) -> Version:
    return issued_version(world, *SECOND_DRAFT, label="Second draft")
