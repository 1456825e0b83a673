"""One voice per agency: what a focal point does with the members' comments before release."""

import pytest
from django.core import mail as outbox

from backend.errors import BadInput, NotNow, NotYou
from reviews import selectors
from reviews.models import AgencyStep, Comment, Invitation, InvitationState
from reviews.services.asking import rounds
from reviews.services.asking.rounds import Rules
from reviews.services.talk import comments, releases, voices
from reviews.services.talk.comments import Saying
from tests.reviews.rounds import CLOSES, begin

VOICE = Rules("sealed", one_voice=True)


@pytest.fixture
def round_(clock, version, cast):
    return begin(version, cast.coordinator, rules=VOICE, agencies=(cast.esa, cast.nasa))


@pytest.fixture
def nasa(round_, cast):
    return Invitation.objects.select_related("round__version", "agency").get(round=round_, agency=cast.nasa)


@pytest.fixture
def inside(round_, post, cast):
    """`inside(body)` is a comment of a member to NASA."""
    return lambda body="Why 30?", **more: post(cast.nasa_reviewer, body, audience="agency", **more)


def test_rewording_keeps_the_original_and_tells_the_author(inside, cast, work):
    said = inside("This is nonsense.")

    reworded = voices.reword_comment(
        comment=said, saying=Saying("We do not see the basis."), by=cast.nasa_focal_point, reason="Tone."
    )
    work()

    step = reworded.agency_steps.get()
    assert (reworded.body, step.body_before, step.reason) == (
        "We do not see the basis.", "This is nonsense.", "Tone.",
    )
    assert [message.to for message in outbox.outbox if "reworded" in message.subject] == [
        [cast.nasa_reviewer.email]
    ]


@pytest.mark.parametrize("who", ["nasa_reviewer", "esa_reviewer", "coordinator", "editor"])
def test_only_the_focal_point_rewords(who, inside, cast):
    with pytest.raises(NotYou):
        voices.reword_comment(comment=inside(), saying=Saying("Other."), by=getattr(cast, who))


def test_a_returned_comment_is_changed_and_submitted_again_by_its_author(inside, cast):
    said = inside()
    returned = voices.return_comment(comment=said, reason="Give the source.", by=cast.nasa_focal_point)
    comments.edit_comment(comment=returned, saying=Saying("See TN-7."), by=cast.nasa_reviewer)

    again = releases.release_comment(comment=returned, by=cast.nasa_reviewer, to="agency")

    assert returned.state == "returned"
    assert (again.state, again.body) == ("submitted", "See TN-7.")


def test_returning_needs_a_reason(inside, cast):
    with pytest.raises(BadInput):
        voices.return_comment(comment=inside(), reason=" ", by=cast.nasa_focal_point)


def test_what_is_held_back_is_not_released_until_it_is_freed(inside, nasa, cast):
    said = voices.hold_comment(comment=inside(), by=cast.nasa_focal_point)
    nothing = voices.release_set(invitation=nasa, by=cast.nasa_focal_point, finishes=False)
    with pytest.raises(NotNow):
        releases.release_comment(comment=said, by=cast.nasa_focal_point)
    voices.free_comment(comment=said, by=cast.nasa_focal_point)

    released = voices.release_set(invitation=nasa, by=cast.nasa_focal_point)

    assert (nothing, [one.pk for one in released]) == ([], [said.pk])


def test_comments_put_together_are_released_as_one(inside, nasa, cast):
    kept, other = inside("Why 30 days?"), inside("Why thirty days?")
    voices.merge_comments(into=kept, others=[other], by=cast.nasa_focal_point)

    released = voices.release_set(invitation=nasa, by=cast.nasa_focal_point)

    other.refresh_from_db()
    assert [one.pk for one in released] == [kept.pk]
    assert (other.merged_into, other.visibility) == (kept, "agency")


def test_comments_of_another_agency_cannot_be_put_together(inside, post, cast):
    others = post(cast.esa_reviewer, audience="agency")

    with pytest.raises(BadInput):
        voices.merge_comments(into=inside(), others=[others], by=cast.nasa_focal_point)


def test_clashing_proposals_are_shown_before_release(inside, nasa, cast):
    one, other = inside(proposal="42 days"), inside(proposal="60 days")
    with pytest.raises(NotNow) as refused:
        voices.release_set(invitation=nasa, by=cast.nasa_focal_point)

    released = voices.release_set(invitation=nasa, by=cast.nasa_focal_point, despite_clashes=True)

    assert [set(keys) for keys in refused.value.members["clashes"]] == [{str(one.uid), str(other.uid)}]
    assert len(released) == 2


def test_nothing_is_released_when_one_cannot_be(inside, nasa, cast, clock):
    inside(), inside("And?")
    rounds.suspend_round(round_=nasa.round, reason="A wrong file.", by=cast.coordinator)

    with pytest.raises(NotNow):
        voices.release_set(invitation=nasa, by=cast.nasa_focal_point)
    assert set(Comment.objects.values_list("state", flat=True)) == {"submitted"}


def test_releasing_the_set_is_the_agencys_answer(inside, nasa, cast):
    inside()
    voices.release_set(invitation=nasa, by=cast.nasa_focal_point)

    nasa.refresh_from_db()
    assert nasa.state == InvitationState.ANSWERED


def test_members_cannot_speak_while_their_agency_pauses(inside, nasa, cast, post):
    voices.set_pause(invitation=nasa, by=cast.nasa_focal_point, is_paused=True)

    with pytest.raises(NotNow) as refused:
        inside()
    assert refused.value.code == "paused"
    assert post(cast.nasa_focal_point, audience="agency").state == "submitted"
    assert post(cast.esa_reviewer, audience="agency").state == "submitted"


def test_an_agency_names_its_own_end(nasa, cast):
    voices.set_internal_end(invitation=nasa, words="20 June 2026 12:00 UTC", by=cast.nasa_focal_point)

    with pytest.raises(BadInput):
        voices.set_internal_end(invitation=nasa, words="1 July 2026 12:00 UTC", by=cast.nasa_focal_point)
    nasa.refresh_from_db()
    assert f"{nasa.internal_closes_at:%d %H:%M}" == "20 12:00"


def test_what_the_agency_did_inside_is_never_told_outside(inside, nasa, cast, clock, work):
    said = inside("This is nonsense.")
    voices.reword_comment(comment=said, saying=Saying("We disagree."), by=cast.nasa_focal_point)
    voices.release_set(invitation=nasa, by=cast.nasa_focal_point)
    clock.at(CLOSES)
    rounds.tend()
    work()

    outside = selectors.events_visible_to(cast.editor).filter(target_type="reviews.comment")
    within = selectors.events_visible_to(cast.nasa_reviewer).filter(target_type="reviews.comment")

    assert {event.verb.rpartition(".")[2] for event in outside} == {"posted", "released"}
    assert "reviews.comment.reworded" in set(within.values_list("verb", flat=True))
    assert AgencyStep.objects.count() == 1
