"""Sheets as organisations send them, made by other libraries than ours."""

import io

import docx
import openpyxl
from docx.enum.section import WD_ORIENT

ISO_HEADINGS = (
    "MB/NC¹", "Line number\n(e.g. 17)", "Clause/ Subclause\n(e.g. 3.1)",
    "Paragraph/ Figure/ Table/\n(e.g. Table 1)", "Type of comment²", "Comments", "Proposed change",
    "Observations of the secretariat",
)
IPCC_HEADINGS = (
    "Comment No", "Chapter", "From Page", "From Line", "To Page", "To Line", "Comment", "Response",
)


def workbook(headings, *rows, above=(), tab="Sheet1"):
    """An .xlsx file by openpyxl; numbers stay numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = tab
    for row in (*above, headings, *rows):
        sheet.append(list(row))
    return saved(book)


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def iso_file(*rows, merge=()):
    """The commenting table as ISO's own form lays it out: headings in the page header, by python-docx."""
    made = docx.Document()
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    header = section.header
    facts = header.add_table(1, 4, section.page_width)
    words = ("Template for comments", "Date: 2 March 2020", "Document: WD 14289", "Project: ")
    for cell, text in zip(facts.rows[0].cells, words, strict=True):
        cell.text = text
    heads = header.add_table(1, 8, section.page_width)
    for cell, text in zip(heads.rows[0].cells, ISO_HEADINGS, strict=True):
        cell.text = text
    table = made.add_table(len(rows), 8)
    for made_row, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(made_row.cells, row, strict=False):
            cell.text = text
    for column, first, last in merge:
        words = table.cell(first, column).text
        for row in range(first + 1, last + 1):
            table.cell(row, column).text = ""
        table.cell(first, column).merge(table.cell(last, column)).text = words
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


#: As filled in 2011: values after their colons, ticks left blank.
RID_FORMS = """RED BOOK RID INITIATION FORM

AGENCY RID NUMBER: ECSS-001-49
SUBMITTING ORGANIZATION (Agency, Center): ESA
------------------------------------------------------------------
REVIEWER'S NAME: A. Reviewer
CODE: TEC-E
E-MAIL ADDRESS: a.reviewer@example.org
TELEPHONE: +31 71 000
------------------------------------------------------------------
DOCUMENT NUMBER: 521.2-R-1
DOCUMENT NAME: Mission Operations
DATE ISSUED: June 2011
PAGE NUMBER: 3-70   PARAGRAPH NUMBER: 3.5.2.3.1
RID SHORT TITLE: Wrong unit
------------------------------------------------------------------
_____ APPROVE (MEMBER)  _____ CONCUR (OBSERVER)  __X__ COMMENTS
DESCRIPTION OF REQUESTED CHANGE: (Use From: "..." To "..." format)
From: "in feet"
To: "in metres"
------------------------------------------------------------------
CATEGORY OF REQUESTED CHANGE: Technical Fact
Technical Fact ___ Recommended ___ Editorial ___
------------------------------------------------------------------
SUPPORTING ANALYSIS:
The standard uses SI units.

- see ISO 80000
------------------------------------------------------------------
DISPOSITION:
==================================================================
AGENCY RID NUMBER: ECSS-001-50
SUBMITTING ORGANIZATION (Agency, Center): ESA
PAGE NUMBER: iv
PARAGRAPH NUMBER: General
DESCRIPTION OF REQUESTED CHANGE: (Use From: "..." To "..." format)
Add a list of acronyms.
CATEGORY OF REQUESTED CHANGE:
Technical Fact ___ Recommended _X_ Editorial ___
DISPOSITION: APPROVE WITH MODIFICATIONS
"""

W3C_TEXT = """Draft:    http://www.w3.org/TR/2012/WD-css3-values-20120308/
Title:    CSS Values and Units Level 3
Date:     2012-10-10

Status: Last Call

----
Issue 1.
Summary:  Clarify 'attr()'
From:     François Remy
Comment:  http://lists.w3.org/Archives/Public/www-style/2012Mar/0001.html
Response: http://lists.w3.org/Archives/Public/www-style/2012Mar/0010.html
Closed:   Accepted.
Verified: http://lists.w3.org/Archives/Public/www-style/2012Apr/0002.html
----
Issue 2.
Summary:  漢字の単位
From:     山田太郎
Commend:  The unit is missing.
          It should be there.
Closed:   OutOfScope
Verified: [none required]
----
Issue 3.
Summary:  Split the chapter
From:     Somebody
Comment:  (private comment)
Closed:   Accepted+Deferred
"""
