"""The forecast of returns: its promises as laws, whether its range holds, and a history replayed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import arrivals as simulated
from reviews.core import arrivals
from reviews.core.arrivals import Stay

parts = st.integers(0, 100).map(lambda hundredths: hundredths / 100)
stays = st.lists(st.builds(Stay, st.integers(0, 8), parts, st.booleans()), max_size=12)


def rounds_like(who: dict[str, float], times: int, seed: int = 1) -> list[Stay]:
    """Earlier rounds in which each party returned with its own chance, at any time."""
    rng = random.Random(seed)
    return [
        Stay(name, rng.random(), returned=True) if rng.random() < share else Stay(name, 1.0, returned=False)
        for _ in range(times) for name, share in who.items()
    ]


@pytest.mark.parametrize("habit", simulated.HABITS, ids=lambda habit: habit.name)
def test_range_holds_about_as_often_as_it_says(habit):
    assert simulated.covered(habit, 100, simulated.ours) >= 0.74


def test_in_a_sealed_round_silence_is_no_sign_where_nobody_ever_says_complete():
    past = [Stay(name, 0.3, returned=True, said=False) for _ in range(4) for name in "abcd"]
    told, _ = arrivals.tellings(past)
    silent = [Stay(name, 0.9, returned=False, told=told[name]) for name in "abcd"]
    seen_waiting = [Stay(name, 0.9, returned=False) for name in "abcd"]

    sealed, open_ = (arrivals.expected(now, past).mean for now in (silent, seen_waiting))

    assert sealed > 3
    assert open_ < 2


def test_who_always_said_complete_and_is_silent_is_taken_to_wait():
    past = [Stay(who, 0.3, returned=True, said=who == "ESA") for _ in range(6) for who in ("ESA", "JAXA")]
    told, of_all = arrivals.tellings(past)
    now = [Stay(who, 0.9, returned=False, told=told[who]) for who in ("ESA", "JAXA")]

    found = dict(arrivals.expected(now, past).chances)

    assert told["ESA"] > of_all > told["JAXA"]
    assert found["ESA"] < found["JAXA"] - 0.2


def test_who_never_answered_is_less_likely_to_than_who_always_did():
    past = rounds_like({"ESA": 1.0, "JAXA": 0.0}, times=4)

    found = dict(arrivals.expected(
        [Stay("ESA", 0.5, returned=False), Stay("JAXA", 0.5, returned=False)], past).chances)

    assert found["ESA"] > found["JAXA"] + 0.2


def test_a_brisk_round_lets_more_be_expected_of_those_who_wait():
    waiting = [Stay("JAXA", 0.5, returned=False)]
    brisk = [Stay(name, 0.2, returned=True) for name in "abcdef"]
    slow = [Stay(name, 0.5, returned=False) for name in "abcdef"]

    chance = [dict(arrivals.expected(waiting + others, []).chances)["JAXA"] for others in (brisk, slow)]

    assert chance[0] > chance[1] + 0.1


def test_a_round_replayed_day_by_day_closes_in_on_its_end():
    habit = simulated.Habit("replayed", parties=30)
    off = []
    for at in (0.1, 0.95):
        errors = []
        for seed in range(60):
            rng = random.Random(seed)
            shares = [habit.returning] * habit.parties
            past = [stay for _ in range(3) for stay in simulated.round_of(rng, habit, shares)]
            whole = simulated.round_of(rng, habit, shares)
            found = arrivals.expected([simulated.seen(stay, at) for stay in whole], past)
            errors.append(abs(found.likely - sum(stay.returned for stay in whole)))
        off.append(sum(errors))

    assert off[0] > off[1] * 1.3


def test_when_all_are_back_nothing_is_unsure():
    found = arrivals.expected([Stay("ESA", 0.4, returned=True)], [])

    assert (found.low, found.likely, found.high, found.chances) == (1, 1, 1, ())


def test_many_people_take_the_normal_spread_and_hardly_differ_from_counting():
    now = [Stay(f"{n:03}", 0.3, returned=False) for n in range(arrivals.MANY)]
    more = [*now, Stay("999", 0.3, returned=False)]

    counted, normal = arrivals.expected(now, []), arrivals.expected(more, [])

    assert abs(counted.low - normal.low) <= 2
    assert abs(counted.high - normal.high) <= 2


@given(stays, stays)
def test_never_less_than_are_back_nor_more_than_were_asked(now, past):
    found = arrivals.expected(now, past)

    assert found.returned <= found.low <= found.likely <= found.high <= found.asked
    assert all(0 <= chance <= 1 for _, chance in found.chances)
    assert found.returned <= found.mean <= found.asked + 1e-9


@given(stays, stays, parts, parts)
def test_later_never_fewer(now, past, one, other):
    earlier, later = sorted([one, other])
    means = [
        arrivals.expected([Stay(s.who, s.until, s.returned, to) for s in now], past).mean
        for to in (earlier, later)
    ]

    assert means[0] <= means[1] + 1e-9


@given(stays, stays, st.randoms())
def test_the_order_of_parties_does_not_matter(now, past, rng):
    mixed = list(now)
    rng.shuffle(mixed)

    one, other = arrivals.expected(now, past), arrivals.expected(mixed, past)

    assert (one.low, one.likely, one.high) == (other.low, other.likely, other.high)
