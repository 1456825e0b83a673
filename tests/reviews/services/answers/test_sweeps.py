"""An act on all that a filter finds: each in its own right, once, and undone as a whole."""

import pytest

from backend.errors import BadInput, NotNow, NotYou
from reviews.models import Comment, Operation, Sweep
from reviews.services.answers import operations, sweeps
from reviews.services.answers.acts import Wish
from reviews.services.answers.decisions import Answer
from reviews.services.answers.operations import Chosen
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from reviews.table import matrix
from reviews.table.filters import CommentFilter

NOTED = Wish("decide", disposition="noted", response="Thank you.")


@pytest.fixture
def said(cast, version, monkeypatch):
    """Seven comments for all to see, done three at a time."""
    monkeypatch.setattr(sweeps, "PIECE", 3)
    return [
        comments.post_comment(
            version=version, place=Place("document"), audience="document", by=cast.nasa_reviewer,
            saying=Saying(body=f"Comment {n}."),
        )
        for n in range(7)
    ]


def begin(document, by, wish=NOTED, expected=None, **wanted):
    asked = matrix.Asked(by, document, document.versions.first(), CommentFilter(**wanted))
    count = asked.comments().count() if expected is None else expected
    return sweeps.begin_sweep(asked=asked, wish=wish, expected=count, by=by)


def states():
    return list(Comment.objects.order_by("id").values_list("state", flat=True))


def ended(sweep):
    return Sweep.objects.get(pk=sweep.pk)


def test_all_that_the_filter_finds_are_answered_in_pieces(cast, document, said, work):
    sweep = begin(document, cast.editor)
    work()

    assert states() == ["decided"] * 7
    assert [row.count for row in Operation.objects.filter(sweep=sweep).order_by("id")] == [3, 3, 1]
    assert (ended(sweep).done, ended(sweep).left) == (7, [])
    assert ended(sweep).ended_at is not None


def test_all_of_it_is_undone_and_done_again(cast, document, said, work):
    sweep = begin(document, cast.editor)
    work()
    undoing = sweeps.undo_sweep(sweep=sweep, by=cast.editor)
    work()

    assert set(states()) == {"registered"}
    with pytest.raises(NotNow):
        sweeps.undo_sweep(sweep=sweep, by=cast.editor)
    sweeps.undo_sweep(sweep=ended(undoing), by=cast.coordinator)
    work()
    assert states() == ["decided"] * 7


def test_a_query_chooses_them_as_in_the_search(cast, document, said, work):
    work()
    begin(document, cast.editor, query='"comment 3" OR "comment 5"')
    work()

    assert [row.body for row in Comment.objects.filter(state="decided").order_by("id")] == [
        "Comment 3.", "Comment 5.",
    ]


def test_one_that_changed_meanwhile_is_left_and_named(cast, document, said, work):
    sweep = begin(document, cast.editor)
    operations.answer_comments(
        document=document, chosen=[Chosen(said[1])], answer=Answer("rejected", "No."), by=cast.coordinator,
    )
    work()

    said[1].refresh_from_db()
    assert said[1].disposition == "rejected"
    assert Comment.objects.filter(disposition="noted").count() == 6
    [(uid, reason)] = ended(sweep).left
    assert uid == str(said[1].uid)
    assert "meantime" in reason


def test_what_changed_since_stays_when_all_is_undone(cast, document, said, work):
    sweep = begin(document, cast.editor)
    work()
    said[2].refresh_from_db()
    operations.answer_comments(
        document=document, chosen=[Chosen(said[2])], answer=Answer("rejected", "No.", note="Seen anew."),
        by=cast.coordinator,
    )
    undoing = sweeps.undo_sweep(sweep=sweep, by=cast.editor)
    work()

    said[2].refresh_from_db()
    assert said[2].disposition == "rejected"
    assert Comment.objects.filter(state="registered").count() == 6
    assert [reason for _, reason in ended(undoing).left] == ["NASA-003 changed since."]


