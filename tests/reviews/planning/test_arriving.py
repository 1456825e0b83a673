"""What is foretold of a round's answers: to whom, from which rounds, and never for a day that is past."""

from datetime import timedelta

import pytest

from reviews.models import Invitation, InvitationState, Round
from reviews.planning import arriving
from reviews.services.asking import attending, rounds
from reviews.services.asking.rounds import Rules
from tests.reviews.rounds import CLOSES, OPENS, begin


@pytest.fixture
def review(clock, cast, version):
    """An open, sealed round that asks two agencies and two people."""
    return begin(
        version, cast.coordinator, agencies=(cast.esa, cast.nasa),
        people=(cast.observer, cast.esa_reviewer),
    )


def _answered(round_, agency, at):
    row = Invitation.objects.get(round=round_, agency=agency, person=None)
    row.state, row.answered_at = InvitationState.ANSWERED, at
    row.save()


def test_says_how_many_will_have_answered_with_range(clock, review, cast):
    _answered(review, cast.esa, OPENS + timedelta(days=3))
    clock.at(OPENS + timedelta(days=15))

    found = arriving.returns_of(review, cast.coordinator)

    assert (found.expected.asked, found.expected.returned, found.rounds_before) == (4, 1, 0)
    assert 1 <= found.expected.low <= found.expected.likely <= found.expected.high <= 4
    assert clock.now.date() <= found.half_on <= CLOSES.date()
    assert len(found.chances) == 3


def test_an_agency_that_never_answered_stands_first(clock, review, cast, version):
    _answered(review, cast.esa, OPENS + timedelta(days=2))
    clock.at(CLOSES + timedelta(days=1))
    rounds.close_round(round_=Round.objects.get(), by=cast.coordinator, reason="Over.")
    later = rounds.Dates("30 July 2026 17:00 CEST")
    again = begin(version, cast.coordinator, agencies=(cast.esa, cast.nasa), when=later)
    clock.at(clock.now + timedelta(days=20))

    found = arriving.returns_of(again, cast.coordinator)

    assert [chance.invitation.agency.code for chance in found.chances] == ["NASA", "ESA"]
    assert found.rounds_before == 1


def test_whoever_declined_is_neither_waited_for_nor_asked(clock, review, cast):
    Invitation.objects.filter(agency=cast.nasa).update(
        state=InvitationState.DECLINED, answered_at=OPENS + timedelta(days=1),
    )
    clock.at(OPENS + timedelta(days=5))

    assert arriving.returns_of(review, cast.coordinator).expected.asked == 3


def test_no_comments_on_the_whole_version_is_an_answer(clock, review, cast):
    clock.at(OPENS + timedelta(days=5))
    attending.say_nothing(round_=review, by=cast.esa_reviewer)

    assert arriving.returns_of(review, cast.coordinator).expected.returned == 1


@pytest.mark.parametrize("who", ["esa_reviewer", "nasa_focal_point", "observer", "stranger"])
def test_is_told_only_to_who_steers_the_document(clock, review, cast, who):
    assert arriving.returns_of(review, cast.coordinator) is not None
    assert arriving.returns_of(review, getattr(cast, who)) is None


def test_a_comment_in_a_sealed_round_moves_nothing(clock, review, cast, post):
    clock.at(OPENS + timedelta(days=10))
    before = arriving.returns_of(review, cast.coordinator).expected

    post(cast.nasa_reviewer)

    assert arriving.returns_of(review, cast.coordinator).expected == before


def test_agencies_that_never_say_complete_are_expected_as_earlier_rounds_went(clock, cast, version, post):
    asked = {"agencies": (cast.esa, cast.nasa)}
    for month in ("June", "July", "August"):
        begin(version, cast.coordinator, when=rounds.Dates(f"30 {month} 2026 17:00 CEST"), **asked)
        clock.at(clock.now + timedelta(days=2))
        for who in (cast.esa_reviewer, cast.nasa_reviewer):
            post(who)
        running = Round.objects.order_by("id").last()
        rounds.close_round(round_=running, by=cast.coordinator, reason="Over.")
    sealed = begin(version, cast.coordinator, when=rounds.Dates("30 September 2026 17:00 CEST"), **asked)
    clock.at(clock.now + timedelta(days=10))

    found = arriving.returns_of(sealed, cast.coordinator)

    assert (found.expected.returned, found.expected.likely, found.with_comments) == (0, 2, False)


def test_in_a_round_that_is_not_sealed_a_comment_is_an_answer(clock, cast, version, post):
    open_round = begin(version, cast.coordinator, rules=Rules("open"), agencies=(cast.esa, cast.nasa))
    clock.at(OPENS + timedelta(days=10))
    before = arriving.returns_of(open_round, cast.coordinator).expected.returned

    post(cast.nasa_reviewer)

    after = arriving.returns_of(open_round, cast.coordinator)
    assert (before, after.expected.returned) == (0, 1)
    assert [chance.invitation.agency.code for chance in after.chances] == ["ESA"]


def test_stands_on_the_pages_of_round_and_plan_and_in_the_api(clock, review, cast, document, sign_in):
    clock.at(OPENS + timedelta(days=10))
    coordinator = sign_in(cast.coordinator)

    pages = [coordinator.get(f"/documents/{document.slug}/{tail}").content.decode()
             for tail in ("rounds/1/", "plan/")]
    told = coordinator.get(f"/api/v1/rounds/{review.uid}/progress/").json()["returns"]
    plan = coordinator.get(f"/api/v1/plans/{document.slug}/").json()["returns"]

    assert all("answered by the end" in page for page in pages)
    assert (told["asked"], plan) == (4, [told])


def test_the_number_of_queries_does_not_grow_with_those_asked(
    clock, review, cast, django_assert_num_queries,
):
    clock.at(OPENS + timedelta(days=10))

    def look():
        arriving.returns_of(Round.objects.select_related("document").get(), cast.coordinator)

    with django_assert_num_queries(6):
        look()
    Invitation.objects.bulk_create(
        Invitation(round=review, email=f"{n}@example.org", invited_at=OPENS, invited_by=cast.coordinator)
        for n in range(30)
    )
    with django_assert_num_queries(6):
        look()
