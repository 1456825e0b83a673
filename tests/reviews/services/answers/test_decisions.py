"""Decisions: proposed, decided, reopened; appended, with reasons."""

import pytest

from backend.errors import BadInput, NotNow, NotYou
from reviews.models import Decision
from reviews.services.answers import decisions
from reviews.services.answers.decisions import Answer


def test_decision_is_kept_with_its_response(post, cast):
    comment = post(cast.esa_reviewer)

    now = decisions.decide_comment(
        comment=comment, answer=Answer("accepted_modified", "Now 42 days."), by=cast.editor,
    )

    assert (now.state, now.disposition, now.response) == ("decided", "accepted_modified", "Now 42 days.")
    assert now.implementation == "pending"


def test_steps_are_appended(post, cast):
    comment = post(cast.esa_reviewer)
    decisions.propose_decision(comment=comment, answer=Answer("noted"), by=cast.editor)
    decisions.decide_comment(comment=comment, answer=Answer("accepted"), by=cast.coordinator)
    decisions.reopen_comment(comment=comment, reason="New figures.", by=cast.editor)

    steps = Decision.objects.filter(comment=comment).values_list("state_before", "state_after", "response")
    assert list(steps) == [
        ("registered", "proposed", ""), ("proposed", "decided", ""), ("decided", "proposed", "New figures."),
    ]


@pytest.mark.parametrize("disposition", ["rejected", "deferred", "out_of_scope", "accepted_in_part"])
def test_reason_is_required(disposition, post, cast):
    with pytest.raises(BadInput) as refused:
        decisions.decide_comment(comment=post(cast.esa_reviewer), answer=Answer(disposition), by=cast.editor)

    assert refused.value.code == "reason"


def test_duplicate_names_its_target(post, cast):
    first, second = post(cast.esa_reviewer), post(cast.nasa_reviewer)

    with pytest.raises(BadInput):
        decisions.decide_comment(comment=second, answer=Answer("duplicate"), by=cast.editor)
    now = decisions.decide_comment(
        comment=second, answer=Answer("duplicate", duplicate_of=first), by=cast.editor,
    )

    assert now.duplicate_of == first


def test_comment_does_not_repeat_itself(post, cast):
    comment = post(cast.esa_reviewer)

    with pytest.raises(BadInput):
        decisions.decide_comment(
            comment=comment, answer=Answer("duplicate", duplicate_of=comment), by=cast.editor,
        )


def test_hidden_comment_is_no_target(post, cast):
    hidden = post(cast.esa_reviewer, audience="agency")

    with pytest.raises(BadInput):
        decisions.decide_comment(
            comment=post(cast.esa_reviewer), answer=Answer("duplicate", duplicate_of=hidden),
            by=cast.coordinator,
        )


def test_reviewer_can_not_decide(post, cast):
    with pytest.raises(NotYou):
        decisions.decide_comment(
            comment=post(cast.esa_reviewer), answer=Answer("accepted"), by=cast.nasa_reviewer,
        )


def test_coordinator_can_not_decide_what_the_agency_has_not_released(post, cast):
    hidden = post(cast.esa_reviewer, audience="agency")

    with pytest.raises(NotYou):
        decisions.decide_comment(comment=hidden, answer=Answer("accepted"), by=cast.coordinator)


def test_second_decision_needs_reopening(post, cast):
    comment = post(cast.esa_reviewer)
    decisions.decide_comment(comment=comment, answer=Answer("accepted"), by=cast.editor)

    with pytest.raises(NotNow):
        decisions.decide_comment(comment=comment, answer=Answer("noted"), by=cast.editor)


def test_two_editors_at_once_one_wins(post, cast):
    comment = post(cast.esa_reviewer)
    answer = Answer("noted")
    decisions.propose_decision(comment=comment, answer=answer, by=cast.editor, revision=1)

    with pytest.raises(NotNow) as refused:
        decisions.propose_decision(comment=comment, answer=answer, by=cast.coordinator, revision=1)

    assert refused.value.code == "changed"


def test_withdrawn_is_not_for_editors(post, cast):
    with pytest.raises(BadInput):
        decisions.decide_comment(
            comment=post(cast.esa_reviewer), answer=Answer("withdrawn", "No."), by=cast.editor,
        )


def test_reopening_needs_a_reason(post, cast):
    comment = post(cast.esa_reviewer)
    decisions.decide_comment(comment=comment, answer=Answer("accepted"), by=cast.editor)

    with pytest.raises(BadInput):
        decisions.reopen_comment(comment=comment, reason=" ", by=cast.editor)
