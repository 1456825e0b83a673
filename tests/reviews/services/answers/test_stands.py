"""Agencies state how they stand to what others want; who learns of it is for the round to say."""

import pytest

from backend.errors import BadInput, NotNow, NotYou
from backend.events.models import Event
from reviews import selectors
from reviews.models import Round, RoundState, Stand
from reviews.services.answers import stands
from reviews.services.asking import rounds
from reviews.services.asking.rounds import Rules
from reviews.services.talk import comments
from tests.reviews import rounds as trials


@pytest.fixture
def theirs(post, cast):
    """What NASA wants, released to everyone."""
    return post(cast.nasa_reviewer, "", proposal="45 days")


@pytest.fixture
def state(document):
    def stated(comment, by, side="against", reason="The lander lasts 42 days.", **more):
        return stands.state_stand(document=document, comments=[comment], side=side, reason=reason, by=by,
                                  **more)

    return stated


def seen_by(person):
    return list(selectors.stands_visible_to(person).values_list("agency__code", "side"))


def told_to(person):
    return selectors.events_visible_to(person).filter(verb="reviews.stand.stated").count()


def test_focal_point_says_that_the_agency_is_against_and_everyone_reads_why(theirs, cast, state):
    [stand] = state(theirs, cast.coordinator)

    assert (stand.agency, stand.side, stand.reason) == (cast.esa, "against", "The lander lasts 42 days.")
    assert seen_by(cast.observer) == [("ESA", "against")]
    event = Event.objects.get(verb="reviews.stand.stated")
    assert event.data == {"comment": str(theirs.uid), "agency": cast.esa.pk, "side": "against"}


def test_new_stand_counts_and_the_old_one_stays_on_record(theirs, cast, state):
    state(theirs, cast.coordinator)
    state(theirs, cast.coordinator, "for", "")

    assert list(Stand.objects.order_by("pk").values_list("side", "counts")) == [
        ("against", False), ("for", True),
    ]


def test_saying_the_same_again_adds_nothing(theirs, cast, state):
    state(theirs, cast.coordinator)
    state(theirs, cast.coordinator)

    assert Stand.objects.count() == Event.objects.filter(verb="reviews.stand.stated").count() == 1


@pytest.mark.parametrize("who", ["esa_reviewer", "editor", "reviewer", "observer", "nasa_focal_point"])
def test_only_the_focal_point_of_another_agency_states_one(who, theirs, cast, state):
    with pytest.raises(NotYou):
        state(theirs, getattr(cast, who))
    assert not Stand.objects.exists()


def test_focal_point_of_an_agency_that_takes_no_part_states_none(theirs, cast, state):
    with pytest.raises(NotYou):
        state(theirs, cast.coordinator, agency=cast.nasa)
    with pytest.raises(NotYou):
        state(theirs, cast.stranger)


@pytest.mark.parametrize(("side", "reason"), [("against", " "), ("perhaps", "Well.")])
def test_against_needs_a_reason_and_a_side_is_one_of_three(side, reason, theirs, cast, state):
    with pytest.raises(BadInput):
        state(theirs, cast.coordinator, side, reason)


def test_nothing_is_said_of_what_is_not_released(post, cast, state):
    inside = post(cast.nasa_reviewer, audience="agency")

    with pytest.raises(NotYou):
        state(inside, cast.coordinator)


def test_withdrawn_comment_is_past_stands(theirs, cast, state):
    comments.withdraw_comment(comment=theirs, by=cast.nasa_focal_point)

    with pytest.raises(NotNow):
        state(theirs, cast.coordinator)


def test_of_several_comments_one_that_is_answered_stops_all(theirs, post, cast, document):
    other = post(cast.reviewer, "", proposal="40 days")
    comments.withdraw_comment(comment=other, by=cast.reviewer)

    with pytest.raises(NotNow):
        stands.state_stand(document=document, comments=[theirs, other], side="for", by=cast.coordinator)
    assert not Stand.objects.exists()


#: during, afterwards -> who sees NASA's side while the round is open, and after its close.
RULES = [
    (("open", "open"), {"coordinator", "editor", "observer"}, {"coordinator", "editor", "observer"}),
    (("editors", "open"), {"coordinator", "editor"}, {"coordinator", "editor", "observer"}),
    (("sealed", "open"), set(), {"coordinator", "editor", "observer"}),
    (("sealed", "editors"), set(), {"coordinator", "editor"}),
]


@pytest.mark.parametrize(("rules", "during", "after"), RULES)
def test_round_says_who_learns_of_a_stand(rules, during, after, clock, cast, version, post, state):
    earlier = post(cast.esa_reviewer, "", proposal="42 days")
    given = Rules(rules[0], rules[1], one_voice=False)
    round_ = trials.begin(version, cast.coordinator, agencies=(cast.esa, cast.nasa), rules=given)
    state(earlier, cast.nasa_focal_point)
    others = ("coordinator", "editor", "observer")

    def learned():
        seen = {who for who in others if seen_by(getattr(cast, who))}
        assert seen == {who for who in others if told_to(getattr(cast, who))}
        assert seen_by(cast.nasa_reviewer) == [("NASA", "against")]
        return seen

    assert learned() == during
    clock.at(trials.CLOSES + trials.SECOND)
    rounds.tend()
    assert Round.objects.get(pk=round_.pk).state == RoundState.CLOSED
    assert learned() == after
