"""Whom a name in a file means: nobody becomes the author of what another agency says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from documents.models import DocumentRole, Role
from reviews.models import WordName

if TYPE_CHECKING:
    from backend.accounts.models import Agency, Person
    from documents.models import Version


def people_meant(version: Version, by: Person, agency: Agency | None) -> dict[str, Person]:
    """People by name, as somebody said in this document, and the person who sent the file.

    An author sees their comments: in an agency's file names mean its members only, in a person's own
    file what that person said, or who steers the document.
    """
    rows = WordName.objects.filter(document=version.document_id).select_related("person")
    if agency is not None:
        rows = rows.filter(person__memberships__agency=agency, person__memberships__ended_at=None)
    else:
        steering = DocumentRole.objects.filter(
            document=version.document_id, role__in=[Role.EDITOR, Role.COORDINATOR], ended_at=None,
        )
        rows = rows.filter(Q(said_by=by) | Q(said_by__in=steering.values("person")))
    return {by.name: by, **{row.name: row.person for row in rows}}
