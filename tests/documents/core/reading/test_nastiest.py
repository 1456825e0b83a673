"""The 25 nastiest things that real Word files hold, each with what a correct reader makes of it."""

import pytest

from documents.core.model import Point, Unreadable
from documents.core.package import open_package
from documents.core.reading import read, text
from documents.core.textmap import map_package
from tests.documents.core.word import BY, cell, dele, ins, mark, p, part, r, row, table, word

OTHER = 'w:id="9" w:author="NASA reviewer 1" w:date="2026-02-02T00:00:00Z"'
TEXTBOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{}</w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def edits(draft):
    return [(one.edit.kind, one.edit.block, one.edit.start, one.edit.end, one.edit.text)
            for one in draft.changes]


def texts(draft):
    return [block.text for block in draft.blocks]


def field(code, result, begin="", end=""):
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (char.format("begin") + r(code, tag="instrText") + char.format("separate") + result
            + char.format("end"))


def test_01_deleted_paragraph_mark_is_a_join():
    data = word(p("one ", props=mark("del")) + p("two"))

    assert edits(read(data)) == [("join", "b1", 4, 4, "")]
    assert (text(data), text(data, "final")) == (["one ", "two"], ["one two"])


def test_02_inserted_paragraph_mark_is_a_split_and_several_chain():
    data = word(p("a", props=mark("ins")) + p("b", props=mark("ins")) + p("c"))

    assert edits(read(data)) == [("split", "b1", 1, 1, ""), ("split", "b1", 2, 2, "")]
    assert (text(data), text(data, "final")) == (["abc"], ["a", "b", "c"])


def test_03_deletion_inside_another_hands_insertion_is_in_neither_view():
    struck = f"<w:ins {BY}><w:del {OTHER}>{r('gone', tag='delText')}</w:del></w:ins>"
    data = word(p("a", ins("new "), struck, "b"))

    draft = read(data)

    assert (text(data), text(data, "final")) == (["ab"], ["anew b"])
    assert [(one.author, one.edit.kind, one.edit.text) for one in draft.changes] == [
        ("ESA reviewer 1", "insert", "new "), ("NASA reviewer 1", "delete", "gone")]


@pytest.mark.parametrize("after", [table(row(cell(p("x")))), ""])
def test_04_deleted_stretch_before_a_table_or_at_an_end_keeps_no_phantom(after):
    data = word(p("stays ", props=mark("del")) + p(dele("goes"), props=mark("del")) + after)

    assert text(data, "final") == ["stays "] + (["x"] if after else [])


def test_04_only_paragraph_of_a_cell_stays_when_all_of_it_is_deleted():
    data = word(table(row(cell(p(dele("all"), props=mark("del"))))))

    assert text(data, "final") == [""]


def test_05_moved_paragraph_is_told_once_as_a_move():
    source = (f'<w:moveFromRangeStart {BY} w:name="m1"/>'
              + p(f"<w:moveFrom {BY}>{r('moved')}</w:moveFrom>", props=mark("moveFrom"))
              + '<w:moveFromRangeEnd w:id="7"/>')
    target = (f'<w:moveToRangeStart {OTHER} w:name="m1"/>'
              + p(f"<w:moveTo {BY}>{r('moved')}</w:moveTo>", props=mark("moveTo"))
              + '<w:moveToRangeEnd w:id="9"/>')
    data = word(source + p("middle") + target + p("last"))

    draft = read(data)

    assert [(one.edit.kind, one.edit.block, one.edit.to, one.group) for one in draft.changes] == [
        ("move_block", "b1", "b2", "move:m1")]
    assert (texts(draft), text(data, "final")) == (["moved", "middle", "last"], ["middle", "moved", "last"])


def test_05_half_a_move_is_a_plain_deletion():
    draft = read(word(p("a", f"<w:moveFrom {BY}>{r('b')}</w:moveFrom>")))

    assert [(one.edit.kind, one.moved, one.group) for one in draft.changes] == [("delete", False, "")]


def test_06_cells_follow_the_state_of_their_row_without_marks_of_their_own():
    gone, come = row(cell(p("old")), props=f"<w:del {BY}/>"), row(cell(p("new")), props=f"<w:ins {BY}/>")
    data = word(table(gone, come, row(cell(p("kept")))))

    draft = read(data)

    assert (texts(draft), text(data, "final")) == (["old", "kept"], ["new", "kept"])
    assert [(one.edit.kind, one.detail) for one in draft.changes] == [
        ("structure", "row deleted"), ("structure", "row inserted")]
    assert [block.cell.row for block in draft.blocks] == [0, 1]


def test_07_inserted_and_deleted_cells_are_changes_of_structure():
    data = word(table(row(cell(p("a")), cell(p("b"), props=f"<w:cellDel {BY}/>"),
                          cell(p("c"), props=f"<w:cellIns {BY}/>"))))

    draft = read(data)

    assert (texts(draft), text(data, "final")) == (["a", "b"], ["a", "c"])
    assert [one.detail for one in draft.changes] == ["cell deleted", "cell inserted"]


