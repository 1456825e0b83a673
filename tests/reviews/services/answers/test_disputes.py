"""Disputes: the coordinator lets an answer stand, and says why to the agency and to whoever approves."""

import pytest
from django.urls import reverse

from backend.errors import BadInput, NotNow, NotYou
from backend.events.models import Event
from backend.notices import kinds
from backend.notices.models import Notice
from reviews.services.answers import decisions, disputes, responses
from reviews.services.answers.decisions import Answer
from reviews.services.approvals import positions
from reviews.services.approvals.positions import Question

WRONG, STANDS = "The unit is wrong.", "The agencies agreed on it in Paris."


@pytest.fixture
def disputed(answered, cast):
    """NASA's comment, with whose answer NASA is not satisfied."""
    round_, made = answered
    responses.ask_for_responses(round_=round_, by=cast.coordinator)
    return responses.respond(comment=made[1], satisfied=False, reason=WRONG, by=cast.nasa_focal_point)


@pytest.fixture
def overruled(disputed, cast):
    return disputes.overrule_dispute(comment=disputed, reason=STANDS, by=cast.coordinator)


def told(person, kind):
    rows = Notice.objects.filter(person=person, kind=kind)
    return [words.text for _, words in kinds.with_words(person, rows)]


def test_coordinator_is_told_of_an_objection_and_the_agency_of_its_answer(overruled, cast, work):
    work()

    assert told(cast.nasa_focal_point, "reviews.overruled") == [STANDS]
    assert Notice.objects.filter(person=cast.coordinator, kind="reviews.dispute").exists()
    assert told(cast.coordinator, "reviews.dispute") == []  # it is overruled meanwhile
    assert not Notice.objects.filter(kind="reviews.overruled").exclude(person=cast.nasa_focal_point).exists()


def test_open_objection_is_told_with_its_reason(disputed, cast, work):
    work()

    assert told(cast.coordinator, "reviews.dispute") == [WRONG]


def test_event_names_codes_only(overruled):
    event = Event.objects.get(verb="reviews.comment.overruled")

    assert STANDS not in str(event.data)


@pytest.mark.parametrize("who", ["editor", "nasa_focal_point", "nasa_reviewer", "observer"])
def test_nobody_else_overrules(who, disputed, cast):
    with pytest.raises(NotYou):
        disputes.overrule_dispute(comment=disputed, reason=STANDS, by=getattr(cast, who))


def test_reason_is_asked_for_and_an_answer_is_overruled_once(disputed, cast):
    with pytest.raises(BadInput):
        disputes.overrule_dispute(comment=disputed, reason=" ", by=cast.coordinator)
    disputes.overrule_dispute(comment=disputed, reason=STANDS, by=cast.coordinator)
    with pytest.raises(NotNow):
        disputes.overrule_dispute(comment=disputed, reason=STANDS, by=cast.coordinator)


def test_nothing_is_overruled_that_nobody_disputes(answered, cast):
    with pytest.raises(NotNow):
        disputes.overrule_dispute(comment=answered[1][0], reason=STANDS, by=cast.coordinator)


def test_new_answer_that_is_disputed_anew_was_not_overruled(overruled, cast, sign_in):
    decisions.supersede_decision(
        comment=overruled, answer=Answer("noted", note="Meant otherwise."), by=cast.coordinator,
    )
    responses.respond(comment=overruled, satisfied=False, reason="Still.", by=cast.nasa_focal_point)

    page = sign_in(cast.coordinator).get(reverse("reviews:disputes", args=[overruled.document.slug])).text
    assert ("Still." in page, STANDS in page, "Let the answer stand" in page) == (True, False, True)


def test_approval_the_list_the_history_and_the_api_show_both_sides(overruled, version, cast, sign_in):
    approval = positions.ask_approval(
        version=version, by=cast.coordinator,
        question=Question("Approve?", "consensus", "1 January 2027 12:00 UTC"),
    )
    slug, client = overruled.document.slug, sign_in(cast.nasa_reviewer)

    addresses = [
        reverse("reviews:approval", args=[slug, approval.number]), reverse("reviews:disputes", args=[slug]),
        reverse("reviews:history", args=[overruled.uid]), f"/api/v1/documents/{slug}/disputes/",
    ]
    pages = [client.get(address).text for address in addresses]
    assert [(WRONG in page, STANDS in page) for page in pages] == [(True, True)] * 4


def test_page_and_api_overrule(disputed, cast, sign_in):
    client, uid = sign_in(cast.coordinator), disputed.uid

    done = client.post(reverse("reviews:overrule", args=[uid]), {"reason": STANDS})
    again = client.post(f"/api/v1/comments/{uid}/overrule/", {"reason": STANDS},
                        content_type="application/json")

    assert (done.status_code, again.status_code) == (302, 409)
