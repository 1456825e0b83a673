"""What a person may do with a document they can see: one page, tested whole.

                 read   comment   answer, upload, issue   roles, plan, publish
observer          x
member of a
participating
agency, reviewer  x        x
editor            x        x               x
coordinator       x        x               x                       x
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.accounts.selectors import focal_agency_ids
from documents import life
from documents.models import Document, DocumentRole, Participation, Role

if TYPE_CHECKING:
    from backend.accounts.models import Agency
    from backend.accounts.selectors import Viewer


def has_role(person: Viewer, document: Document, *roles: str) -> bool:
    """Whether the person has one of these roles in the document now."""
    return (
        person.is_authenticated
        and DocumentRole.objects.filter(
            document=document,
            person=person,
            role__in=roles,
            ended_at=None,
        ).exists()
    )


def agencies_speaking_for(person: Viewer, document: Document) -> list[Agency]:
    """The participating agencies of which the person is a member now, by code."""
    if not person.is_authenticated:
        return []
    rows = Participation.objects.filter(
        document=document,
        ended_at=None,
        agency__memberships__person=person,
        agency__memberships__ended_at=None,
    )
    return [row.agency for row in rows.select_related("agency").order_by("agency__code").distinct()]


def can_comment(person: Viewer, document: Document) -> bool:
    """Reviewers, members of participating agencies, editors and coordinators; not observers.

    Nobody while the document is parked, superseded or withdrawn.
    """
    if document.state in life.AT_REST:
        return False
    return has_role(person, document, Role.REVIEWER, Role.EDITOR, Role.COORDINATOR) or bool(
        agencies_speaking_for(person, document),
    )


def can_edit(person: Viewer, document: Document) -> bool:
    """Answering comments, uploading and issuing versions."""
    return has_role(person, document, Role.EDITOR, Role.COORDINATOR)


def can_coordinate(person: Viewer, document: Document) -> bool:
    """Roles, participation, plan and publication."""
    return has_role(person, document, Role.COORDINATOR)


def can_begin_document(person: Viewer, owner: Agency) -> bool:
    """Focal points of an agency begin documents for it; staff for any."""
    return person.is_authenticated and (person.is_staff or owner.pk in focal_agency_ids(person))


def can_begin_any(person: Viewer) -> bool:
    """Whether there is an agency for which the person may begin a document."""
    return person.is_authenticated and (person.is_staff or bool(focal_agency_ids(person)))
