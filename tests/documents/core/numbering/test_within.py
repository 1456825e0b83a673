"""Numbers inside paragraphs, counted as Word counts its LISTNUM fields."""

import pytest

from documents.core.reading import read
from tests.documents.core.numbering.test_counting import OUTLINE, abstract, item, level, num
from tests.documents.core.word import p, part, r, word

PLAIN = (OUTLINE, num(1, 0))


def listnum(code="LISTNUM"):
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return char.format("begin") + r(f" {code} ", tag="instrText") + char.format("end")


def within(*paragraphs, definitions=PLAIN):
    data = word("".join(paragraphs), numbering=part("numbering", "".join(definitions)))
    return [[one.text for one in block.shown] for block in read(data).blocks]


def test_paragraphs_that_begin_with_one_count_on_the_first_level():
    assert within(p(listnum(), " one"), p("between"), p(listnum(), " two")) == [["1)"], [], ["2)"]]


def test_several_at_the_beginning_go_deeper_each_and_do_not_go_on_behind_the_next():
    assert within(p(listnum("LISTNUM \\s 0")), p(listnum(), listnum(), listnum()), p(listnum())) == [
        ["0)"], ["1)", "a)", "i)"], ["2)"],
    ]


def test_list_in_a_sentence_is_on_the_third_level_and_goes_on_there():
    sentence = p("The crew ", listnum(), " lands, ", listnum(), " works and ", listnum(), " leaves.")

    assert within(sentence) == [["i)", "ii)", "iii)"]]


def test_level_and_start_that_a_field_names_hold_for_those_that_follow():
    sentence = p("that ", listnum("LISTNUM NumberDefault \\l 6"), " no default, ", listnum(), " the books")
    other = p("and ", listnum("LISTNUM \\l 4 \\s 7"), " more ", listnum())

    assert within(sentence, other) == [["(i)", "(ii)"], ["(7)", "(8)"]]


@pytest.mark.parametrize(("name", "levels"), [
    ("NumberDefault", ["1)", "a)", "i)", "(1)", "(a)", "(i)", "1.", "a.", "i."]),
    ("OutlineDefault", ["I.", "A.", "1.", "a)", "(1)", "(a)", "(i)", "(a)", "(i)"]),
    ('"legaldefault"', ["1.", "1.1.", "1.1.1.", "1.1.1.1."]),
])
def test_lists_that_word_brings_along_have_their_own_looks(name, levels):
    fields = [listnum(f"LISTNUM {name} \\l {depth}") for depth in range(1, len(levels) + 1)]

    assert within(p("x", *fields)) == [levels]


def test_in_a_numbered_paragraph_it_counts_in_that_list_one_level_below():
    numbered = item(1).replace("</w:p>", f"{listnum()}{r(' and ')}{listnum()}</w:p>")

    assert within(numbered, item(1), numbered) == [["1.1", "1.2"], [], ["3.1", "3.2"]]


def test_paragraph_after_it_goes_on_counting_where_the_field_left_off():
    numbered = item(1).replace("</w:p>", f"{listnum()}</w:p>")

    data = word(numbered + item(1, 1), numbering=part("numbering", "".join(PLAIN)))

    assert [block.number for block in read(data).blocks] == ["1.", "1.2"]


def test_list_of_the_file_is_found_by_its_name():
    name = '<w:name w:val="Steps"/>'
    named = abstract(0, level(0, "Step %1"), level(1, "Part %2", "upperLetter"), extra=name)

    found = within(p(listnum("LISTNUM Steps")), p("x", listnum("LISTNUM steps \\l 2")), item(1),
                   definitions=(named, num(1, 0)))

    assert found == [["Step 1"], ["Part A"], []]


def test_bullets_are_no_list_to_count_in():
    bullets = (abstract(0, level(0, "o", "bullet"), level(1, "o", "bullet")), num(1, 0))

    assert within(item(1).replace("</w:p>", f"{listnum()}</w:p>"), definitions=bullets) == [["i)"]]


def test_level_beyond_nine_is_the_ninth_and_an_unknown_name_the_list_before():
    assert within(p("x", listnum("LISTNUM \\l 12"), listnum("LISTNUM Nobody"))) == [["i.", "ii."]]