def test_08_inserted_content_control_is_listed_and_its_content_stays():
    control = (f"<w:customXmlInsRangeStart {BY}/><w:sdt><w:sdtContent>"
               f'<w:customXmlInsRangeEnd w:id="7"/>{r("kept")}</w:sdtContent></w:sdt>')

    draft = read(word(p(control)))

    assert texts(draft) == ["kept"]
    assert [(one.edit.kind, one.detail) for one in draft.changes] == [("structure", "content control")]


def test_09_deleted_field_code_is_never_text():
    code = f"<w:del {BY}><w:r><w:delInstrText>MERGEFORMAT secret</w:delInstrText></w:r></w:del>"
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = p(char.format("begin"), code, char.format("separate"), "7", char.format("end"))

    assert text(word(body)) == ["7"]


def test_10_equation_is_one_character_whatever_is_tracked_in_it():
    math = f"<m:oMath><m:r><w:ins {BY}><m:t>x</m:t></w:ins></m:r></m:oMath>"

    draft = read(word(p("a", f"<w:del {BY}>{math}</w:del>", "b")))

    assert texts(draft) == ["a\ufffcb"]
    assert edits(draft) == [("delete", "b1", 1, 2, "")]
    assert draft.blocks[0].objects[0].alt == "x"


def test_11_old_numbering_is_the_one_before_the_change():
    numbering = part("numbering", '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                     '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1">'
                     '<w:abstractNumId w:val="0"/></w:num>')
    old = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    changed = f"<w:pPrChange {BY}><w:pPr>{old}</w:pPr></w:pPrChange>"

    draft = read(word(p("was a list item", props=changed), numbering=numbering))

    assert (draft.blocks[0].kind, draft.blocks[0].number) == ("list_item", "1.")


def test_12_property_changes_are_listed_and_change_no_text():
    bold = f"<w:b/><w:rPrChange {BY}><w:rPr><w:i/></w:rPr></w:rPrChange>"

    draft = read(word(p("a", r("bold", bold), "c")))

    assert [(one.edit.kind, one.edit.start, one.edit.end, one.detail) for one in draft.changes] == [
        ("format", 1, 5, "run")]
    assert [(span.kind, span.start, span.end) for span in draft.blocks[0].spans] == [("italic", 1, 5)]


COMMENTS = part("comments", "".join(
    f'<w:comment w:id="{number}" w:author="A" w:initials="A" w:date="2026-01-01T00:00:00">'
    f'<w:p w14:paraId="0000000{number}"><w:r><w:t>says {number}</w:t></w:r></w:p></w:comment>'
    for number in (1, 2, 3)))


def start(number):
    return f'<w:commentRangeStart w:id="{number}"/>'


