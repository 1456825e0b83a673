"""Conflicts as cards: made of what one sees, settled in one act with the reason."""

import pytest
from django.urls import reverse

from reviews.models import Comment
from reviews.table import conflicts


@pytest.fixture
def rivals(post, cast):
    return [
        post(cast.esa_reviewer, "The lander's limit.", proposal="42 days"),
        post(cast.nasa_reviewer, "", proposal="45 days"),
        post(cast.reviewer, "Which days?"),
    ]


@pytest.fixture
def at(document, version):
    return lambda name="conflicts": reverse(f"reviews:{name}", args=[document.slug, version.number])


def named(*comments):
    return [f"{comment.uid}:{comment.revision}" for comment in comments]


def test_card_shows_agencies_by_what_they_want(rivals, cast, sign_in, at):
    page = sign_in(cast.observer).get(at()).text

    told = ("1 place", "wants it", "other wording", "Which days?", "<mark>30</mark>")
    assert [words for words in told if words not in page] == []


@pytest.mark.parametrize(("audience", "own"), [("agency", 1), ("author", 0)])
def test_no_conflict_tells_of_what_one_may_not_see(audience, own, post, cast, version):
    post(cast.esa_reviewer, proposal="42 days")
    post(cast.nasa_reviewer, proposal="45 days", audience=audience)

    viewers = (cast.editor, cast.esa_reviewer, cast.nasa_reviewer)
    assert [len(conflicts.found(who, version)) for who in viewers] == [0, 0, own]


def test_one_wording_is_taken_and_the_rivals_hear_why(rivals, cast, sign_in, at):
    sent = {"accept": named(rivals[0]), "reject": named(rivals[1]), "reason": "The lander's limit is 42."}

    done = sign_in(cast.editor).post(at("settle_conflict"), sent)

    found = Comment.objects.filter(pk__in=[one.pk for one in rivals[:2]]).order_by("pk")
    assert list(found.values_list("disposition", "response")) == [
        ("accepted", ""), ("rejected", "The lander's limit is 42."),
    ]
    assert "Undo" in sign_in(cast.editor).get(done.url).text


def test_reason_is_asked_for(rivals, cast, sign_in, at):
    sent = {"accept": named(rivals[0]), "reject": named(rivals[1]), "reason": " "}

    assert sign_in(cast.editor).post(at("settle_conflict"), sent).status_code == 422
    assert not Comment.objects.exclude(disposition="").exists()


def test_withdrawn_proposal_is_no_side(rivals, cast, version):
    Comment.objects.filter(pk=rivals[1].pk).update(state="withdrawn")

    assert conflicts.found(cast.editor, version) == []


@pytest.mark.parametrize("count", [2, 5])
def test_page_takes_the_same_queries_for_any_number(
    count, post, cast, sign_in, at, django_assert_max_num_queries,
):
    for number in range(count):
        post((cast.esa_reviewer, cast.nasa_reviewer)[number % 2], proposal=f"{40 + number} days")
    client = sign_in(cast.editor)

    with django_assert_max_num_queries(18):
        client.get(at())
