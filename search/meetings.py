"""Meetings, findings and recommendations, as things that can be found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from backend.accounts.selectors import Viewer
from backend.events.models import Event
from reviews.models import Finding, FindingState, Meeting, Participant
from reviews.selectors import meetings
from search import scopes
from search.core.highlight import best, snippet
from search.core.items import Item
from search.core.query import Leaf
from search.core.results import Hit
from search.found import Found
from search.registry import Rows, register, targets


def _meeting_item(row: Meeting) -> Item:
    return Item(
        id=f"meeting:{row.pk}", kind="meeting", document=row.document_id,
        scope=scopes.of_document(row.document_id), title=f"{row.title} {row.place}".strip(), text=row.summary,
        date=int(datetime.combine(row.starts_on, time(12), UTC).timestamp()),
    )


def _meeting_found(row: Meeting, hit: Hit, leaves: Sequence[Leaf]) -> Found:
    return Found(
        kind="meeting", document=row.document, at=None, full=hit.full,
        place=" · ".join(part for part in (row.place, f"{row.starts_on:%-d %B %Y}") if part),
        fragments=snippet(best([row.title, row.summary], leaves), leaves),
        url=reverse("reviews:meeting", args=[row.uid]),
    )


def _meetings(person: Viewer) -> QuerySet[Meeting]:
    return meetings.meetings_visible_to(person).select_related("document")


register(Rows(
    kind="meeting", label="Meetings", verbs=("reviews.meeting.",), changed=targets("reviews.meeting"),
    rows=Meeting.objects.all, item=_meeting_item, visible=_meetings, found=_meeting_found,
))


def _with_participants() -> QuerySet[Finding]:
    present = Participant.objects.exclude(person=None)
    return Finding.objects.select_related("meeting").prefetch_related(
        Prefetch("meeting__participants", present))


def _finding_item(row: Finding) -> Item:
    document = row.meeting.document_id
    return Item(
        id=f"finding:{row.pk}", kind="finding", document=document, scope=_opening(row), title=row.code,
        text=f"{row.text}\n{row.rationale}".strip(), date=int(row.created_at.timestamp()), type=row.kind,
        status=row.state, number=row.code,
    )


def _opening(row: Finding) -> str:
    """As `meetings.findings_visible_to`: drafts are for who was there and who steers the document."""
    document = row.meeting.document_id
    is_draft = row.state == FindingState.DRAFT or (
        row.state == FindingState.WITHDRAWN and row.adopted_at is None)
    if not is_draft:
        return scopes.of_document(document)
    there = sorted({each.person_id for each in row.meeting.participants.all() if each.person_id})
    return " ".join([scopes.of_editors(document), *(scopes.of_person(document, person) for person in there)])


def _finding_found(row: Finding, hit: Hit, leaves: Sequence[Leaf]) -> Found:
    return Found(
        kind="finding", document=row.meeting.document, at=row.created_at, full=hit.full,
        place=f"{row.get_kind_display()} {row.code} · {row.get_state_display()}", says=row.meeting.title,
        fragments=snippet(best([row.text, row.rationale], leaves), leaves),
        url=f"{reverse('reviews:meeting', args=[row.meeting.uid])}#{row.code}",
    )


def _findings(person: Viewer) -> QuerySet[Finding]:
    return meetings.findings_visible_to(person).select_related("meeting__document")


def _changed_findings(events: Sequence[Event]) -> Collection[int]:
    """Those that changed, and all of meetings that changed: a draft is for who was there."""
    told = {*targets("reviews.meeting")(events)}
    others = Finding.objects.filter(meeting__in=told).values_list("pk", flat=True) if told else ()
    return {*targets("reviews.finding")(events), *others}


register(Rows(
    kind="finding", label="Findings and recommendations", verbs=("reviews.finding.", "reviews.meeting."),
    changed=_changed_findings, rows=_with_participants, item=_finding_item, visible=_findings,
    found=_finding_found, document="meeting__document",
))
