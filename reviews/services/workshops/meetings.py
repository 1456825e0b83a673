"""Meetings: called, described, attended; their agenda, its minutes and decisions, their files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou, TooLarge
from backend.events import services as events
from documents import rules
from documents.services import files, versions
from reviews import selectors
from reviews.core import lifecycle
from reviews.models import (
    AgendaItem,
    Comment,
    Material,
    Meeting,
    Participant,
    Severity,
)
from reviews.services.answers import decisions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.accounts.models import Agency, Person
    from documents.models import Document
    from reviews.services.answers.decisions import Answer

#: File types of materials, by the end of the name: as which they are handed out again.
TYPES = {
    ".pdf": files.PDF, ".docx": files.WORD, ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Most comments that become agenda items at once.
MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Facts:
    """What a meeting is: its name, place, days (both included) and who called it."""

    title: str
    starts_on: date
    ends_on: date | None = None
    place: str = ""
    summary: str = ""
    hosts: tuple[Agency, ...] = ()
    organisers: tuple[Agency, ...] = ()
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendee:
    """Who was there, as they would have it in the minutes."""

    name: str
    affiliation: str = ""
    country: str = ""
    part: str = ""
    agency: Agency | None = field(default=None)
    person: Person | None = field(default=None)


def may_hold(person: Person, document: Document) -> bool:
    """Editors and coordinators look after a document's meetings."""
    return rules.can_edit(person, document)


def _demand(by: Person, of: Meeting | Document) -> None:
    if not may_hold(by, of.document if isinstance(of, Meeting) else of):
        raise NotYou("Only editors and coordinators look after meetings.")


def call_meeting(*, document: Document, facts: Facts, by: Person) -> Meeting:
    """Put a meeting on record. Raises `NotYou`, `BadInput`."""
    _demand(by, document)
    _check(facts)
    with transaction.atomic():
        meeting = Meeting(document=document, created_by=by)
        _put(meeting, facts)
        meeting.save()
        _relate(meeting, facts)
        _tell("called", meeting, by)
    return meeting


def describe_meeting(
    *, meeting: Meeting, facts: Facts, by: Person, revision: int | None = None,
) -> Meeting:
    """Put other facts in the place of the present ones. `NotNow` when somebody changed them since."""
    _demand(by, meeting)
    _check(facts)
    with transaction.atomic():
        now = _locked(meeting, revision)
        _put(now, facts)
        now.revision += 1
        now.save()
        _relate(now, facts)
        _tell("described", now, by)
    return now


def _check(facts: Facts) -> None:
    if not facts.title.strip():
        raise BadInput("A meeting needs a title.", code="title")
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise BadInput("A meeting ends on the day it starts, or later.", code="ends_on")


def _put(meeting: Meeting, facts: Facts) -> None:
    meeting.title, meeting.place = facts.title.strip(), facts.place.strip()
    meeting.starts_on, meeting.ends_on = facts.starts_on, facts.ends_on or facts.starts_on
    meeting.summary = facts.summary.strip()


def _relate(meeting: Meeting, facts: Facts) -> None:
    meeting.hosts.set(facts.hosts)
    meeting.organisers.set(facts.organisers)
    meeting.documents.set(facts.documents)


def _locked(meeting: Meeting, revision: int | None = None) -> Meeting:
    now = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if revision is not None and now.revision != revision:
        raise NotNow(
            "Somebody changed this meeting in the meantime. Look at it again, then repeat what you meant.",
            code="changed", revision=now.revision,
        )
    return now


def add_participants(*, meeting: Meeting, attendees: Iterable[Attendee], by: Person) -> list[Participant]:
    """Write down who was there; somebody who is on the list by name already is not added twice."""
    _demand(by, meeting)
    wanted = [one for one in attendees if one.name.strip()]
    if not wanted:
        raise BadInput("Give at least a name.", code="name")
    with transaction.atomic():
        now = _locked(meeting)
        known = {name.casefold() for name in now.participants.values_list("name", flat=True)}
        rows = []
        for one in wanted:
            if one.name.strip().casefold() in known:
                continue
            known.add(one.name.strip().casefold())
            rows.append(Participant.objects.create(
                meeting=now, name=one.name.strip()[:200], affiliation=one.affiliation.strip()[:200],
                country=one.country.strip()[:80], part=one.part.strip()[:80], agency=one.agency,
                person=one.person,
            ))
        if rows:
            _tell("attended", now, by, participants=len(rows))
    return rows


def read_attendees(text: str, agencies: Iterable[Agency]) -> list[Attendee]:
    """Participants from lines such as `Name; affiliation; country; ESA; chair`; only the name is needed."""
    codes = {agency.code.casefold(): agency for agency in agencies}
    found = []
    for line in text.splitlines():
        parts = [part.strip() for part in re.split(r"[;\t]", line)]
        if not parts[0]:
            continue
        name, affiliation, country, code, part = (*parts, "", "", "", "", "")[:5]
        found.append(Attendee(name, affiliation, country, part, codes.get(code.casefold())))
    return found


def drop_participant(*, participant: Participant, by: Person) -> None:
    """Take somebody off the list who was not there."""
    _demand(by, participant.meeting)
    with transaction.atomic():
        participant.delete()
        _tell("attended", participant.meeting, by)


def add_item(
    *, meeting: Meeting, title: str, by: Person, starts: str = "", comment: Comment | None = None,
) -> AgendaItem:
    """Add a point at the end of the agenda."""
    _demand(by, meeting)
    if not title.strip():
        raise BadInput("An agenda item needs a title.", code="title")
    with transaction.atomic():
        now = _locked(meeting)
        item = _append(now, title, starts, comment)
        _tell("agenda_changed", now, by)
    return item


