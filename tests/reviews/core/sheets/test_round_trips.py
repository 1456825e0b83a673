"""What is written in a profile reads back as it was, in every kind of file that the profile has."""

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.core import sheets

#: Every profile with every kind of file that it can be read from again.
WAYS = [
    (profile.name, kind)
    for profile in sheets.BY_NAME.values() for kind in profile.kinds if kind != "html"
]
TABLES = [way for way in WAYS if way[1] in {"xlsx", "csv"} and way[0] != "table"]
FORMS = [way for way in WAYS if way[1] == "text"]

AWKWARD = st.sampled_from([
    "=1+1", "'=1+1", "-", "- a dash first", "+31 6", "@home", "a\nb", "\ttab", '"quoted"', "x;y,z|q",
    "_x0041_", "_x005F_x0041_", "<b>&amp;</b>", "\U0001d4d0", "3.10", "''", "Not accepted",
])
ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")
WORDS = st.one_of(AWKWARD, st.text(ANY, min_size=1, max_size=40))
NO_CONTROLS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
LINES = st.text(NO_CONTROLS, min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(
    lambda text: text and not text.isspace(),
)
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)


def rows_of(profile, words, *, always=()):
    """Some rows in which any column may be empty, never all of them."""
    names = [column.field for column in sheets.BY_NAME[profile].columns]
    needed = always or ("comment",)
    row = st.fixed_dictionaries(
        dict.fromkeys(needed, words), optional={name: words for name in names if name not in needed},
    )
    return st.lists(row, min_size=1, max_size=4)


def read_back(rows, profile, kind):
    data = sheets.written(rows, profile=profile, kind=kind, private=True)
    found = sheets.read(data, profile=profile)
    return [dict(row.fields) for row in found.sheet.rows], found.sheet


@pytest.mark.parametrize(("profile", "kind"), TABLES)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_table_reads_back_cell_by_cell(profile, kind, data):
    rows = data.draw(rows_of(profile, WORDS))
    rows = [row for row in rows if any(words.strip() for words in row.values())]

    back, sheet = read_back(rows, profile, kind)

    if len(sheets.BY_NAME[profile].tabs) > 1:  # in the order of the first tab
        rows = sorted(rows, key=lambda row: row.get("organisation", ""))
    assert back == rows
    assert sheet.profile == profile


@settings(max_examples=40, deadline=None)
@given(rows=rows_of("iso", PARAGRAPHS))
def test_the_word_table_reads_back_cell_by_cell(rows):
    back, _ = read_back(rows, "iso", "docx")

    assert back == rows


@pytest.mark.parametrize(("profile", "kind"), FORMS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_text_form_reads_back_field_by_field(profile, kind, data):
    long = {"comment", "rationale", "response"} if profile == "rid" else {"comment", "response"}
    names = [c.field for c in sheets.BY_NAME[profile].columns if c.field not in {"position", "ref"}]
    row = st.fixed_dictionaries(
        {"ref": st.from_regex(r"[A-Z]{2,5}-\d{1,3}", fullmatch=True), "comment": PARAGRAPHS},
        optional={n: PARAGRAPHS if n in long else PLAIN for n in names if n != "comment"},
    )
    rows = data.draw(st.lists(row, min_size=1, max_size=3))

    back, _ = read_back(rows, profile, kind)

    assert back == rows


#: One line without a label in it; fields that stand two to a line would be cut at one.
PLAIN = st.text(st.characters(categories=["Ll", "Lo", "Nd"]), min_size=1, max_size=30)


@pytest.mark.parametrize("nasty", [
    "DISPOSITION: none", "------", "======", " ------", "Technical Fact ___ Recommended ___ Editorial ___",
    "_____ APPROVE (MEMBER)", "  CODE: x",
])
def test_a_form_keeps_words_that_look_like_the_form(nasty):
    rows = [{"ref": "ESA-1", "comment": f"As printed:\n{nasty}\nEnd.", "response": "Accepted"}]

    back, _ = read_back(rows, "rid", "text")

    assert back == rows


@settings(max_examples=25, deadline=None)
@given(rows=rows_of("draftroom", WORDS, always=("uid", "comment")), about=st.dictionaries(LINES, LINES))
def test_our_json_loses_nothing(rows, about):
    data = sheets.written(rows, profile="draftroom", kind="json", about=about, private=True)

    found = sheets.read(data)

    assert [dict(row.fields) for row in found.sheet.rows] == rows
    assert dict(found.sheet.about) == about


def test_our_workbook_hides_the_uid_and_an_independent_reader_agrees():
    rows = [{"uid": "0b1e", "comment": '=HYPERLINK("http://x")', "response": "-1 day"}]

    data = sheets.written(rows, profile="draftroom", kind="xlsx")
    tab = openpyxl.load_workbook(io.BytesIO(data)).active

    assert tab.column_dimensions["A"].hidden
    values = {tab.cell(1, n).value: tab.cell(2, n) for n in range(1, tab.max_column + 1)}
    assert values["Comment"].value == '=HYPERLINK("http://x")'
    assert values["Comment"].data_type == "s"
    assert values["Response"].value == "-1 day"


def test_a_register_has_a_tab_by_organisation_and_one_by_page():
    rows = [
        {"ref": "NASA-1", "organisation": "NASA", "page": "3-8", "comment": "One", "type": "Editorial"},
        {"ref": "ESA-1", "organisation": "ESA", "page": "3-70", "comment": "Two", "type": "Editorial"},
    ]

    data = sheets.written(rows, profile="rid", kind="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))

    assert book.sheetnames == ["By organisation", "By page"]
    assert [book[name]["A2"].value for name in book.sheetnames] == ["ESA-1", "NASA-1"]
    assert len(sheets.read(data).sheet.rows) == 2


def test_personal_columns_stay_empty_on_the_way_out():
    rows = [{"ref": "1", "comment": "x", "type": "Editorial", "email": "a@b.org", "phone": "+31"}]

    data = sheets.written(rows, profile="rid", kind="text")

    assert b"a@b.org" not in data
    assert b"+31" not in data
