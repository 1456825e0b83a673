"""Fields, bookmarks and links: what Word updates by itself."""

from __future__ import annotations

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from backend.demo.paper.oxml import Element, new, sub


def field(paragraph: Paragraph, instruction: str, result: str) -> None:
    """A complex field that shows `result` until Word updates it."""
    _mark(paragraph._p, "begin")
    run = sub(paragraph._p, "r")
    code = sub(run, "instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    _mark(paragraph._p, "separate")
    paragraph.add_run(result)
    _mark(paragraph._p, "end")


def opened(paragraph: Paragraph, instruction: str) -> None:
    """Begin a field whose result goes on over the paragraphs that follow, until `closed`."""
    _mark(paragraph._p, "begin")
    run = sub(paragraph._p, "r")
    code = sub(run, "instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    _mark(paragraph._p, "separate")


def closed(paragraph: Paragraph) -> None:
    """End the field that `opened` began."""
    _mark(paragraph._p, "end")


class Bookmarks:
    """Bookmarks with ids of their own, counted over one document."""

    def __init__(self) -> None:
        self._count = 0

    def around(self, elements: list[Element], name: str) -> None:
        """Bookmark `name` from the first to the last of these siblings."""
        self._count += 1
        elements[0].addprevious(new("bookmarkStart", id=self._count, name=name))
        elements[-1].addnext(new("bookmarkEnd", id=self._count))


def external_link(paragraph: Paragraph, text: str, target: str) -> None:
    """`text` as a link to a page on the web."""
    key = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = sub(paragraph._p, "hyperlink")
    link.set(qn("r:id"), key)
    _link_text(paragraph, link, text)


def internal_link(paragraph: Paragraph, text: str, bookmark: str) -> None:
    """`text` as a link to a bookmark of this document."""
    link = sub(paragraph._p, "hyperlink", anchor=bookmark, history=1)
    run = paragraph.add_run(text)
    link.append(run._r)


def _link_text(paragraph: Paragraph, link: Element, text: str) -> None:
    run = paragraph.add_run(text)
    run._r.style = "Hyperlink"
    link.append(run._r)


def _mark(paragraph: Element, kind: str) -> None:
    sub(sub(paragraph, "r"), "fldChar", fldCharType=kind)
