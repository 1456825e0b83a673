"""Documents and who takes part in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from documents import rules
from documents.models import Document, DocumentRole, Participation, Role

if TYPE_CHECKING:
    from backend.accounts.models import Agency, Person


def create_document(
    *,
    title: str,
    owner: Agency,
    by: Person,
    short_title: str = "",
    summary: str = "",
    slug: str = "",
) -> Document:
    """Begin a document; whoever begins it coordinates it, and the owning agency takes part.

    Raises `NotYou` unless the person may begin documents for the agency.
    """
    if not rules.can_begin_document(by, owner):
        raise NotYou(f"Only a focal point of {owner.code} can begin a document for it.")
    with transaction.atomic():
        document = Document.objects.create(
            title=title.strip(),
            short_title=short_title.strip(),
            summary=summary.strip(),
            owner=owner,
            created_by=by,
            slug=_free_slug(slug or slugify(short_title or title)[:70] or "document"),
        )
        DocumentRole.objects.create(document=document, person=by, role=Role.COORDINATOR)
        Participation.objects.create(document=document, agency=owner)
        events.record(verb="documents.document.created", actor=by, target=document, document=document)
    return document


def _free_slug(wanted: str) -> str:
    taken = {"new", *Document.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)}
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, len(taken) + 3) if f"{wanted}-{n}" not in taken)


def grant_role(*, document: Document, person: Person, role: str, by: Person) -> DocumentRole:
    """Give a person a role; granting what they have already changes nothing."""
    _demand_coordinator(document, by)
    return _granted(document, person, Role(role), by)


def set_who_decides(*, document: Document, editors_decide: bool, by: Person) -> Document:
    """Let editors decide comments, or only propose the answers that the coordinator decides."""
    _demand_coordinator(document, by)
    with transaction.atomic():
        now = Document.objects.select_for_update().get(pk=document.pk)
        if now.editors_decide != editors_decide:
            now.editors_decide = editors_decide
            now.save(update_fields=["editors_decide"])
            events.record(
                verb="documents.document.policy",
                actor=by,
                target=now,
                document=now,
                data={"editors_decide": editors_decide},
            )
    return now


def admit_reviewer(*, document: Document, person: Person, by: Person) -> None:
    """Make the person a reviewer because a round asks them; who may comment already stays what they are."""
    if rules.can_comment(person, document):
        return
    _granted(document, person, Role.REVIEWER, by)


def _granted(document: Document, person: Person, role: Role, by: Person) -> DocumentRole:
    """The role as it stands from now on; an event only where it is new."""
    with transaction.atomic():
        granted, is_new = DocumentRole.objects.get_or_create(
            document=document, person=person, role=role, ended_at=None
        )
        if is_new:
            events.record(
                verb="documents.role.granted",
                actor=by,
                target=granted,
                document=document,
                data={"person": person.pk, "role": role},
            )
    return granted


def end_role(*, granted: DocumentRole, by: Person) -> None:
    """Take a role away; it counts from the next request on. A document keeps one coordinator."""
    document = granted.document
    _demand_coordinator(document, by)
    with transaction.atomic():
        active = DocumentRole.objects.select_for_update().filter(document=document, ended_at=None)
        coordinators = {row.pk for row in active if row.role == Role.COORDINATOR}
        if granted.role == Role.COORDINATOR and coordinators <= {granted.pk}:
            raise NotNow("A document needs a coordinator: name another one first.")
        if active.filter(pk=granted.pk).update(ended_at=timezone.now()):
            events.record(
                verb="documents.role.ended",
                actor=by,
                target=granted,
                document=document,
                data={"person": granted.person_id, "role": granted.role},
            )


def add_agency(*, document: Document, agency: Agency, by: Person) -> Participation:
    """Let an agency take part: its members may read and review from now on."""
    _demand_coordinator(document, by)
    with transaction.atomic():
        row, is_new = Participation.objects.get_or_create(document=document, agency=agency, ended_at=None)
        if is_new:
            events.record(
                verb="documents.agency.added",
                actor=by,
                target=agency,
                document=document,
                data={"agency": agency.code},
            )
    return row


def end_participation(*, participation: Participation, by: Person) -> None:
    """An agency takes part no more; the owner always does."""
    document = participation.document
    _demand_coordinator(document, by)
    if participation.agency_id == document.owner_id:
        raise BadInput("The owning agency always takes part.")
    with transaction.atomic():
        if Participation.objects.filter(pk=participation.pk, ended_at=None).update(ended_at=timezone.now()):
            events.record(
                verb="documents.agency.removed",
                actor=by,
                target=participation.agency,
                document=document,
                data={"agency": participation.agency.code},
            )


def _demand_coordinator(document: Document, by: Person) -> None:
    if not rules.can_coordinate(by, document):
        raise NotYou("Only a coordinator can change who takes part.")
