"""Circles, outlooks, slips and plans made backwards: dependency arithmetic as laws."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.core.planning.backwards import back_from, earliest_end
from reviews.core.planning.lags import Lag, World, later
from reviews.core.planning.slips import moved, planned_after
from reviews.core.planning.steps import Circular, Step, Wait, circle, in_order, outlook
from tests.reviews.core.planning.worlds import days, delays, plans, worlds

D = date.fromisoformat
FREEZE = Step(1, D("2016-10-14"))
PAPER = Step(2, D("2016-11-30"), waits=(Wait(1, Lag(6, "weeks")),))
ROADMAP = Step(3, D("2017-08-31"), waits=(Wait(2, Lag(9, "months")),))


def test_circle_is_named_step_by_step():
    assert circle({1: [2], 2: [3], 3: [1], 4: [1]}) == (1, 2, 3, 1)
    with pytest.raises(Circular):
        in_order([replace(FREEZE, waits=(Wait(3),)), PAPER, ROADMAP])


def test_slip_goes_on_to_what_waits_in_other_documents():
    found = moved([FREEZE, PAPER, ROADMAP], {1: D("2016-10-28")}, World())

    assert [(change.key, change.days, change.pushed_by) for change in found.values()] == [
        (1, 14, None), (2, 9, 1), (3, 9, 2),
    ]


def test_slack_takes_up_a_slip():
    assert list(moved([FREEZE, PAPER, ROADMAP], {1: D("2016-10-18")}, World())) == [1]


def test_step_dated_by_another_follows_it_both_ways():
    tied = Step(2, D("2016-11-25"), waits=(Wait(1, Lag(6, "weeks"), is_exact=True),))

    assert moved([FREEZE, tied], {1: D("2016-10-07")}, World())[2].after == D("2016-11-18")


def test_met_step_holds_and_never_moves():
    met = replace(PAPER, met=D("2016-12-01"))
    found = outlook([FREEZE, met, ROADMAP], today=D("2017-01-01"), world=World())

    assert (found[2].on, found[2].late, found[2].because) == (D("2016-12-01"), 1, "met")
    assert (found[3].on, found[3].because, found[3].of) == (D("2017-09-01"), "waits", 2)
    assert 2 not in moved([FREEZE, met, ROADMAP], {1: D("2018-01-01")}, World())


def test_plan_made_backwards_says_by_when_and_what_no_longer_fits():
    found = back_from(
        [FREEZE, PAPER, ROADMAP], 3, D("2017-08-31"), today=D("2016-10-28"), world=World(),
    )

    assert (found[1].by, found[2].by, found[2].need) == (D("2016-10-19"), D("2016-11-30"), 3)
    assert (found[1].fits, found[1].slack) == (False, -9)


# --- laws ---


@given(plans(), days, worlds)
def test_forecast_is_never_earlier_than_today(steps, today, world):
    found = outlook(steps, today=today, world=world)

    assert all(found[step.key].on >= today for step in steps if step.met is None)
    assert all(found[step.key].on == step.met for step in steps if step.met is not None)


@given(plans(exact=False), days, worlds)
def test_nothing_comes_before_what_it_waits_for(steps, today, world):
    found = outlook(steps, today=today, world=world)

    for step in steps:
        for wait in step.waits if step.met is None else ():
            assert found[step.key].on >= later(found[wait.on].on, wait.lag, world)


@given(plans(), days, worlds, st.randoms(use_true_random=False))
def test_outlook_does_not_depend_on_the_order_of_the_list(steps, today, world, random):
    shuffled = list(steps)
    random.shuffle(shuffled)

    found = outlook(steps, today=today, world=world)
    assert {key: each.on for key, each in outlook(shuffled, today=today, world=world).items()} == {
        key: each.on for key, each in found.items()
    }


def _downstream(steps, key):
    reached, more = {key}, True
    while more:
        more = {step.key for step in steps if any(wait.on in reached for wait in step.waits)} - reached
        reached |= more
    return reached


@given(plans(), worlds, st.data())
def test_only_what_waits_for_a_step_moves_with_it(steps, world, data):
    key = data.draw(st.sampled_from([step.key for step in steps]))
    found = moved(steps, {key: data.draw(days)}, world)

    assert set(found) <= _downstream(steps, key)
    assert not {step.key for step in steps if step.met} & set(found)


@given(plans(exact=False), worlds, st.data())
def test_slip_never_brings_what_waits_forward_and_done_twice_does_no_more(steps, world, data):
    step = data.draw(st.sampled_from(steps))
    wish = {step.key: step.planned + timedelta(days=data.draw(st.integers(1, 60)))}
    once = moved(steps, wish, world)

    assert all(change.days > 0 for change in once.values())
    assert moved(planned_after(steps, once), wish, world) == {}


just_days = st.builds(Lag, st.integers(0, 40), st.sampled_from(["days", "weeks"]))


@given(plans(lag=just_days, exact=False), st.data())
def test_nothing_moves_further_than_what_pushed_it_where_days_are_just_days(steps, data):
    kept = [step for step in steps if _holds(step, steps)]
    step = data.draw(st.sampled_from(kept or steps))
    slip = data.draw(st.integers(1, 60))
    found = moved(kept, {step.key: step.planned + timedelta(days=slip)}, World())

    assert all(change.days <= slip for change in found.values())


def _holds(step, steps):
    """Whether the plan keeps its own distances here, so that nothing was out of joint before."""
    planned = {each.key: each.planned for each in steps}
    return all(later(planned[wait.on], wait.lag, World()) <= step.planned for wait in step.waits)


@given(plans(), worlds, st.data())
def test_wish_for_the_date_that_is_planned_moves_nothing(steps, world, data):
    step = data.draw(st.sampled_from(steps))

    assert moved(steps, {step.key: step.planned}, world) == {}


@given(plans(lag=delays, exact=False), days, days, worlds, st.data())
def test_backward_plan_kept_to_the_day_reaches_its_goal(steps, today, goal_on, world, data):
    goal = data.draw(st.sampled_from(steps)).key
    if next(step for step in steps if step.key == goal).met:
        return
    dues = back_from(steps, goal, goal_on, today=today, world=world)

    for step in steps:
        for wait in step.waits if step.key in dues else ():
            if wait.on in dues:
                assert later(dues[wait.on].by, wait.lag, world) <= dues[step.key].by
    ends = earliest_end(steps, goal, today=today, world=world)
    assert ends <= goal_on or not all(due.fits for due in dues.values())
    assert not any(due.by.weekday() in {5, 6} for due in dues.values() if due.key != goal)
