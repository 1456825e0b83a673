"""One small world that every row of the table is asked in."""

from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

from backend.accounts import services as accounts
from backend.accounts.models import AccessToken, Person
from documents.models import Document, Version
from documents.services import versions
from tests import papers
from tests.cast import Cast, assemble, begin_document

#: What fills a blank in an address when its row does not say otherwise: names of `World`.
DEFAULTS = {
    "slug": "document.slug",
    "number": "version.number",
    "older": "version.number",
    "newer": "second.number",
    "token_id": "token.pk",
    "uid": "cast.reviewer.uid",
}


@dataclass
class World:
    """A document of ESA with two issued versions and one that is not issued, made by the cast."""

    cast: Cast
    document: Document
    version: Version
    second: Version
    unissued: Version
    token: AccessToken  # of the reviewer

    @cached_property
    def people(self) -> dict[str, Person | None]:
        """Who plays each role of `answers.ROLES`."""
        cast = self.cast
        return {
            "anonymous": None,
            "stranger": cast.stranger,
            "other_reviewer": cast.esa_reviewer,
            "reviewer": cast.nasa_reviewer,
            "focal_point": cast.nasa_focal_point,
            "editor": cast.editor,
            "coordinator": cast.coordinator,
            "observer": cast.observer,
            "staff": cast.staff,
        }

    def fill(self, name: str) -> Any:
        """The value of a dotted name, such as `document.slug`."""
        return attrgetter(name)(self)


def build() -> World:
    cast = assemble()
    document = begin_document(cast)
    version = papers.issue(document, by=cast.editor)
    second = papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    token, _ = accounts.issue_token(person=cast.nasa_reviewer, label="script")
    return World(
        cast=cast,
        document=document,
        version=version,
        second=second,
        unissued=_not_issued(document, cast.editor),
        token=token,
    )


def _not_issued(document: Document, by: Person) -> Version:
    data = papers.word_file("A third draft.")
    version = versions.upload_version(document=document, data=data, file_name="third.docx", by=by)
    return versions.read_version(version=version)
