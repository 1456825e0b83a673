"""The plan: steps set, moved with a reason, met."""

from datetime import UTC, date, datetime

import pytest

from backend.errors import BadInput, NotNow, NotYou
from reviews.models import MilestoneChange
from reviews.services.plans import calendars, milestones


@pytest.fixture
def due(cast, document):
    return milestones.set_milestone(
        document=document, title="Comments due", kind="round", words="12 May 2016 17:00 CEST",
        by=cast.coordinator,
    )


def test_moment_is_kept_in_utc_with_its_zone(due):
    assert (due.due_at, due.zone) == (datetime(2016, 5, 12, 15, tzinfo=UTC), "Europe/Paris")


def test_vague_date_is_an_interval(cast, document):
    step = milestones.set_milestone(document=document, title="Out", words="fall 2016", by=cast.coordinator)

    assert (step.from_on, step.to_on, step.due_at) == (date(2016, 9, 1), date(2016, 11, 30), None)


def test_clock_time_without_zone_is_the_persons(cast, document):
    cast.coordinator.time_zone = "America/New_York"

    step = milestones.set_milestone(
        document=document, title="Due", words="12 May 2016 17:00", by=cast.coordinator,
    )

    assert step.due_at == datetime(2016, 5, 12, 21, tzinfo=UTC)


def test_moving_keeps_the_first_plan_and_the_reason(due, cast):
    now = milestones.move_milestone(
        milestone=due, words="26 May 2016 17:00 CEST", reason="JAXA asked.", by=cast.coordinator,
    )

    assert (now.words, now.first_words) == ("26 May 2016 17:00 CEST", "12 May 2016 17:00 CEST")
    change = MilestoneChange.objects.filter(milestone=due).last()
    assert (change.before["words"], change.reason) == ("12 May 2016 17:00 CEST", "JAXA asked.")


def test_moving_needs_a_reason(due, cast):
    with pytest.raises(BadInput):
        milestones.move_milestone(milestone=due, words="1 June 2016", reason="", by=cast.coordinator)


def test_words_that_are_no_date_are_refused(cast, document):
    with pytest.raises(BadInput) as refused:
        milestones.set_milestone(document=document, title="Out", words="soon", by=cast.coordinator)

    assert "12 May 2016" in refused.value.detail


def test_met_step_is_not_moved(due, cast):
    milestones.meet_milestone(milestone=due, on=date(2016, 5, 12), by=cast.coordinator)

    with pytest.raises(NotNow):
        milestones.move_milestone(milestone=due, words="1 June 2016", reason="Why not.", by=cast.coordinator)


def test_editor_does_not_plan(cast, document):
    with pytest.raises(NotYou):
        milestones.set_milestone(document=document, title="Out", words="2016", by=cast.editor)


def test_calendar_holds_the_steps_of_documents_that_one_sees(due, cast):
    assert b"Comments due" in calendars.feed_for(cast.observer)
    assert b"Comments due" not in calendars.feed_for(cast.stranger)


def test_new_calendar_address_ends_the_old(cast):
    old = calendars.make_link(person=cast.observer)
    new = calendars.make_link(person=cast.observer)

    assert (calendars.person_of(old), calendars.person_of(new)) == (None, cast.observer)


def test_calendar_of_somebody_who_left_is_empty_handed(cast):
    secret = calendars.make_link(person=cast.observer)
    cast.observer.is_active = False
    cast.observer.save()

    assert calendars.person_of(secret) is None
