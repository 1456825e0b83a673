"""The forecast by pace: its promises as laws, and whether the stated range holds on simulated histories."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import forecast as simulated
from bench import histories as histories_of_reviews
from reviews.core import forecast

TODAY = date(2016, 10, 3)
histories = st.lists(st.integers(0, 12), min_size=1, max_size=70)
sizes = st.integers(0, 500)


@pytest.mark.parametrize("habit", simulated.HABITS, ids=lambda habit: habit.name)
def test_range_holds_about_as_often_as_it_says(habit):
    share, width = simulated.covered(habit, 150, simulated.ours)

    assert share >= 0.74
    assert width <= (2.2 if habit.sittings < 1 else 1.5)  # in parts of the time that it really took


def test_range_holds_on_most_mornings_of_real_histories():
    held, mornings = simulated.replayed(simulated.ours)

    assert mornings == 60
    assert held >= 0.7 * mornings


def test_what_arrives_later_is_not_asked_of_a_replayed_morning():
    history = histories_of_reviews.History(
        "a review", {"2021-08-25": 3, "2021-08-26": 1, "2021-08-30": 2}, {"2021-08-24": 4, "2021-08-28": 2},
    )

    assert history.replays() == [([3], 1, 1), ([3, 1, 0, 0], 2, 2), ([3, 1, 0, 0, 0], 2, 1)]


def test_pace_is_the_mean_of_whole_weeks_since_somebody_began():
    found = forecast.pace([0] * 40 + [0, 5, 0, 3, 0, 0, 0, 4, 0, 2])

    assert (found.days, found.mean) == (14, 1.0)


def test_taken_up_again_counts_against_the_pace():
    assert forecast.pace([4, -2, 0, 1, 0, 0, 0]).mean == 3 / 7


def test_nobody_at_work_gives_no_forecast():
    assert forecast.pace([0] * 56) is None
    assert forecast.pace([3] + [0] * 56) is None
    assert forecast.pace([2, -3]) is None


def test_steady_pace_says_the_day_and_what_is_left_before():
    pace = forecast.pace([1] * 28)

    assert forecast.ready(10, pace, today=TODAY).on == TODAY + timedelta(days=11)  # the last may be hard
    assert forecast.left(10, pace, today=TODAY, on=TODAY + timedelta(days=4)).open == 6


def test_uneven_pace_may_leave_no_end_in_sight():
    pace = forecast.pace([0] * 6 + [30] + [0] * 7)

    assert forecast.ready(200, pace, today=TODAY).high is None


def test_shares_of_student_are_those_of_the_tables():
    table = {1: 3.078, 2: 1.886, 3: 1.638, 4: 1.533, 5: 1.476, 10: 1.372, 30: 1.310}

    assert {round(forecast.student(off, freedom), 3) for freedom, off in table.items()} == {0.9}
    assert forecast.student(-1.476, 5) == pytest.approx(1 - forecast.student(1.476, 5))


def test_days_on_which_nobody_ever_works_make_no_unevenness():
    week = [4, 4, 4, 4, 4, 0, 0]

    assert forecast.pace(week * 6).variance == forecast.pace(week * 6).mean  # Poisson's, the least


def test_weeks_alike_by_chance_do_not_hide_uneven_days():
    done = [0] * 28
    for sitting in (0, 9, 18, 22):
        done[sitting] = 14

    assert forecast.pace(done).variance > 10


@given(histories, sizes, st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_never_before_today_and_in_order(done, still_open, today):
    if (pace := forecast.pace(done)) is None:
        return
    found = forecast.ready(still_open, pace, today=today)

    assert today <= found.low
    assert found.on is None or found.low <= found.on
    assert found.high is None or (found.on is not None and found.on <= found.high)


@given(histories, sizes, sizes)
def test_more_to_decide_never_ends_earlier(done, one, other):
    if (pace := forecast.pace(done)) is None:
        return
    less, more = (forecast.ready(count, pace, today=TODAY).on for count in sorted([one, other]))

    assert more is None or less <= more


@given(histories, sizes, st.integers(0, 400))
def test_what_is_left_lies_between_nothing_and_all(done, still_open, days):
    if (pace := forecast.pace(done)) is None:
        return
    found = forecast.left(still_open, pace, today=TODAY, on=TODAY + timedelta(days=days))

    assert 0 <= found.low <= found.open <= found.high <= still_open


def test_replayed_week_by_week_the_forecast_closes_in():
    early, late = 0, 0
    for seed in range(60):
        known, _, after = simulated.story(simulated.HABITS[0], seed)
        days = [count for count, _ in simulated.days_of(simulated.HABITS[0], seed)][: len(known) + after]
        early += _off(days, len(known), after // 4)
        late += _off(days, len(known), after * 3 // 4)

    assert late < early / 1.5


def _off(days, known, since):
    """By how many days the forecast is off, so many days after it could first be made."""
    still_open = 100 - sum(days[known:known + since])
    found = forecast.ready(still_open, forecast.pace(days[:known + since]), today=TODAY)
    return abs((found.on - TODAY).days - (len(days) - known - since))
