"""Comments as Word markup."""

from dataclasses import replace
from datetime import UTC, datetime

from documents.core.model import Edit, Point
from reviews.core.word import Said, Thread, initials, markup_of

NOON = datetime(2016, 5, 3, 12, tzinfo=UTC)
SAID = Said("c1", "ESA reviewer 2", NOON, "Up to 42 days is not supported.")
THREAD = Thread(SAID, Point("b4", 10), Point("b4", 17))
CHANGE = replace(
    THREAD, edits=(Edit("replace", "b4", 10, 12, "42"),), original="30 days", proposed="42 days",
)


def test_comment_keeps_author_date_and_place():
    [comment] = markup_of([THREAD], "b0").markup.comments

    assert (comment.id, comment.author, comment.initials) == ("c1", "ESA reviewer 2", "ER2")
    assert comment.date == "2016-05-03T12:00:00Z"
    assert (comment.start, comment.end) == (Point("b4", 10), Point("b4", 17))


def test_replies_hang_from_their_comment_and_share_its_state():
    thread = replace(THREAD, replies=(Said("r1", "Editor", NOON, "Agreed."),), is_resolved=True)

    comments = markup_of([thread], "b0").markup.comments

    assert [(one.id, one.parent, one.resolved) for one in comments] == [("c1", "", True), ("r1", "c1", True)]


def test_comment_on_the_whole_document_stands_at_its_start():
    [comment] = markup_of([replace(THREAD, start=None, end=None)], "b0").markup.comments

    assert comment.start == comment.end == Point("b0", 0)


def test_proposal_is_a_tracked_change_by_its_author():
    [change] = markup_of([CHANGE], "b0").markup.changes

    assert (change.author, change.date, change.group) == ("ESA reviewer 2", "2016-05-03T12:00:00Z", "c1")
    assert change.edit == Edit("replace", "b4", 10, 12, "42")


def test_bare_proposal_has_no_comment():
    laid = markup_of([replace(CHANGE, said=replace(SAID, text=""))], "b0")

    assert laid.markup.comments == ()


def test_second_proposal_on_the_same_words_is_told_in_its_comment():
    other = replace(
        CHANGE, said=replace(SAID, key="c2"), proposed="45 days",
        edits=(Edit("replace", "b4", 11, 13, "45"),),
    )

    laid = markup_of([CHANGE, other], "b0")

    assert laid.in_words == ("c2",)
    assert len(laid.markup.changes) == 1
    assert laid.markup.comments[1].text.endswith("Proposed: “30 days” → “45 days”")


def test_refused_proposal_is_told_in_words():
    laid = markup_of([replace(CHANGE, shows_change=False)], "b0")

    assert laid.markup.changes == ()
    assert laid.in_words == ("c1",)


def test_initials_of_a_role():
    assert initials("COSPAR community reviewer") == "CCR"