def _append(meeting: Meeting, title: str, starts: str, comment: Comment | None) -> AgendaItem:
    last = meeting.agenda.aggregate(last=Max("ordinal"))["last"] or 0
    return AgendaItem.objects.create(
        meeting=meeting, ordinal=last + 1, title=title.strip()[:300], starts=starts.strip()[:40],
        comment=comment,
    )


def agenda_from_comments(*, meeting: Meeting, by: Person, severity: str = Severity.CRITICAL) -> int:
    """Make a point of every open comment of that severity that everyone with the document sees.

    Comments that are on the agenda already are left; how many were added is returned.
    """
    _demand(by, meeting)
    rows = selectors.comments_visible_to(by).filter(
        document=meeting.document_id, state__in=lifecycle.open_states(), visibility__in=selectors.RELEASED,
    )
    rows = rows.filter(severity=severity) if severity else rows
    with transaction.atomic():
        now = _locked(meeting)
        known = now.agenda.exclude(comment=None).values("comment")
        found = list(rows.exclude(pk__in=known).order_by("code", "number")[:MOST_ITEMS])
        for comment in found:
            words = comment.body or comment.quote
            _append(now, f"{comment.register_number}: {words[:160]}", "", comment)
        if found:
            _tell("agenda_changed", now, by, comments=len(found))
    return len(found)


def move_item(*, item: AgendaItem, up: bool, by: Person) -> None:
    """Change places with the point before or after."""
    _demand(by, item.meeting)
    with transaction.atomic():
        _locked(item.meeting)
        rows = list(item.meeting.agenda.order_by("ordinal", "id"))
        at = next(n for n, row in enumerate(rows) if row.pk == item.pk)
        other = at - 1 if up else at + 1
        if not 0 <= other < len(rows):
            return
        rows[at], rows[other] = rows[other], rows[at]
        for ordinal, row in enumerate(rows, 1):
            AgendaItem.objects.filter(pk=row.pk).update(ordinal=ordinal)
        _tell("agenda_changed", item.meeting, by)


def drop_item(*, item: AgendaItem, by: Person) -> None:
    """Take a point off the agenda; one that was minuted stays."""
    _demand(by, item.meeting)
    with transaction.atomic():
        now = AgendaItem.objects.select_for_update().filter(pk=item.pk).first()
        if now is None:
            raise NotNow("This point is off the agenda already.", code="gone")
        if now.minutes or now.decision_id:
            raise NotNow("This point was dealt with: it stays in the minutes.", code="minuted")
        now.delete()
        _tell("agenda_changed", item.meeting, by)


def minute_item(
    *, item: AgendaItem, minutes: str, by: Person, answer: Answer | None = None, seen: str | None = None,
) -> AgendaItem:
    """Write what was said and concluded; with an `answer`, the meeting decides the point's comment.

    `seen` are the minutes that the person had before them; `NotNow` when somebody wrote others since.

    Raises `NotYou`, `NotNow`, `BadInput` as deciding does; then the minutes are not written either.
    """
    _demand(by, item.meeting)
    if answer is not None and item.comment is None:
        raise BadInput("This point is about no comment: there is nothing to decide.", code="comment")
    with transaction.atomic():
        now = AgendaItem.objects.select_for_update(of=("self",)).select_related("comment", "meeting").get(
            pk=item.pk,
        )
        if seen is not None and _lines(seen) != _lines(now.minutes):
            raise NotNow(
                "Somebody wrote other minutes of this point meanwhile: they stand beside yours.",
                code="changed",
            )
        now.minutes = minutes.strip()
        if answer is not None and now.comment is not None:
            decisions.decide_comment(comment=now.comment, answer=answer, by=by)
            now.decision = now.comment.decisions.order_by("-id").first()
        now.save(update_fields=["minutes", "decision"])
        _tell("minuted", now.meeting, by, item=str(now.uid))
    return now


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def add_material(*, meeting: Meeting, data: bytes, file_name: str, by: Person, title: str = "") -> Material:
    """Keep a file of the meeting byte for byte. Raises `NotYou`, `TooLarge`, `BadInput` for its type."""
    _demand(by, meeting)
    if len(data) > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise TooLarge(f"{file_name} is larger than {limit} MB.")
    name = versions.safe_name(file_name)
    content_type = TYPES.get(f".{name.rpartition('.')[2].lower()}")
    if content_type is None or not data:
        known = ", ".join(sorted(TYPES))
        raise BadInput(f"{name} is empty or of a type that is not kept. Use one of {known}.", code="type")
    stored = files.store(data=data, content_type=content_type)
    with transaction.atomic():
        material = Material.objects.create(
            meeting=meeting, title=title.strip()[:200] or name, file=stored, file_name=name, added_by=by,
        )
        _tell("material_added", meeting, by, sha256=stored.sha256)
    return material


def withdraw_material(*, material: Material, by: Person) -> None:
    """Take a file back; nobody is handed it any more."""
    _demand(by, material.meeting)
    with transaction.atomic():
        if not Material.objects.filter(pk=material.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
            raise NotNow("This file is withdrawn already.")
        _tell("material_withdrawn", material.meeting, by)


def _tell(verb: str, meeting: Meeting, by: Person, **data: object) -> None:
    events.record(
        verb=f"reviews.meeting.{verb}", actor=by, target=meeting, document=meeting.document_id,
        data={"meeting": str(meeting.uid), **data},
    )
