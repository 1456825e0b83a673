"""Writing the ISO/IEC commenting table as a Word file, with the geometry and styles of the 2012-03 form.

The form itself may only be used for ISO documents, so this is our own file: the same columns, widths,
style names and places (headings in the page header, body table without a heading row).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from reviews.core.sheets.guarding import to_xml

_HEADINGS = (
    ("MB/NC", "1", ""), ("Line number", "", "(e.g. 17)"), ("Clause/ Subclause", "", "(e.g. 3.1)"),
    ("Paragraph/ Figure/ Table/", "", "(e.g. Table 1)"), ("Type of comment", "2", ""), ("Comments", "", ""),
    ("Proposed change", "", ""), ("Observations of the secretariat", "", ""),
)
_WIDTHS = (606, 908, 1209, 1209, 1115, 4177, 4233, 2419)
_STYLES = ("ISOMB", "ISOClause", "ISOClause", "ISOParagraph", "ISOCommType", "ISOComments", "ISOChange",
           "ISOSecretObservations")
#: The fields of the eight columns, in their order.
FIELDS = ("organisation", "line", "clause", "element", "type", "comment", "proposed", "response")

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMES = f'xmlns:w="{_W}" xmlns:r="{_OFFICE}"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def write(rows: Iterable[Mapping[str, str]], about: Mapping[str, str]) -> bytes:
    """The file with these rows; `about` may say date, document and project."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _parts(rows, about).items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return stream.getvalue()


def _parts(rows: Iterable[Mapping[str, str]], about: Mapping[str, str]) -> dict[str, str]:
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_KIND}.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("styles", "styles"), ("header1", "header"),
                           ("footer1", "footer"))
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}.xml"/>'
        for n, (kind, target) in enumerate(
            (("styles", "styles"), ("header", "header1"), ("footer", "footer1")), start=1,
        )
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels":
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        "word/document.xml": _document(rows),
        "word/styles.xml": _styles(),
        "word/header1.xml": _header(about),
        "word/footer1.xml": _footer(),
    }


def _document(rows: Iterable[Mapping[str, str]]) -> str:
    body = "".join(_row([row.get(name, "") for name in FIELDS]) for row in rows)
    return (
        f'{_HEAD}<w:document {_NAMES}><w:body>{_table(_WIDTHS, body or _row([""] * 8))}<w:p/>'
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/>'
        '<w:footerReference w:type="default" r:id="rId3"/>'
        '<w:pgSz w:w="16840" w:h="11907" w:orient="landscape"/>'
        '<w:pgMar w:top="851" w:right="851" w:bottom="851" w:left="851" w:header="567" w:footer="567" '
        'w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _table(widths: Sequence[int], rows: str) -> str:
    borders = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="auto"/>' for side in _SIDES)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
        f'{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}'
        "</w:tbl>"
    )


def _row(cells: Sequence[str]) -> str:
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraphs(words, style)}</w:tc>'
        for words, width, style in zip(cells, _WIDTHS, _STYLES, strict=True)
    )
    return f"<w:tr>{written}</w:tr>"


def _paragraphs(words: str, style: str) -> str:
    return "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(line)}</w:p>'
        for line in to_xml(words).split("\n")
    )


def _run(words: str, properties: str = "") -> str:
    """A run of text; a tab is an element of its own."""
    if not words:
        return ""
    written = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in words.split("\t")
    )
    return f"<w:r>{properties}{written}</w:r>"


def _header(about: Mapping[str, str]) -> str:
    values = [
        "Template for comments and secretariat observations",
        *(f"{name.capitalize()}: {about.get(name, '')}" for name in ("date", "document", "project")),
    ]
    bold = "<w:rPr><w:b/></w:rPr>"
    facts = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>{_run(to_xml(words), bold)}</w:p>'
        "</w:tc>"
        for words, width in zip(values, (6663, 3000, 3000, 3213), strict=True)
    )
    heads = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:jc w:val="center"/>'
        f"</w:pPr>{_run(name, bold)}{_raised(mark)}</w:p>{_note(note)}</w:tc>"
        for (name, mark, note), width in zip(_HEADINGS, _WIDTHS, strict=True)
    )
    return (
        f"{_HEAD}<w:hdr {_NAMES}>{_table((6663, 3000, 3000, 3213), f'<w:tr>{facts}</w:tr>')}<w:p/>"
        f"{_table(_WIDTHS, f'<w:tr>{heads}</w:tr>')}<w:p/></w:hdr>"
    )


def _raised(mark: str) -> str:
    return _run(mark, '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>')


def _note(words: str) -> str:
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_run(words)}</w:p>' if words else ""


def _footer() -> str:
    notes = (
        ("1", " MB = Member body / NC = National Committee, or the organisation that comments"),
        ("2", " Type of comment: ge = general, te = technical, ed = editorial"),
    )
    said = "".join(f"<w:p>{_raised(mark)}{_run(words)}</w:p>" for mark, words in notes)
    page = "".join(
        f'{_run(lead)}<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
        f'{name} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{_run("1")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for lead, name in (("page ", "PAGE"), (" of ", "NUMPAGES"))
    )
    return f'{_HEAD}<w:ftr {_NAMES}>{said}<w:p><w:pPr><w:jc w:val="right"/></w:pPr>{page}</w:p></w:ftr>'


def _styles() -> str:
    own = "".join(
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="60" w:after="60" w:line="210" '
        'w:lineRule="exact"/></w:pPr></w:style>'
        for name in dict.fromkeys(_STYLES)
    )
    return (
        f'{_HEAD}<w:styles {_NAMES}><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="18"/></w:rPr>'
        f"</w:style>{own}</w:styles>"
    )
