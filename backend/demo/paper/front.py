"""The pages before the text: title, history, contents; and what stands above and below each page."""

from __future__ import annotations

from datetime import UTC, datetime, time

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Cm

from backend.demo.paper import fields, numbering, tables
from backend.demo.paper.references import Target
from backend.demo.paper.script import Script
from backend.demo.paper.versions import ORGANISATION, SERIES, SHORT_TITLE, TITLE, VERSIONS, Version

ROBOT = "ISECG Science Working Group"


def day(version: Version) -> str:
    """`20 June 2016`."""
    return f"{version.issued_on.day} {version.issued_on:%B %Y}"


def properties(document: Document, version: Version) -> None:
    """What Word shows as the properties of the file; times are fixed at noon UTC of the issue."""
    core = document.core_properties
    moment = datetime.combine(version.issued_on, time(12), tzinfo=UTC).replace(tzinfo=None)
    core.title, core.subject, core.author = TITLE, SERIES, ROBOT
    core.last_modified_by, core.category, core.comments = ROBOT, "White paper", ""
    core.keywords = "exploration; Moon; asteroid; cislunar habitat; science; ISECG"
    core.created = core.modified = moment
    core.revision, core.version, core.language = version.number, version.label, "en-GB"


def title_page(document: Document, version: Version) -> None:
    """The title, what the version is, and how the paper came here."""
    document.add_paragraph(ORGANISATION, style="Subtitle")
    document.add_paragraph(TITLE, style="Title")
    document.add_paragraph(SERIES, style="Subtitle")
    document.add_paragraph(f"{version.label} · {day(version)}", style="Subtitle")
    document.add_paragraph(version.status).paragraph_format.space_after = Cm(6)
    history = [item for item in VERSIONS if item.number <= version.number]
    table = tables.grid(document, (3, 4, 9), len(history) + 1)
    tables.header(table)
    rows = [("Version", "Date", "Change"), *((item.label, day(item), item.change) for item in history)]
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            tables.cell_paragraph(table, row, column).add_run(text).bold = row == 0 or None


def contents(document: Document, script: Script, targets: dict[str, Target]) -> None:
    """A contents field with its entries; Word adds page numbers when it updates the field."""
    heading = document.add_paragraph("Contents", style="TOC Heading")
    heading.paragraph_format.page_break_before = True
    numbering.put(heading._p, 0)
    paragraph = None
    for entry in script.entries:
        if entry.kind != "heading" or entry.level > 2:
            continue
        beginning = paragraph is None
        paragraph = document.add_paragraph(style=f"toc {entry.level}")
        if beginning:
            fields.opened(paragraph, 'TOC \\o "1-2" \\n \\h \\z \\u')
        target = targets.get(f"section:{entry.key}") if entry.numbered else None
        number = f"{target.number}\t" if target else ""
        bookmark = target.bookmark if target else f"_Ref_section_{entry.key}"
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.6 * entry.level + 0.4))
        fields.internal_link(paragraph, number + entry.text, bookmark)
    if paragraph is not None:
        fields.closed(paragraph)


def running_heads(document: Document, version: Version) -> None:
    """Paper size and margins; the version above each page and its number below, but on the first."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.4)
    section.different_first_page_header_footer = True
    above = section.header.paragraphs[0]
    above.text = f"{SHORT_TITLE}\t\t{version.label}, {day(version)}"

    below = section.footer.paragraphs[0]
    below.paragraph_format.tab_stops.add_tab_stop(Cm(tables.TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    below.add_run(f"{ORGANISATION}\tPage ")
    fields.field(below, "PAGE", "2")
    below.add_run(" of ")
    fields.field(below, "NUMPAGES", "20")
