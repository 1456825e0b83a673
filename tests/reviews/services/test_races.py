"""Many at once: each number once, each key once, one decision."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from backend.errors import NotNow
from reviews.models import Comment, Decision
from reviews.services import comments, decisions
from reviews.services.comments import Place, Saying
from reviews.services.decisions import Answer

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


def all_at_once(act):
    """What `act(n)` gives for each of several threads, each with a connection of its own."""

    def run(number):
        try:
            return act(number)
        except NotNow as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def say(version, person, key=""):
    return comments.post_comment(
        version=version, place=Place("document"), saying=Saying("So."), audience="document", by=person,
        key=key,
    )


def test_numbers_are_given_once_and_without_gaps(transactional_db, cast, version):
    all_at_once(lambda _: say(version, cast.esa_reviewer).pk)

    assert sorted(Comment.objects.values_list("number", flat=True)) == list(range(1, AT_ONCE + 1))


def test_same_key_sent_many_times_is_one_comment(transactional_db, cast, version):
    found = all_at_once(lambda _: say(version, cast.esa_reviewer, "k1").pk)

    assert (len(set(found)), Comment.objects.get().register_number) == (1, "ESA-001")


def test_one_of_many_decisions_wins(transactional_db, cast, version):
    comment = say(version, cast.esa_reviewer)

    answers = all_at_once(lambda _: decisions.decide_comment(
        comment=comment, answer=Answer("accepted"), by=cast.editor, revision=1,
    ).state)

    assert sorted(answers) == ["changed"] * (AT_ONCE - 1) + ["decided"]
    assert Decision.objects.count() == 1
