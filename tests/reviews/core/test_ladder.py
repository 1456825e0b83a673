"""When reminders fall due."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reviews.core import ladder

OPENS = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def _names(days: int) -> list[str]:
    return [step.name for step in ladder.steps(OPENS, OPENS + days * DAY)]


def test_a_month_has_every_step():
    assert _names(30) == ["half", "week", "two_days", "day"]


def test_a_short_round_leaves_out_what_would_come_too_early():
    assert _names(5) == ["two_days", "day"]
    assert _names(2) == []


def test_half_time_is_not_told_beside_another_step():
    assert _names(14) == ["week", "two_days", "day"]


def test_only_the_newest_step_that_was_missed_is_due():
    step = ladder.due(OPENS, OPENS + 30 * DAY, OPENS + 28.5 * DAY)

    assert step is not None
    assert step.name == "two_days"


def test_nothing_is_due_once_the_round_is_over():
    assert ladder.due(OPENS, OPENS + 30 * DAY, OPENS + 30 * DAY) is None


@given(st.integers(1, 400), st.integers(0, 400))
def test_a_step_that_is_due_lies_in_the_past_and_inside_the_round(days, passed):
    now = OPENS + passed * DAY
    step = ladder.due(OPENS, OPENS + days * DAY, now)

    assert step is None or OPENS < step.at <= now < OPENS + days * DAY
