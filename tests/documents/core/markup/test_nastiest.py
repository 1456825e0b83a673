"""The 25 nastiest things that real Word files hold, each with what a correct writer makes of it.

Their reading is in `tests/documents/core/reading/test_nastiest.py`.
"""

import re

import pytest

from documents.core import markup, reading
from documents.core.limits import Limits
from documents.core.model import Change, Comment, Edit, Markup, Point, Unreadable
from documents.core.package import open_package
from tests.documents.core.reading.test_nastiest import COMMENTS, OTHER, TEXTBOX, end, field, start
from tests.documents.core.word import BY, cell, dele, ins, mark, p, part, r, row, table, word, zipped

DATE = "2026-11-22T10:00:00Z"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/>'
    '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def lay(data, *edits):
    """The data with each edit laid as one change."""
    changes = tuple(Change(str(900 + at), "ESA reviewer 1", DATE, edit) for at, edit in enumerate(edits))
    return markup.lay(data, Markup(changes=changes))


def xml(data, name=""):
    package = open_package(data)
    return package.parts[name or package.main].decode()


def accepted(data):
    return markup.settle(data, accept=True)


def rejected(data):
    return markup.settle(data, accept=False)


def test_01_joined_paragraph_has_the_properties_of_the_mark_that_survives():
    styles = {"props": '<w:jc w:val="left"/>' + mark("del")}
    data = word(p("one ", **styles) + p("two", props='<w:jc w:val="right"/>'))

    assert reading.text(accepted(data)) == ["one two"]
    assert 'w:val="right"' in xml(accepted(data))
    assert 'w:val="left"' not in xml(accepted(data))
    assert reading.text(rejected(data)) == ["one ", "two"]


def test_02_several_new_marks_in_a_row_merge_when_they_are_rejected():
    data = word(p("a", props=mark("ins")) + p("b", props=mark("ins")) + p("c"))

    assert (reading.text(rejected(data)), reading.text(accepted(data))) == (["abc"], ["a", "b", "c"])


def test_03_striking_anothers_insertion_is_settled_hand_by_hand():
    struck = f"<w:ins {BY}>{r('new')}<w:del {OTHER}>{r('gone', tag='delText')}</w:del></w:ins>"
    data = word(p("a ", struck))

    only_theirs = markup.settle(data, lambda one: True if one.edit.kind == "delete" else None)
    only_ours = markup.settle(data, lambda one: False if one.edit.kind == "insert" else None)

    assert reading.text(only_theirs, "final") == ["a new"]
    assert reading.text(only_ours, "final") == ["a "]


def test_04_cell_keeps_one_paragraph_when_all_of_it_is_deleted():
    data = word(table(row(cell(p("all")))))

    laid = lay(data, Edit("delete_block", "b1", 0, 3))

    assert (reading.text(accepted(laid)), reading.text(rejected(laid))) == ([""], ["all"])
    assert "<w:tc><w:tcPr></w:tcPr><w:p/></w:tc>" in re.sub(r' xmlns:\w+="[^"]*"', "", xml(accepted(laid)))


def test_05_moved_paragraph_is_named_on_both_sides_and_goes_either_way():
    data = word(p("one") + p("two") + p("three"))

    laid = lay(data, Edit("move_block", "b1", 0, 3, to="b3"))

    names = re.findall(r'<w:move(?:From|To)RangeStart[^>]*w:name="([^"]+)"', xml(laid))
    assert len(names) == 2
    assert len(set(names)) == 1
    assert (reading.text(accepted(laid)), reading.text(rejected(laid))) == (
        ["two", "three", "one"],
        ["one", "two", "three"],
    )


def test_06_rows_are_settled_with_all_of_their_cells():
    gone, come = row(cell(p("old")), props=f"<w:del {BY}/>"), row(cell(p("new")), props=f"<w:ins {BY}/>")
    data = word(table(gone, come, row(cell(p("kept")))))

    assert (reading.text(accepted(data)), reading.text(rejected(data))) == (["new", "kept"], ["old", "kept"])


def test_07_cells_are_settled_and_the_row_stays_valid():
    data = word(table(row(cell(p("a")), cell(p("b"), props=f"<w:cellDel {BY}/>"),
                          cell(p("c"), props=f"<w:cellIns {BY}/>"))))  # fmt: skip

    assert (reading.text(accepted(data)), reading.text(rejected(data))) == (["a", "c"], ["a", "b"])
    assert "cellIns" not in xml(accepted(data)) + xml(rejected(data))


def test_08_rejecting_a_content_control_keeps_its_text():
    control = (f"<w:customXmlInsRangeStart {BY}/><w:sdt><w:sdtContent>"
               f'<w:customXmlInsRangeEnd w:id="7"/>{r("kept")}</w:sdtContent></w:sdt>')  # fmt: skip
    data = word(p(control))

    assert reading.text(rejected(data)) == reading.text(accepted(data)) == ["kept"]
    assert ("w:sdt" in xml(rejected(data)), "w:sdt" in xml(accepted(data))) == (False, True)


