"""Every character has one place: in the clean text, or pending at an offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.core.package import open_package
from documents.core.textmap import final_paragraphs, final_text, map_package
from tests.documents.core.word import dele, ins, mark, p, r, word


def mapped(body):
    return map_package(open_package(word(body)))


def final(found):
    return [final_text(paragraph) for paragraph in final_paragraphs(found.pieces)]


def test_pending_text_has_a_place_but_no_length():
    found = mapped(p("one ", ins("two "), "three"))

    assert found.blocks[0].text == "one three"
    assert [(atom.text, atom.at, atom.offset) for atom in found.blocks[0].atoms] == [
        ("one ", 0, 0), ("two ", 4, None), ("three", 4, 4)]


def test_deleted_text_is_clean_text():
    found = mapped(p("one ", dele("two "), "three"))

    assert found.blocks[0].text == "one two three"
    assert final(found) == ["one three"]


def test_offset_leads_to_the_character_in_the_element():
    found = mapped("<w:p><w:r><w:t>  trimmed  </w:t><w:tab/></w:r>" + r("kept  ") + "</w:p>")

    assert found.blocks[0].text == "trimmed\tkept  "
    atom, index = found.atom_at("b1", 3)
    assert atom.element.text[atom.lead + index] == "m"
    assert found.atom_at("b1", 7)[0].element.tag.endswith("tab")
    assert found.atom_at("b1", 99) is None


@pytest.mark.parametrize(("xml", "text"), [
    ("<w:tab/>", "\t"), ('<w:ptab w:alignment="right"/>', "\t"), ("<w:br/>", "\n"), ("<w:cr/>", "\n"),
    ("<w:noBreakHyphen/>", "\u2011"), ("<w:softHyphen/>", "\u00ad"),
    ('<w:sym w:font="Symbol" w:char="F061"/>', "α"), ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "✓"),
    ("<w:lastRenderedPageBreak/>", ""), ("<w:footnoteRef/>", ""), ("<w:instrText>PAGE</w:instrText>", ""),
    ("<w:drawing/>", "\ufffc"), ("<w:t>a\tb\nc</w:t>", "a b c"),
])
def test_each_inline_element_has_a_fixed_length(xml, text):
    assert mapped(f"<w:p><w:r>{xml}</w:r></w:p>").blocks[0].text == text


def test_inserted_marks_join_pieces_into_one_block_of_the_last_properties():
    found = mapped(p("A", props=mark("ins")) + p("B", props=mark("ins")) + p("C"))

    assert [block.text for block in found.blocks] == ["ABC"]
    assert [(piece.start, piece.end) for piece in found.pieces] == [(0, 1), (1, 2), (2, 3)]
    assert found.blocks[0].element is found.pieces[2].element
    assert final(found) == ["A", "B", "C"]


def test_text_box_blocks_follow_the_paragraph_that_holds_them():
    box = f"<w:txbxContent>{p('inside')}</w:txbxContent>"
    shape = f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"

    found = mapped(p("before", shape, "after") + p("next"))

    assert [block.text for block in found.blocks] == ["before\ufffcafter", "inside", "next"]
    assert found.pieces[1].anchor is found.pieces[0]


def test_field_that_never_ends_does_not_swallow_the_rest():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'

    assert [block.text for block in mapped(p(begin, "text") + p("more")).blocks] == ["text", "more"]


def test_runs_between_paragraphs_are_found():
    assert [block.text for block in mapped(r("loose") + p("text")).blocks] == ["loose", "text"]


piece_texts = st.lists(
    st.tuples(st.sampled_from(["plain", "ins", "del"]), st.text("ab c", min_size=1, max_size=4)), max_size=5)
paragraphs = st.lists(st.tuples(piece_texts, st.sampled_from(["", "ins", "del"])), min_size=1, max_size=5)


def written(texts):
    return [{"plain": r, "ins": ins, "del": dele}[kind](text) for kind, text in texts]


@given(paragraphs)
def test_both_views_hold_exactly_their_text(content):
    body = "".join(p(*written(texts), props=mark(state) if state else "") for texts, state in content)

    found = mapped(body)

    kept = "".join(text for texts, _ in content for kind, text in texts if kind != "ins")
    accepted = "".join(text for texts, _ in content for kind, text in texts if kind != "del")
    assert "".join(block.text for block in found.blocks) == kept
    assert "".join(final(found)) == accepted
    assert all(block.length == len(block.text) for block in found.blocks)
