"""Large documents for benches: 5,000 paragraphs, and 400 paragraphs with 500 comments."""

from __future__ import annotations

from itertools import cycle, islice

import docx
from django.db import transaction

from backend.accounts.models import Agency, Person
from backend.demo import cast
from backend.demo.paper import packing
from backend.demo.paper.script import script
from backend.demo.story import people
from backend.tasks import worker
from documents.models import Document, Version
from documents.services import documents, versions
from reviews.models import AnchorKind
from reviews.services.talk import comments

LARGE, BUSY = "stress-5000-paragraphs", "stress-500-comments"
PARAGRAPHS = {LARGE: 5000, BUSY: 400}
COMMENTS = 500


def load() -> None:
    """Both documents, each with one issued version; what is there already stays."""
    cast.gather()
    for slug in PARAGRAPHS:
        version = issued(slug)
        if slug == BUSY and not version.comments.exists():
            _comment(version)
    worker.drain()


def text(paragraphs: int) -> bytes:
    """A Word file with this many paragraphs of the White Paper's prose, each with its own number."""
    document = docx.Document()
    prose = cycle(entry.text for entry in script("paper", 5).entries if entry.kind == "paragraph")
    for number, words in enumerate(islice(prose, paragraphs), start=1):
        if number % 25 == 1:
            document.add_heading(f"Section {number // 25 + 1}", level=1 if number % 100 == 1 else 2)
        else:
            document.add_paragraph(f"{words} (Paragraph {number}.)")
    return packing.packed(document)


def issued(slug: str) -> Version:
    """The issued version of one of the documents, made if it is not there."""
    coordinator, editor = cast.person(people.COORDINATOR), cast.person(people.EDITORS[0])
    document = Document.objects.filter(slug=slug).first()
    if document is None:
        owner = Agency.objects.get(is_owner=True)
        title = slug.replace("-", " ").capitalize()
        document = documents.create_document(title=title, owner=owner, by=coordinator, slug=slug)
        for agency in Agency.objects.filter(is_owner=False):
            documents.add_agency(document=document, agency=agency, by=coordinator)
        documents.grant_role(document=document, person=editor, role="editor", by=coordinator)
    version = document.versions.first()
    if version is None:
        data = text(PARAGRAPHS[slug])
        version = versions.upload_version(document=document, data=data, file_name=f"{slug}.docx", by=editor)
    version = versions.read_version(version=version)
    return version if version.is_issued else versions.issue_version(version=version, by=editor)


def _comment(version: Version) -> None:
    """Comments on words all over the version, some of them on the same paragraph."""
    authors = cycle(Person.objects.filter(memberships__agency__is_owner=False).distinct().order_by("pk"))
    rows = version.blocks.filter(kind="paragraph").order_by("ordinal").values_list("key", "text")
    places = islice(cycle(rows), COMMENTS)
    with transaction.atomic():
        for number, ((key, words), author) in enumerate(zip(places, authors, strict=False)):
            start = (number * 7) % max(len(words) - 40, 1)
            comments.post_comment(
                version=version,
                place=comments.Place(AnchorKind.RANGE, key, start, start + 30),
                saying=comments.Saying(
                    f"Comment {number + 1}: please check these words.", "technical", "minor"
                ),
                audience="document",
                by=author,
                key=f"stress:{number}",
            )
