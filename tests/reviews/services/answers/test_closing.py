"""Comments that are done with are closed by the clock, at the end that was announced, and can be reopened."""

from datetime import timedelta

import pytest

from backend.events.models import Event
from backend.notices import kinds
from backend.notices.models import Notice
from reviews.models import AxisChange, Comment
from reviews.services.answers import axes, closing, decisions, disputes, responses
from reviews.services.answers.decisions import Answer
from reviews.services.answers.operations import Chosen
from reviews.telling import judging
from tests.reviews.rounds import SECOND


@pytest.fixture
def asked(answered, cast):
    """The round's commenters are asked for two weeks; one of three answers is disputed."""
    round_, made = answered
    phase = responses.ask_for_responses(round_=round_, by=cast.coordinator, days=14)
    responses.respond(comment=made[1], satisfied=False, reason="Wrong.", by=cast.nasa_focal_point)
    return phase, made


def end(phase, clock):
    clock.at(phase.closes_at + SECOND)
    responses.tend()
    return closing.tend()


def states(made):
    rows = Comment.objects.filter(pk__in=[one.pk for one in made]).order_by("pk")
    return list(rows.values_list("state", flat=True))


def test_nothing_is_closed_before_the_announced_end(asked, clock):
    phase, made = asked
    clock.at(phase.closes_at - SECOND)

    assert (responses.tend(), closing.tend(), set(states(made))) == (0, 0, {"decided"})


def test_what_nobody_disputes_is_closed_at_the_end_once_with_its_record(asked, clock):
    phase, made = asked

    assert [end(phase, clock), closing.tend()] == [2, 0]
    assert states(made) == ["closed", "decided", "closed"]
    kept = AxisChange.objects.filter(axis="state").values_list("before", "after", "by")
    assert list(kept) == [("decided", "closed", None)] * 2
    assert Event.objects.filter(verb="reviews.comment.closed", actor=None).count() == 2


def test_nothing_is_closed_that_was_not_announced(answered, cast, clock):
    round_, made = answered
    phase = responses.ask_for_responses(round_=round_, by=cast.coordinator, closes=False)

    assert (end(phase, clock), set(states(made))) == (0, {"decided"})


def test_overruled_dispute_is_closed(asked, clock, cast):
    phase, made = asked
    end(phase, clock)
    disputes.overrule_dispute(comment=made[1], reason="Agreed in Paris.", by=cast.coordinator)

    assert (closing.tend(), states(made)) == (1, ["closed"] * 3)


@pytest.mark.parametrize(("disposition", "closed"), [("accepted", 1), ("deferred", 1), ("noted", 2)])
def test_text_that_must_change_yet_and_what_waits_for_later_stay(disposition, closed, asked, clock, cast):
    phase, made = asked
    decisions.supersede_decision(
        comment=made[0], answer=Answer(disposition, "Later.", note="Thought again."), by=cast.coordinator,
    )

    assert end(phase, clock) == closed


def test_verified_text_closes_its_comment_afterwards(asked, clock, cast, document, version):
    phase, made = asked
    decisions.supersede_decision(
        comment=made[0], answer=Answer("accepted", note="Yes."), by=cast.coordinator,
    )
    end(phase, clock)
    axes.mark_implemented(document=document, chosen=[Chosen(made[0])], version=version, by=cast.editor)
    before = closing.tend()
    axes.set_implementation(document=document, chosen=[Chosen(made[0])], to="verified", by=cast.editor)

    assert (before, closing.tend(), states(made)[0]) == (0, 1, "closed")


def test_running_second_asking_keeps_all_open(asked, clock, cast):
    phase, made = asked
    responses.ask_for_responses(round_=phase.round, by=cast.coordinator, days=30)

    assert (end(phase, clock), set(states(made))) == (0, {"decided"})


def test_closed_comment_is_reopened_and_stays_open(asked, clock, cast):
    phase, made = asked
    end(phase, clock)
    made[0].refresh_from_db()

    decisions.reopen_comment(comment=made[0], reason="New figures.", by=cast.coordinator)

    assert (closing.tend(), states(made)[0]) == (0, "proposed")


def test_who_owes_a_response_is_told_beforehand_when_it_closes(asked, clock, cast, work):
    phase, _ = asked
    work()
    clock.at(phase.closes_at - timedelta(days=1))

    assert [judging.remind(), judging.remind()] == [2, 0]  # ESA and the reviewer; NASA has said it
    rows = Notice.objects.filter(person=cast.coordinator, kind="reviews.responses")
    words = [told.text for _, told in kinds.with_words(cast.coordinator, rows)]
    assert len(words) == 2
    assert all("what nobody disputes is closed then" in text for text in words)


def test_many_are_closed_in_batches_with_the_same_queries(asked, clock, monkeypatch):
    monkeypatch.setattr(closing, "BATCH", 1)

    assert end(asked[0], clock) == 2
