"""Laying, lifting and settling on small files: one oddity of real ones each."""

import pytest

from documents.core import markup, reading
from documents.core.model import Change, Comment, Edit, Markup, Point, Span
from documents.core.package import open_package
from tests.documents.core.word import BY, cell, dele, ins, mark, p, part, r, row, table, word

DATE = "2026-11-22T10:00:00Z"


def change(edit, name="900"):
    return Markup(changes=(Change(name, "ESA reviewer 1", DATE, edit),))


def comment(start, end, name="1"):
    return Comment(name, "ESA reviewer 1", "E", DATE, "why?", "", False, start, end)


def main_part(data):
    package = open_package(data)
    return package.parts[package.main].decode()


def test_comment_within_deleted_words_stays_within_them():
    clean = word(p("one two three"))
    remark = comment(Point("b1", 6), Point("b1", 6))
    wanted = Markup((remark,), change(Edit("delete", "b1", 0, 13)).changes)

    laid = markup.lay(clean, wanted)

    assert [(one.start, one.end) for one in reading.read(laid).comments] == [(remark.start, remark.end)]


def test_pieces_of_one_change_have_ids_of_their_own():
    clean = word(p("one two three"))
    remarks = (comment(Point("b1", 4), Point("b1", 7)),)

    laid = markup.lay(clean, Markup(remarks, change(Edit("delete", "b1", 0, 13)).changes))

    assert (
        markup.check(clean, laid, Markup(remarks, change(Edit("delete", "b1", 0, 13)).changes)).faults == ()
    )
    assert main_part(laid).count('w:id="900"') == 1


def test_deleted_last_paragraph_goes_with_the_comments_on_it():
    clean = word(p("stays") + p("goes"))
    remarks = (comment(Point("b2", 0), Point("b2", 4)),)
    laid = markup.lay(clean, Markup(remarks, change(Edit("delete_block", "b2", 0, 4)).changes))

    accepted = markup.settle(laid, accept=True)

    assert reading.text(accepted) == reading.text(laid, "final") == ["stays"]
    assert [one.text for one in reading.read(accepted).comments] == ["why?"]


def test_paragraph_in_a_content_control_is_joined_with_the_one_after_it():
    control = f"<w:sdt><w:sdtContent>{p('one ', props=mark('del'))}</w:sdtContent></w:sdt>"

    accepted = markup.settle(word(control + p("two")), accept=True)

    assert reading.text(accepted) == ["one two"]
    assert "w:sdt" not in main_part(accepted)


def test_deleted_paragraph_leaves_its_section_break():
    clean = word(p("one", props="<w:sectPr><w:cols w:num='2'/></w:sectPr>") + p("two"))

    accepted = markup.settle(markup.lay(clean, change(Edit("delete_block", "b1", 0, 3))), accept=True)

    assert reading.text(accepted) == ["", "two"]
    assert "w:sectPr" in main_part(accepted)


def test_paragraphs_are_not_joined_over_a_section_break():
    clean = word(p("one", props="<w:sectPr/>") + p("two"))

    with pytest.raises(markup.CannotLay, match="a section break stands between"):
        markup.lay(clean, change(Edit("join", "b1")))


def test_words_moved_away_keep_the_element_that_word_writes():
    clean = word(p("one") + p("two") + p("three"))

    laid = markup.lay(clean, change(Edit("move_block", "b1", 0, 3, to="b2")))

    assert "delText" not in main_part(laid)
    assert (reading.text(laid), reading.text(laid, "final")) == (
        ["one", "two", "three"],
        ["two", "one", "three"],
    )


def test_new_words_beside_symbols_are_not_drawn_as_symbols():
    clean = word(p(r("\uf04a", props='<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/><w:b/>')))

    laid = markup.lay(clean, change(Edit("insert", "b1", 1, 1, "smile")))

    assert '<w:ins w:id="900"' in main_part(laid)
    inserted = main_part(laid).partition("<w:ins")[2].partition("</w:ins>")[0]
    assert "rFonts" not in inserted
    assert "<w:b/>" in inserted


def header(text):
    return part("hdr", text)


def test_new_comment_in_a_header_is_refused_and_one_of_the_file_goes_back():
    marks = (
        '<w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>'
    )
    notes = part("comments", f'<w:comment w:id="0" w:author="Ann">{p("why?")}</w:comment>')
    data = word(p("body"), header=header(p(marks.format(r("head")))), comments=notes)

    clean, lifted = markup.lift(data)
    laid = markup.lay(clean, lifted)

    assert [(one.start, one.end) for one in reading.read(laid).comments] == [(Point("b2", 0), Point("b2", 4))]
    with pytest.raises(markup.CannotLay, match="no comments in headers"):
        markup.lay(clean, Markup((comment(Point("b2", 0), Point("b2", 4)),)))


def test_comment_from_the_body_into_a_header_is_refused():
    clean = word(p("body"), header=header(p("head")))

    with pytest.raises(markup.CannotLay, match="cannot reach from a text into"):
        markup.lay(clean, Markup((comment(Point("b1", 0), Point("b2", 4)),)))


