"""Sheets as they really come: the pitfalls of domain.md §13 that concern them, each by its name."""

import datetime as dt
import io

import docx
import openpyxl
import pytest

from documents.core.model import Unreadable
from reviews.core import sheets
from tests.reviews.core.sheets import files


def entries_of(data, **more):
    return sheets.understood(sheets.read(data, **more).sheet)


ISO_ROWS = (
    ("US-001", "17", "3.1", "Table 1", "Te", "Units are missing.", "Add units.", "Not Accepted\nSee above."),
    ("", "", "", "", "", "", "", ""),
    ("DE-01-002", "-", "_whole document", "", "GE", "Good.", "-", ""),
    ("MB", "", "General", "", "ed", "Typos.", "", "Accepted in principle\nLater."),
)


def test_pitfall_1_one_bad_row_does_not_sink_the_others():
    bad = ("US-002", "", "3.2", "", "xx", "What?", "", "")

    entries, problems = entries_of(files.iso_file(*ISO_ROWS, bad))

    assert [entry.ref for entry in entries] == ["US-001", "DE-01-002", "", "US-002"]
    assert [(p.row, p.column, p.value, p.example) for p in problems if p.blocks] == [
        (5, "Type of comment²", "xx", "ge, te or ed"),
    ]


def test_pitfall_2_the_headings_stand_in_the_page_header():
    found = sheets.read(files.iso_file(*ISO_ROWS))

    assert (found.sheet.profile, found.sheet.kind) == ("iso", "docx")
    assert found.sheet.about == {"date": "2 March 2020", "document": "WD 14289", "project": ""}
    assert found.sheet.headings["organisation"] == "MB/NC¹"


def test_pitfall_2_blank_rows_and_mixed_case_types_and_dashes_are_understood():
    entries, _ = entries_of(files.iso_file(*ISO_ROWS))

    assert [(entry.row, entry.type) for entry in entries] == [
        (1, "technical"), (3, "general"), (4, "editorial"),
    ]
    assert (entries[1].locator.line, entries[1].proposed) == ("", "")


def test_pitfall_2_cells_merged_downwards_count_for_each_row():
    rows = [("US-1", "", "4.2", "", "te", "One", "", ""), ("US-2", "", "", "", "te", "Two", "", "")]

    entries, _ = entries_of(files.iso_file(*rows, merge=[(2, 0, 1)]))

    assert [entry.locator.clause for entry in entries] == ["4.2", "4.2"]


def test_pitfall_2_cells_merged_downwards_in_a_workbook_count_for_each_row():
    book = openpyxl.Workbook()
    for row in (files.ISO_HEADINGS, ISO_ROWS[0], ("US-2", "", "", "", "te", "Two")):
        book.active.append(row)
    book.active.merge_cells("C2:C3")

    entries, _ = entries_of(files.saved(book))

    assert [entry.locator.clause for entry in entries] == ["3.1", "3.1"]


def test_pitfall_2_ragged_rows_are_read_to_their_end():
    data = """Comment #,Reviewer Name,Category,Page#,Sub-clause,Line #,Comment,Suggested Change
1,A,Technical,3,2.1,4,Short
2,B,General,3,2.1,4,Long,Do it,surplus,more
"""

    found = sheets.read(data.encode())

    surplus = {"column 9": "surplus", "column 10": "more"}
    assert [dict(row.others) for row in found.sheet.rows] == [{}, surplus]
    assert [row.fields["comment"] for row in found.sheet.rows] == ["Short", "Long"]


def test_pitfall_2_titles_above_the_headings_are_passed_over():
    above = (("Expert and Government Review Comments",), ("Do not cite, quote or distribute",), ())
    data = files.workbook(
        files.IPCC_HEADINGS, ("1-234", 1, 3, 17, 3, 20, "Too strong. [Jane Doe, Norway]", None), above=above,
    )

    entries, _ = entries_of(data)

    assert [(e.row, e.ref, e.author, e.organisation, e.comment) for e in entries] == [
        (5, "1-234", "Jane Doe", "Norway", "Too strong."),
    ]
    assert (entries[0].locator.page, entries[0].locator.line) == ("3", "17")


