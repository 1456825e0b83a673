"""Sections: the layout of pages, where it changes, and what stands in the margins of each."""

import pytest

from documents.core import codec
from documents.core.limits import Limits
from documents.core.model import Section
from documents.core.reading import read
from documents.core.rendering import render_document
from tests.documents.core.reading.test_corpus import CORE, FOLDER, needs_corpus
from tests.documents.core.word import NAMESPACES, mark, p, word

BESIDE = ("footnote", "endnote", "header", "footer")
LANDSCAPE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
PORTRAIT = '<w:pgSz w:w="11906" w:h="16838"/>'


def section(*properties):
    return f"<w:sectPr>{''.join(properties)}</w:sectPr>"


def header(text):
    return f"<w:hdr {NAMESPACES}>{p(text)}</w:hdr>"


def sections(body, **parts):
    return read(word(body, **parts)).sections


def layouts(found):
    return [(one.first, one.last, one.is_landscape, one.columns) for one in found]


def test_a_section_ends_with_the_paragraph_that_says_so():
    body = p("One") + p("Two", props=section(PORTRAIT)) + p("Wide") + section(LANDSCAPE)

    assert layouts(sections(body)) == [("b1", "b2", False, 1), ("b3", "b3", True, 1)]


@pytest.mark.parametrize(("columns", "count"), [
    ('<w:cols w:num="3" w:space="708"/>', 3), ("<w:cols/>", 1), ('<w:cols w:num="0"/>', 1),
    ('<w:cols w:equalWidth="0"><w:col w:w="2000"/><w:col w:w="5000"/></w:cols>', 2),
])
def test_columns_are_counted(columns, count):
    assert layouts(sections(p("One") + section(columns))) == [("b1", "b1", False, count)]


def test_what_a_section_says_is_kept():
    (one,) = sections(p("One") + section(
        '<w:type w:val="oddPage"/>', '<w:pgSz w:w="210mm" w:h="297mm"/>', '<w:pgNumType w:start="7"/>'))

    assert (one.starts, one.width, one.height, one.first_page) == ("oddPage", 595.3, 841.9, 7)


def test_a_file_without_sections_has_one_of_letter_size():
    assert sections(p("One") + p("Two")) == (Section("b1", "b2"),)


def test_headers_are_taken_over_until_a_section_names_its_own():
    def named(kind):
        return f'<w:headerReference w:type="{kind}" r:id="relheader"/>'

    found = sections(
        p("One", props=section(named("default"), named("first"))) + p("Two", props=section("<w:titlePg/>"))
        + p("Three", props=section(named("even"))) + section(), header=header("Draft"))

    default, first = ("default", "b4"), ("first", "b4")
    assert [one.headers for one in found] == [(default,), (default, first), (default,)]


def test_a_section_whose_end_is_proposed_runs_on():
    body = p("One", props=f"{mark('ins')}{section(LANDSCAPE)}") + p("two") + p("Three") + section(PORTRAIT)

    assert layouts(sections(body)) == [("b1", "b2", False, 1)]


def test_a_changed_layout_counts_as_before_the_change():
    changed = f'<w:sectPrChange w:id="1" w:author="A">{section(PORTRAIT)}</w:sectPrChange>'

    draft = read(word(p("One") + section(LANDSCAPE, changed)))

    assert layouts(draft.sections) == [("b1", "b1", False, 1)]
    assert [one.detail for one in draft.changes] == ["section"]


def test_a_page_says_where_the_layout_changes():
    body = (p("One", props=section(PORTRAIT)) + p("Wide", props=section(LANDSCAPE, '<w:cols w:num="2"/>'))
            + p("Tall", props=section(PORTRAIT)) + p("End") + section(PORTRAIT))

    html = render_document(read(word(body)))

    assert [line.partition("</p>")[0] for line in html.splitlines()] == [
        html.splitlines()[0].partition("</p>")[0],
        '<p class="layout">Landscape pages, two columns', '<p class="layout">Portrait pages, one column',
        html.splitlines()[3].partition("</p>")[0],
    ]
    assert html.count('class="layout"') == 2


def test_a_file_of_one_layout_says_nothing_of_it():
    body = p("One", props=section(LANDSCAPE)) + p("Two") + section(LANDSCAPE)

    assert "layout" not in render_document(read(word(body)))


def test_the_command_line_prints_them():
    draft = read(word(p("One") + section(LANDSCAPE)))

    assert codec.draft_to_json(draft)["sections"] == [
        {"first": "b1", "last": "b1", "width": 841.9, "height": 595.3}]


#: File → (first and last block, landscape, columns) of its sections, as the XML of each was read by hand.
REAL = {
    "JSv4__Docxodus/TestFiles/VP/VP003-Two-Column-Section.docx":
        [("b1", "b1", False, 1), ("b2", "b10", False, 2)],
    "dotnet__Open-XML-SDK/page_layout/pagelayout_with_break_in_the_end/Columns-Right.docx":
        [("b1", "b5", False, 2), ("b6", "b6", False, 2)],
    "dotnet__Open-XML-SDK/page_layout/text_direction/text_direction-2.docx":
        [("b1", "b7", True, 1), ("b8", "b10", False, 1), ("b11", "b13", True, 1)],
}


@needs_corpus
@pytest.mark.parametrize("name", REAL)
def test_sections_of_real_files(name):
    draft = read((FOLDER / name).read_bytes())

    assert layouts(draft.sections) == REAL[name]


@needs_corpus
@pytest.mark.parametrize("row", [one for one in CORE if "malformed" not in one["features"]],
                         ids=lambda row: row["file"].rpartition("/")[2])
def test_sections_follow_each_other_over_the_whole_body(row):
    draft = read((FOLDER / row["file"]).read_bytes(), Limits(macros=True))
    place = {block.id: at for at, block in enumerate(draft.blocks)}

    begins = [place[one.first] for one in draft.sections]
    ends = [place[one.last] + 1 for one in draft.sections]

    assert begins == [0, *ends[:-1]]
    assert all(block.kind in BESIDE or block.anchor for block in draft.blocks[ends[-1]:])
