"""What Word shows for fields that have no text in the file, and what of it is no text all the same."""

import re

import pytest

from documents.core import markup
from documents.core.model import Shown
from documents.core.reading import read, text
from documents.core.rendering import render_document
from tests.documents.core.word import BY, p, r, table, word
from tests.documents.core.word import cell as tc
from tests.documents.core.word import row as tr


def char(kind, inside=""):
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def field(code, data="", result=None):
    """A complex field; `data` is its form data, without `result` it has no separator either."""
    form = f"<w:ffData>{data}</w:ffData>" if data else ""
    shows = "" if result is None else char("separate") + result
    return char("begin", form) + r(code, tag="instrText") + shows + char("end")


def tick(*states, more=""):
    return field(" FORMCHECKBOX ", f'<w:checkBox><w:sizeAuto/>{"".join(states)}</w:checkBox>{more}', "")


def shown(*content):
    return [(one.offset, one.kind, one.text) for block in read(word(p(*content))).blocks
            for one in block.shown]


DEFAULT, CHECKED = '<w:default w:val="{}"/>', '<w:checked w:val="{}"/>'


@pytest.mark.parametrize(("states", "box"), [
    ((), "☐"),
    ((DEFAULT.format(1),), "☒"),
    ((DEFAULT.format(1), CHECKED.format(0)), "☐"),
    ((DEFAULT.format(0), "<w:checked/>"), "☒"),
    ((DEFAULT.format(0), CHECKED.format("false")), "☐"),
])
def test_box_shows_whether_it_is_ticked_and_before_anybody_did_its_default(states, box):
    assert shown("I agree: ", tick(*states), " yes") == [(9, "box", box)]


ENTRIES = '<w:listEntry w:val="Approve"/><w:listEntry w:val="Disapprove"/>'


@pytest.mark.parametrize(("said", "entry"), [
    ("", "Approve"),
    ('<w:default w:val="1"/>', "Disapprove"),
    ('<w:result w:val="0"/><w:default w:val="1"/>', "Approve"),
])
def test_list_shows_the_chosen_entry(said, entry):
    content = field("FORMDROPDOWN", f"<w:ddList>{said}{ENTRIES}</w:ddList>")

    assert shown("We ", content, ".") == [(3, "choice", entry)]


@pytest.mark.parametrize("data", [
    "", "<w:ddList/>", f'<w:ddList><w:result w:val="9"/>{ENTRIES}</w:ddList>',
    '<w:ddList><w:result w:val="-1"/></w:ddList>',
])
def test_list_without_the_entry_that_it_names_shows_nothing(data):
    assert shown(field("FORMDROPDOWN", data)) == []


def test_help_that_the_author_wrote_goes_with_the_field():
    told = '<w:statusText w:type="autoText" w:val="PAGE"/><w:helpText w:type="text" w:val="Tick to approve"/>'

    (block,) = read(word(p(tick(more=told)))).blocks

    assert block.shown == (Shown(0, "box", "☐", "Tick to approve"),)


@pytest.mark.parametrize(("code", "kind", "what"), [
    (" MACROBUTTON  NoMacro [Click here and  type] ", "button", "[Click here and type]"),
    ("GOTOBUTTON Annex_1 see the annex", "button", "see the annex"),
    ('SYMBOL 183 \\f "Symbol"', "symbol", "•"),
    ("SYMBOL 0xFC \\f Wingdings \\s 10", "symbol", "✓"),
    ("SYMBOL 150", "symbol", "–"),
    ("SYMBOL 8211 \\u", "symbol", "–"),
])
def test_instruction_that_holds_what_is_shown(code, kind, what):
    assert shown("a", field(code)) == [(1, kind, what)]
    assert shown("a", f"<w:fldSimple w:instr='{code}'/>") == [(1, kind, what)]


@pytest.mark.parametrize("code", [
    "", "XE &quot;index&quot;", "ADVANCE \\d 4", "TC text", "SEQ Figure", "PAGE", "REF place",
    "MACROBUTTON NN", "SYMBOL", "SYMBOL \\f Symbol", "SYMBOL 99999999", "FORMCHECKBOX", "FORMTEXT",
])
def test_field_that_word_shows_nothing_for_shows_nothing(code):
    assert shown("a", f'<w:fldSimple w:instr="{code}"/>', field(code.replace("&quot;", '"'))) == []


def test_result_that_is_in_the_file_is_text_and_not_shown_twice():
    data = word(p(field("FORMDROPDOWN", f"<w:ddList>{ENTRIES}</w:ddList>", r("Disapprove"))))

    (block,) = read(data).blocks

    assert (block.text, block.shown) == ("Disapprove", ())


def test_field_that_is_hidden_inserted_or_within_an_instruction_is_not_shown():
    hidden = tick().replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    inner = char("begin") + r("IF ", tag="instrText") + tick() + char("separate") + r("yes") + char("end")

    assert shown(hidden, f"<w:ins {BY}>{tick()}</w:ins>", inner) == []
    assert shown(f"<w:del {BY}>{tick()}</w:del>") == [(0, "box", "☐")]


def test_what_is_shown_is_no_text_and_moves_no_place():
    data = word(p("Do you approve? ", tick(), " yes ", tick(CHECKED.format(1)), " no"))

    assert text(data) == ["Do you approve?  yes  no"]
    assert [one.offset for one in read(data).blocks[0].shown] == [16, 21]


def test_boxes_in_cells_show_in_their_cells_though_nothing_is_written_there():
    data = word(table(tr(tc(p("Agreed")), tc(p(tick(CHECKED.format(1)))))))

    assert [(block.text, [one.text for one in block.shown]) for block in read(data).blocks] == [
        ("Agreed", []), ("", ["☒"]),
    ]


def test_large_file_that_is_read_in_bits_shows_the_same():
    body = "".join(p(f"Question {number}, ", tick(CHECKED.format(number % 2))) + p("word " * 400)
                   for number in range(200))

    boxes = [one.text for block in read(word(body)).blocks for one in block.shown]

    assert boxes == ["☐", "☒"] * 100


def test_lifting_markup_leaves_the_answers_as_they_are():
    data = word(p(tick(CHECKED.format(1)), f"<w:ins {BY}>{r('new')}</w:ins>", " old"))

    clean, _ = markup.lift(data)

    assert [one.text for one in read(clean).blocks[0].shown] == ["☒"]


#: What Word shows in real files; of the numbers, Word itself wrote the first ones into the file.
REAL = {
    "ShayHill__docx2python/tests/resources/unchecked_drop0.docx": ["☐", "Piihan B"],
    "VolodymyrBaydalka__docxjs/render-test/checkbox/document.docx": ["☐", "☒"],
    "OfficeDev__Open-Xml-PowerTools/TestFiles/RP/RP026-NumberingChange.docx": ["1)", "2)"],
    "OfficeDev__Open-Xml-PowerTools/TestFiles/RP/RP026-NumberingChange-Accepted.docx": ["1)", "2)", "3)"],
    "OfficeDev__Open-Xml-PowerTools/HeadersFooters/Dest/Fax_(content_control).docx": [
        "[Name - jump to next field with F11]", "[Office/Company]", "[+xx xx xx xx xx]", "[xx]", "[xx]",
        "[Subject]", "[Client name]", "[Text]",
    ],
}


@pytest.mark.parametrize("name", REAL)
def test_real_files_show_what_word_shows(name, corpus):
    draft = read((corpus / name).read_bytes())
    page = re.sub("<[^>]+>", "", render_document(draft))

    assert [one.text for block in draft.blocks for one in block.shown] == REAL[name]
    assert all(words in page for words in REAL[name])
