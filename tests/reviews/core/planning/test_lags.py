"""Working days and lags, by example and as laws."""

from datetime import date

import pytest
from hypothesis import given

from reviews.core.planning.lags import Lag, World, earlier, later, slowest
from reviews.core.planning.workdays import Calendar, Closure, calendar
from tests.reviews.core.planning.worlds import days, lags, worlds

FRIDAY = date(2016, 12, 23)
YEAR_END = Closure(date(2015, 12, 24), date(2016, 1, 2), "year-end closure", is_yearly=True)
ESA = calendar("ESA", [YEAR_END], years=range(2015, 2019))


@pytest.mark.parametrize(("lag", "day"), [
    (Lag(3), date(2016, 12, 26)),
    (Lag(2, "weeks"), date(2017, 1, 6)),
    (Lag(1, "months"), date(2017, 1, 23)),
    (Lag(1, "working_days"), date(2017, 1, 3)),
    (Lag(-1, "working_days"), date(2016, 12, 22)),
    (Lag(), FRIDAY),
])
def test_lag_counts_in_its_unit(lag, day):
    assert later(FRIDAY, lag, World(ESA)) == day


def test_month_that_is_shorter_ends_on_its_last_day():
    assert later(date(2016, 1, 31), Lag(1, "months"), World()) == date(2016, 2, 29)


def test_slowest_agency_decides():
    jaxa = calendar("JAXA", [], years=range(2015, 2019), lead_days=15)
    world = World(Calendar(), (ESA, jaxa))

    assert later(FRIDAY, Lag(5, "working_days", by_agencies=True), world) == date(2017, 1, 20)
    assert slowest(FRIDAY, Lag(5, "working_days", by_agencies=True), world) == "JAXA"


def test_closures_that_take_working_days_are_named():
    assert ESA.closures_between(date(2016, 12, 1), date(2017, 2, 1)) == ("year-end closure",)
    assert ESA.working_between(date(2016, 12, 19), date(2017, 1, 6)) == 9


@given(days, days, lags, worlds)
def test_later_never_turns_the_order_round(one, other, lag, world):
    first, second = sorted([one, other])

    assert later(first, lag, world) <= later(second, lag, world)


@given(days, lags, worlds)
def test_earlier_is_the_last_day_that_still_arrives(day, lag, world):
    last = earlier(day, lag, world)

    assert later(last, lag, world) <= day
    assert later(date.fromordinal(last.toordinal() + 1), lag, world) > day


@given(days, worlds)
def test_agencies_never_need_less_than_the_house_with_no_closures(day, world):
    lag = Lag(10, "working_days")

    assert later(day, Lag(10, "working_days", by_agencies=True), world) >= later(day, lag, World())
