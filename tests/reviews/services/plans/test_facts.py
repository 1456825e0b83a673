"""Steps that stand for a fact: met when it happens, dated by their round, open again when it is undone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from backend.errors import NotNow
from documents.services import publications
from reviews.models import MilestoneChange, Round, RoundState
from reviews.services.answers import decisions
from reviews.services.plans import facts, milestones
from reviews.services.plans.milestones import Link
from reviews.services.talk import comments
from tests import papers


@pytest.fixture
def review(cast, document, version):
    now = timezone.now()
    return Round.objects.create(
        document=document, version=version, number=1, title="Agencies", state=RoundState.OPEN,
        opens_at=now, opened_at=now, closes_at=datetime(2027, 5, 12, 15, tzinfo=UTC), zone="Europe/Paris",
        created_at=now, created_by=cast.coordinator,
    )


@pytest.fixture
def comment(cast, version):
    return comments.post_comment(
        version=version, place=comments.Place("document"), saying=comments.Saying("So."),
        audience="document", by=cast.nasa_reviewer,
    )


def _decide(comment, by):
    return decisions.decide_comment(comment=comment, answer=decisions.Answer("accepted"), by=by)


def test_step_is_met_when_its_version_is_issued(cast, document, version, plan, work):
    step = plan("Draft 2", "2027", link=Link("version", None, 2))
    work()
    assert _met(step) is None

    papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor, label="Second draft")
    work()

    assert _met(step) == timezone.now().date()
    assert MilestoneChange.objects.filter(milestone=step).last().by is None


def _met(step):
    step.refresh_from_db()
    return step.met_on


def test_next_version_is_one_issued_after_the_step_was_planned(plan, version, work):
    step = plan("Next draft", "2027", link=Link("version"))

    work()

    assert _met(step) is None


def test_step_of_a_round_has_its_date_and_moves_with_it(cast, plan, review, work):
    step = plan("Comments due", link=Link("closed", review))
    assert (step.words, step.zone) == ("12 May 2027 17:00 CEST", "Europe/Paris")
    with pytest.raises(NotNow):
        milestones.move_milestone(milestone=step, words="2028", reason="No.", by=cast.coordinator)

    Round.objects.update(closes_at=review.closes_at + timedelta(days=14))
    facts.keep_up(step.document_id)

    step.refresh_from_db()
    assert step.words == "26 May 2027 17:00 CEST"


def test_step_is_met_when_its_round_closes(plan, review):
    step = plan("Comments due", link=Link("closed", review))

    Round.objects.update(state=RoundState.CLOSED, closed_at=datetime(2027, 5, 12, 22, 30, tzinfo=UTC))
    facts.keep_up(step.document_id)

    assert _met(step) == date(2027, 5, 13)  # on the round's own clocks


def test_all_decided_waits_for_the_last_comment_and_opens_again(cast, plan, comment, work):
    step = plan("All decided", "2027", link=Link("decided"))
    other = comments.post_comment(
        version=comment.version, place=comments.Place("document"), saying=comments.Saying("And."),
        audience="document", by=cast.nasa_reviewer,
    )
    _decide(comment, cast.editor)
    work()
    assert _met(step) is None

    decided = _decide(other, cast.editor)
    work()
    assert _met(step) is not None

    decisions.reopen_comment(comment=decided, reason="New facts.", by=cast.editor)
    work()
    assert _met(step) is None
    assert step.changes.last().reason == "NASA-002 is open again."


def test_all_is_not_decided_while_a_round_still_runs(cast, plan, comment, review, work):
    step = plan("All decided", "2027", link=Link("decided"))
    _decide(comment, cast.editor)

    work()

    assert _met(step) is None


def test_publication_meets_its_step(cast, plan, version):
    step = plan("Published", "2027", link=Link("published"))

    publications.publish_version(version=version, by=cast.coordinator)
    facts.keep_up(step.document_id)

    assert _met(step) == timezone.now().date()


def test_fact_is_not_ticked_off_by_hand(cast, plan):
    step = plan("Published", "2027", link=Link("published"))

    with pytest.raises(NotNow) as refused:
        milestones.meet_milestone(milestone=step, on=date(2026, 1, 1), by=cast.coordinator)

    assert "a version is published" in refused.value.detail


def test_keeping_up_twice_changes_nothing(cast, plan, version):
    plan("Published", "2027", link=Link("published"))
    publications.publish_version(version=version, by=cast.coordinator)

    assert (facts.keep_up(version.document_id), facts.keep_up(version.document_id)) == (1, 0)
