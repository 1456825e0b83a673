"""Meetings, findings and recommendations are found (`search.meetings`), drafts by few."""

from datetime import date

import pytest

from reviews.models import Finding
from reviews.selectors import meetings as seen
from reviews.services.workshops import findings, meetings
from reviews.services.workshops.meetings import Attendee, Facts
from search import meetings as kinds
from search import scopes, services
from tests.search.test_worlds import people


@pytest.fixture
def meeting(cast, document, version, work):
    held = meetings.call_meeting(
        document=document, by=cast.coordinator,
        facts=Facts("Washington workshop", date(2016, 5, 10), place="Washington", summary="On albatrosses"))
    meetings.add_participants(
        meeting=held, attendees=[Attendee("NASA reviewer", person=cast.nasa_reviewer)], by=cast.coordinator)
    return held


def found(person, query):
    return [hit.url for hit in services.find(person, query).found if hit.full]


def test_meetings_are_found_by_whoever_sees_the_document(cast, meeting, work):
    work()

    assert found(cast.esa_reviewer, "washington albatross kind:meeting") == [f"/meetings/{meeting.uid}/"]
    assert found(cast.stranger, "washington") == []


def test_a_draft_is_found_by_who_was_there_and_once_adopted_by_all(cast, meeting, work):
    finding = findings.draft_finding(
        meeting=meeting, kind="recommendation", text="Fly a pelican", by=cast.coordinator)
    work()
    address = f"/meetings/{meeting.uid}/#R1"

    assert found(cast.nasa_reviewer, "pelican type:recommendation is:draft") == [address]
    assert found(cast.editor, "pelican") == [address]
    assert found(cast.esa_reviewer, "pelican") == []

    meetings.add_participants(
        meeting=meeting, attendees=[Attendee("ESA", person=cast.esa_reviewer)], by=cast.coordinator)
    work()
    assert found(cast.esa_reviewer, "pelican") == [address]

    findings.adopt_finding(finding=finding, by=cast.coordinator)
    work()
    assert found(cast.observer, "pelican number:R1 is:adopted") == [address]


def test_keys_open_the_findings_that_the_selector_shows(cast, meeting, work):
    for text in ("One", "Two"):
        finding = findings.draft_finding(meeting=meeting, kind="finding", text=text, by=cast.coordinator)
    findings.adopt_finding(finding=finding, by=cast.coordinator)

    for person in people(cast):
        held = scopes.scopes_of(person)
        opened = {row.pk for row in Finding.objects.all() if kinds._finding_item(row).is_in(held)}
        assert opened == set(seen.findings_visible_to(person).values_list("pk", flat=True)), person
