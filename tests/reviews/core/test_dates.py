"""Dates as people say them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.core.dates import NotADate, Said, said


@pytest.mark.parametrize(("words", "first", "last"), [
    ("fall 2016", "2016-09-01", "2016-11-30"),
    ("winter 2016/17", "2016-12-01", "2017-02-28"),
    ("Q3 2017", "2017-07-01", "2017-09-30"),
    ("2017 Q3", "2017-07-01", "2017-09-30"),
    ("H2 2017", "2017-07-01", "2017-12-31"),
    ("first half of 2017", "2017-01-01", "2017-06-30"),
    ("mid-2017", "2017-05-01", "2017-08-31"),
    ("late summer 2017", "2017-08-01", "2017-08-31"),
    ("beginning of 2017", "2017-01-01", "2017-04-30"),
    ("May 2016", "2016-05-01", "2016-05-31"),
    ("May–June 2016", "2016-05-01", "2016-06-30"),
    ("November 2016 to January 2017", "2016-11-01", "2017-01-31"),
    ("12–14 May 2016", "2016-05-12", "2016-05-14"),
    ("week 20 2016", "2016-05-16", "2016-05-22"),
    ("Thursday, 12 May 2016", "2016-05-12", "2016-05-12"),
    ("2016", "2016-01-01", "2016-12-31"),
])
def test_words_mean_an_interval_and_close_nothing(words, first, last):
    meant = said(words)

    assert (meant.from_on, meant.to_on) == (date.fromisoformat(first), date.fromisoformat(last))
    assert not meant.is_moment


@pytest.mark.parametrize(("words", "utc", "zone"), [
    ("12 May 2016 17:00", "2016-05-12T15:00", "Europe/Paris"),
    ("12 May 2016 17:00 UTC", "2016-05-12T17:00", "UTC"),
    ("12 May 2016 5 pm ET", "2016-05-12T21:00", "America/New_York"),
    ("12 May 2016, 17:00 CEST", "2016-05-12T15:00", "Europe/Paris"),
    ("2016-05-12T17:00Z", "2016-05-12T17:00", "UTC"),
    ("12 May 2016 17:00 UTC+5:30", "2016-05-12T11:30", "UTC"),
    ("12 May 2016 17:00 UTC+9", "2016-05-12T08:00", "Etc/GMT-9"),
    ("12 May 2016 AoE", "2016-05-13T11:59", "Etc/GMT+12"),
    ("12 May 2016 24:00 UTC", "2016-05-13T00:00", "UTC"),
])
def test_clock_time_is_a_moment_in_its_zone(words, utc, zone):
    meant = said(words, zone="Europe/Paris")

    assert meant.due_at == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert meant.zone == zone


@pytest.mark.parametrize(("words", "hint"), [
    ("12 May 2016 17:00 CET", "CEST"),
    ("12 May 2016 17:00 IST", "India"),
    ("27 March 2016 02:30 Europe/Paris", "is skipped"),
    ("30 October 2016 02:30 Europe/Paris", "comes twice"),
    ("31 June 2016", "no such day"),
    ("12 May 2016 25:00", "no such time"),
    ("12 May 2016 17:00 Mars", "not known"),
    ("as soon as possible", "Write a date"),
])
def test_what_is_no_single_date_is_refused_with_a_hint(words, hint):
    assert hint in said(words).reason


def test_words_are_kept_as_they_were_said():
    assert said("  Fall 2016 ").words == "Fall 2016"


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(words):
    assert isinstance(said(words), Said | NotADate)


@given(st.dates(date(1900, 1, 1), date(9998, 12, 31)))
def test_every_day_is_understood(day):
    assert said(f"{day.day} {day:%B} {day.year}").from_on == day
