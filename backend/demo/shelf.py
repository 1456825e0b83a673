"""Brings the documents of the story and their versions into the database."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from backend.accounts.models import Agency
from backend.demo import cast, clock
from backend.demo.paper import writing
from backend.demo.paper.versions import PAPER, ROADMAP, SUMMARY, Work
from backend.demo.story import people
from documents.models import Document, Role, Version
from documents.services import documents, versions

SLUGS = {"paper": "science-white-paper", "summary": "science-white-paper-summary", "roadmap": "roadmap"}
SUMMARIES = {
    "paper": "What science becomes possible, or becomes much better, because people go beyond low-Earth "
    "orbit: a White Paper of scientists and space agencies, for those who decide.",
    "summary": "The main points of the Science White Paper on a few pages.",
    "roadmap": "The next edition of the agencies' common roadmap. It takes in what the White Paper finds.",
}


def put(work: Work, on: datetime) -> Document:
    """The document of this work, begun at `on` if it is not there."""
    if found := Document.objects.filter(slug=SLUGS[work.key]).first():
        return found
    coordinator = cast.person(people.COORDINATOR)
    with clock.at(on):
        document = documents.create_document(
            title=work.title,
            short_title=work.short_title,
            summary=SUMMARIES[work.key],
            slug=SLUGS[work.key],
            owner=Agency.objects.get(is_owner=True),
            by=coordinator,
        )
        partners = Agency.objects.filter(is_owner=False).order_by("code")
        for agency in partners if work is not SUMMARY else ():  # its text was agreed in the paper
            documents.add_agency(document=document, agency=agency, by=coordinator)
        roles = [*((name, Role.EDITOR) for name in people.EDITORS), (people.OBSERVER, Role.OBSERVER)]
        for name, role in [*roles, (people.GUEST, Role.REVIEWER)]:
            documents.grant_role(document=document, person=cast.person(name), role=role, by=coordinator)
    return document


def put_all() -> dict[str, Document]:
    """The three documents; the paper is an input to the roadmap."""
    begun = datetime(2015, 6, 15, 9, tzinfo=UTC)
    found = {work.key: put(work, begun) for work in (PAPER, ROADMAP, SUMMARY)}
    found["paper"].input_to.add(found["roadmap"])
    return found


def issue(work: Work, number: int) -> Version:
    """Version `number` of a work: written, uploaded, read and issued on its day, unless it is there."""
    document = Document.objects.get(slug=SLUGS[work.key])
    editor, said = cast.person(people.EDITORS[0]), work.version(number)
    version = document.versions.filter(number=number).first()
    noon = datetime.combine(said.issued_on, time(12), tzinfo=UTC)
    if version is None:
        with clock.at(noon):
            version = versions.upload_version(
                document=document,
                data=writing.written(work, number),
                file_name=f"{work.short_title} {said.label}.docx",
                by=editor,
                label=said.label,
                note=said.change,
            )
    with clock.at(noon + timedelta(minutes=1)):
        version = versions.read_version(version=version)
        if not version.is_issued:
            version = versions.issue_version(version=version, by=editor)
    return version
