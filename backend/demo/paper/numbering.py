"""Numbers of headings and lists: Word's own multilevel numbering, tied to the styles."""

from __future__ import annotations

from docx.document import Document
from docx.text.paragraph import Paragraph

from backend.demo.paper.oxml import Element, new, parsed, sub

HEADINGS, BULLETS, NUMBERS = 1, 2, 3  # abstract definitions; their first list has the same number
_AFTER_NUMBER = ("w:pBdr", "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")  # schema order
_STYLES = (
    ("Heading 1", HEADINGS, 0),
    ("Heading 2", HEADINGS, 1),
    ("Heading 3", HEADINGS, 2),
    ("List Bullet", BULLETS, 0),
    ("List Bullet 2", BULLETS, 1),
    ("List Number", NUMBERS, 0),
)


def define(document: Document) -> None:
    """Replace the template's lists by ours: headings 1 to 3, bullets on two levels, 1. a)."""
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    headings = _heading_level(1) + _heading_level(2) + _heading_level(3)
    bullets = _level(0, "bullet", "•", 568, 284, "ListBullet")
    bullets += _level(1, "bullet", "–", 851, 284, "ListBullet2")
    numbers = _level(0, "decimal", "%1.", 397, 397, "ListNumber")
    numbers += _level(1, "lowerLetter", "%2)", 794, 397)
    for key, levels in ((HEADINGS, headings), (BULLETS, bullets), (NUMBERS, numbers)):
        kind = '<w:multiLevelType w:val="multilevel"/>'
        numbering.append(parsed(f'<w:abstractNum w:abstractNumId="{key}">{kind}{levels}</w:abstractNum>'))
    for key in (HEADINGS, BULLETS, NUMBERS):
        sub(sub(numbering, "num", numId=key), "abstractNumId", val=key)
    for style, key, depth in _STYLES:
        properties = document.styles[style].element.get_or_add_pPr()
        if (old := properties.find(new("numPr").tag)) is not None:
            properties.remove(old)
        properties.insert_element_before(_number_properties(key, depth), *_AFTER_NUMBER)


def restarted(document: Document) -> int:
    """A new list of numbers that begins at 1; its id."""
    numbering = document.part.numbering_part.element
    key = 1 + len(numbering.findall(new("num").tag))
    num = sub(numbering, "num", numId=key)
    sub(num, "abstractNumId", val=NUMBERS)
    sub(sub(num, "lvlOverride", ilvl=0), "startOverride", val=1)
    return key


def put(paragraph: Paragraph, key: int, depth: int = 0) -> None:
    """Make a paragraph an item of list `key`; 0 takes the style's number away."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(_number_properties(key, depth), *_AFTER_NUMBER)


def _number_properties(key: int, depth: int) -> Element:
    properties = new("numPr")
    sub(properties, "ilvl", val=depth)
    sub(properties, "numId", val=key)
    return properties


def _heading_level(level: int) -> str:
    text = ".".join(f"%{n}" for n in range(1, level + 1))
    width = 425 + 142 * level
    return _level(level - 1, "decimal", text, width, width, f"Heading{level}")


def _level(depth: int, form: str, text: str, left: int, hanging: int, style: str = "") -> str:
    tied = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{tied}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )
