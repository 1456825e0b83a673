"""Steps that wait for others, and dates that hang on them."""

from datetime import date

import pytest

from backend.errors import BadInput, NotYou
from reviews.core.planning.lags import Lag
from reviews.models import Dependency
from reviews.services.plans import milestones, ties


def test_date_that_hangs_on_another_step_follows_it(cast, plan, freeze):
    tied = plan("Proofs", "freeze + 6 weeks")

    milestones.move_milestone(
        milestone=freeze, words="21 October 2027", reason="One more week.", by=cast.coordinator,
    )

    tied.refresh_from_db()
    assert (tied.words, tied.to_on, tied.first_to_on) == (
        "freeze + 6 weeks", date(2027, 12, 2), date(2027, 11, 25),
    )
    assert tied.changes.last().reason == "Follows “Freeze”."


def test_date_may_hang_on_a_step_of_another_document(plan, freeze, roadmap):
    tied = plan("Input taken in", "Science White Paper: Freeze + 10 working days", on=roadmap)

    assert tied.to_on == date(2027, 10, 28)


def test_record_names_no_step_of_another_document(cast, plan, freeze, roadmap):
    tied = plan("Input taken in", "Science White Paper: Freeze + 10 working days", on=roadmap)

    milestones.move_milestone(milestone=freeze, words="21 October 2027", reason="Later.", by=cast.coordinator)

    assert tied.changes.last().reason == "Follows a step of another document."


def test_vague_step_gives_a_vague_date_that_closes_nothing(plan):
    plan("Workshop", "fall 2027")

    tied = plan("Report", "workshop + 1 month")

    assert (tied.from_on, tied.to_on, tied.due_at) == (date(2027, 10, 1), date(2027, 12, 30), None)


def test_own_date_cuts_the_tie(cast, plan, freeze):
    tied = plan("Proofs", "freeze + 6 weeks")

    milestones.move_milestone(milestone=tied, words="1 December 2027", reason="Fixed.", by=cast.coordinator)

    assert not Dependency.objects.exists()


@pytest.mark.parametrize(("words", "hint"), [
    ("review + 2 weeks", "no step called"),
    ("paper + 2 weeks", "may mean several"),
    ("soon", "12 May 2016"),
])
def test_anchor_that_is_none_or_several_is_refused(plan, paper, words, hint):
    plan("Paper translated", "2028")

    with pytest.raises(BadInput) as refused:
        plan("Later", words)

    assert hint in refused.value.detail


def test_circle_is_refused_and_named(cast, plan, freeze, paper, roadmap):
    refined = plan("Roadmap refined", "2028", on=roadmap)
    ties.wait_for(milestone=paper, on=freeze, lag=Lag(6, "weeks"), by=cast.coordinator)
    ties.wait_for(milestone=refined, on=paper, by=cast.coordinator)

    with pytest.raises(BadInput) as refused:
        ties.wait_for(milestone=freeze, on=refined, by=cast.coordinator)

    assert refused.value.detail == (
        "That would be a circle: “Freeze” → “Roadmap: Roadmap refined” → “Paper published” → “Freeze”."
    )


def test_step_of_an_unseen_document_can_not_be_waited_for(cast, freeze, paper, document):
    from documents.models import DocumentRole

    with pytest.raises(NotYou):
        ties.wait_for(milestone=freeze, on=paper, by=cast.editor)
    DocumentRole.objects.update(document=document)
    hidden = milestones.Milestone.objects.get(pk=paper.pk)
    hidden.document = _of_strangers(cast)
    hidden.save()
    with pytest.raises(BadInput):
        ties.wait_for(milestone=freeze, on=hidden, by=cast.coordinator)


def _of_strangers(cast):
    from documents.services import documents

    return documents.create_document(title="Elsewhere", owner=cast.jaxa, by=cast.stranger)


def test_waiting_no_more_is_kept_in_the_history(cast, freeze, paper):
    ties.wait_for(milestone=paper, on=freeze, by=cast.coordinator)

    ties.wait_no_more(milestone=paper, on=freeze, by=cast.coordinator)

    before, after = (paper.changes.last().before["waits"], paper.changes.last().after["waits"])
    assert ([row["on_id"] for row in before], after) == ([freeze.pk], [])
