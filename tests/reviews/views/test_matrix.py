"""The matrix as a page: rows, one comment opened, acts with undo, views under a name."""

import pytest
from django.urls import reverse

from reviews.models import Comment, Operation, SavedView
from reviews.services.answers import decisions
from reviews.services.answers.decisions import Answer
from reviews.services.asking import rounds
from reviews.services.asking.rounds import Dates


@pytest.fixture
def at(document):
    def address(name="register", *more):
        return reverse(f"reviews:{name}", args=[document.slug, *more])

    return address


def named(*comments):
    return [f"{comment.uid}:{comment.revision}" for comment in comments]


def test_rows_show_number_words_and_proposal(post, cast, sign_in, at):
    post(cast.esa_reviewer, "Why thirty?", proposal="42 days")

    answer = sign_in(cast.editor).get(at()).text

    assert all(words in answer for words in ("ESA-001", "Why thirty?", "<ins>42</ins>"))


def test_agencys_own_comments_are_not_in_others_rows(post, cast, sign_in, at):
    post(cast.nasa_reviewer, "Canary", audience="agency")

    seen = ["Canary" in sign_in(who).get(at()).text for who in (cast.nasa_focal_point, cast.editor)]

    assert seen == [True, False]


@pytest.mark.parametrize("count", [1, 8])
def test_page_takes_the_same_queries_for_any_number(
    count, post, cast, sign_in, at, django_assert_max_num_queries,
):
    for _ in range(count):
        post(cast.esa_reviewer, proposal="42 days")
    client = sign_in(cast.editor)

    with django_assert_max_num_queries(26):
        client.get(at())


@pytest.mark.parametrize("count", [1, 8])
def test_more_rows_take_the_same_queries_for_any_number(
    count, post, cast, sign_in, at, django_assert_max_num_queries,
):
    for _ in range(count):
        post(cast.esa_reviewer, proposal="42 days")
    client = sign_in(cast.editor)

    with django_assert_max_num_queries(18):
        client.get(at("matrix_rows"))


def test_filters_and_columns_of_the_address_are_kept(post, cast, sign_in, at):
    post(cast.esa_reviewer, "Of ESA.", said={"type": "technical"})
    post(cast.nasa_reviewer, "Of NASA.")

    answer = sign_in(cast.editor).get(at(), {"type": "technical", "columns": "state,comment"}).text

    assert ("Of ESA." in answer, "Of NASA." in answer) == (True, False)
    assert 'data-cell="response"' not in answer


def test_opened_comment_shows_its_words_in_place(post, cast, sign_in, at):
    comment = post(cast.esa_reviewer, "All of it.")

    answer = sign_in(cast.editor).get(at("matrix_open", comment.uid)).text

    assert "<mark>30 days</mark>" in answer
    assert "All of it." in answer


def test_many_are_answered_at_once_and_taken_back(post, cast, sign_in, at):
    two = [post(cast.esa_reviewer), post(cast.nasa_reviewer)]
    client = sign_in(cast.editor)

    sent = {"kind": "answer", "disposition": "rejected", "response": "See §3.", "comment": named(*two)}
    done = client.post(at("matrix_act"), sent)
    states = set(Comment.objects.values_list("state", "response"))
    undone = client.post(at("matrix_undo", Operation.objects.get().uid))

    assert (done.status_code, states, undone.status_code) == (200, {("decided", "See §3.")}, 200)
    assert set(Comment.objects.values_list("state", "response")) == {("registered", "")}
    assert done.text.count("data-row") == undone.text.count("data-row") == 2


def test_answer_shows_rows_that_the_filter_would_no_longer_show(post, cast, sign_in, at):
    comment = post(cast.esa_reviewer)

    sent = {"kind": "answer", "disposition": "accepted", "comment": named(comment)}
    done = sign_in(cast.editor).post(f"{at('matrix_act')}?state=open", sent)

    assert str(comment.uid) in done.text


def test_second_editor_is_told_and_nothing_is_overwritten(post, cast, sign_in, at):
    comment = post(cast.esa_reviewer)
    decisions.decide_comment(comment=comment, answer=Answer("noted", "The first."), by=cast.coordinator)

    sent = {"kind": "answer", "disposition": "rejected", "response": "The second.", "comment": named(comment)}
    answer = sign_in(cast.editor).post(at("matrix_act"), sent)

    assert answer.status_code == 409
    assert Comment.objects.get().response == "The first."


@pytest.mark.parametrize("comment", ["nonsense", "00000000-0000-0000-0000-000000000000:x", ""])
def test_made_up_comments_are_refused(comment, post, cast, sign_in, at):
    post(cast.esa_reviewer)

    sent = {"kind": "answer", "disposition": "noted", "comment": comment}

    assert sign_in(cast.editor).post(at("matrix_act"), sent).status_code == 422


def test_view_is_kept_and_offered(post, cast, sign_in, at):
    client = sign_in(cast.editor)

    client.post(f"{at('save_view')}?state=open&order=number&colour=red", {"name": "Open ones"})

    assert SavedView.objects.get().query == {"state": "open", "order": "number"}
    assert "Open ones" in client.get(at()).text


def test_only_shared_views_are_offered_to_others(cast, sign_in, at):
    sign_in(cast.editor).post(at("save_view"), {"name": "Alone"})
    sign_in(cast.editor).post(at("save_view"), {"name": "Together", "is_shared": "on"})

    answer = sign_in(cast.esa_reviewer).get(at()).text

    assert ("Alone" in answer, "Together" in answer) == (False, True)


def test_reviewers_keep_views_but_share_none(cast, sign_in, at):
    client = sign_in(cast.esa_reviewer)

    shared = client.post(at("save_view"), {"name": "For all", "is_shared": "on"})
    own = client.post(at("save_view"), {"name": "Own"})

    assert (shared.status_code, own.status_code) == (403, 302)


def test_nobody_deletes_anothers_view(cast, sign_in, at):
    sign_in(cast.editor).post(at("save_view"), {"name": "Together", "is_shared": "on"})
    view = SavedView.objects.get()

    refused = sign_in(cast.esa_reviewer).post(at("delete_view", view.uid))
    deleted = sign_in(cast.coordinator).post(at("delete_view", view.uid))

    assert (refused.status_code, deleted.status_code) == (403, 302)
    assert not SavedView.objects.exists()


def test_a_round_called_off_before_it_was_announced_is_not_offered(cast, document, version, sign_in):
    when = Dates("30 June 2046 17:00 CEST")
    planned = rounds.create_round(version=version, title="Quiet look", when=when, by=cast.coordinator)
    rounds.cancel_round(round_=planned, reason="Not now.", by=cast.coordinator)

    shown = sign_in(cast.esa_reviewer).get(f"/documents/{document.slug}/comments/").content.decode()

    assert "Quiet look" not in shown
