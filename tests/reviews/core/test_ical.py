"""Milestones as calendar entries, read back by the library's parser."""

from datetime import UTC, date, datetime

from icalendar import Calendar

from reviews.core.ical import Entry, feed

STAMP = datetime(2016, 4, 1, tzinfo=UTC)


def events(*entries):
    return Calendar.from_ical(feed(entries, name="White Paper", stamp=STAMP)).walk("VEVENT")


def test_moment_stands_in_utc():
    due = datetime(2016, 5, 12, 15, tzinfo=UTC)

    [event] = events(Entry("m1", "Comments due", date(2016, 5, 12), date(2016, 5, 12), due, revision=3))

    assert event.decoded("dtstart") == due
    assert event.decoded("sequence") == 3


def test_vague_date_covers_its_days_and_ends_on_the_day_after():
    [event] = events(Entry("m1", "Publication", date(2016, 9, 1), date(2016, 11, 30)))

    assert event.decoded("dtstart") == date(2016, 9, 1)
    assert event.decoded("dtend") == date(2016, 12, 1)


def test_text_with_line_breaks_and_commas_survives():
    day = date(2016, 9, 1)

    [event] = events(Entry("m1", "Freeze; all, chapters", day, day, description="a\nb"))

    assert event.decoded("summary") == "Freeze; all, chapters"
    assert event.decoded("description") == "a\nb"


def test_met_step_is_ticked():
    [event] = events(Entry("m1", "Workshop", date(2016, 9, 1), date(2016, 9, 1), is_met=True))

    assert event.decoded("summary") == "✓ Workshop"
