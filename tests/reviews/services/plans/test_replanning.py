"""Whole plans: what would move, accepted at once or not at all, made from templates, taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from backend.errors import BadInput, NotNow
from reviews.core.planning.lags import Lag
from reviews.models import AgencyTerms, Milestone, MilestoneChange
from reviews.services.plans import milestones, replanning, ties, undoing
from tests.reviews.rounds import begin

LATER = date(2027, 11, 4)


@pytest.fixture
def chain(cast, freeze, paper):
    ties.wait_for(milestone=paper, on=freeze, lag=Lag(6, "weeks"), by=cast.coordinator)
    return freeze, paper


def _what_if(cast, freeze, day=LATER):
    return replanning.what_if(document=freeze.document, wishes={freeze.pk: day}, by=cast.coordinator)


def _accept(cast, freeze, proposal, day=LATER):
    return replanning.accept(
        document=freeze.document, wishes={freeze.pk: day}, digest=proposal.digest, reason="Three weeks more.",
        by=cast.coordinator,
    )


def test_what_if_names_all_that_moves_and_saves_nothing(cast, chain):
    freeze, paper = chain

    proposal = _what_if(cast, freeze)

    assert [(shift.milestone.title, shift.meant.words) for shift in proposal.shifts] == [
        ("Freeze", "4 November 2027"), ("Paper published", "16 December 2027 17:00 CET"),
    ]
    assert Milestone.objects.get(pk=paper.pk).words == "30 November 2027 17:00 CET"


def test_accepted_slip_moves_all_and_is_undone_as_one(cast, chain):
    freeze, paper = chain
    _accept(cast, freeze, _what_if(cast, freeze))
    paper.refresh_from_db()
    assert paper.due_at == datetime(2027, 12, 16, 16, tzinfo=UTC)

    undoing.undo_change(change=freeze.changes.last(), by=cast.coordinator)

    freeze.refresh_from_db()
    paper.refresh_from_db()
    assert (freeze.words, paper.words) == ("14 October 2027", "30 November 2027 17:00 CET")
    assert [change.kind for change in paper.changes.all()] == ["set", "tied", "moved", "moved"]


def test_plan_that_changed_meanwhile_is_not_moved(cast, chain):
    freeze, paper = chain
    proposal = _what_if(cast, freeze)
    milestones.expect_milestone(milestone=paper, words="2028", by=cast.coordinator)

    with pytest.raises(NotNow):
        _accept(cast, freeze, proposal)

    assert Milestone.objects.get(pk=freeze.pk).words == "14 October 2027"


def test_steps_of_documents_that_others_plan_are_told_not_moved(cast, chain, plan, roadmap):
    from documents.services import documents

    freeze, paper = chain
    refined = plan("Roadmap refined", "6 December 2027", on=roadmap)
    ties.wait_for(milestone=refined, on=paper, by=cast.coordinator)
    role = documents.grant_role(document=freeze.document, person=cast.editor, role="coordinator",
                                by=cast.coordinator)

    proposal = replanning.what_if(document=freeze.document, wishes={freeze.pk: LATER}, by=role.person)

    assert [shift.milestone.title for shift in proposal.elsewhere] == ["Roadmap refined"]


def test_plan_from_a_template_ends_on_the_day_and_knows_the_agencies(cast, document):
    AgencyTerms.objects.create(agency=cast.nasa, lead_days=5)

    made = replanning.plan_from_template(
        document=document, template="white-paper", on=date(2028, 11, 30), words="fall 2028",
        by=cast.coordinator,
    )

    assert (len(made), made[-1].words, made[-1].to_on) == (11, "fall 2028", date(2028, 11, 30))
    assert [step.version_number for step in made if step.fact == "version"] == [1, 2, 3]
    assert len({change.batch for change in MilestoneChange.objects.filter(kind="set")}) == 1
    draft = replanning.draft(document=document, template="white-paper", on=date(2028, 11, 30))
    assert {due.agency for _, due in draft.rows} == {"", "NASA"}


def test_backward_plan_says_what_no_longer_fits(cast, chain):
    freeze, paper = chain

    _, dues = replanning.backwards(
        document=paper.document, goal=paper, on=date(2026, 1, 15), by=cast.coordinator,
    )

    assert not dues[freeze.pk].fits


def test_plan_backwards_moves_what_the_goal_waits_for(cast, chain):
    freeze, paper = chain
    book, _ = replanning.backwards(
        document=paper.document, goal=paper, on=date(2027, 12, 31), by=cast.coordinator,
    )

    replanning.plan_backwards(
        document=paper.document, goal=paper, on=date(2027, 12, 31), digest=replanning.digest_of(book),
        reason="The journal's date.", by=cast.coordinator,
    )

    freeze.refresh_from_db()
    assert freeze.to_on == date(2027, 11, 19)


def test_later_change_is_taken_back_before_an_earlier_one(cast, freeze):
    milestones.move_milestone(milestone=freeze, words="2028", reason="Late.", by=cast.coordinator)
    milestones.expect_milestone(milestone=freeze, words="2029", by=cast.coordinator)

    with pytest.raises(NotNow):
        undoing.undo_change(change=freeze.changes.get(kind="moved"), by=cast.coordinator)


def test_added_step_is_taken_back_and_kept(cast, freeze):
    undoing.undo_change(change=freeze.changes.get(), by=cast.coordinator)

    freeze.refresh_from_db()
    assert (freeze.cancelled_at is None, freeze.changes.count()) == (False, 2)


def test_template_that_is_none_is_refused(cast, document):
    with pytest.raises(BadInput):
        replanning.draft(document=document, template="novel", on=LATER)


def test_what_if_does_not_name_a_step_that_one_does_not_see(cast, plan, freeze, paper, roadmap):
    between = plan("Secret input", "1 November 2027", on=roadmap)
    ties.wait_for(milestone=between, on=freeze, lag=Lag(2, "weeks"), by=cast.coordinator)
    ties.wait_for(milestone=paper, on=between, lag=Lag(4, "weeks"), by=cast.coordinator)
    roadmap.roles.update(ended_at=datetime.now(UTC))
    roadmap.participations.update(ended_at=datetime.now(UTC))

    proposal = _what_if(cast, freeze)

    assert [(shift.milestone.title, shift.because) for shift in proposal.shifts] == [
        ("Freeze", ""), ("Paper published", "a step of another document"),
    ]


def test_slip_of_a_round_is_reckoned_with_and_moved_by_extending_it(cast, version, plan, clock):
    round_ = begin(version, cast.coordinator)
    closes = plan("Comments close", link=milestones.Link("closed", round_))
    day = closes.to_on + timedelta(days=14)

    proposal = replanning.what_if(document=closes.document, wishes={closes.pk: day}, by=cast.coordinator)

    assert [shift.milestone.title for shift in proposal.shifts] == ["Comments close"]
    assert proposal.blocked.startswith("The round sets the date of “Comments close”")
    with pytest.raises(NotNow, match="extend the round"):
        replanning.accept(
            document=closes.document, wishes={closes.pk: day}, digest=proposal.digest, reason="Two weeks.",
            by=cast.coordinator,
        )