def test_09_field_is_deleted_as_a_whole_and_never_by_half():
    data = word(p("see ", field("PAGEREF _T1", r("12")), " there"))

    whole, half = lay(data, Edit("delete", "b1", 4, 6)), lay(data, Edit("delete", "b1", 4, 5))

    assert (reading.text(accepted(whole)), "fldChar" in xml(accepted(whole))) == (["see  there"], False)
    assert reading.text(accepted(half)) == ["see 2 there"]
    assert xml(accepted(half)).count("fldChar ") == 3
    assert "delInstrText" in xml(whole)


def test_10_equation_goes_and_stays_as_one():
    data = word(p("a", "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>", "b"))

    laid = lay(data, Edit("delete", "b1", 1, 2))

    assert "<w:del" in xml(laid)
    assert (reading.text(accepted(laid)), reading.text(rejected(laid))) == (["ab"], ["a\ufffcb"])


def test_11_numbering_that_was_put_on_goes_off_again():
    numbered = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins {BY}/></w:numPr>'
    data = word(p("text", props=numbered), numbering=part("numbering", LIST))

    numbers = [
        [block.number for block in reading.read(one).blocks] for one in (accepted(data), rejected(data))
    ]

    assert numbers == [["1."], [""]]


def test_12_both_halves_of_a_run_keep_its_old_format():
    bold = f"<w:b/><w:rPrChange {BY}><w:rPr><w:i/></w:rPr></w:rPrChange>"
    clean, lifted = markup.lift(word(p(r("one two", bold))))

    laid = markup.lay(clean, Markup((), lifted.changes, lifted.opaque))

    assert "<w:b/>" in xml(laid)
    assert [(span.kind, span.start, span.end) for span in reading.read(rejected(laid)).blocks[0].spans] == [
        ("italic", 0, 7)
    ]


def test_13_comment_from_one_cell_to_another_is_laid_in_both():
    data = word(table(row(cell(p("ab")), cell(p("cd")))) + p("between") + table(row(cell(p("ef")))))
    remark = Comment("1", "Ann", "A", DATE, "why?", "", False, Point("b1", 1), Point("b4", 1))

    again = reading.read(markup.lay(data, Markup((remark,)))).comments

    assert [(one.start, one.end) for one in again] == [(Point("b1", 1), Point("b4", 1))]


@pytest.mark.parametrize("body", [
    start(1) + p("one") + end(1).split("<w:r>", maxsplit=1)[0] + p("two"),
    p("a", '<w:r><w:commentReference w:id="1"/></w:r>', "b"),
    p("a", start(1), "b") + p("c"),
], ids=["14_between_paragraphs", "15_without_range", "15_without_end"])  # fmt: skip
def test_comment_with_odd_marks_goes_back_as_it_was(body):
    data = word(body, comments=COMMENTS)
    clean, lifted = markup.lift(data)

    laid = markup.lay(clean, lifted)

    again = [(one.id, one.start, one.end, one.text) for one in reading.read(laid).comments]
    assert again == [(one.id, one.start, one.end, one.text) for one in reading.read(data).comments]
    marks = re.compile(r"<w:comment(?:RangeStart|RangeEnd|Reference)")
    assert len(marks.findall(xml(laid))) == len(marks.findall(xml(data)))


def test_16_replies_and_resolved_threads_are_told_to_word():
    head = Comment("1", "Ann", "A", DATE, "why?", "", True, Point("b1", 0), Point("b1", 3))
    reply = Comment("2", "Bob", "B", DATE, "because", "1", True, Point("b1", 0), Point("b1", 3))

    laid = markup.lay(word(p("one two")), Markup((head, reply)))

    rows = re.findall(r"<w15:commentEx [^>]*>", xml(laid, "word/commentsExtended.xml"))
    assert ["paraIdParent" in one for one in rows] == [False, True]
    assert all('w15:done="1"' in one for one in rows)


def test_17_words_in_a_text_box_change_in_the_fallback_too():
    box = f"<wps:txbx><w:txbxContent>{p('inside')}</w:txbxContent></wps:txbx>"
    data = word(p("a", TEXTBOX.format(box, box), "b"))

    laid = lay(data, Edit("replace", "b2", 0, 2, "out"))

    choice, fallback = xml(laid).split("<mc:Fallback>")
    assert choice.count("<w:ins ") == fallback.count("<w:ins ") == 1
    assert reading.text(accepted(laid)) == ["a\ufffcb", "outside"]


def test_18_words_that_word_fills_from_data_are_warned_of():
    control = '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/x"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'

    draft = reading.read(word(p("a") + p("b", control.format(r("bound"))) + control.format(p("c"))))

    assert [(one.code, one.block) for one in draft.warnings] == [("data-bound", "b2"), ("data-bound", "b3")]


