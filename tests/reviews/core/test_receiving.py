"""Known from new in a returned file."""

from dataclasses import replace

import pytest

from documents.core.markup.identity import key_of
from documents.core.model import Change, Comment, Edit, Point
from reviews.core.receiving import Known, PlacedChange, PlacedComment, is_worded, replacements, sort_markup

TEXTS = {"b4": "The habitat lives for 30 days. Air is recycled."}
DATE = "2016-05-03T12:00:00Z"
PLACE = Point("b4", 22), Point("b4", 29)
OURS = Known("c1", "ESA reviewer 2", DATE, ("Too long.",), (Edit("replace", "b4", 22, 24, "42"),))


def comment(identity="7", text="Too long.", author="ESA reviewer 2", parent="", date=DATE):
    return PlacedComment(Comment(identity, author, "", date, text, parent, False, *PLACE), *PLACE)


def change(edit, author="ESA reviewer 2", date=DATE, group=""):
    return PlacedChange(Change("1", author, date, edit, group), edit)


def received(comments=(), changes=(), silent=(), known=(OURS,)):
    return sort_markup(comments, changes, silent, known, TEXTS)


def test_our_comment_is_known_by_its_key():
    result = received([comment(key_of("c1"))])

    assert (result.known_comments, result.comments, result.replies) == (1, (), ())


def test_our_comment_is_known_by_its_words_when_the_program_dropped_the_key():
    assert received([comment("99")]).known_comments == 1


def test_key_of_ours_on_another_authors_comment_is_not_believed():
    result = received([comment(key_of("c1"), author="CNES reviewer 1", text="Mine.")])

    assert [one.text for one in result.comments] == ["Mine."]


def test_new_words_over_our_comment_come_as_a_reply():
    [(key, reply)] = received([comment(key_of("c1"), text="Too short.")]).replies

    assert (key, reply.text, reply.rewrites) == ("c1", "Too short.", True)


def test_reply_to_our_comment_is_new():
    result = received([comment(key_of("c1")), comment("8", "I agree.", "CNES reviewer 1", key_of("c1"))])

    assert [(key, reply.text) for key, reply in result.replies] == [("c1", "I agree.")]


def test_new_comment_brings_its_replies():
    thread = [comment("8", "New.", "CNES reviewer 1"), comment("9", "Yes.", "CNES reviewer 2", "8")]

    [new] = received(thread).comments

    assert (new.text, [reply.text for reply in new.replies]) == ("New.", ["Yes."])


def test_same_words_said_twice_are_two_comments():
    twice = [comment("8", "Typo.", "CNES reviewer 1"), comment("9", "Typo.", "CNES reviewer 1")]

    first, second = received(twice).comments

    assert first.source != second.source


def test_same_comment_has_the_same_name_in_another_file():
    [one] = received([comment("8", "New.", "CNES reviewer 1")]).comments
    [other] = received([comment("31", "New.", "CNES reviewer 1")]).comments

    assert one.source == other.source


def test_our_tracked_change_is_known():
    result = received(changes=[change(Edit("replace", "b4", 22, 24, "42"))])

    assert (result.known_changes, result.comments) == (1, ())


def test_same_change_by_somebody_else_is_new():
    result = received(changes=[change(Edit("replace", "b4", 22, 24, "42"), author="CNES reviewer 1")])

    assert len(result.comments) == 1


def test_changes_in_one_sentence_are_one_proposal():
    edits = Edit("replace", "b4", 4, 11, "module"), Edit("replace", "b4", 22, 24, "60")

    [new] = received(changes=[change(edit) for edit in edits]).comments

    assert new.edits == edits
    assert (new.start, new.end) == (Point("b4", 4), Point("b4", 24))


def test_changes_in_two_sentences_are_two_proposals():
    edits = Edit("replace", "b4", 22, 24, "60"), Edit("replace", "b4", 31, 34, "Water")

    assert len(received(changes=[change(edit) for edit in edits]).comments) == 2


def test_comment_on_changed_words_carries_the_change():
    edit = Edit("replace", "b4", 22, 24, "60")

    [new] = received([comment("8", "See the tests.")], [change(edit)], known=()).comments

    assert (new.text, new.edits) == ("See the tests.", (edit,))


def test_edit_without_a_mark_is_a_silent_proposal():
    [new] = received(silent=[Edit("delete", "b4", 22, 25)]).comments

    assert (new.is_silent, new.edits) == (True, (Edit("delete", "b4", 22, 25),))


def test_our_proposal_taken_over_in_the_file_is_not_silent():
    result = received(silent=[Edit("replace", "b4", 22, 24, "42")])

    assert (result.known_changes, result.comments) == (1, ())


def test_words_struck_and_written_are_one_replacement():
    halves = change(Edit("delete", "b4", 22, 24)), change(Edit("insert", "b4", 24, 24, "60"))

    [whole] = replacements([half.change for half in halves])

    assert whole.edit == Edit("replace", "b4", 22, 24, "60")


def test_halves_of_two_authors_are_not_joined():
    one = change(Edit("delete", "b4", 22, 24)).change
    other = change(Edit("insert", "b4", 24, 24, "60"), author="CNES reviewer 1").change

    assert replacements([one, other]) == (one, other)


def test_our_replacement_is_known_by_its_halves():
    halves = change(Edit("insert", "b4", 24, 24, "42")), change(Edit("delete", "b4", 22, 24))

    assert received(changes=halves).known_changes == 2


@pytest.mark.parametrize(("edit", "worded"), [
    (Edit("replace", "b4", 22, 24, "60"), True), (Edit("delete_block", "b4"), True),
    (Edit("insert_block", "b4", text="New."), True), (Edit("insert_block", "b4", text=" "), False),
    (Edit("format", "b4", 0, 4), False), (Edit("delete", "b4", 22, 22, "theirs"), False),
])
def test_edits_that_say_something_about_the_words(edit, worded):
    assert is_worded(edit) == worded


def test_change_whose_words_are_gone_is_told_as_lost():
    gone = replace(change(Edit("delete", "b9", 0, 4)), edit=None)

    [new] = received(changes=[gone]).comments

    assert (new.edits, new.lost, new.start) == ((), (gone.change,), None)


def test_thread_that_loops_does_not_hang():
    loop = [comment("8", "A.", "CNES reviewer 1", "9"), comment("9", "B.", "CNES reviewer 1", "8")]

    new = received(loop).comments

    assert {one.text for one in new} | {reply.text for one in new for reply in one.replies} == {"A.", "B."}
