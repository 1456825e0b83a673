"""Comments in the reader: cards, posting, and every move of one comment."""

import pytest
from django.urls import reverse

from reviews.models import Comment


@pytest.fixture
def margin(document, version):
    """Where the reader gets and posts comments."""
    return reverse("reviews:comments", args=[document.slug, version.number])


def fields(habitat, **more):
    return {
        "kind": "range", "block": habitat, "start": 55, "end": 62, "end_block": habitat, "quote": "30 days",
        "type": "technical", "body": "Why 30?", "audience": "document",
    } | more


def test_posting_answers_with_the_card(margin, habitat, cast, sign_in):
    answer = sign_in(cast.esa_reviewer).post(margin, fields(habitat, proposal="42 days"))

    assert answer.status_code == 201
    assert 'data-number="ESA-001"' in answer.text
    assert "<ins>42</ins>" in answer.text


def test_unchanged_proposal_is_none(margin, habitat, cast, sign_in):
    sign_in(cast.esa_reviewer).post(margin, fields(habitat, proposal="30 days"))

    assert not hasattr(Comment.objects.get(), "proposal")


def test_empty_proposal_takes_words_away(margin, habitat, cast, sign_in):
    sign_in(cast.esa_reviewer).post(margin, fields(habitat, proposal="", body=""))

    assert [edit["kind"] for edit in Comment.objects.get().proposal.edits] == ["delete"]


def test_same_key_posts_once(margin, habitat, cast, sign_in):
    client = sign_in(cast.esa_reviewer)

    first, second = (client.post(margin, fields(habitat, key="k1")) for _ in range(2))

    assert Comment.objects.count() == 1
    assert first.text.split("csrf")[0] == second.text.split("csrf")[0]


@pytest.mark.parametrize(("change", "status"), [
    ({"quote": "60 days"}, 409), ({"end": 999}, 422), ({"kind": "poem"}, 422), ({"body": " "}, 422),
    ({"audience": "public"}, 422), ({"block": "b999", "end_block": "b999"}, 422), ({"start": "x"}, 422),
])
def test_what_can_not_be_posted_is_refused(change, status, margin, habitat, cast, sign_in):
    answer = sign_in(cast.esa_reviewer).post(margin, fields(habitat, **change))

    assert (answer.status_code, Comment.objects.count()) == (status, 0)


def test_cards_of_a_piece_of_the_version(margin, post, cast, sign_in, version, habitat):
    post(cast.esa_reviewer, "Here.")
    ordinal = version.blocks.get(key=habitat).ordinal
    client = sign_in(cast.editor)

    near = client.get(margin, {"from": ordinal, "to": ordinal + 1}).text
    elsewhere = client.get(margin, {"from": ordinal + 1, "to": ordinal + 9}).text

    assert ("Here." in near, "Here." in elsewhere) == (True, False)


def test_cards_show_nothing_of_another_agency(margin, post, cast, sign_in):
    post(cast.nasa_reviewer, "Canary.", audience="agency")

    assert "Canary." in sign_in(cast.nasa_focal_point).get(margin).text
    assert "Canary." not in sign_in(cast.editor).get(margin).text


@pytest.mark.parametrize("count", [1, 3])
def test_cards_take_the_same_queries_for_any_number(
    count, margin, post, cast, sign_in, django_assert_max_num_queries,
):
    for _ in range(count):
        post(cast.esa_reviewer, proposal="42 days")
    client = sign_in(cast.editor)

    with django_assert_max_num_queries(12):
        client.get(margin)


def move(client, name, comment, **data):
    return client.post(reverse(f"reviews:{name}", args=[comment.uid]), data)


def test_reply_shows_in_the_card(post, cast, sign_in):
    answer = move(sign_in(cast.nasa_reviewer), "reply", post(cast.esa_reviewer), body="Agreed.")

    assert (answer.status_code, "Agreed." in answer.text) == (200, True)


