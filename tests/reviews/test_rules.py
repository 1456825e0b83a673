"""The page of rules, tested whole."""

import pytest

from reviews import rules
from reviews.services.answers import decisions
from reviews.services.answers.decisions import Answer
from reviews.services.talk import comments

EVERYBODY = (
    "esa_reviewer", "coordinator", "editor", "nasa_focal_point", "nasa_reviewer", "reviewer", "observer",
    "stranger",
)


def who(cast, document, comment, move):
    return {
        name for name in EVERYBODY
        if move in rules.actions(rules.standing(getattr(cast, name), document), comment)
    }


@pytest.mark.parametrize(("move", "allowed"), [
    ("edit", {"nasa_reviewer"}),
    ("withdraw", {"nasa_reviewer", "nasa_focal_point", "editor", "coordinator"}),
    ("release", set()),
    ("reply", set(EVERYBODY) - {"observer", "stranger"}),
    ("propose", {"editor", "coordinator"}),
    ("decide", {"editor", "coordinator"}),
    ("reopen", set()),
])
def test_released_comment(move, allowed, post, cast, document):
    assert who(cast, document, post(cast.nasa_reviewer), move) == allowed


@pytest.mark.parametrize(("move", "allowed"), [
    ("edit", {"nasa_reviewer"}),
    ("release", {"nasa_reviewer", "nasa_focal_point"}),
    ("decide", set()),
])
def test_comment_of_an_agency(move, allowed, post, cast, document):
    assert who(cast, document, post(cast.nasa_reviewer, audience="agency"), move) == allowed


def test_decided_comment_can_only_be_answered_reopened_or_withdrawn(post, cast, document):
    comment = post(cast.nasa_reviewer)
    decided = decisions.decide_comment(comment=comment, answer=Answer("accepted"), by=cast.editor)

    assert rules.actions(rules.standing(cast.editor, document), decided) == {"reply", "reopen", "withdraw"}
    assert rules.actions(rules.standing(cast.nasa_reviewer, document), decided) == {"reply", "withdraw"}


def test_nothing_can_be_done_to_a_withdrawn_comment(post, cast, document):
    comment = comments.withdraw_comment(comment=post(cast.nasa_reviewer), by=cast.nasa_reviewer)

    assert who(cast, document, comment, "reply") == set()


def test_standing_takes_three_queries(cast, document, django_assert_num_queries):
    with django_assert_num_queries(3):
        rules.standing(cast.coordinator, document)


def test_author_who_became_an_observer_can_not_edit(post, cast, document):
    from django.utils import timezone

    from documents.models import DocumentRole, Role

    comment = post(cast.reviewer)
    DocumentRole.objects.filter(person=cast.reviewer).update(ended_at=timezone.now())
    DocumentRole.objects.create(document=document, person=cast.reviewer, role=Role.OBSERVER)

    assert rules.actions(rules.standing(cast.reviewer, document), comment) == set()