def test_19_field_over_paragraphs_keeps_its_ends_when_one_of_them_goes():
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = p(char.format("begin"), r("TOC", tag="instrText"), char.format("separate"), "Intro")
    data = word(body + p("Scope") + p("Ends", char.format("end")) + p("after"))

    laid = accepted(lay(data, Edit("delete_block", "b1", 0, 5), Edit("delete_block", "b3", 0, 4)))

    assert re.findall(r'fldCharType="(\w+)"', xml(laid)) == ["begin", "separate", "end"]
    assert [line for line in reading.text(laid) if line] == ["Scope", "after"]


def test_20_runs_are_cut_beside_tabs_hyphens_and_symbols():
    special = ('<w:r><w:t>soft</w:t><w:softHyphen/><w:t>en</w:t><w:noBreakHyphen/><w:tab/>'
               '<w:sym w:font="Symbol" w:char="F0B0"/><w:br/><w:t>end</w:t></w:r>')  # fmt: skip
    data = word(p(special))
    text = reading.text(data)[0]

    for at in range(len(text)):
        laid = lay(data, Edit("delete", "b1", at, at + 1))
        assert reading.text(accepted(laid)) == [text[:at] + text[at + 1 :]]
        assert reading.text(rejected(laid)) == [text]


def test_21_new_list_item_counts_only_when_it_is_accepted():
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    data = word(p("a", props=listed) + p("b", props=listed), numbering=part("numbering", LIST))

    laid = lay(data, Edit("insert_block", "b1", text="new", kind_to="list_item"))

    numbers = [
        [block.number for block in reading.read(one).blocks] for one in (accepted(laid), rejected(laid))
    ]
    assert numbers == [["1.", "2.", "3."], ["1.", "2."]]


def test_22_new_words_in_a_link_stay_in_the_link():
    data = word(p("see ", f'<w:hyperlink w:anchor="x">{r("this page")}</w:hyperlink>', "."))

    laid = lay(data, Edit("replace", "b1", 9, 13, "part"))

    link = xml(laid).partition("<w:hyperlink")[2].partition("</w:hyperlink>")[0]
    assert "<w:ins " in link
    assert "<w:del " in link


def strict(data):
    """The package in the strict namespaces, with a byte order mark, orphans and a target that is absolute."""
    package = open_package(data)
    said = {
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main":
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b'Target="word/document.xml"': b'Target="/word/document.xml"',
    }  # fmt: skip
    parts = dict(package.parts)
    for old, new in said.items():
        parts = {name: content.replace(old, new) for name, content in parts.items()}
    parts[package.main] = b"\xef\xbb\xbf<!-- made elsewhere -->\n" + parts[package.main] + b"\n<!-- end -->"
    return zipped({**parts, "[trash]/0000.dat": b"\0\1"})


def test_23_odd_package_stays_as_odd_as_it_was():
    data = strict(word(p("one two")))
    remark = Comment("1", "Ann", "A", DATE, "why?", "", False, Point("b1", 0), Point("b1", 3))

    laid = markup.lay(data, Markup((remark,), (Change("9", "Ann", DATE, Edit("delete", "b1", 0, 4)),)))

    main = open_package(laid).parts["word/document.xml"]
    assert main.startswith(b"\xef\xbb\xbf<!-- made elsewhere -->\n<w:document")
    assert main.endswith(b"\n<!-- end -->")
    assert (
        b"schemas.openxmlformats.org/wordprocessingml"
        not in main + open_package(laid).parts["word/comments.xml"]
    )
    assert open_package(laid).parts["[trash]/0000.dat"] == b"\0\1"
    assert reading.text(laid, "final") == ["two"]


@pytest.mark.parametrize("work", [
    markup.lift, lambda data: markup.lay(data, Markup(opaque=({"kind": "x"},))), accepted,
    lambda data: markup.redline(data, data, "Ann", DATE),
])  # fmt: skip
def test_24_what_is_not_a_document_is_one_clear_message(work):
    with pytest.raises(Unreadable, match="does not begin as a zip package"):
        work(b"<html><body>saved as .docx</body></html>")


def test_24_macros_stay_untouched_where_they_are_allowed():
    data = word(p("one ", ins("two")), MACROS, vbaProject="macro")

    clean, lifted = markup.lift(data, Limits(macros=True))
    laid = markup.lay(clean, lifted, limits=Limits(macros=True))

    assert open_package(laid, Limits(macros=True)).parts["word/vbaProject.xml"] == b"macro"
    with pytest.raises(Unreadable, match="macros are not accepted"):
        markup.lift(data)


def test_25_protection_stays_and_is_warned_of():
    settings = part("settings", '<w:documentProtection w:edit="readOnly" w:enforcement="1"/>')
    data = word(p("one", dele("two")), settings=settings)

    clean, lifted = markup.lift(data)

    assert [one.code for one in reading.read(data).warnings] == ["protected"]
    assert open_package(markup.lay(clean, lifted)).parts["word/settings.xml"].decode() == settings


def test_25_embedded_document_takes_no_markup_but_says_so():
    data = word('<w:altChunk r:id="rId1"/>' + p("a"))

    with pytest.raises(markup.CannotLay, match="an embedded document takes no tracked changes"):
        lay(data, Edit("delete", "b1", 0, 1))