def test_what_the_person_does_not_see_is_not_touched(cast, document, version, said, work):
    hidden = comments.post_comment(
        version=version, place=Place("document"), audience="agency", by=cast.nasa_reviewer,
        saying=Saying(body="For us."),
    )
    sweep = begin(document, cast.editor)
    work()

    before = hidden.revision
    hidden.refresh_from_db()
    assert (hidden.revision, hidden.disposition) == (before, "")
    assert len(sweep.chosen) == 7


def test_who_lost_their_role_meanwhile_changes_nothing(cast, document, said, work):
    sweep = begin(document, cast.editor)
    document.roles.filter(person=cast.editor).update(ended_at=sweep.begun_at)
    work()

    assert set(states()) == {"registered"}
    assert ended(sweep).ended_at is not None


def test_a_worker_that_dies_between_pieces_does_none_twice(cast, document, said):
    sweep = begin(document, cast.editor)
    sweeps._next_piece(sweep.pk)

    sweeps.go_on(sweep.pk)
    sweeps.go_on(sweep.pk)

    assert states() == ["decided"] * 7
    assert sum(Operation.objects.filter(sweep=sweep).values_list("count", flat=True)) == 7


def test_an_act_that_lacks_its_reason_is_not_begun(cast, document, said):
    with pytest.raises(BadInput):
        begin(document, cast.editor, Wish("decide", disposition="rejected"))
    assert not Sweep.objects.exists()
    assert set(states()) == {"registered"}


def test_answers_that_stand_need_a_note_and_the_others_do_not(cast, document, said, work):
    operations.answer_comments(
        document=document, chosen=[Chosen(said[0])], answer=Answer("rejected", "No."), by=cast.coordinator,
    )

    sweep = begin(document, cast.editor)
    work()

    assert Comment.objects.filter(disposition="noted").count() == 6
    assert [uid for uid, _ in ended(sweep).left] == [str(said[0].uid)]


def test_the_person_looks_again_when_others_are_found(cast, document, said):
    with pytest.raises(NotNow) as refused:
        begin(document, cast.editor, expected=6)
    assert refused.value.code == "changed"


def test_one_sweep_at_a_time(cast, document, said):
    sweep = begin(document, cast.editor)

    with pytest.raises(NotNow) as refused:
        begin(document, cast.coordinator)
    assert refused.value.code == "running"
    with pytest.raises(NotNow):
        sweeps.undo_sweep(sweep=sweep, by=cast.editor)


def test_only_who_steers_begins_and_only_who_did_it_or_a_coordinator_undoes(cast, document, said, work):
    for person in (cast.reviewer, cast.nasa_focal_point, cast.observer):
        with pytest.raises(NotYou):
            begin(document, person)
    sweep = begin(document, cast.coordinator)
    work()

    with pytest.raises(NotYou):
        sweeps.undo_sweep(sweep=sweep, by=cast.editor)


def test_one_that_is_stopped_keeps_what_is_done_and_touches_no_more(cast, document, said, work):
    sweep = begin(document, cast.editor)
    sweeps._next_piece(sweep.pk)

    sweeps.stop_sweep(sweep=sweep, by=cast.coordinator)
    work()

    sweep.refresh_from_db()
    assert (sweep.done, len(sweep.chosen), sweep.ended_at is not None) == (3, 7, True)
    assert states()[:3] == ["decided"] * 3
    assert "decided" not in states()[3:]
    sweeps.undo_sweep(sweep=sweep, by=cast.editor)
    work()
    assert not Comment.objects.exclude(disposition="").exists()


def test_only_what_runs_is_stopped_and_no_undoing(cast, document, said, work):
    sweep = begin(document, cast.editor)
    with pytest.raises(NotYou):
        sweeps.stop_sweep(sweep=sweep, by=cast.esa_reviewer)
    work()
    with pytest.raises(NotNow, match="done already"):
        sweeps.stop_sweep(sweep=sweep, by=cast.editor)
    undoing = sweeps.undo_sweep(sweep=sweep, by=cast.editor)
    with pytest.raises(NotNow, match="runs to its end"):
        sweeps.stop_sweep(sweep=undoing, by=cast.editor)
