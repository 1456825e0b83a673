"""The response phase: agencies judge the answers until an instant; disputes are listed for who approves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from backend.errors import BadInput, NotNow, NotYou
from backend.notices import kinds
from backend.notices.models import Notice
from reviews import rules
from reviews.models import AxisChange, Comment
from reviews.services.answers import decisions, responses
from reviews.services.answers.decisions import Answer
from reviews.table import responding
from reviews.work import work_of
from tests.reviews.rounds import begin


def states(comments):
    rows = Comment.objects.filter(pk__in=[comment.pk for comment in comments]).order_by("pk")
    return list(rows.values_list("acknowledgement", flat=True))


def test_who_has_an_answer_is_asked(answered, cast, document):
    round_, made = answered

    phase = responses.ask_for_responses(round_=round_, by=cast.coordinator, days=10)

    assert (phase.asked, phase.closes_at - phase.opened_at) == (3, timedelta(days=10))
    assert states(made) == ["pending"] * 3
    who = cast.nasa_focal_point
    assert list(responding.to_respond(rules.standing(who, document), who, round_)) == [made[1]]


def test_focal_point_disputes_with_a_reason_and_may_change_their_mind(answered, cast):
    round_, made = answered
    responses.ask_for_responses(round_=round_, by=cast.coordinator)

    with pytest.raises(BadInput):
        responses.respond(comment=made[1], satisfied=False, by=cast.nasa_focal_point)
    responses.respond(comment=made[1], satisfied=False, reason="Wrong unit.", by=cast.nasa_focal_point)
    disputed = states(made)
    responses.respond(comment=made[1], satisfied=True, by=cast.nasa_focal_point)

    assert (disputed[1], states(made)[1]) == ("disputed", "accepted")
    kept = AxisChange.objects.filter(comment=made[1]).values_list("before", "after", "note")
    assert list(kept)[1:] == [("pending", "disputed", "Wrong unit."), ("disputed", "accepted", "")]


@pytest.mark.parametrize("who", ["nasa_reviewer", "coordinator", "editor", "reviewer"])
def test_nobody_else_speaks_for_the_agency(who, answered, cast):
    round_, made = answered
    responses.ask_for_responses(round_=round_, by=cast.coordinator)

    with pytest.raises(NotYou):
        responses.respond(comment=made[1], satisfied=True, by=getattr(cast, who))


def test_who_has_no_agency_speaks_for_themselves(answered, cast):
    round_, made = answered
    responses.ask_for_responses(round_=round_, by=cast.coordinator)

    responses.respond(comment=made[2], satisfied=True, by=cast.reviewer)

    assert states(made)[2] == "accepted"


def test_clock_ends_the_phase_at_its_instant(answered, cast, clock):
    round_, made = answered
    phase = responses.ask_for_responses(round_=round_, by=cast.coordinator, days=1)
    responses.respond(comment=made[1], satisfied=False, reason="Wrong.", by=cast.nasa_focal_point)

    clock.at(phase.closes_at)
    with pytest.raises(NotNow):
        responses.respond(comment=made[1], satisfied=True, by=cast.nasa_focal_point)
    ended = [responses.tend(), responses.tend()]

    assert ended == [1, 0]
    assert states(made) == ["timed_out", "disputed", "timed_out"]
    assert AxisChange.objects.filter(after="timed_out", by=None).count() == 2


def test_another_answer_is_judged_anew(answered, cast):
    round_, made = answered
    responses.ask_for_responses(round_=round_, by=cast.coordinator)
    responses.respond(comment=made[1], satisfied=False, reason="Wrong.", by=cast.nasa_focal_point)

    decisions.supersede_decision(
        comment=made[1], answer=Answer("accepted", note="They are right."), by=cast.coordinator,
    )

    assert states(made)[1] == "pending"


def test_running_round_is_not_judged(clock, version, cast):
    round_ = begin(version, cast.coordinator, agencies=(cast.esa,))

    with pytest.raises(NotNow):
        responses.ask_for_responses(round_=round_, by=cast.coordinator)


def test_only_coordinators_ask(answered, cast):
    with pytest.raises(NotYou):
        responses.ask_for_responses(round_=answered[0], by=cast.editor)


def test_agency_judges_on_its_page_and_the_dispute_is_listed(answered, cast, document, sign_in):
    round_, made = answered
    responses.ask_for_responses(round_=round_, by=cast.coordinator)
    client = sign_in(cast.nasa_focal_point)
    address = reverse("reviews:responses", args=[document.slug, round_.number])

    before = client.get(address).text
    client.post(reverse("reviews:respond", args=[made[1].uid]), {"satisfied": "no", "reason": "Wrong unit."})
    listed = sign_in(cast.coordinator).get(reverse("reviews:disputes", args=[document.slug])).text

    assert ("Of NASA reviewer 1." in before, "Of ESA reviewer 1." in before) == (True, False)
    assert "Wrong unit." in listed


def test_disputes_tell_nothing_that_one_may_not_see(answered, cast, document):
    _, made = answered
    Comment.objects.filter(pk=made[1].pk).update(acknowledgement="disputed", visibility="agency")

    viewers = (cast.coordinator, cast.esa_reviewer, cast.nasa_reviewer)
    assert [responding.disputes_visible_to(who, document).count() for who in viewers] == [0, 0, 1]


def test_pages_take_the_same_queries_for_any_number(
    answered, cast, document, sign_in, django_assert_max_num_queries,
):
    round_, _ = answered
    responses.ask_for_responses(round_=round_, by=cast.coordinator)
    client = sign_in(cast.coordinator)

    with django_assert_max_num_queries(28):
        client.get(reverse("reviews:responses", args=[document.slug, round_.number]))
    Comment.objects.update(acknowledgement="disputed")
    with django_assert_max_num_queries(19):
        client.get(reverse("reviews:disputes", args=[document.slug]))


def test_my_work_says_which_answers_wait_for_a_judgement(answered, cast):
    responses.ask_for_responses(round_=answered[0], by=cast.coordinator)

    said = {
        who.name: [task.text for task in work_of(who) if "satisf" in task.text]
        for who in (cast.nasa_focal_point, cast.nasa_reviewer, cast.reviewer)
    }

    assert said == {
        "NASA focal point": ["Say whether 1 answer satisfies"], "NASA reviewer 1": [],
        "Community reviewer": ["Say whether 1 answer satisfies"],
    }


def test_history_tells_who_responded_what(answered, cast, sign_in):
    round_, made = answered
    responses.ask_for_responses(round_=round_, by=cast.coordinator)
    responses.respond(comment=made[1], satisfied=False, reason="Wrong unit.", by=cast.nasa_focal_point)

    page = sign_in(cast.observer).get(reverse("reviews:history", args=[made[1].uid])).text

    assert all(words in page for words in ("disputed", "Wrong unit.", "NASA focal point"))


def test_who_is_asked_is_told_once_and_only_as_long_as_something_waits(answered, cast, work):
    round_, made = answered
    responses.ask_for_responses(round_=round_, by=cast.coordinator)
    work()
    work()

    rows = Notice.objects.filter(kind="reviews.responses")
    told = {notice.person.name: kinds.words_for(notice.person, notice) for notice in rows}
    responses.respond(comment=made[1], satisfied=True, by=cast.nasa_focal_point)
    nasa = rows.get(person=cast.nasa_focal_point)

    assert set(told) == {"Coordinator", "NASA focal point", "Community reviewer"}  # the first is ESA's
    assert told["NASA focal point"].title.startswith("1 answer waits for your response")
    assert kinds.words_for(cast.nasa_focal_point, nasa) is None
