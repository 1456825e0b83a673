"""Typeset PDFs, judged by what an independent reader (pdfium) finds in them."""

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from documents.core.model import OBJECT, Block, Cell, Draft, InlineObject, Media, Shown, Span
from documents.core.typesetting import typeset

MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>t</mi><mo>=</mo>{}</math>'


def png(colour="navy"):
    out = BytesIO()
    Image.new("RGB", (80, 40), colour).save(out, "PNG")
    return out.getvalue()


def typeset_blocks(*blocks, media=None, **options):
    return typeset(Draft(blocks, media=media or {}), title="A paper", **options)


def text_of(pdf):
    pages = pypdfium2.PdfDocument(pdf.data)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def words_of(pdf):
    return " ".join(text_of(pdf).split())


def heading(number, text, level=1, name="b1"):
    return Block(name, "heading", text, level=level, number=number)


def picture(alt):
    found = InlineObject(0, "image", "word/media/image1.png", alt, 80, 40)
    return Block("b1", "paragraph", OBJECT, objects=(found,))


def test_title_page_says_what_the_version_is():
    pdf = typeset_blocks(
        Block("b1", "paragraph", "Words."), version_label="Draft 2", date="20 June 2016", organisation="ISECG"
    )

    first = pypdfium2.PdfDocument(pdf.data)[0].get_textpage().get_text_bounded()
    assert all(words in first for words in ("A paper", "Draft 2 · 20 June 2016"))


def test_headings_keep_the_drafts_own_numbers():
    pdf = typeset_blocks(heading("3.2", "Habitat"), heading("A.7", "Annex", name="b2"))

    bookmarks = [mark.get_title() for mark in pypdfium2.PdfDocument(pdf.data).get_toc()]
    assert bookmarks == ["3.2 Habitat", "A.7 Annex"]


def test_contents_stand_before_three_headings_but_not_before_two():
    three = [heading(str(n), f"Chapter {n}", name=f"b{n}") for n in (1, 2, 3)]

    assert "Contents" in words_of(typeset_blocks(*three))
    assert "Contents" not in words_of(typeset_blocks(*three[:2]))


def test_skipped_heading_level_is_still_accessible():
    pdf = typeset_blocks(heading("1", "One"), heading("1.1.1", "Deep", level=3, name="b2"))

    assert pdf.warnings == ()


@pytest.mark.parametrize(
    "words",
    ['#read("/etc/passwd")', "$ x^2 $", "*bold*", "#panic()", "<label> @ref", "\\u{41} // comment", '"]; #{'],
)
def test_text_is_never_markup(words):
    assert words in words_of(typeset_blocks(Block("b1", "paragraph", words)))


def test_list_numbers_are_those_of_the_draft():
    items = [
        Block(f"b{n}", "list_item", text, level=level, number=number)
        for n, (number, level, text) in enumerate(
            [("c)", 0, "Third"), ("d)", 0, "Fourth"), ("iv.", 1, "Inner"), ("•", 0, "Bullet")]
        )
    ]

    words = words_of(typeset_blocks(*items))
    assert all(piece in words for piece in ("c) Third", "d) Fourth", "iv. Inner"))


def test_table_prints_every_cell_once_with_its_caption():
    cells = [
        Block(f"b{row}{column}", "cell", f"r{row}c{column}", cell=Cell(1, row, column, header=row == 0))
        for row in range(3)
        for column in range(2)
    ]
    caption = Block("b0", "caption", "Table 1. Provisions.")

    words = words_of(typeset_blocks(caption, *cells)).split()
    assert [words.count(f"r{row}c{column}") for row in range(3) for column in range(2)] == [1] * 6
    assert words.index("Provisions.") < words.index("r0c0")


def test_overlapping_cells_of_a_broken_table_are_all_printed():
    cells = (
        Block("b1", "cell", "wide", cell=Cell(1, 0, 0, row_span=2, column_span=2)),
        Block("b2", "cell", "under", cell=Cell(1, 1, 1)),
        Block("b3", "cell", "beside", cell=Cell(1, 0, 1)),
    )

    words = words_of(typeset_blocks(*cells))
    assert all(word in words for word in ("wide", "under", "beside"))


def test_table_in_a_table_stays_in_its_cell():
    cells = (
        Block("b1", "cell", "inner", cell=Cell(2, 0, 0, outer=(1,))),
        Block("b2", "cell", "closes the first", cell=Cell(1, 0, 0)),
        Block("b3", "cell", "second", cell=Cell(1, 1, 0)),
    )

    words = words_of(typeset_blocks(*cells))
    assert words.index("inner") < words.index("closes the first") < words.index("second")