def test_comment_comes_back_with_attributes_that_say_nothing():
    marks = '<w:r><w:commentReference w:id="0"/></w:r>'
    notes = part("comments", f'<w:comment w:id="0" w:author="" w:initials="">\n{p("why?")}</w:comment>')

    clean, lifted = markup.lift(word(p("body", marks), comments=notes))
    laid = open_package(markup.lay(clean, lifted))

    (found,) = laid.related(laid.main, "comments")
    assert b'w:initials=""' in laid.parts[found]


def test_markup_is_lifted_where_a_namespace_has_a_relative_name():
    data = word(p('<w:r xmlns:x="odd" x:a="1"><w:t>one</w:t></w:r>', dele("gone")))

    _, lifted = markup.lift(data)

    assert [one.edit.kind for one in lifted.changes] == ["delete"]


def test_row_that_goes_takes_the_table_with_it_and_leaves_a_valid_cell():
    inner = table(row(cell(p("x")), props=f"<w:del {BY}/>"))

    accepted = markup.settle(word(table(row(cell(inner)))), accept=True)

    assert reading.text(accepted) == [""]


def test_empty_properties_that_nobody_changed_stay():
    empty = "<w:p><w:pPr><w:rPr/></w:pPr><w:r><w:t>one</w:t></w:r></w:p>"

    rejected = markup.settle(word(empty + p("two", dele("gone"))), accept=False)

    assert empty in main_part(rejected)


def test_both_halves_of_a_run_keep_all_that_it_says_of_its_format():
    twice = "<w:r><w:rPr/><w:rPr><w:b/></w:rPr><w:t>one two</w:t></w:r>"

    laid = markup.lay(word(p(twice)), change(Edit("delete", "b1", 0, 4)))

    assert main_part(laid).count("<w:rPr/><w:rPr><w:b/></w:rPr>") == 2


def test_controls_go_with_the_new_paragraph_that_held_them():
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{ins('new')}</w:sdtContent></w:sdt>"

    rejected = markup.settle(word(p(control, props=mark("ins")) + p("stays")), accept=False)

    assert reading.text(rejected) == ["stays"]
    assert "w:sdt" not in main_part(rejected)


def note(*content):
    return part("footnotes", f'<w:footnote w:id="1">{"".join(content)}</w:footnote>')


NUMBER = "<w:r><w:footnoteRef/></w:r>"
REFERENCE = p("body", '<w:r><w:footnoteReference w:id="1"/></w:r>')


def test_number_of_a_note_stays_where_its_words_move_away_before_a_table():
    clean = word(REFERENCE, footnotes=note(p(NUMBER, "one"), table(row(cell(p("two")))), p("three")))

    laid = markup.lay(clean, change(Edit("move_block", "b2", 0, 3, to="b4")))
    accepted = markup.settle(laid, accept=True)

    assert reading.text(accepted) == reading.text(laid, "final") == ["body\ufffc", "", "two", "three", "one"]
    (notes,) = [one for name, one in open_package(accepted).parts.items() if "footnotes" in name]
    assert notes.count(b"footnoteRef/") == 1


def test_only_paragraph_of_a_footer_stays_behind_its_table():
    clean = word(p("body"), footer=part("ftr", table(row(cell(p("one")))) + p("two")))

    laid = markup.lay(clean, change(Edit("delete_block", "b3", 0, 3)))

    accepted = markup.settle(laid, accept=True)
    assert reading.text(accepted) == reading.text(laid, "final") == ["body", "one", ""]


def test_tab_behind_the_number_of_a_note_moves_with_its_words():
    number = "<w:r><w:footnoteRef/><w:tab/></w:r>"
    clean = word(REFERENCE, footnotes=note(p(number, "one"), p("two")))

    laid = markup.lay(clean, change(Edit("move_block", "b2", 0, 4, to="b3")))

    assert reading.text(markup.settle(laid, accept=True)) == ["body\ufffc", "two", "\tone"]
    assert reading.text(markup.settle(laid, accept=False)) == reading.text(clean)


def test_blanks_that_word_does_not_show_are_cut_off_and_none_inside_is_changed():
    clean = word("<w:p><w:r><w:t>\tone\ttwo </w:t></w:r></w:p>")

    laid = markup.lay(clean, change(Edit("insert", "b1", 3, 3, "!")))

    assert markup.check(clean, laid, change(Edit("insert", "b1", 3, 3, "!"))).faults == ()
    assert "\ttwo" in main_part(laid)


def test_last_paragraph_that_ends_a_field_stays_when_its_words_go():
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    clean = word(p(begin, r("TOC", tag="instrText"), separate, "one") + p(end, "two"))

    laid = markup.lay(clean, change(Edit("delete_block", "b2", 0, 3)))

    assert reading.text(markup.settle(laid, accept=True)) == reading.text(laid, "final") == ["one", ""]


BEGIN, SEPARATE, END = (
    f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end")
)


