"""Marked-up Word files as an agency's Word makes them: written with python-docx and lxml, not by the core."""

from __future__ import annotations

import copy
import io

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

DATE = "2026-05-04T09:30:00Z"


class Marked:
    """A copy of a file in which somebody changes things with Word's change tracking on."""

    def __init__(self, data: bytes, author: str) -> None:
        self.document: Document = docx.Document(io.BytesIO(data))
        self.author = author
        self._number = 9000

    def bytes(self) -> bytes:
        """The file as it is saved."""
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()

    def paragraph(self, words: str) -> Paragraph:
        """The paragraph that has these words."""
        return next(one for one in self.document.paragraphs if words in one.text)

    def replace(self, old: str, new: str) -> None:
        """Strike words and write others behind them."""
        run = self._cut(old)
        deletion = self._mark("w:del")
        run.addprevious(deletion)
        deletion.append(run)
        for text in run.iter(qn("w:t")):
            text.tag = qn("w:delText")
        if new:
            insertion = self._mark("w:ins")
            fresh = copy.deepcopy(run)
            for text in fresh.iter(qn("w:delText")):
                text.tag = qn("w:t")
                text.text = new
            insertion.append(fresh)
            deletion.addnext(insertion)

    def comment(self, words: str, text: str) -> None:
        """Say something about words."""
        paragraph = self.paragraph(words)
        self._cut(words)
        run = next(one for one in paragraph.runs if one.text == words)
        self.document.add_comment(run, text=text, author=self.author, initials="x")

    def embolden(self, words: str) -> None:
        """Make words bold, with the record of what they were."""
        run = self._cut(words)
        properties = run.get_or_add_rPr()
        properties.append(OxmlElement("w:b"))
        record = self._mark("w:rPrChange")
        record.append(OxmlElement("w:rPr"))
        properties.append(record)

    def add_after(self, words: str, text: str) -> None:
        """Write a new paragraph behind one."""
        before = self.paragraph(words)
        new = copy.deepcopy(before._p)
        for run in list(new)[1:] if new.pPr is not None else list(new):
            new.remove(run)
        properties = new.get_or_add_pPr()
        marks = OxmlElement("w:rPr")
        marks.append(self._mark("w:ins"))
        properties.append(marks)
        insertion = self._mark("w:ins")
        run = OxmlElement("w:r")
        content = OxmlElement("w:t")
        content.text = text
        run.append(content)
        insertion.append(run)
        new.append(insertion)
        before._p.addnext(new)

    def add_row(self, texts: list[str]) -> None:
        """Add a row to the first table."""
        table = self.document.tables[0]
        row = table.add_row()
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
        row._tr.get_or_add_trPr().append(self._mark("w:ins"))
        for paragraph in row._tr.iter(qn("w:p")):
            for run in list(paragraph.iter(qn("w:r"))):
                insertion = self._mark("w:ins")
                run.addprevious(insertion)
                insertion.append(run)

    def put_picture(self, words: str, picture: bytes) -> None:
        """Put a picture behind words, in their paragraph."""
        run = self._cut(words)
        holder = self.document.add_paragraph()
        new = holder.add_run()
        new.add_picture(io.BytesIO(picture))
        insertion = self._mark("w:ins")
        run.addnext(insertion)
        insertion.append(new._r)
        holder._p.getparent().remove(holder._p)

    def swap_picture(self, words: str, picture: bytes, alt: str) -> None:
        """Strike the picture in the paragraph of these words, and put another there."""
        home = next(one for one in self.document.paragraphs if words in one.text)
        (drawing,) = home._p.iter(qn("w:drawing"))
        old = drawing.getparent()
        new = home.add_run()
        new.add_picture(io.BytesIO(picture))
        next(new._r.iter(qn("wp:docPr"))).set("descr", alt)
        struck, written = self._mark("w:del"), self._mark("w:ins")
        old.addprevious(struck)
        struck.append(old)
        struck.addnext(written)
        written.append(new._r)

    def put_in(self, words: str, new: str) -> None:
        """Write words behind others."""
        run = self._cut(words)
        insertion = self._mark("w:ins")
        fresh = copy.deepcopy(run)
        next(fresh.iter(qn("w:t"))).text = new
        insertion.append(fresh)
        run.addnext(insertion)

    def strike_in_insertion(self, text: str, words: str) -> None:
        """Strike words of a pending insertion, whoever made it."""
        insertion = next(
            one for one in self.document.element.body.iter(qn("w:ins"))
            if "".join(part.text or "" for part in one.iter(qn("w:t"))) == text
        )
        run = next(insertion.iter(qn("w:r")))
        before, _, after = text.partition(words)
        pieces = [copy.deepcopy(run) for _ in range(3)]
        for piece, said in zip(pieces, (before, words, after), strict=True):
            inner = next(piece.iter(qn("w:t")))
            inner.text = said
            inner.set(qn("xml:space"), "preserve")
        insertion.remove(run)
        deletion = self._mark("w:del")
        next(pieces[1].iter(qn("w:t"))).tag = qn("w:delText")
        deletion.append(pieces[1])
        insertion.extend([pieces[0], deletion, pieces[2]])

    def strike_cell(self, text: str) -> None:
        """Delete the table cell that holds a text."""
        cells = [cell for table in self.document.tables for row in table.rows for cell in row.cells]
        cell = next(one for one in cells if one.text == text)
        cell._tc.get_or_add_tcPr().append(self._mark("w:cellDel"))

    def _cut(self, words: str):
        """The run that has exactly these words, cut out of the one that holds them."""
        paragraph = self.paragraph(words)
        for run in paragraph.runs:
            before, found, after = run.text.partition(words)
            if not found:
                continue
            if before:
                first = copy.deepcopy(run._r)
                run._r.addprevious(first)
                _set(first, before)
            if after:
                last = copy.deepcopy(run._r)
                run._r.addnext(last)
                _set(last, after)
            _set(run._r, words)
            return run._r
        raise LookupError(f"{words!r} is not in one run")

    def _mark(self, tag: str):
        self._number += 1
        element = OxmlElement(tag)
        element.set(qn("w:id"), str(self._number))
        element.set(qn("w:author"), self.author)
        element.set(qn("w:date"), DATE)
        return element


def _set(run, text: str) -> None:
    for child in list(run.iter(qn("w:t")))[1:]:
        child.getparent().remove(child)
    content = next(run.iter(qn("w:t")))
    content.text = text
    content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
