"""Comment sheets come in: kept byte for byte, looked through by a task, then somebody says what comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou, TooLarge
from backend.events import services as events
from documents.models import Participation
from documents.services import files
from documents.services.versions import safe_name
from reviews import rules
from reviews.core import sheets
from reviews.models import Return, ReturnKind, ReturnState, RowState, Visibility
from reviews.services.talk import comments
from reviews.services.word.returns import demand_may_hand_in, under_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend.accounts.models import Agency, Person
    from documents.models import Version
    from reviews.rules import Standing

BINARY = "application/octet-stream"


def receive_sheet(
    *, version: Version, data: bytes, file_name: str, by: Person, audience: str = Visibility.AGENCY,
    agency: Agency | None = None, on_behalf_of: str = "", profile: str = "",
) -> Return:
    """Keep a comment sheet; a task looks through it, and nothing comes in before `order_import`.

    The same bytes sent again by the same side give the first return back. Who steers the document may
    hand in a sheet of an agency that takes part, for everyone with the document. Raises `NotYou`,
    `NotNow`, `TooLarge`, `BadInput`.
    """
    standing = demand_may_hand_in(by, version, audience, what="sheet")
    voice = _voice(standing, version, agency, audience)
    _check(data, profile)
    stored = files.store(data=data, content_type=BINARY)
    with transaction.atomic():
        audience = under_rules(version, by, voice, audience)
        same = Return.objects.select_for_update().filter(
            version=version, file=stored, agency=voice, visibility=audience, received_by=by,
            on_behalf_of=on_behalf_of.strip(),
        )
        if known := same.first():
            return known
        received = Return.objects.create(
            document=version.document, version=version, file=stored, file_name=safe_name(file_name),
            agency=voice, visibility=audience, received_at=timezone.now(), received_by=by,
            kind=ReturnKind.SHEET, profile=profile, on_behalf_of=on_behalf_of.strip()[:200],
        )
        _tell("received", received, by)
    return received


def _voice(standing: Standing, version: Version, agency: Agency | None, audience: str) -> Agency | None:
    """For which agency the sheet speaks; editors and coordinators may hand one in for any that takes part."""
    if agency is None or agency in standing.speaks_for or not standing.steers:
        return comments.speaking_for(standing, agency, audience)
    takes_part = Participation.objects.filter(document=version.document, agency=agency, ended_at=None)
    if not takes_part.exists():
        raise BadInput(f"{agency.code} takes no part in this document.")
    if audience != Visibility.DOCUMENT:
        raise BadInput(f"What you hand in for {agency.code} is for everyone with the document.")
    return agency


def _check(data: bytes, profile: str) -> None:
    if len(data) > sheets.MOST_BYTES:
        raise TooLarge(f"A sheet has at most {sheets.MOST_BYTES // 1_000_000} MB: split the file.")
    if not data:
        raise BadInput("The file is empty.", code="empty")
    if profile and profile not in sheets.BY_NAME:
        raise BadInput("There is no such kind of sheet.", code="profile")


def _tell(verb: str, received: Return, by: Person) -> None:
    events.record(
        verb=f"reviews.return.{verb}", actor=by, target=received, document=received.document,
        data={
            "version": received.version_id, "agency": received.agency_id, "visibility": received.visibility,
        },
    )


def read_again(*, received: Return, profile: str, mapping: Mapping[str, str], by: Person) -> Return:
    """Look through a sheet as another kind, or with other columns. Raises `NotYou`, `NotNow`, `BadInput`."""
    _demand_sender(received, by)
    if profile and profile not in sheets.BY_NAME:
        raise BadInput("There is no such kind of sheet.", code="profile")
    fields = {column.field for column in sheets.BY_NAME["table"].columns}
    if unknown := set(mapping.values()) - fields - {""}:
        raise BadInput(f"There is no such field: {', '.join(sorted(unknown))}.", code="mapping")
    with transaction.atomic():
        changed = Return.objects.filter(
            pk=received.pk, state__in=[ReturnState.CHECKED, ReturnState.UNREADABLE],
        ).update(state=ReturnState.READING, profile=profile, mapping=dict(mapping), report={})
        if not changed or received.rows.filter(state=RowState.TAKEN).exists():
            raise NotNow("This sheet is being read, or its rows have come in.")
        received.rows.all().delete()
        received.refresh_from_db()
        _tell("received", received, by)
    return received


def order_import(
    *, received: Return, by: Person, changed: bool = False, answers: bool = False,
) -> Return:
    """Let the good rows come in, by a task; `changed`: also new words for comments that are here already;
    `answers`: what an editor's sheet answers to comments of ours becomes proposed answers.

    Raises `NotYou`, `NotNow` (read or taken in already, the round does not take comments now).
    """
    _demand_sender(received, by)
    with transaction.atomic():
        audience = Visibility.AGENCY if received.visibility == Visibility.AGENCY else Visibility.DOCUMENT
        under_rules(received.version, received.received_by, received.agency, audience, received.received_at)
        ordered = Return.objects.filter(pk=received.pk, state=ReturnState.CHECKED).update(
            state=ReturnState.IMPORTING, options={"changed": changed, "answers": answers},
        )
        received.refresh_from_db()
        if ordered:
            _tell("ordered", received, by)
        elif received.state not in {ReturnState.IMPORTING, ReturnState.TAKEN_IN}:
            raise NotNow("This sheet is still being read.")
    return received


def stop_import(*, received: Return, by: Person) -> Return:
    """Let the import end where it is: comments made stay, and the other rows wait as before it was ordered.

    Rows come in some hundred at a time: those that are coming in now still do, all of them. Who sent the
    sheet stops it, or a coordinator. Raises `NotYou`, and `NotNow` when nothing of it is coming in.
    """
    if not rules.can_stop_import(by, received):
        raise NotYou("Who sent the sheet, or a coordinator, can stop it.")
    with transaction.atomic():
        now = Return.objects.select_for_update().get(pk=received.pk)
        if now.state != ReturnState.IMPORTING:
            raise NotNow("Its rows are in, or nobody has ordered them.", code="ended")
        now.state = ReturnState.CHECKED
        now.report = report_of(now) | {"stopped": timezone.now().isoformat()}
        now.save(update_fields=["state", "report"])
        _tell("stopped", now, by)
    received.refresh_from_db()
    return received


def report_of(received: Return) -> dict[str, Any]:
    """What is to say of a sheet after rows came in: how many are in which state, how many are comments."""
    found = counts(received)
    kept = {name: said for name, said in received.report.items() if name != "stopped"}
    return kept | {"counts": found, "new": {"comments": found[RowState.TAKEN]}}


def _demand_sender(received: Return, by: Person) -> None:
    if received.kind != ReturnKind.SHEET:
        raise BadInput("This is no comment sheet: what is in a Word file comes in at once.", code="kind")
    if received.received_by_id != by.pk:
        raise NotYou("Only who sent the sheet can take its rows in.")


def counts(received: Return) -> dict[str, int]:
    """How many rows of a sheet are in which state."""
    rows = received.rows.values_list("state", flat=True)
    return {state: sum(1 for one in rows if one == state) for state in RowState.values}
