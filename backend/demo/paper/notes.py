"""The part that holds footnotes, which python-docx does not write."""

from __future__ import annotations

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from lxml import etree

from backend.demo.paper.oxml import Element, new, sub

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote>"
)


class Notes:
    """The footnotes of one document; `attach` adds their part when all are written."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def mark(self, text: str) -> Element:
        """A run with the mark of a new footnote that says `text`."""
        self._texts.append(text)
        run = new("r")
        sub(sub(run, "rPr"), "rStyle", val="FootnoteReference")
        sub(run, "footnoteReference", id=len(self._texts))
        return run

    def attach(self, document: Document) -> None:
        """Put the part with all footnotes into the package."""
        if not self._texts:
            return
        root = etree.fromstring(f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>")
        for number, text in enumerate(self._texts, start=1):
            root.append(_note(number, text))
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), _TYPE, blob, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _note(number: int, text: str) -> Element:
    note = new("footnote", id=number)
    paragraph = sub(note, "p")
    sub(sub(paragraph, "pPr"), "pStyle", val="FootnoteText")
    mark = sub(paragraph, "r")
    sub(sub(mark, "rPr"), "rStyle", val="FootnoteReference")
    sub(mark, "footnoteRef")
    words = sub(sub(paragraph, "r"), "t")
    words.text = f" {text}"
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return note
