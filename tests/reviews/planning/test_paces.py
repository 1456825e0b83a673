"""What a plan counts of comments, and what a running round keeps from it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from documents.models import Document
from reviews.models import Comment, During, Milestone, Round, RoundState
from reviews.planning import paces, plans
from reviews.services.answers import decisions
from reviews.services.asking import rounds
from reviews.services.asking.rounds import Dates, Rules
from reviews.services.plans import milestones
from reviews.services.plans.milestones import Link


@pytest.fixture
def review(cast, version):
    """An open round in which everything is sealed."""
    ends = timezone.now() + timedelta(days=20)
    made = rounds.create_round(
        version=version, title="Agencies", when=Dates(f"{ends:%Y-%m-%d} 17:00 UTC"), by=cast.coordinator,
        rules=Rules(visibility_during=During.SEALED),
    )
    made = rounds.announce_round(round_=made, by=cast.coordinator)
    return made if made.state == RoundState.OPEN else rounds.open_round(round_=made, by=cast.coordinator)


def _progress(document):
    return paces.progress_of([document.pk], today=timezone.now().date())[document.pk]


def test_answers_and_what_is_taken_up_again_make_the_pace(post, cast, document):
    first, second = post(cast.nasa_reviewer), post(cast.nasa_reviewer)
    for comment, days in ((first, 3), (second, 5)):
        decisions.decide_comment(comment=comment, answer=decisions.Answer("accepted"), by=cast.editor)
        comment.decisions.update(at=timezone.now() - timedelta(days=days))
    decided = Comment.objects.get(pk=first.pk)
    reopened = decisions.reopen_comment(comment=decided, reason="New.", by=cast.editor)
    reopened.decisions.filter(state_before="decided").update(at=timezone.now() - timedelta(days=1))

    found = _progress(document)

    assert (found.open, found.total, found.pace.mean * found.pace.days) == (1, 2, 1.0)


def test_sealed_comments_are_not_even_counted(post, cast, document, review):
    post(cast.nasa_reviewer)
    assert Comment.objects.get().round == review
    assert (_progress(document).total, paces.counts_of([document.pk])) == (0, {})
    assert plans.burndown_of(plans.plan_of(cast.observer, document)) is None

    rounds.close_round(round_=Round.objects.get(), by=cast.coordinator, reason="All answered.")

    assert _progress(document).total == 1


def test_sealed_comments_still_wait_for_their_answers(post, cast, document, review, work):
    step = milestones.set_milestone(
        document=document, title="All decided", words="2030", by=cast.coordinator, link=Link("decided"),
    )
    post(cast.nasa_reviewer)
    rounds.close_round(round_=Round.objects.get(), by=cast.coordinator, reason="All answered.")
    work()
    assert Milestone.objects.get(pk=step.pk).met_on is None

    decisions.decide_comment(
        comment=Comment.objects.get(), answer=decisions.Answer("accepted"), by=cast.editor,
    )
    work()
    assert Milestone.objects.get(pk=step.pk).met_on is not None


def test_step_moves_with_its_round_and_is_met_by_its_close(cast, document, review, work):
    step = milestones.set_milestone(
        document=document, title="Comments due", by=cast.coordinator, link=Link("closed", review),
    )
    later = timezone.now() + timedelta(days=34)
    rounds.extend_round(
        round_=review, when=Dates(f"{later:%Y-%m-%d} 17:00 UTC"), reason="JAXA asked.", by=cast.coordinator,
    )
    work()
    step.refresh_from_db()
    assert (step.to_on, step.changes.last().reason) == (later.date(), "JAXA asked.")

    rounds.close_round(round_=Round.objects.get(), by=cast.coordinator, reason="All answered.")
    work()

    assert Milestone.objects.get().met_on == timezone.now().date()
    assert Document.objects.get(pk=document.pk).milestones.get().changes.last().by is None
