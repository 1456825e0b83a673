"""Insertions in which others struck words, and where insertions stand once all is accepted."""

from documents.core import reading
from documents.core.package import open_package
from documents.core.textmap import map_package
from tests.documents.core.word import p, r, word

A = 'w:author="A" w:date="2026-01-02T03:04:00Z"'
B = 'w:author="B" w:date="2026-01-03T03:04:00Z"'


def _found(*paragraphs):
    return map_package(open_package(word("".join(paragraphs))))


def _ins(number, inner, by=A):
    return f'<w:ins w:id="{number}" {by}>{inner}</w:ins>'


def _del(number, text, by=B):
    return f'<w:del w:id="{number}" {by}>{r(text, tag="delText")}</w:del>'


def test_words_struck_by_another_are_given_back_to_their_writer():
    found = _found(p("The crew", _ins(1, r(" of four") + _del(2, " brave") + r(" people")), " lives."))

    (amendment,) = reading.amendments(found)

    assert (amendment.insertion, amendment.written.author, amendment.written.edit.text) == (
        "1", "A", " of four brave people",
    )
    assert [(one.author, one.edit.text, one.edit.start) for one in amendment.amended] == [
        ("B", " of four people", 8),
    ]
    assert amendment.strikes == {"2"}


def test_words_that_somebody_struck_of_their_own_are_no_amendment():
    assert reading.amendments(_found(p("x", _ins(1, r("one") + _del(2, "two", A))))) == ()


def test_insertion_that_another_struck_whole_is_still_told():
    (amendment,) = reading.amendments(_found(p("The crew", _ins(1, _del(2, " of four")), " lives.")))

    assert (amendment.insertion, amendment.written.edit.text) == ("", " of four")
    assert [one.edit.text for one in amendment.amended] == [""]


def test_arrivals_tell_where_new_words_stand_when_all_is_accepted():
    gone = f'<w:del w:id="3" {B}>{r("One. ", tag="delText")}</w:del>'
    new = f'<w:p><w:pPr><w:rPr><w:ins w:id="5" {A}/></w:rPr></w:pPr>{_ins(6, r("New paragraph."))}</w:p>'
    found = _found(p(gone, "Two", _ins(4, r(" and a half")), "."), new, p("Last."))

    assert reading.arrivals(found) == {"4": ("b1", 3), "5": ("b2", 0)}


def test_new_paragraphs_before_a_blocks_own_words_stand_behind_the_block_before():
    """Word writes them with pending marks before the words: as pieces of that block."""
    new = [
        f'<w:p><w:pPr><w:rPr><w:ins w:id="{n}" {A}/></w:rPr></w:pPr>{_ins(n + 10, r(text))}</w:p>'
        for n, text in ((1, "First."), (2, "Second."))
    ]
    draft = reading.read(word("".join([p("Before."), *new, p("Behind.")])))

    assert [(one.edit.kind, one.edit.block, one.edit.text) for one in draft.changes] == [
        ("insert_block", "b1", "First."), ("insert_block", "b1", "Second."),
    ]
