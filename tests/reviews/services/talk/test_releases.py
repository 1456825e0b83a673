"""Releasing comments, and replying to them."""

import pytest

from backend.errors import BadInput, NotNow, NotYou
from reviews.models import Reply
from reviews.services.talk import comments, releases, replies


def test_focal_point_releases_to_everyone_and_the_comment_gets_its_number(post, cast):
    hidden = post(cast.nasa_reviewer, audience="agency")

    now = releases.release_comment(comment=hidden, by=cast.nasa_focal_point)

    assert (now.state, now.visibility, now.register_number) == ("registered", "document", "NASA-001")


def test_focal_point_can_not_release_another_agencys_comments(post, cast):
    with pytest.raises(NotYou):
        releases.release_comment(comment=post(cast.nasa_reviewer, audience="agency"), by=cast.coordinator)


def test_draft_goes_to_the_agency_first(post, cast):
    draft = post(cast.nasa_reviewer, audience="author")

    now = releases.release_comment(comment=draft, by=cast.nasa_reviewer, to="agency")

    assert (now.state, now.visibility, now.register_number) == ("submitted", "agency", "")


def test_person_without_agency_releases_to_everyone_only(post, cast):
    draft = post(cast.reviewer, audience="author")

    with pytest.raises(BadInput):
        releases.release_comment(comment=draft, by=cast.reviewer, to="agency")
    assert releases.release_comment(comment=draft, by=cast.reviewer).register_number == "REV-001"


def test_released_comment_is_not_released_again(post, cast):
    with pytest.raises(NotNow):
        releases.release_comment(comment=post(cast.nasa_reviewer), by=cast.nasa_reviewer)


def test_withdrawn_comment_is_not_released(post, cast):
    hidden = post(cast.nasa_reviewer, audience="agency")
    comments.withdraw_comment(comment=hidden, by=cast.nasa_reviewer)

    with pytest.raises(NotNow):
        releases.release_comment(comment=hidden, by=cast.nasa_reviewer)


def test_reply_carries_its_authors_agency(post, cast):
    reply = replies.reply_to(comment=post(cast.esa_reviewer), body=" Agreed. ", by=cast.nasa_reviewer)

    assert (reply.body, reply.agency, reply.author_name) == ("Agreed.", cast.nasa, "NASA reviewer 1")


def test_same_key_gives_the_same_reply(post, cast):
    comment = post(cast.esa_reviewer)

    for _ in range(2):
        replies.reply_to(comment=comment, body="Agreed.", by=cast.nasa_reviewer, key="k1")

    assert Reply.objects.count() == 1


def test_observer_does_not_reply(post, cast):
    with pytest.raises(NotYou):
        replies.reply_to(comment=post(cast.esa_reviewer), body="Hello.", by=cast.observer)


def test_empty_reply_is_refused(post, cast):
    with pytest.raises(BadInput):
        replies.reply_to(comment=post(cast.esa_reviewer), body=" ", by=cast.nasa_reviewer)
