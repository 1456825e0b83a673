"""Two versions of a form: what was ticked or chosen otherwise."""

from documents.core.comparing import answers
from documents.core.comparing.answers import Answer
from documents.core.comparing.applying import applied
from documents.core.model import Block, Draft, Edit, Shown


def block(name, text, *shown):
    return Block(name, "paragraph", text, shown=tuple(Shown(*one) for one in shown))


def found(old, new):
    return answers.answers(Draft((old,)), Draft((new,)), [(old.id, new.id)])


def test_box_and_choice_that_changed_are_told_with_what_they_were():
    old = block("b1", "yes  no", (0, "box", "☐"), (4, "box", "☐"), (7, "choice", "A"))
    new = block("b9", "Yes  no", (0, "box", "☐"), (4, "box", "☒"), (7, "choice", "B"))

    assert found(old, new) == (("b1", Answer("box", "☐", "☒")), ("b1", Answer("choice", "A", "B")))


def test_numbers_and_buttons_change_by_themselves():
    assert found(block("b1", "x", (0, "number", "1)"), (1, "button", "Click")),
                 block("b1", "x", (0, "number", "2)"), (1, "button", "Press"))) == ()


def test_block_with_other_fields_than_before_is_not_compared():
    assert found(block("b1", "x"), block("b1", "x", (0, "box", "☒"))) == ()
    assert found(block("b1", "x", (0, "box", "☐")), block("b1", "x", (0, "choice", "☒"))) == ()


def edited(base, *edits):
    return [(one.text, [(each.offset, each.text) for each in one.shown])
            for one in applied(Draft((base,)), edits).blocks]


BOXES = block("b1", "yes or no", (0, "box", "☐"), (7, "box", "☒"), (9, "number", "1)"))


def test_what_is_shown_keeps_its_place_among_edited_words():
    assert edited(BOXES, Edit("insert", "b1", 3, 3, " sir"), Edit("delete", "b1", 4, 6, "or")) == [
        ("yes sir  no", [(0, "☐"), (9, "☒"), (11, "1)")]),
    ]


def test_what_is_shown_stays_where_the_words_around_it_go():
    assert edited(BOXES, Edit("replace", "b1", 4, 9, "or never")) == [
        ("yes or never", [(0, "☐"), (12, "☒"), (12, "1)")]),
    ]
    assert edited(BOXES, Edit("delete", "b1", 0, 9, "yes or no")) == [("", [(0, "☐"), (0, "☒"), (0, "1)")])]


def test_what_is_shown_goes_along_when_its_paragraph_is_split():
    assert edited(BOXES, Edit("split", "b1", 7, 7)) == [
        ("yes or ", [(0, "☐")]), ("no", [(0, "☒"), (2, "1)")]),
    ]
