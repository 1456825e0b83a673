"""Blocks become HTML that is safe, and whose characters map back to the block's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser

from documents.core.model import Block, Cell, Draft, InlineObject, Media, Shown, Span
from documents.core.rendering import is_safe_link, render_document, render_units


def paragraph(text, **more):
    return Block(id="b1", kind="paragraph", text=text, **more)


def shown(*blocks, media=None):
    return render_document(Draft(blocks=blocks, media=media or {}), lambda name: f"/media/{name}")


def characters(element):
    """The text that a script counts: text nodes, one character for each object."""
    if element.get("data-object") is not None:
        return "\N{OBJECT REPLACEMENT CHARACTER}"
    if element.get("data-skip") is not None:
        return ""
    return (element.text or "") + "".join(characters(child) + (child.tail or "") for child in element)


def counted(markup, block="b1"):
    (element,) = parser.fragment_fromstring(markup, create_parent="div").xpath(f"//*[@data-block='{block}']")
    return characters(element)


def spans_of(length):
    kinds = st.sampled_from(["bold", "italic", "superscript", "link", "code", "highlight", "ruby"])
    places = st.tuples(st.integers(0, length), st.integers(0, length)).map(sorted)
    return st.lists(
        st.builds(lambda place, kind: Span(*place, kind, "https://x.org"), places, kinds), max_size=6
    )


#: Characters that HTML parsers leave alone.
plain = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@given(plain.flatmap(lambda text: st.tuples(st.just(text), spans_of(len(text)))))
def test_characters_in_the_page_are_the_characters_of_the_block(case):
    text, spans = case

    assert counted(shown(paragraph(text, spans=tuple(spans)))) == text


def test_readings_stand_above_their_ruby_text_and_count_for_nothing():
    block = paragraph("東京 is large", spans=(Span(0, 2, "ruby", "<とうきょう>"), Span(0, 1, "bold")))

    assert counted(shown(block)) == block.text
    assert "<strong>東</strong>京<rt data-skip>&lt;とうきょう&gt;</rt></ruby>" in shown(block)


@given(plain.flatmap(lambda text: st.tuples(
    st.just(text), spans_of(len(text)), st.lists(st.integers(0, len(text)), max_size=4).map(sorted))))
def test_what_fields_show_counts_for_nothing_wherever_it_stands(case):
    text, spans, places = case
    fields = tuple(Shown(at, "choice", "<Yes>") for at in places)

    markup = shown(paragraph(text, spans=tuple(spans), shown=fields))

    assert counted(markup) == text
    assert markup.count("&lt;Yes&gt;</span>") >= len(fields)


def test_boxes_say_aloud_whether_they_are_ticked_and_what_for():
    boxes = (Shown(0, "box", "☒"), Shown(4, "box", "☐", 'Tick "no"'), Shown(6, "number", "a)"))
    block = paragraph("yes no", spans=(Span(0, 6, "bold"),), shown=boxes)

    assert 'role="img" aria-label="Check box, ticked">☒</span><strong>yes <span' in shown(block)
    assert 'aria-label="Check box, not ticked: Tick &quot;no&quot;">☐</span>' in shown(block)
    assert '</strong><span class="shown" data-skip>a)</span></span>' in shown(block)


def test_paragraph_with_nothing_but_a_field_shows_it():
    assert "☒" in shown(paragraph("", shown=(Shown(0, "box", "☒"),)))


def test_objects_tabs_and_breaks_count_as_one_character_each():
    block = paragraph(
        "See \ufffc\tand\nE = \ufffc.",
        objects=(
            InlineObject(4, "footnote", "b9"),
            InlineObject(14, "equation", "<math><mi>m</mi></math>"),
        ),
    )

    assert counted(shown(block)) == block.text


def test_text_of_a_stranger_never_becomes_markup():
    markup = shown(paragraph("<script>alert(1)</script> & <b onclick='x'>"))

    assert "<script" not in markup
    assert "&lt;script&gt;" in markup


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
        "\\\\host\\share", "java\tscript:alert(1)", "\x01javascript:alert(1)", "http://[broken", "",
    ],
)  # fmt: skip
def test_dangerous_links_stay_text(target):
    markup = shown(paragraph("click here", spans=(Span(0, 5, "link", target),)))

    assert not is_safe_link(target)
    assert "<a" not in markup
    assert counted(markup) == "click here"


def test_safe_link_is_marked_as_a_strangers():
    markup = shown(paragraph("the agency", spans=(Span(4, 10, "link", 'https://x.org/?a="b'),)))

    assert '<a href="https://x.org/?a=&quot;b" rel="noopener nofollow ugc">agency</a>' in markup


def test_reference_leads_to_the_block_that_holds_its_bookmark():
    heading = Block(id="b7", kind="heading", level=1, text="Themes", spans=(Span(0, 6, "bookmark", "_Ref1"),))

    markup = shown(paragraph("see 2", spans=(Span(4, 5, "reference", "_Ref1"),)), heading)

    assert '<a class="reference" href="#b7">2</a>' in markup


def test_number_stands_outside_the_counted_text():
    markup = shown(Block(id="b1", kind="heading", level=2, number="3.2", text="Habitat"))

    assert '<span class="number">3.2</span>' in markup
    assert markup.startswith("<h3 ")
    assert counted(markup) == "Habitat"


def test_bidi_controls_are_boxed_and_counted():
    text = "pay \u202e001 EUR"

    markup = shown(paragraph(text))

    assert 'title="U+202E"' in markup
    assert counted(markup) == text


@pytest.mark.parametrize("content_type", ["image/svg+xml", "image/x-emf", "text/html"])
def test_pictures_that_may_carry_code_become_placeholders(content_type):
    block = paragraph("\ufffc", objects=(InlineObject(0, "image", "i.x", alt='a "map"'),))

    markup = shown(block, media={"i.x": Media("i.x", content_type, b"")})

    assert "<img" not in markup
    assert "a &quot;map&quot;" in markup


def test_picture_is_shown_with_its_alternative_text():
    block = paragraph("\ufffc", objects=(InlineObject(0, "image", "i.png", "A habitat", 320, 200),))

    markup = shown(block, media={"i.png": Media("i.png", "image/png", b"")})

    assert '<img src="/media/i.png" alt="A habitat" width="320" height="200" loading="lazy">' in markup


def test_list_items_nest_by_level():
    items = [
        Block(id=f"b{n}", kind="list_item", level=level, text="x") for n, level in enumerate([0, 1, 1, 0])
    ]

    (unit,) = render_units(Draft(blocks=tuple(items)))

    assert unit.blocks == ("b0", "b1", "b2", "b3")
    tree = parser.fragment_fromstring(unit.html)
    assert len(tree.xpath("./li")) == 2
    assert len(tree.xpath("./li[1]/ul/li")) == 2


def test_table_is_one_unit_with_spans_head_and_inner_table():
    blocks = (
        Block(id="b1", kind="cell", text="Head", cell=Cell(1, 0, 0, column_span=2, header=True)),
        Block(id="b2", kind="cell", text="left", cell=Cell(1, 1, 0)),
        Block(id="b3", kind="cell", text="inner", cell=Cell(2, 0, 0, outer=(1,))),
        Block(id="b4", kind="cell", text="right", cell=Cell(1, 1, 1)),
    )

    (unit,) = render_units(Draft(blocks=blocks))

    tree = parser.fragment_fromstring(unit.html)
    assert tree.xpath("string(//thead/tr/th[@colspan='2']//*[@data-block])") == "Head"
    assert tree.xpath("string(//td[1]//table//*[@data-block='b3'])") == "inner"
    assert tree.xpath("string(//tbody/tr[1]/td[last()]//*[@data-block='b4'])") == "right"
