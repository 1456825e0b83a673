"""Dates that hang on another step, and dates said again after a move."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.core.dates import Said, said
from reviews.core.planning.lags import Lag
from reviews.core.relative import Named, anchors, relative
from reviews.core.saying import moment_in_words, same_time_on

ZONES = ("Europe/Paris", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Etc/GMT+12", "UTC")
BEGIN = datetime(2001, 1, 1, tzinfo=UTC)
moments = st.integers(0, 36 * 365 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))


@pytest.mark.parametrize(("words", "anchor", "lag"), [
    ("round close + 30 days", "round close", Lag(30)),
    ("T0+6 weeks", "T0", Lag(6, "weeks")),
    ("T0 – 2 weeks", "T0", Lag(-2, "weeks")),
    ("ballot close + 30 d", "ballot close", Lag(30)),
    ("10 working days before the publication", "publication", Lag(-10, "working_days")),
    ("six weeks after White Paper: Workshop", "White Paper: Workshop", Lag(6, "weeks")),
    ("with the freeze", "freeze", Lag()),
])
def test_lag_and_what_it_hangs_on_are_read(words, anchor, lag):
    found = relative(words)

    assert (found.words, found.anchor, found.lag) == (words, anchor, lag)


@pytest.mark.parametrize("words", ["fall 2016", "May–June 2016", "2016-05-12", "12 May 2016 17:00 UTC+2", ""])
def test_other_dates_hang_on_nothing(words):
    assert relative(words) is None


def test_exact_name_wins_over_a_part_of_one():
    steps = [Named(1, "Workshop in Paris"), Named(2, "Workshop"), Named(3, "Out", ("publication",))]

    assert [each.key for each in anchors("the workshop"[4:], steps)] == [2]
    assert [each.key for each in anchors("paris", steps)] == [1]
    assert [each.key for each in anchors("Publication", steps)] == [3]


@given(moments, st.sampled_from(ZONES))
def test_every_moment_said_is_understood_again(moment, zone):
    assert said(moment_in_words(moment, zone), zone=zone).due_at == moment


@given(moments, st.sampled_from(ZONES), st.integers(-300, 300))
def test_moved_moment_keeps_its_clock_time_through_summer_and_winter(moment, zone, days):
    local = moment.astimezone(ZoneInfo(zone))
    before = Said("as it was", local.date(), local.date(), moment, zone)

    after = same_time_on(before, local.date() + timedelta(days=days))

    there = after.due_at.astimezone(ZoneInfo(zone))
    gone = abs((there.replace(tzinfo=None) - datetime.combine(after.to_on, local.time())).total_seconds())
    assert gone <= 3600  # only a time that the change of the clocks skips is another one
    assert gone == 0 or there.utcoffset() != (there - timedelta(hours=3)).utcoffset()


def test_moved_words_become_a_day_and_anywhere_on_earth_stays():
    assert same_time_on(said("fall 2016"), date(2016, 12, 1)).words == "1 December 2016"
    assert same_time_on(said("12 May 2016 AoE"), date(2016, 5, 26)).words == "26 May 2016 AoE"
    winter = same_time_on(said("12 May 2016 17:00 CEST"), date(2016, 12, 1))
    assert winter.words == "1 December 2016 17:00 CET"
