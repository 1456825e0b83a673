"""What is kept beside the answer: assignee, implementation, lateness; appended and undone."""

import pytest

from backend.errors import BadInput, NotNow, NotYou
from reviews.models import AxisChange, Comment
from reviews.services.answers import axes, decisions, operations
from reviews.services.answers.decisions import Answer
from reviews.services.answers.operations import Chosen


@pytest.fixture
def accepted(post, cast):
    comment = post(cast.esa_reviewer, proposal="42 days")
    return decisions.decide_comment(comment=comment, answer=Answer("accepted"), by=cast.editor)


@pytest.fixture
def late(post, cast):
    comment = post(cast.nasa_reviewer)
    Comment.objects.filter(pk=comment.pk).update(lateness="late")
    return comment


def test_accepted_change_is_pending_then_done_then_verified(accepted, document, version, cast):
    seen = [accepted.implementation]

    axes.mark_implemented(document=document, chosen=[Chosen(accepted)], version=version, by=cast.editor)
    seen.append(Comment.objects.get(pk=accepted.pk).implementation)
    axes.set_implementation(document=document, chosen=[Chosen(accepted)], to="verified", by=cast.coordinator)

    now = Comment.objects.get(pk=accepted.pk)
    assert [*seen, now.implementation] == ["pending", "done", "verified"]
    assert now.implemented_in == version


def test_what_is_not_done_can_not_be_verified(accepted, document, cast):
    with pytest.raises(NotNow):
        axes.set_implementation(document=document, chosen=[Chosen(accepted)], to="verified", by=cast.editor)


def test_rejected_comment_has_nothing_to_implement(post, document, version, cast):
    comment = post(cast.esa_reviewer)
    decisions.decide_comment(comment=comment, answer=Answer("rejected", "No."), by=cast.editor)

    with pytest.raises(NotNow):
        axes.mark_implemented(document=document, chosen=[Chosen(comment)], version=version, by=cast.editor)


def test_implementation_is_undone_with_its_version(accepted, document, version, cast):
    operation = axes.mark_implemented(
        document=document, chosen=[Chosen(accepted)], version=version, by=cast.editor,
    )

    operations.undo_operation(operation=operation, by=cast.editor)

    now = Comment.objects.get(pk=accepted.pk)
    assert (now.implementation, now.implemented_in) == ("pending", None)
    assert AxisChange.objects.filter(comment=now).count() == 2


def test_assignment_is_undone(post, document, cast):
    comment = post(cast.esa_reviewer)
    operation = axes.assign_comments(
        document=document, chosen=[Chosen(comment)], assignee=cast.editor, by=cast.coordinator,
    )
    assert Comment.objects.get(pk=comment.pk).assignee == cast.editor

    operations.undo_operation(operation=operation, by=cast.coordinator)

    assert Comment.objects.get(pk=comment.pk).assignee is None


def test_nobody_from_outside_is_assigned(post, document, cast):
    with pytest.raises(BadInput):
        axes.assign_comments(
            document=document, chosen=[Chosen(post(cast.esa_reviewer))], assignee=cast.stranger,
            by=cast.coordinator,
        )


@pytest.mark.parametrize(("admit", "becomes"), [(True, "late_admitted"), (False, "late_refused")])
def test_coordinator_admits_or_refuses_what_came_late(admit, becomes, late, document, cast):
    axes.judge_late(
        document=document, chosen=[Chosen(late)], admit=admit, by=cast.coordinator, note="Two weeks late.",
    )

    assert Comment.objects.get(pk=late.pk).lateness == becomes


def test_editor_does_not_judge_lateness(late, document, cast):
    with pytest.raises(NotYou):
        axes.judge_late(document=document, chosen=[Chosen(late)], admit=True, by=cast.editor)


def test_refusing_needs_a_reason(late, document, cast):
    with pytest.raises(BadInput):
        axes.judge_late(document=document, chosen=[Chosen(late)], admit=False, by=cast.coordinator)


def test_what_came_in_time_is_not_judged(post, document, cast):
    with pytest.raises(NotNow):
        axes.judge_late(
            document=document, chosen=[Chosen(post(cast.esa_reviewer))], admit=True, by=cast.coordinator,
        )
