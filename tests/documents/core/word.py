"""Small Word files made for a test: `word(body)` gives bytes, `p("text")` a paragraph."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def by(number: int) -> str:
    """The attributes of a change of this id."""
    return f'w:id="{number}" w:author="ESA reviewer 1" w:date="2026-01-02T03:04:00Z"'


BY = by(7)


def word(body: str, main_type: str = _MAIN, **parts: str) -> bytes:
    """A package whose main part holds `body`; `parts` are further ones by relationship: styles="…"."""
    relations = "".join(
        f'<Relationship Id="rel{name}" Type="{_RELATIONS}/{name}" Target="{name}.xml"/>' for name in parts)
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{main_type}"/></Types>',
        "_rels/.rels": _relationships(
            f'<Relationship Id="main" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(relations),
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Files as a zip package, in their order."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return memory.getvalue()


def _relationships(rows: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def p(*content: str, props: str = "") -> str:
    """A paragraph; plain strings become runs, strings that begin with "<" are taken as XML."""
    inner = "".join(one if one.startswith("<") else r(one) for one in content)
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{inner}</w:p>"


def r(text: str, props: str = "", tag: str = "t") -> str:
    """A run."""
    properties = f"<w:rPr>{props}</w:rPr>" if props else ""
    return f'<w:r>{properties}<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def ins(text: str, by: str = BY) -> str:
    """An inserted run."""
    return f"<w:ins {by}>{r(text)}</w:ins>"


def dele(text: str, by: str = BY) -> str:
    """A deleted run."""
    return f"<w:del {by}>{r(text, tag='delText')}</w:del>"


def mark(kind: str, by: str = BY) -> str:
    """Paragraph properties with a revision on the mark: "ins", "del", "moveFrom" or "moveTo"."""
    return f"<w:rPr><w:{kind} {by}/></w:rPr>"


def cell(*content: str, props: str = "") -> str:
    """A table cell."""
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{''.join(content)}</w:tc>"


def row(*cells: str, props: str = "") -> str:
    """A table row."""
    return f"<w:tr><w:trPr>{props}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def part(root: str, content: str) -> str:
    """A further part: `part("styles", "<w:style …/>")`."""
    return f"<w:{root} {NAMESPACES}>{content}</w:{root}>"


def form(*, agreed: int = 0, seen: int = 0, decision: int = 0) -> bytes:
    """A small form of legacy fields: a box before words, a box alone in a cell, a list to choose from."""
    return word(
        p("Position of the agency") + p(_tick(agreed), " We agree.")
        + table(row(cell(p("Seen")), cell(p(_tick(seen)))))
        + p("Decision: ", _field("FORMDROPDOWN", f'<w:ddList><w:result w:val="{decision}"/><w:listEntry '
                                 'w:val="Approve"/><w:listEntry w:val="Disapprove"/></w:ddList>')))


def _tick(state: int) -> str:
    return _field("FORMCHECKBOX", f'<w:checkBox><w:checked w:val="{state}"/></w:checkBox>')


def _field(code: str, data: str) -> str:
    return (f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
            f'{r(code, tag="instrText")}<w:r><w:fldChar w:fldCharType="end"/></w:r>')
