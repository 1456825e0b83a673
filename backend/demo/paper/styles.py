"""The look of the paper in Word: type, space and colour of each style."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from backend.demo.paper.oxml import parsed

INK = RGBColor(0x1C, 0x26, 0x33)
NIGHT = RGBColor(0x14, 0x3A, 0x5E)
GREY = RGBColor(0x5B, 0x67, 0x75)
SERIF, SANS = "Cambria", "Calibri"


def dress(document: Document) -> None:
    """Set the styles that the paper uses, and add those that the template lacks."""
    _paragraph(document, "Normal", SERIF, 10.5, INK, after=6)
    _paragraph(document, "Title", SANS, 28, NIGHT, bold=True, before=120, after=12)
    _paragraph(document, "Subtitle", SANS, 14, GREY, after=6)
    for level, (size, before) in enumerate(((18, 24), (13, 16), (11, 10)), start=1):
        _paragraph(document, f"Heading {level}", SANS, size, NIGHT, bold=True, before=before, after=6)
    _paragraph(document, "Caption", SANS, 9, GREY, before=4, after=10)
    _paragraph(document, "Quote", SERIF, 10.5, NIGHT, before=4, after=10)
    for name in ("List Bullet", "List Bullet 2", "List Number"):
        _paragraph(document, name, SERIF, 10.5, INK, after=3)
    for level in (1, 2, 3):
        entry = _added(document, f"toc {level}")
        _font(entry, SANS, 11 if level == 1 else 10, INK, bold=level == 1)
        entry.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        entry.paragraph_format.space_after = Pt(1)
        entry.paragraph_format.space_before = Pt(4 if level == 1 else 0)
    _font(_added(document, "footnote text"), SERIF, 9, INK)
    _added(document, "Equation").paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(_added(document, "Table Text"), SANS, 9, INK)
    _font(_added(document, "Cover Line"), SANS, 12, GREY)
    _paragraph(document, "TOC Heading", SANS, 18, NIGHT, bold=True, after=12)
    mark = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.element.styleId = "FootnoteReference"
    mark.font.superscript = True
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = NIGHT
    link.font.underline = True
    shade = parsed('<w:shd w:val="clear" w:color="auto" w:fill="EEF3F8"/>')
    properties = document.styles["Quote"].element.get_or_add_pPr()
    properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc")


def _paragraph(
    document: Document,
    name: str,
    face: str,
    size: float,
    colour: RGBColor,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    style = document.styles[name]
    _font(style, face, size, colour, bold=bold)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)


def _font(style: ParagraphStyle, face: str, size: float, colour: RGBColor, *, bold: bool = False) -> None:
    style.font.name = face
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{script}"), None)
    style.font.size = Pt(size)
    style.font.color.rgb = colour
    style.font.bold = bold
    style.font.italic = False


def _added(document: Document, name: str) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.styleId = name.title().replace(" ", "").replace("Toc", "TOC")
    style.base_style = document.styles["Normal"]
    return style


def paragraph(document: Document, style_id: str, text: str = "") -> Paragraph:
    """A new paragraph at the end, in a style by its id: looking up its name takes most of the time."""
    made = document.add_paragraph(text)
    made._p.style = style_id
    return made
