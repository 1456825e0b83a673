"""A document as a Word file: `paper(4)` gives the bytes of Draft 2 of the White Paper."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from backend.demo.paper import equations, fields, figures, front, inline, numbering, packing, styles, tables
from backend.demo.paper.notes import Notes
from backend.demo.paper.oxml import Element
from backend.demo.paper.references import Target, targets
from backend.demo.paper.script import Entry, Script, script
from backend.demo.paper.versions import PAPER, Work

_STYLES = {"paragraph": "Normal", "bullet": "ListBullet", "number": "ListNumber", "points": "Quote"}


@cache
def written(work: Work, number: int) -> bytes:
    """Version `number` of a document as a Word file."""
    document = docx.Document()
    text = script(work.key, number)
    styles.dress(document)
    numbering.define(document)
    front.properties(document, work, number)
    front.running_heads(document, work, number)
    front.title_page(document, work, number)
    front.contents(document, text, targets(text))
    _Writer(document, text, number).write()
    return packing.packed(document)


def paper(number: int) -> bytes:
    """Version `number` of the White Paper, 1 to 5."""
    return written(PAPER, number)


class _Writer:
    """Writes the entries of one script; keeps the counts that run through a document."""

    def __init__(self, document: Document, text: Script, number: int) -> None:
        self._document = document
        self._script = text
        self._version = number
        self._targets = targets(text)
        self._bookmarks = fields.Bookmarks()
        self._notes = Notes()
        self._list = 0
        self._after_table = False

    def write(self) -> None:
        before = None
        for entry in self._script.entries:
            if entry.kind == "number" and (before is None or before.kind != "number"):
                self._list = numbering.restarted(self._document)
            self._one(entry, first=before is None)
            before = entry
        self._notes.attach(self._document)

    def _one(self, entry: Entry, first: bool) -> None:
        after_table, self._after_table = self._after_table, False
        last = self._document.element.body[-2]  # before the section's properties
        getattr(self, f"_{entry.kind}", self._text)(entry)
        if first or (after_table and entry.kind != "heading"):
            space = Paragraph(last.getnext(), self._document._body).paragraph_format
            space.page_break_before = True if first else None
            space.space_before = Pt(12) if after_table else None

    def _heading(self, entry: Entry) -> None:
        paragraph = styles.paragraph(self._document, f"Heading{entry.level}")
        run = paragraph.add_run(entry.text)
        if entry.key:
            self._bookmarks.around([run._r], f"_Ref_section_{entry.key}")
        if not entry.numbered:
            numbering.put(paragraph, 0)

    def _text(self, entry: Entry) -> None:
        paragraph = styles.paragraph(self._document, _STYLES[entry.kind])
        if entry.kind == "number":
            numbering.put(paragraph, self._list)
        self._inline(paragraph, entry.text)

    def _figure(self, entry: Entry) -> None:
        drawing = figures.figure(entry.key, self._version)
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(BytesIO(drawing.data), width=Cm(tables.TEXT_WIDTH))
        shape._inline.docPr.set("descr", entry.alt)
        shape._inline.docPr.set("name", f"{entry.key}.png")
        self._caption(entry)

    def _table(self, entry: Entry) -> None:
        self._caption(entry).paragraph_format.keep_with_next = True
        table = tables.grid(self._document, entry.widths, len(entry.rows))
        tables.header(table)
        for row, cells in enumerate(entry.rows):
            for column, text in enumerate(cells):
                if text == tables.SAME:
                    tables.join_down(table, row, column)
                else:
                    words = f"**{text}**" if row == 0 else text
                    self._inline(tables.cell_paragraph(table, row, column), words)
        self._after_table = True

    def _equation(self, entry: Entry) -> None:
        paragraph = styles.paragraph(self._document, "Equation")
        paragraph._p.append(parse_xml(equations.equation(entry.key)))
        paragraph.add_run("\t(")
        self._bookmarks.around(self._sequence(paragraph, "Equation", entry), self._target(entry).bookmark)
        paragraph.add_run(")")

    def _caption(self, entry: Entry) -> Paragraph:
        paragraph = styles.paragraph(self._document, "Caption")
        target = self._target(entry)
        word = paragraph.add_run(f"{target.word} ")
        runs = self._sequence(paragraph, target.word, entry)
        self._bookmarks.around([word._r, *runs], target.bookmark)
        paragraph.add_run(". ")
        self._inline(paragraph, entry.text)
        return paragraph

    def _sequence(self, paragraph: Paragraph, name: str, entry: Entry) -> list[Element]:
        before = len(paragraph._p)
        fields.field(paragraph, f"SEQ {name} \\* ARABIC", self._target(entry).number)
        return list(paragraph._p)[before:]

    def _target(self, entry: Entry) -> Target:
        return self._targets[f"{entry.kind}:{entry.key}"]

    def _inline(self, paragraph: Paragraph, text: str) -> None:
        for piece in inline.pieces(text):
            match piece.kind:
                case "link":
                    fields.external_link(paragraph, piece.text, piece.target)
                case "note":
                    paragraph._p.append(self._notes.mark(self._script.notes[piece.text]))
                case "reference":
                    self._reference(paragraph, self._targets[piece.text])
                case "equation":
                    paragraph._p.append(parse_xml(equations.equation(piece.text)))
                case _:
                    run = paragraph.add_run(piece.text)
                    run.italic = True if piece.kind == "italic" else None
                    run.bold = True if piece.kind == "bold" else None
                    run.font.subscript = True if piece.kind == "subscript" else None

    def _reference(self, paragraph: Paragraph, target: Target) -> None:
        if target.word in ("Figure", "Table"):
            fields.field(paragraph, f"REF {target.bookmark} \\h", f"{target.word} {target.number}")
        else:
            switch = " \\r" if target.bookmark.startswith("_Ref_section") else ""
            paragraph.add_run(f"{target.word} ")
            fields.field(paragraph, f"REF {target.bookmark}{switch} \\h", target.number)
