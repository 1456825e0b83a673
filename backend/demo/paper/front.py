"""The pages before the text: title, history, contents; and what stands above and below each page."""

from __future__ import annotations

from datetime import datetime, time

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Cm

from backend.demo.paper import fields, numbering, styles, tables
from backend.demo.paper.references import Target
from backend.demo.paper.script import Script
from backend.demo.paper.versions import ORGANISATION, Version, Work

AUTHOR = "ISECG Science Working Group"


def day(version: Version) -> str:
    """`20 June 2016`."""
    return f"{version.issued_on.day} {version.issued_on:%B %Y}"


def properties(document: Document, work: Work, number: int) -> None:
    """What Word shows as the properties of the file; times are fixed at noon UTC of the issue."""
    core, version = document.core_properties, work.version(number)
    core.title, core.subject, core.author = work.title, work.series, AUTHOR
    core.last_modified_by, core.category, core.comments = AUTHOR, "White paper", ""
    core.keywords = work.keywords
    core.created = core.modified = datetime.combine(version.issued_on, time(12))
    core.revision, core.version, core.language = number, version.label, "en-GB"


def title_page(document: Document, work: Work, number: int) -> None:
    """The title, what the version is, and how the document came here."""
    version = work.version(number)
    styles.paragraph(document, "CoverLine", ORGANISATION)
    styles.paragraph(document, "Title", work.title)
    styles.paragraph(document, "Subtitle", work.series)
    styles.paragraph(document, "CoverLine", f"{version.label} · {day(version)}")
    document.add_paragraph(version.status).paragraph_format.space_after = Cm(6)
    table = tables.grid(document, (3, 4, 9), number + 1)
    tables.header(table)
    rows = [(item.label, day(item), item.change) for item in work.versions[:number]]
    for row, cells in enumerate([("Version", "Date", "Change"), *rows]):
        for column, text in enumerate(cells):
            tables.cell_paragraph(table, row, column).add_run(text).bold = row == 0 or None


def contents(document: Document, script: Script, targets: dict[str, Target]) -> None:
    """A contents field with its entries; Word adds page numbers when it updates the field."""
    heading = styles.paragraph(document, "TOCHeading", "Contents")
    heading.paragraph_format.page_break_before = True
    numbering.put(heading, 0)
    paragraph = None
    for entry in script.entries:
        if entry.kind != "heading" or entry.level > 2:
            continue
        beginning = paragraph is None
        paragraph = styles.paragraph(document, f"TOC{entry.level}")
        if beginning:
            fields.opened(paragraph, 'TOC \\o "1-2" \\n \\h \\z \\u')
        target = targets.get(f"section:{entry.key}") if entry.numbered else None
        number = f"{target.number}\t" if target else ""
        bookmark = target.bookmark if target else f"_Ref_section_{entry.key}"
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.6 * entry.level + 0.4))
        fields.internal_link(paragraph, number + entry.text, bookmark)
    if paragraph is not None:
        fields.closed(paragraph)


def running_heads(document: Document, work: Work, number: int) -> None:
    """Paper size and margins; the version above each page and its number below, but on the first."""
    section, version = document.sections[0], work.version(number)
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.4)
    section.different_first_page_header_footer = True
    above = section.header.paragraphs[0]
    above.text = f"{work.short_title}\t\t{version.label}, {day(version)}"

    below = section.footer.paragraphs[0]
    below.paragraph_format.tab_stops.add_tab_stop(Cm(tables.TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    below.add_run(f"{ORGANISATION}\tPage ")
    fields.field(below, "PAGE", "2")