def test_pitfall_2_the_old_iso_headings_are_known():
    made = docx.Document()
    table = made.add_table(2, 7)
    heads = ("MB¹", "Clause/Subclause/Annex/Figure/Table", "Paragraph/List item/Note", "Type of comment²",
             "Comment (justification for change)", "Proposed change",
             "Secretariat observations on each comment submitted")
    for row, words in zip(table.rows, (heads, ("FR", "5", "2", "te", "No.", "Yes.", "")), strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    stream = io.BytesIO()
    made.save(stream)

    entries, _ = entries_of(stream.getvalue())

    assert [(e.organisation, e.locator.clause, e.locator.element) for e in entries] == [("FR", "5", "2")]


def test_pitfall_3_a_verdict_is_never_read_out_of_the_middle_of_another():
    entries, _ = entries_of(files.iso_file(*ISO_ROWS))

    assert [entry.verdict.disposition for entry in entries] == ["rejected", "", "accepted_modified"]
    assert entries[0].response == "See above."


def test_pitfall_4_the_place_as_commented_wins_over_the_corrected_one():
    heads = ("CID", "Commenter", "Clause Number(C)", "Page(C)", "Line(C)", "Type of Comment",
             "Part of No Vote", "Page", "Line", "Clause", "Comment", "Proposed Change", "Resolution")
    data = files.workbook(
        heads, (7, "A", "9.2", "40", "3", "T", "Yes", "41.06", "6", "9.3", "Wrong.", "Right.", ""),
    )

    entries, _ = entries_of(data)

    assert entries[0].locator == sheets.Locator(clause="9.2", page="40", line="3")
    assert (entries[0].type, entries[0].severity) == ("technical", "critical")


def test_pitfall_5_a_state_in_the_column_of_dispositions_is_no_disposition():
    forms = files.RID_FORMS.replace("DISPOSITION:\n", "DISPOSITION: NOT YET REVIEWED\n")

    entries, _ = entries_of(forms.encode())

    assert [(e.verdict.state, e.verdict.disposition) for e in entries] == [
        ("registered", ""), ("", "accepted_modified"),
    ]


def test_pitfall_6_the_same_number_twice_is_said_and_both_rows_stay():
    rows = [("US-1", "", "1", "", "te", "One", "", ""), ("US-1", "", "2", "", "te", "Two", "", "")]

    entries, problems = entries_of(files.iso_file(*rows))

    assert len({entry.key for entry in entries}) == 2
    assert [problem.reason for problem in problems] == ["This number stands in more than one row."] * 2
    assert not any(problem.blocks for problem in problems)


def test_pitfall_13_a_row_keeps_its_key_when_rows_are_put_before_it():
    first = [("", "", "1", "", "te", "One", "", ""), ("", "", "2", "", "te", "Two", "", "")]
    entries, _ = entries_of(files.iso_file(*first))
    again, _ = entries_of(files.iso_file(("", "", "0", "", "ge", "Zero", "", ""), *first))

    assert [entry.key for entry in again[1:]] == [entry.key for entry in entries]


def test_pitfall_14_personal_columns_are_not_taken_along():
    entries, _ = entries_of(files.RID_FORMS.encode())

    assert "email" not in entries[0].given
    assert "phone" not in entries[0].given


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1 day", "@x", "\t=1", "'=1", "＝1"])
def test_pitfall_16_no_cell_begins_like_a_formula_and_comes_back_unchanged(words):
    data = sheets.written([{"comment": words, "clause": "1", "type": "te"}], profile="iso", kind="csv")

    assert f"\"'{words}\"".encode() in data
    assert sheets.read(data).sheet.rows[0].fields["comment"] == words


def test_forms_as_filled_in_2011_are_read():
    entries, problems = entries_of(files.RID_FORMS.encode("cp1252"))

    first, second = entries
    assert (first.ref, first.type, first.severity) == ("ECSS-001-49", "technical", "critical")
    assert first.change == ("in feet", "in metres")
    assert first.rationale == "The standard uses SI units.\n\n- see ISO 80000"
    assert first.given["position"] == "COMMENTS"
    assert (second.locator.page, second.locator.clause, second.severity) == ("iv", "General", "major")
    assert problems == []


def test_a_disposition_of_comments_is_read_with_its_misspellings():
    entries, _ = entries_of(files.W3C_TEXT.encode())

    assert [(e.ref, e.author, e.verdict.disposition) for e in entries] == [
        ("1", "François Remy", "accepted"), ("2", "山田太郎", "out_of_scope"),
        ("3", "Somebody", "accepted_in_part"),
    ]
    assert entries[1].comment == "漢字の単位\nThe unit is missing.\nIt should be there."


def test_a_government_stands_behind_its_comment():
    row = ("SPM-1", "SPM", 0, 0, 0, 0, "Shorten. [Government of China]", "Taken into account")
    data = files.workbook(files.IPCC_HEADINGS, row)

    entries, _ = entries_of(data)

    assert (entries[0].organisation, entries[0].author) == ("Government of China", "")
    assert not entries[0].locator.page


def test_the_sheets_of_the_fourth_report_are_known_by_their_headings():
    heads = ("No.", "Batch", "Page:line From", "To", "Comment")
    with_mapping = {"No.": "ref", "Page:line From": "page", "To": "to_page", "Comment": "comment"}
    data = files.workbook(heads, ("2001-1", "A", "3:17", "3:20", "Unclear. [Govt. of Algeria]"))

    entries, _ = entries_of(data, profile="ipcc", mapping=with_mapping)

    assert (entries[0].locator.page, entries[0].locator.line, entries[0].locator.to_line) == ("3", "17", "20")


def test_a_matrix_with_letters_is_recognised_and_its_codes_are_understood():
    heads = ("ITEM", "#", "SOURCE", "NAME OF REVIEWING OFFICIAL", "TYPE", "PAGE", "PARAGRAPH", "LINE",
             "COMMENT", "RATIONALE", "DECISION")
    row = (1, 4, "NASA HQ", "J. Doe", "s", "1.2", "2.1.a", 5, "Unclear", "Because", "M")
    data = files.workbook(heads, row)

    found = sheets.read(data)
    entries, _ = sheets.understood(found.sheet)

    assert found.sheet.profile == "crm"
    assert (entries[0].type, entries[0].severity) == ("technical", "minor")
    assert entries[0].verdict.disposition == "accepted_modified"


def test_the_nist_template_is_recognised():
    heads = ("Comment #", "Submitted By (Name/Org)*", "Type (General / Editorial / Technical)",
             "Source (publication)", "Starting Page # ", "Starting Line #", "Section",
             "Comment (include rationale)", "Suggested Change*")
    heads = tuple(head.replace("*", "") for head in heads)

    found = sheets.read(files.workbook(heads, (1, "X/ORG", "T", "800-63", 5, 160, "4.1", "Why?", "Say why")))

    assert found.sheet.profile == "nist"


def test_a_foreign_table_is_read_by_its_headings_and_says_which_it_does_not_know():
    data = files.workbook(("Who", "Section", "Remark", "Mood"), ("Ann", "2", "Nice.", "good"))

    found = sheets.read(data)

    assert (found.sheet.profile, found.sheet.unknown) == ("table", ("Who", "Mood"))
    assert sheets.read(data, mapping={"Who": "author", "Remark": "comment"}).sheet.rows[0].fields == {
        "author": "Ann", "comment": "Nice.",
    }


def test_a_clause_typed_as_a_number_keeps_its_last_zero_and_a_date_is_pointed_out():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(files.ISO_HEADINGS)
    sheet.append(("US-1", "", 3.1, "", "te", "One"))
    sheet["C2"].number_format = "0.00"
    sheet.append(("US-2", "", dt.date(2026, 4, 3), "", "te", "Two"))

    entries, problems = entries_of(files.saved(book))

    assert [entry.locator.clause for entry in entries] == ["3.10", "2026-04-03"]
    assert [(p.row, p.reason) for p in problems] == [(3, "A spreadsheet made a date of what was typed here.")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_csv_file_is_read_in_any_encoding_and_with_any_separator(encoding, separator):
    rows = [["Section", "Type", "Comment"], ["3.1", "te", "Größe – à vérifier"]]
    data = "\r\n".join(separator.join(row) for row in rows).encode(encoding)

    assert sheets.read(data).sheet.rows[0].fields["comment"] == "Größe – à vérifier"


def test_every_tab_with_the_headings_is_read_and_a_repeated_row_once():
    book = openpyxl.Workbook()
    rows = [("US-1", "", "1", "", "te", "One"), ("US-2", "", "2", "", "te", "Two")]
    for name, order in (("Chapter 1", rows[:1]), ("Chapter 2", rows)):
        sheet = book.create_sheet(name)
        sheet.append(files.ISO_HEADINGS)
        for row in order:
            sheet.append(row)

    entries, _ = entries_of(files.saved(book))

    assert [(entry.tab, entry.row, entry.ref) for entry in entries] == [
        ("Chapter 1", 2, "US-1"), ("Chapter 2", 3, "US-2"),
    ]


@pytest.mark.parametrize(("data", "code"), [
    (b"", "empty"), (b"PK\x03\x04 no zip", "truncated"), (b"a,b\n1,2\n", "no-headings"),
    (b"\xd0\xcf\x11\xe0 old", "encrypted"), (b"\0\0\0", "not-text"),
    (b'{"format": "draftroom-comments", "version": 99}', "version"),
])
def test_what_is_no_sheet_is_refused_with_its_reason(data, code):
    with pytest.raises(Unreadable) as refused:
        sheets.read(data)

    assert refused.value.code == code


def test_more_than_ten_thousand_rows_are_refused():
    data = b"Section,Type,Comment\n" + b"1,te,x\n" * 10_001

    with pytest.raises(Unreadable) as refused:
        sheets.read(data)

    assert refused.value.code == "too-many-rows"


@pytest.mark.parametrize("name", [
    "s26_formula_cells.xlsx", "s27_dimension_bomb.xlsx", "s28_shared_strings_laughs.xlsx",
    "s29_formulas_and_headers.csv", "s30_bytes.csv", "s31_huge_field_unclosed_quote.csv",
    "s32_mass_assignment.csv", "s05_zip_bomb_single_part.docx", "s15_gridspan_bomb.docx",
    "s01_billion_laughs.docx", "s09_path_traversal.docx",
])
def test_a_hostile_file_is_a_value_or_a_refusal(shared, name):
    data = (shared / "hostile" / name).read_bytes()

    try:
        rows = sheets.read(data).sheet.rows
    except Unreadable:
        rows = ()

    assert len(rows) <= sheets.MOST_ROWS


def test_characters_that_nothing_can_keep_are_replaced():
    data = b'{"format": "draftroom-comments", "version": 1, "comments": [{"comment": "a\\u0000b\\ud800c"}]}'

    assert sheets.read(data).sheet.rows[0].fields["comment"] == "a\ufffdb\ufffdc"
