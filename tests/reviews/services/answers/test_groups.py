"""Groups of comments that say nearly the same: found among what the same people see, answered together."""

import pytest
from django.urls import reverse

from backend.errors import NotYou
from reviews import selectors
from reviews.models import Comment, CommentGroup
from reviews.services.answers import groups

CAMPAIGN = "Human missions must not go ahead before the radiation risk to the crew is understood and shared."


@pytest.fixture
def three(post, cast):
    return [post(who, CAMPAIGN) for who in (cast.esa_reviewer, cast.nasa_reviewer, cast.reviewer)]


def sizes(person, document):
    return sorted(selectors.group_counts(person, document).values())


def test_worker_groups_what_was_said(three, post, cast, document, work):
    post(cast.esa_reviewer, "Something else altogether.")

    work()

    assert sizes(cast.observer, document) == [3]


def test_finding_again_changes_nothing(three, document):
    groups.find_groups(document=document)
    before = list(CommentGroup.objects.values_list("uid", "members__comment"))

    groups.find_groups(document=document)

    assert list(CommentGroup.objects.values_list("uid", "members__comment")) == before


@pytest.mark.parametrize("audience", ["agency", "author"])
def test_what_one_may_not_see_is_in_no_group(audience, post, cast, document):
    post(cast.esa_reviewer, CAMPAIGN)
    post(cast.nasa_reviewer, CAMPAIGN, audience=audience)

    groups.find_groups(document=document)

    assert [sizes(who, document) for who in (cast.editor, cast.nasa_reviewer)] == [[], []]


def test_what_only_the_editors_see_is_grouped_for_them_alone(three, post, cast, document):
    Comment.objects.filter(pk__in=[three[0].pk, three[1].pk]).update(visibility="editors")

    groups.find_groups(document=document)

    seen = [sizes(who, document) for who in (cast.editor, cast.esa_reviewer, cast.observer)]
    assert seen == [[2], [], []]


def test_withdrawn_comment_leaves_its_group(three, cast, document):
    Comment.objects.filter(pk=three[2].pk).update(state="withdrawn")

    groups.find_groups(document=document)

    assert sizes(cast.editor, document) == [2]


def test_what_was_taken_out_stays_out(three, cast, document):
    groups.find_groups(document=document)

    groups.part_from_group(comment=three[1], by=cast.editor)
    groups.find_groups(document=document)

    assert sizes(cast.editor, document) == [2]


def test_reviewers_neither_look_nor_take_out(three, cast, document):
    with pytest.raises(NotYou):
        groups.find_groups(document=document, by=cast.esa_reviewer)
    with pytest.raises(NotYou):
        groups.part_from_group(comment=three[0], by=cast.esa_reviewer)


def test_page_counts_raw_and_different_and_answers_each(three, post, cast, document, sign_in):
    post(cast.esa_reviewer, "Something else altogether.")
    groups.find_groups(document=document)
    client = sign_in(cast.editor)

    page = client.get(reverse("reviews:groups", args=[document.slug])).text
    sent = {
        "kind": "answer", "disposition": "rejected", "response": "See chapter 4.",
        "comment": [f"{one.uid}:{one.revision}" for one in three],
    }
    done = client.post(reverse("reviews:answer_group", args=[document.slug]), sent)
    after = client.get(done.url).text

    assert all(words in page for words in ("4 comments", "2 different", "2 repeat"))
    answered = Comment.objects.filter(response="See chapter 4.", state="decided", decisions__isnull=False)
    assert answered.count() == 3
    assert "Undo" in after


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_queries_for_any_number_of_groups(
    count, post, cast, document, sign_in, django_assert_max_num_queries,
):
    for number in range(count):
        for who in (cast.esa_reviewer, cast.nasa_reviewer):
            post(who, f"{'abc'[number] * 9} is the word of group {number}, and {'xyz'[number] * 8} too.")
    groups.find_groups(document=document)
    client = sign_in(cast.editor)

    with django_assert_max_num_queries(19):
        page = client.get(reverse("reviews:groups", args=[document.slug])).text

    assert page.count('class="answering"') == count
