"""Many at once: each number once, each key once, one decision."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from backend.errors import NotNow
from reviews.models import Comment, Decision
from reviews.services.answers import decisions
from reviews.services.answers.decisions import Answer
from reviews.services.asking import rounds
from reviews.services.asking.rounds import Dates
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from tests.reviews import rounds as rounds_of_tests

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


def test_a_round_closes_for_everybody_or_for_nobody(transactional_db, cast, version):
    """However posting and closing fall together, nothing stays sealed that came in time."""
    asked = rounds_of_tests.begin(
        version, cast.coordinator, agencies=(cast.esa,), when=Dates("30 June 2037 17:00 UTC"),
    )

    def act(number):
        if number == AT_ONCE // 2:
            rounds.close_round(round_=asked, by=cast.coordinator, reason="Over.")
            return "closed"
        return say(version, cast.esa_reviewer).lateness

    done = all_at_once(act)

    in_time = Comment.objects.filter(lateness="in_time")
    assert set(done) <= {"closed", "in_time", "late"}
    assert {one.visibility for one in in_time} <= {"document"}
    assert sorted(in_time.values_list("number", flat=True)) == list(range(1, in_time.count() + 1))
    assert {one.visibility for one in Comment.objects.filter(lateness="late")} <= {"editors"}
