"""The sender's own file comes back with our column filled, and nothing else in it changed."""

import io
import zipfile

import openpyxl
from docx import Document

from reviews.core import sheets
from tests.reviews.core.sheets import files

ROWS = (
    ("US-001", "17", "3.1", "", "te", "Units.", "Add.", ""),
    ("US-002", "", "4", "", "ed", "Typo.", "", "old"),
)


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_word_table_gets_its_eighth_column_and_every_other_part_stays():
    data = files.iso_file(*ROWS)

    back = sheets.returned(data, [sheets.Mark("table 1", 1, {"response": "Accepted\nThanks."})])

    before, after = parts(data), parts(back)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}
    cells = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(back)).tables[0].rows]
    assert cells == [[*ROWS[0][:7], "Accepted\nThanks."], list(ROWS[1])]


def test_a_workbook_gets_its_column_and_keeps_its_looks_and_formulas():
    book = openpyxl.load_workbook(io.BytesIO(files.workbook(files.ISO_HEADINGS, *ROWS)))
    book.active["F2"].font = openpyxl.styles.Font(bold=True)
    book.create_sheet("Sums")["A1"] = "=COUNTA(Sheet1!F2:F3)"
    data = files.saved(book)

    back = sheets.returned(data, [sheets.Mark("Sheet1", 3, {"response": "=Not accepted"})])

    before, after = parts(data), parts(back)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}
    sheet = openpyxl.load_workbook(io.BytesIO(back))["Sheet1"]
    assert (sheet["H3"].value, sheet["H3"].data_type, sheet["F2"].font.bold) == ("=Not accepted", "s", True)
    assert sheet["F3"].value == "Typo."


def test_a_sheet_without_our_columns_gets_them_at_its_right():
    heads = ("Index", "Name", "Comment", "Category", "Page Number", "Subclause", "Proposed Change")
    data = files.workbook(heads, (1, "A", "No.", "General", "4", "2", ""))

    answer = {"verdict": "Rejected", "response": "It is right."}
    back = sheets.returned(data, [sheets.Mark("Sheet1", 2, answer)])

    assert sheets.read(back).sheet.rows[0].fields == sheets.read(data).sheet.rows[0].fields | answer


def test_bad_rows_are_marked_in_a_copy():
    data = files.workbook(files.ISO_HEADINGS, *ROWS)

    back = sheets.returned(data, [sheets.Mark("Sheet1", 3, {}, "There is no such type.")])

    sheet = openpyxl.load_workbook(io.BytesIO(back)).active
    assert (sheet["I1"].value, sheet["I2"].value, sheet["I3"].value) == (
        "Not taken in", None, "There is no such type.",
    )


def test_a_csv_file_comes_back_with_its_separator():
    data = b"sep=;\r\nSection;Type;Comment\r\n1;te;-a dash\r\n"

    back = sheets.returned(data, [sheets.Mark("", 2, {"response": "Noted"})])

    assert back.decode("utf-8-sig").splitlines() == [
        "sep=;", "Section;Type;Comment;Response", "1;te;'-a dash;Noted",
    ]


def test_forms_come_back_with_their_dispositions():
    back = sheets.returned(files.RID_FORMS.encode(), [sheets.Mark("", 1, {"response": "REJECTED\nNo."})])

    rows = sheets.read(back).sheet.rows
    assert [row.fields["response"] for row in rows] == ["REJECTED\nNo.", "APPROVE WITH MODIFICATIONS"]
    assert rows[0].fields["email"] == "a.reviewer@example.org"
