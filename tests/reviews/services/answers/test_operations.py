"""Acts on many comments at once: all or none, each in its own right, undone as a whole."""

import pytest
from django.db import connection

from backend.errors import BadInput, NotNow, NotYou
from reviews.models import Comment, Decision
from reviews.services.answers import decisions, operations
from reviews.services.answers.decisions import Answer
from reviews.services.answers.operations import Chosen


@pytest.fixture
def three(post, cast):
    people = (cast.esa_reviewer, cast.nasa_reviewer, cast.reviewer)
    return [post(who, f"Remark of {who.name}.") for who in people]


@pytest.fixture
def answer(document, cast):
    def answered(comments, disposition="noted", response="", by=cast.editor, step="", **more):
        chosen = [Chosen(comment, comment.revision) for comment in comments]
        return operations.answer_comments(
            document=document, chosen=chosen, answer=Answer(disposition, response, **more), by=by, step=step,
        )

    return answered


def standing_of(comments):
    rows = Comment.objects.filter(pk__in=[comment.pk for comment in comments]).order_by("pk")
    return list(rows.values_list("state", "disposition", "response"))


def test_each_comment_gets_the_answer_as_its_own(three, answer):
    operation = answer(three, "rejected", "See §3.")

    assert standing_of(three) == [("decided", "rejected", "See §3.")] * 3
    assert (operation.kind, operation.count, operation.decisions.count()) == ("decide", 3, 3)


def test_one_that_changed_since_stops_all(three, answer, cast):
    decisions.propose_decision(comment=three[1], answer=Answer("accepted"), by=cast.coordinator)

    with pytest.raises(NotNow, match="NASA-001") as refused:
        answer(three)

    assert refused.value.code == "changed"
    assert [state for state, _, _ in standing_of(three)] == ["registered", "proposed", "registered"]


def test_missing_reason_stops_all(three, answer):
    with pytest.raises(BadInput):
        answer(three, "rejected")

    assert Decision.objects.count() == 0


def test_undo_puts_each_back_to_what_it_was(three, answer, cast, document):
    decisions.propose_decision(comment=three[0], answer=Answer("rejected", "Why."), by=cast.editor)
    for comment in three:
        comment.refresh_from_db()
    before = standing_of(three)
    operation = answer(three, "accepted")

    undone = operations.undo_operation(operation=operation, by=cast.editor)

    assert standing_of(three) == before
    assert (undone.operation.kind, undone.operation.count, undone.kept) == ("undo", 3, ())
    last = three[0].decisions.order_by("-id")[0]
    assert (last.state_before, last.state_after, last.disposition, last.response) == (
        "decided", "proposed", "rejected", "Why.",
    )


def test_undone_undoing_does_it_again(three, answer, cast):
    undone = operations.undo_operation(operation=answer(three, "accepted"), by=cast.editor)

    operations.undo_operation(operation=undone.operation, by=cast.editor)

    assert standing_of(three) == [("decided", "accepted", "")] * 3


def test_undo_leaves_what_changed_since_and_names_it(three, answer, cast):
    operation = answer(three, "accepted")
    decisions.reopen_comment(comment=three[1], reason="New figures.", by=cast.coordinator)

    undone = operations.undo_operation(operation=operation, by=cast.editor)

    assert undone.kept == ("NASA-001",)
    assert [state for state, _, _ in standing_of(three)] == ["registered", "proposed", "registered"]


def test_nothing_is_undone_twice(three, answer, cast):
    operation = answer(three)
    operations.undo_operation(operation=operation, by=cast.editor)

    with pytest.raises(NotNow):
        operations.undo_operation(operation=operation, by=cast.editor)


def test_editor_does_not_undo_what_the_coordinator_did(three, answer, cast):
    operation = answer(three, by=cast.coordinator)

    with pytest.raises(NotYou):
        operations.undo_operation(operation=operation, by=cast.editor)


def test_given_answer_changes_only_with_a_note(three, answer):
    answer(three[:1], "accepted")
    three[0].refresh_from_db()

    with pytest.raises(BadInput):
        answer(three[:1], "noted")
    answer(three[:1], "noted", note="The text says it already.")

    steps = three[0].decisions.values_list("state_before", "state_after", "disposition", "note")
    assert list(steps)[1] == ("decided", "decided", "noted", "The text says it already.")


def test_where_two_steps_are_the_rule_editors_propose_and_decide_editorial_ones(
    three, answer, post, cast, document,
):
    type(document).objects.filter(pk=document.pk).update(editors_decide=False)
    document.refresh_from_db()
    small = post(cast.esa_reviewer, "Typo.", said={"type": "editorial"})

    answer([three[0], small], "accepted")

    assert [state for state, _, _ in standing_of([three[0], small])] == ["proposed", "decided"]
    with pytest.raises(NotYou):
        answer(three[1:], "accepted", step="decide")
    answer(three[1:], "accepted", by=cast.coordinator, step="decide")


def test_assignee_proposes_but_does_not_decide(three, cast, document):
    from reviews.services.answers import axes

    axes.assign_comments(document=document, chosen=[Chosen(three[0])], assignee=cast.reviewer, by=cast.editor)
    comment = Comment.objects.get(pk=three[0].pk)

    decisions.propose_decision(comment=comment, answer=Answer("noted"), by=cast.reviewer)

    with pytest.raises(NotYou):
        decisions.decide_comment(comment=comment, answer=Answer("noted"), by=cast.reviewer)
    with pytest.raises(NotYou):
        decisions.propose_decision(comment=three[1], answer=Answer("noted"), by=cast.reviewer)


def test_reviewers_answer_nothing(three, answer, cast):
    with pytest.raises(NotYou):
        answer(three, by=cast.nasa_focal_point)


def test_comments_of_another_document_are_refused(three, answer, cast, document):
    from tests.cast import begin_document

    other = begin_document(cast, "Another")

    with pytest.raises(BadInput):
        operations.answer_comments(
            document=other, chosen=[Chosen(three[0])], answer=Answer("noted"), by=cast.editor,
        )


def test_answering_takes_the_same_statements_but_for_the_events(
    post, cast, answer, django_assert_max_num_queries,
):
    many = [post(cast.esa_reviewer, f"Remark {n}.") for n in range(20)]
    an_event = 2 if connection.vendor == "postgresql" else 1  # it waits for its turn there

    with django_assert_max_num_queries(20 * an_event + 14):
        answer(many)
