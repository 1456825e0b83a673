"""Whatever is replanned, nothing of the history is lost: each change begins where the last one ended."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.errors import DraftroomError
from reviews.core.planning.lags import Lag
from reviews.models import Milestone, MilestoneChange
from reviews.services.plans import milestones, replanning, ties, undoing

DATES = ("14 October 2027", "fall 2027", "12 May 2027 17:00 CEST", "31 December 2027 AoE", "freeze + 2 weeks")
moves = st.tuples(
    st.sampled_from(["move", "expect", "undo", "what_if", "remove", "restore"]),
    st.integers(0, 2), st.sampled_from(DATES),
)


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(moves, min_size=1, max_size=7))
def test_history_is_a_chain_from_the_first_plan_to_the_present_one(cast, document, steps):
    MilestoneChange.objects.all().delete()
    Milestone.objects.all().delete()
    plan = [
        milestones.set_milestone(document=document, title=title, words=words, by=cast.coordinator)
        for title, words in (("Freeze", "1 October 2027"), ("Proofs", "freeze + 6 weeks"), ("Out", "2028"))
    ]
    ties.wait_for(milestone=plan[2], on=plan[1], lag=Lag(2, "weeks"), by=cast.coordinator)

    for what, place, words in steps:
        _do(what, Milestone.objects.get(pk=plan[place].pk), words, cast.coordinator)

    for step in Milestone.objects.all():
        changes = list(step.changes.order_by("id"))
        assert changes[0].kind == "set"
        assert changes[0].after["words"] == step.first_words
        for earlier, later in pairwise(changes):
            assert _dates(later.before) == _dates(earlier.after)
        assert changes[-1].after["words"] == step.words
        assert step.revision == len(changes)


def _dates(kept):
    return {name: kept.get(name) for name in ("words", "due_at", "to_on", "expected_on", "cancelled_at")}


def _do(what, step, words, by):
    """One change as a coordinator might make it; what is refused changes nothing."""
    try:
        if what == "move":
            milestones.move_milestone(milestone=step, words=words, reason="So.", by=by)
        elif what == "expect":
            milestones.expect_milestone(milestone=step, words="2029", by=by)
        elif what == "undo":
            undoing.undo_change(change=step.changes.order_by("-id").first(), by=by)
        elif what == "remove":
            milestones.remove_milestone(milestone=step, by=by)
        elif what == "restore":
            milestones.restore_milestone(milestone=step, by=by)
        else:
            _slip(step, by)
    except DraftroomError:
        pass


def _slip(step, by):
    day = step.to_on.replace(day=28)
    found = replanning.what_if(document=step.document, wishes={step.pk: day}, by=by)
    replanning.accept(document=step.document, wishes={step.pk: day}, digest=found.digest, reason="So.", by=by)