@pytest.mark.parametrize("edit", [
    Edit("delete_block", "b1", 0, 3), Edit("move_block", "b1", 0, 3, to="b3"),
], ids=lambda edit: edit.kind)
def test_words_beside_half_of_a_field_go_and_the_half_stays(edit):
    first = f"<w:p><w:r>{BEGIN}<w:instrText>TOC</w:instrText>{SEPARATE}<w:t>one</w:t></w:r></w:p>"
    clean = word(first + p("two", f"<w:r>{END}</w:r>") + p("three"))

    laid = markup.lay(clean, change(edit))
    accepted = markup.settle(laid, accept=True)

    assert reading.text(accepted) == reading.text(laid, "final")
    assert "one" not in "".join(reading.text(accepted)[:2])
    assert main_part(accepted).count("<w:fldChar ") == 3
    assert reading.text(markup.settle(laid, accept=False)) == reading.text(clean)


def test_new_words_have_their_properties_in_order_where_their_neighbours_have_not():
    clean = word(p(r("one two", props='<w:sz w:val="24"/><w:rFonts w:ascii="Arial"/>')))
    marks = change(Edit("insert", "b1", 3, 3, " bold", (Span(0, 5, "bold", ""),)))

    laid = markup.lay(clean, marks)

    assert markup.check(clean, laid, marks).faults == ()


def test_blanks_kept_by_the_whole_document_are_the_same_when_cut_in_two():
    clean = word('<w:p xml:space="preserve"><w:r><w:t>one   two</w:t></w:r></w:p>')
    marks = Markup((comment(Point("b1", 0), Point("b1", 4)),))

    assert markup.check(clean, markup.lay(clean, marks), marks).faults == ()


def box(text):
    return (f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{p(text)}'
            "</w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent>")


def test_run_with_two_boxes_is_cut_between_them():
    clean = word(f"<w:p><w:r>{box('one')}{box('two')}<w:t>three</w:t></w:r></w:p>")
    marks = Markup(
        (comment(Point("b1", 0), Point("b1", 1)),), change(Edit("replace", "b1", 3, 7, "3")).changes)

    laid = markup.lay(clean, marks)

    assert markup.check(clean, laid, marks).faults == ()
    (remark,) = reading.read(laid).comments
    assert (remark.start, remark.end) == (Point("b1", 0), Point("b1", 1))
    assert [(one.edit.kind, one.edit.start, one.edit.end) for one in reading.read(laid).changes] == [
        ("delete", 3, 7), ("insert", 7, 7)]


def test_word_under_its_reading_is_not_parted():
    ruby = ("<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>kimon</w:t></w:r></w:rt><w:rubyBase><w:r>"
            "<w:t>\u9b3c\u9580</w:t></w:r></w:rubyBase></w:ruby></w:r>")

    with pytest.raises(markup.CannotLay, match="inside of an object"):
        markup.lay(word(p(ruby, "x")), change(Edit("split", "b1", 1, 1)))


def test_changes_in_the_box_of_a_paragraph_that_moves_have_ids_of_their_own():
    clean = word(p("first") + f"<w:p><w:r>{box('boxed')}<w:t>two</w:t></w:r></w:p>" + p("end"))
    marks = Markup(changes=(
        *change(Edit("move_block", "b2", 0, 4, to="b4"), "1").changes,
        *change(Edit("delete", "b3", 0, 2), "2").changes,
    ))

    laid = markup.lay(clean, marks)

    assert markup.check(clean, laid, marks).faults == ()
    assert reading.text(laid, "final") == ["first", "end", "\ufffctwo", "xed"]


def test_what_comes_to_one_place_stands_in_the_order_given():
    clean = word(p("one") + p("two") + p("three") + p("end"))
    edits = (
        Edit("move_block", "b1", 0, 3, to="b4"),
        Edit("insert_block", "b4", text="new"),
        Edit("move_block", "b2", 0, 3, to="b4"),
    )
    changes = tuple(Change(str(900 + n), "ESA reviewer 1", DATE, edit) for n, edit in enumerate(edits))

    laid = markup.lay(clean, Markup(changes=changes))

    assert reading.text(markup.settle(laid, accept=True)) == ["three", "end", "one", "new", "two"]
    assert reading.text(markup.settle(laid, accept=False)) == reading.text(clean)
    assert [one.edit.block for one in reading.read(laid).changes] == ["b1", "b4", "b2"]


def test_text_cut_where_a_comment_of_xml_stands_in_it_says_the_same():
    text = p("<w:r><w:t>one <!-- here -->two three</w:t></w:r>")

    laid = markup.lay(word(text), change(Edit("delete", "b1", 4, 8)))

    assert reading.text(markup.settle(laid, accept=True)) == ["one three"]
    assert reading.text(markup.settle(laid, accept=False)) == ["one two three"]


def test_paragraph_is_not_joined_with_an_embedded_document():
    clean = word(p("one") + '<w:altChunk r:id="rel1"/>' + p("two"))

    with pytest.raises(markup.CannotLay, match="no paragraph follows"):
        markup.lay(clean, change(Edit("join", "b1")))