def end(number):
    return (f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>')


def anchors(body, **parts):
    draft = read(word(body, comments=COMMENTS, **parts))
    return {one.id: (one.start, one.end) for one in draft.comments}


def test_13_comment_ranges_cross_cells_and_tables():
    body = (table(row(cell(p(start(1), "ab")), cell(p("cd")))) + p("between")
            + table(row(cell(p("e", end(1), "f")))))

    assert anchors(body)["1"] == (Point("b1", 0), Point("b4", 1))


def test_14_comment_marks_outside_paragraphs_go_to_the_text_beside_them():
    body = start(1) + p("one") + end(1).split("<w:r>", maxsplit=1)[0] + p("two")

    assert anchors(body)["1"] == (Point("b1", 0), Point("b1", 3))


def test_15_comment_without_range_or_without_end_or_without_mark_is_anchored():
    reference = '<w:r><w:commentReference w:id="{}"/></w:r>'
    body = p("first") + p("se", start(1), "cond") + p("th", reference.format(2), "ird")

    found = anchors(body)

    assert found["1"] == (Point("b2", 2), Point("b2", 6))
    assert found["2"] == (Point("b3", 2), Point("b3", 2))
    assert found["3"] == (Point("b1", 0), Point("b1", 0))


def test_16_threads_are_told_by_the_last_paragraph_and_circles_are_flat():
    rows = ('<w15:commentEx w15:paraId="00000001" w15:done="1"/>'
            '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001"/>'
            '<w15:commentEx w15:paraId="00000003" w15:paraIdParent="00000003"/>')
    extended = part("x", rows).replace("w:x", "w15:commentsEx")

    draft = read(word(p(start(1), "text", end(1)), comments=COMMENTS, commentsExtended=extended))

    assert [(one.id, one.parent, one.resolved, one.text) for one in draft.comments] == [
        ("1", "", True, "says 1"), ("2", "1", True, "says 2"), ("3", "", False, "says 3")]
    assert draft.comments[1].start == Point("b1", 0)


def test_17_alternate_content_is_read_once():
    box = f"<wps:txbx><w:txbxContent>{p('inside')}</w:txbxContent></wps:txbx>"

    draft = read(word(p("a", TEXTBOX.format(box, box), "b")))

    assert [(block.kind, block.text, block.anchor) for block in draft.blocks] == [
        ("paragraph", "a\ufffcb", None), ("textbox", "inside", "b1")]


@pytest.mark.parametrize("wrapped", [
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:smartTag>{}</w:smartTag>",
    "<w:customXml>{}</w:customXml>", '<w:fldSimple w:instr="DATE">{}</w:fldSimple>', "<w:dir>{}</w:dir>",
    "<w:bdo>{}</w:bdo>", '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
    '<new:thing xmlns:new="urn:unknown">{}</new:thing>',
])
def test_18_live_text_is_found_behind_every_wrapper(wrapped):
    assert text(word(p("a", wrapped.format(r("b")), "c"))) == ["abc"]


def test_18_content_controls_around_paragraphs_rows_and_cells_are_transparent():
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = control.format(p("a") + table(control.format(row(control.format(cell(p("b")))))))

    draft = read(word(body))

    assert [(block.text, block.kind) for block in draft.blocks] == [("a", "paragraph"), ("b", "cell")]


def test_19_fields_run_over_paragraphs_and_in_each_other():
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    inner = field("PAGEREF _T1", r("5"))
    body = (p(char.format("begin"), r("TO", tag="instrText"), r('C \\o "1-3"', tag="instrText"),
              char.format("separate"), "Intro ", inner)
            + p("Scope", char.format("end")) + p("Text"))

    draft = read(word(body))

    assert [(block.kind, block.text) for block in draft.blocks] == [
        ("toc", "Intro 5"), ("toc", "Scope"), ("paragraph", "Text")]
    assert [(span.kind, span.value) for span in draft.blocks[0].spans] == [("reference", "_T1")]


def test_20_invisible_and_special_characters_have_fixed_lengths():
    special = ('<w:r><w:t>soft</w:t><w:softHyphen/><w:t>en</w:t><w:noBreakHyphen/><w:tab/>'
               '<w:sym w:font="Symbol" w:char="F0B0"/><w:br/></w:r>')

    assert text(word(p(special, r("hidden", "<w:vanish/>"), "end"))) == ["soft\u00aden\u2011\t°\nend"]


def test_21_deleted_paragraphs_count_in_the_original_numbers():
    numbering = part("numbering", '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                     '<w:lvlText w:val="%1)"/></w:lvl></w:abstractNum><w:num w:numId="1">'
                     '<w:abstractNumId w:val="0"/></w:num>')
    listed = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    body = (p("a", props=listed) + p(dele("b"), props=listed + mark("del"))
            + p(ins("new"), props=listed + mark("ins")) + p("c", props=listed))

    assert [block.number for block in read(word(body, numbering=numbering)).blocks] == ["1)", "2)", "3)"]


def test_22_insertion_inside_a_hyperlink_and_repeated_ids_without_dates():
    bare = 'w:id="0" w:author=""'
    link = f'<w:hyperlink w:anchor="x">{r("see ")}{ins("new ", bare)}{dele("old", bare)}</w:hyperlink>'

    draft = read(word(p(link)))

    assert texts(draft) == ["see old"]
    assert [(one.id, one.edit.kind, one.author, one.date) for one in draft.changes] == [
        ("0", "insert", "", ""), ("0-2", "delete", "", "")]
    assert draft.changes[0].group == draft.changes[1].group != ""


def test_23_comments_and_instructions_of_xml_are_passed_over():
    body = p("a", "<!-- between --><?pi x?>",
             "<w:r><w:t>b<!-- in -->c</w:t></w:r>")

    assert text(word(body)) == ["abc"]


def test_24_what_is_not_a_document_is_one_clear_message():
    with pytest.raises(Unreadable, match="remove the password first"):
        open_package(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))


def test_25_opaque_content_is_a_placeholder_that_can_take_a_comment():
    chunk = '<w:altChunk r:id="rId1"/>'
    ole = '<w:r><w:object><v:shape style="width:10pt;height:20pt" alt="a sheet"/></w:object></w:r>'

    draft = read(word(chunk + p(ole)))

    assert [(block.kind, block.text, block.objects[0].kind) for block in draft.blocks] == [
        ("figure", "\ufffc", "object"), ("figure", "\ufffc", "object")]
    assert draft.blocks[1].objects[0].alt == "a sheet"
    assert [one.code for one in draft.warnings] == ["embedded-document"]


def test_ruby_base_is_text_once_and_its_reading_apart():
    ruby = f"<w:r><w:ruby><w:rt>{r('とう')}</w:rt><w:rubyBase>{r('東')}</w:rubyBase></w:ruby></w:r>"

    block = read(word(p(ruby, "京"))).blocks[0]

    assert block.text == "東京"
    assert [(span.kind, span.start, span.end, span.value) for span in block.spans] == [("ruby", 0, 1, "とう")]


def test_nested_paragraph_is_a_block_of_its_own():
    assert text(word(f"<w:p>{r('outer')}{p('inner')}{r(' more')}</w:p>")) == ["outer more", "inner"]


def test_map_and_draft_speak_of_the_same_blocks():
    data = word(p("a", ins("b")) + table(row(cell(p("c"))), row(cell(p("d")), props=f"<w:ins {BY}/>")))

    found = map_package(open_package(data))

    assert [(block.id, block.text) for block in found.blocks] == [
        (block.id, block.text) for block in read(data).blocks]