def test_decision_shows_in_the_card(post, cast, sign_in):
    answer = move(
        sign_in(cast.editor), "decide", post(cast.esa_reviewer), disposition="rejected", response="See §3.",
    )

    assert ("Rejected" in answer.text, "See §3." in answer.text) == (True, True)


def test_missing_reason_is_said_in_the_card(post, cast, sign_in):
    answer = move(sign_in(cast.editor), "decide", post(cast.esa_reviewer), disposition="rejected")

    assert (answer.status_code, "Give the reason" in answer.text) == (422, True)


def test_duplicate_is_named_by_its_number(post, cast, sign_in):
    first, second = post(cast.esa_reviewer), post(cast.nasa_reviewer)

    move(sign_in(cast.editor), "decide", second, disposition="duplicate", duplicate_of="esa-001")

    assert Comment.objects.get(pk=second.pk).duplicate_of == first


def test_hidden_duplicate_is_not_found(post, cast, sign_in):
    post(cast.esa_reviewer, audience="agency")

    answer = move(
        sign_in(cast.editor), "decide", post(cast.nasa_reviewer), disposition="duplicate",
        duplicate_of="ESA-001",
    )

    assert (answer.status_code, "There is no comment ESA-001 here" in answer.text) == (422, True)


def test_lost_update_is_told_and_the_present_card_shown(post, cast, sign_in):
    comment = post(cast.esa_reviewer)
    client = sign_in(cast.esa_reviewer)
    move(client, "edit", comment, body="First.", revision=1)

    answer = move(client, "edit", comment, body="Second.", revision=1)

    assert (answer.status_code, "First." in answer.text) == (409, True)


def test_edit_without_a_proposal_adds_none(post, cast, sign_in):
    comment = post(cast.esa_reviewer)

    move(sign_in(cast.esa_reviewer), "edit", comment, body="Other.", proposal="")

    assert not hasattr(Comment.objects.get(pk=comment.pk), "proposal")


def test_release_withdraw_and_reopen(post, cast, sign_in):
    comment = post(cast.nasa_reviewer, audience="agency")

    released = move(sign_in(cast.nasa_focal_point), "release", comment)
    decided = move(sign_in(cast.editor), "decide", comment, disposition="accepted")
    reopened = move(sign_in(cast.editor), "reopen", comment, reason="New figures.")
    withdrawn = move(sign_in(cast.nasa_reviewer), "withdraw", comment)

    assert [one.status_code for one in (released, decided, reopened, withdrawn)] == [200] * 4
    assert Comment.objects.get().state == "withdrawn"


def test_hidden_comment_is_like_a_missing_one(post, cast, sign_in):
    hidden = post(cast.nasa_reviewer, audience="agency")
    client = sign_in(cast.editor)

    there = client.post(reverse("reviews:reply", args=[hidden.uid]), {"body": "x"})
    missing = client.post(reverse("reviews:reply", args=[cast.editor.uid]), {"body": "x"})

    assert (there.status_code, missing.status_code) == (404, 404)


def test_history_tells_the_old_words(post, cast, sign_in):
    comment = post(cast.esa_reviewer, "Old words.")
    move(sign_in(cast.esa_reviewer), "edit", comment, body="New words.")

    page = sign_in(cast.editor).get(reverse("reviews:history", args=[comment.uid])).text

    assert ("Old words." in page, "New words." in page) == (True, True)


@pytest.mark.parametrize("name", ["ESA-001", "esa-1"])
def test_permanent_link_leads_to_the_words(name, post, cast, sign_in, document, habitat):
    comment = post(cast.esa_reviewer)

    answer = sign_in(cast.observer).get(reverse("reviews:comment", args=[document.slug, name]))

    assert answer.url == f"/documents/{document.slug}/v1/?at={habitat}#c-{comment.uid}"


@pytest.mark.parametrize("name", ["ESA-999", "nonsense", "ESA-99999999999999999999", "-1"])
def test_unknown_comment_is_missing(name, cast, sign_in, document):
    answer = sign_in(cast.observer).get(reverse("reviews:comment", args=[document.slug, name]))

    assert answer.status_code == 404