def test_footnote_is_printed_with_its_mark():
    marked = Block("b1", "paragraph", f"Text{OBJECT}.", objects=(InlineObject(4, "footnote", "n1"),))
    note = Block("n1", "footnote", "The note itself.", anchor="b1")

    assert "The note itself." in words_of(typeset_blocks(marked, note))


def test_endnotes_come_at_the_end():
    marked = Block("b1", "paragraph", f"Text{OBJECT}.", objects=(InlineObject(4, "endnote", "n1"),))
    last = Block("b2", "paragraph", "Last words.")
    note = Block("n1", "endnote", "Said at the end.", anchor="b1")

    words = words_of(typeset_blocks(marked, last, note))
    assert words.index("Last words.") < words.index("Said at the end.")


def test_picture_without_description_falls_back_with_a_warning():
    media = {"word/media/image1.png": Media("word/media/image1.png", "image/png", png())}

    described = typeset_blocks(picture("A blue field"), media=media)
    silent = typeset_blocks(picture(""), media=media)

    assert described.warnings == ()
    assert "without PDF/UA-1" in silent.warnings[0]


def test_picture_that_nothing_can_read_leaves_its_description():
    media = {"word/media/image1.png": Media("word/media/image1.png", "image/png", b"\x89PNG broken")}

    pdf = typeset_blocks(picture("Orbit of the habitat"), media=media)

    assert "Orbit of the habitat" in words_of(pdf)
    assert "cannot be printed" in pdf.warnings[0]


def test_equation_is_set_from_its_structure():
    value = MATH.format("<mfrac><mrow><mn>2</mn><mi>d</mi></mrow><mi>c</mi></mfrac>")
    block = Block("b1", "equation", f"{OBJECT}\t(3)", objects=(InlineObject(0, "equation", value),))

    pdf = typeset_blocks(block)
    assert pdf.warnings == ()
    assert "(3)" in words_of(pdf)


def test_links_lead_to_web_pages_but_never_to_scripts():
    spans = (Span(0, 4, "link", "https://example.org/a"), Span(5, 9, "link", "javascript:alert(1)"))

    pdf = typeset_blocks(Block("b1", "paragraph", "good evil", spans=spans))

    assert b"example.org/a" in pdf.data
    assert b"javascript" not in pdf.data.lower()


def test_drafts_own_title_and_contents_are_not_printed_twice():
    pdf = typeset_blocks(
        Block("b1", "title", "A paper", style="Title"),
        Block("b2", "paragraph", "Contents"),
        Block("b3", "toc", "1 One 2"),
        heading("1", "One", name="b4"),
        Block("b5", "paragraph", "Words."),
        heading("2", "Two", name="b6"),
        heading("3", "Three", name="b7"),
    )

    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf.data)]
    assert ["A paper" in page for page in pages] == [True, True, True]  # title page, then running heads
    assert sum(page.count("Contents") for page in pages) == 1


def test_lines_are_numbered_on_demand():
    block = Block("b1", "paragraph", "word " * 60)

    assert len(words_of(typeset_blocks(block, line_numbers=True))) > len(words_of(typeset_blocks(block)))


def test_same_draft_is_the_same_bytes():
    block = Block("b1", "paragraph", "Words.")

    assert typeset_blocks(block).data == typeset_blocks(block).data


def test_empty_draft_is_a_title_page():
    assert "A paper" in words_of(typeset_blocks())


def test_tables_nested_without_end_are_printed_in_full():
    depth = 60
    blocks = [
        Block(f"b{n}", "cell", f"level{n}", cell=Cell(n, 0, 0, outer=tuple(range(1, n))))
        for n in range(depth, 0, -1)
    ]

    pdf = typeset_blocks(*blocks)
    words = words_of(pdf).split()
    assert [f"level{n}" in words for n in range(1, depth + 1)] == [True] * depth
    assert "paragraphs" in pdf.warnings[0]


def test_lists_nested_without_end_are_printed_in_full():
    items = [Block(f"b{n}", "list_item", f"item{n}", level=n, number="•") for n in range(40)]

    words = words_of(typeset_blocks(*items)).split()
    assert [f"item{n}" in words for n in range(40)] == [True] * 40


def test_what_fields_show_is_printed_where_it_stands():
    form = Block("b1", "paragraph", "yes or no.", spans=(Span(0, 10, "bold"),), shown=(
        Shown(0, "box", "☒"), Shown(7, "box", "☐"), Shown(9, "choice", "never"), Shown(10, "number", "1)")))
    lone = Block("b2", "paragraph", "", shown=(Shown(0, "choice", "Approve with comments"),))

    words = words_of(typeset_blocks(form, lone))

    assert "☒yes or ☐nonever.1)" in words
    assert "Approve with comments" in words
