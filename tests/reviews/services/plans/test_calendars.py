"""Calendar feeds as a calendar program reads them: a second library, vobject, is the client."""

from datetime import UTC, date, datetime

import pytest
import vobject

from reviews.services.plans import calendars, milestones


@pytest.fixture
def due(cast, document):
    return milestones.set_milestone(
        document=document, title="Comments due; last call, truly", kind="round",
        words="12 May 2027 17:00 CEST", by=cast.coordinator,
    )


def _entries(document, by):
    calendar = vobject.readOne(calendars.feed_of(document, by).decode())
    calendar.validate()
    return {entry.uid.value: entry for entry in calendar.vevent_list}


def test_moment_reaches_the_client_as_the_instant(due, cast):
    [entry] = _entries(due.document, cast.observer).values()

    assert entry.dtstart.value == datetime(2027, 5, 12, 15, tzinfo=UTC)
    assert entry.summary.value == "Comments due; last call, truly"
    assert "12 May 15:00 UTC" in entry.description.value


def test_vague_date_reaches_the_client_as_whole_days(cast, document):
    milestones.set_milestone(document=document, title="Out", words="fall 2027", by=cast.coordinator)

    [entry] = _entries(document, cast.observer).values()

    assert (entry.dtstart.value, entry.dtend.value) == (date(2027, 9, 1), date(2027, 12, 1))


def test_moved_step_is_the_same_entry_with_a_higher_sequence(due, cast):
    [before] = _entries(due.document, cast.observer).values()
    milestones.move_milestone(milestone=due, words="26 May 2027 17:00 CEST", reason="Asked for.",
                              by=cast.coordinator)

    [after] = _entries(due.document, cast.observer).values()

    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.dtstart.value == datetime(2027, 5, 26, 15, tzinfo=UTC)


def test_step_taken_out_is_struck_out_and_comes_back(due, cast):
    milestones.remove_milestone(milestone=due, by=cast.coordinator)
    [struck] = _entries(due.document, cast.observer).values()
    milestones.restore_milestone(milestone=due, by=cast.coordinator)
    [back] = _entries(due.document, cast.observer).values()

    assert (struck.status.value, back.status.value) == ("CANCELLED", "CONFIRMED")
    assert int(back.sequence.value) > int(struck.sequence.value)


def test_address_of_a_document_that_is_seen_no_more_gives_nothing(due, cast):
    secret = calendars.make_link(person=cast.observer, document=due.document)
    due.document.roles.filter(person=cast.observer).update(ended_at=datetime.now(UTC))

    assert b"BEGIN:VEVENT" not in calendars.feed_at(secret)
