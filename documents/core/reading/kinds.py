"""What a paragraph is: heading, list item, caption, …, from its style, outline level and content."""

from __future__ import annotations

import re

from lxml import etree

from documents.core.model import OBJECT, BlockKind, InlineObject
from documents.core.numbering import Label
from documents.core.package.names import PPR, VAL, W
from documents.core.styles import Styles
from documents.core.textmap import Piece, TextBlock

_OUTLINE = W + "outlineLvl"
_BODY_TEXT = 9
_TITLES = ("title", "subtitle")
_CAPTIONS = ("caption", "figure caption", "table caption", "image caption", "figurecaption", "tablecaption")
_QUOTES = ("quote", "intense quote", "block text", "quotations", "block quotation", "blockquote")
_CODES = (
    "html preformatted", "plain text", "code", "macro text", "source code", "preformatted text",
    "code block", "codeblock", "verbatim",
)
_CONTENTS = ("table of figures", "toc heading", "table of authorities", "index heading")
_TOC = re.compile(r"(?:toc|contents) ([1-9])$")
_SEQUENCE = re.compile(r"\s*SEQ\b", re.IGNORECASE)
_LISTS = re.compile(r"\s*(?:TOC|TOA|INDEX)\b", re.IGNORECASE)
_ONLY_EQUATIONS = re.compile(rf"[\s.,;:]*(?:{OBJECT}[\s.,;:]*)+(?:\([\w.\-–]+\))?\s*\Z")


def clean_properties(piece: Piece) -> etree._Element | None:
    """The w:pPr with every change rejected: what a w:pPrChange holds, when there is one."""
    if piece.properties is None:
        return None
    change = piece.properties.find(W + "pPrChange")
    return piece.properties if change is None else change.find(PPR)


def kind_and_level(
    block: TextBlock, text: str, objects: tuple[InlineObject, ...], label: Label | None, styles: Styles,
) -> tuple[BlockKind, int]:
    """The block's kind, and its level: of a heading 1–9, of a list item from 0, else 0."""
    piece = block.pieces[-1]
    story = piece.flow.story.kind
    if story in ("footnote", "endnote", "header", "footer"):
        return story, 0
    level = label.level if label and (label.text or label.bullet) else 0
    if piece.cell is not None and piece.anchor is None:
        return "cell", level
    if piece.anchor is not None:
        return "textbox", level
    return _of_body(block, text, objects, label, styles)


def proposed_kind(piece: Piece, styles: Styles) -> tuple[BlockKind, int]:
    """The kind and level that an inserted paragraph would have."""
    if piece.anchor is not None:
        return "textbox", 0
    if piece.cell is not None:
        return "cell", 0
    story = piece.flow.story.kind
    if story in ("footnote", "endnote", "header", "footer"):
        return story, 0
    style = piece.style or styles.default_paragraph
    heading = _heading_level(piece, style, styles)
    if heading:
        return "heading", heading
    return _proposed_list_item(piece, style, styles)


def _proposed_list_item(piece: Piece, style: str, styles: Styles) -> tuple[BlockKind, int]:
    own = None if piece.properties is None else piece.properties.find(W + "numPr")
    if own is None:
        said = styles.numbering(style)
        return ("paragraph", 0) if said is None or said[0] in ("", "0") else ("list_item", said[1])
    number, level = own.find(W + "numId"), own.find(W + "ilvl")
    if number is not None and number.get(VAL) == "0":
        return "paragraph", 0
    depth = "" if level is None else level.get(VAL, "")
    return "list_item", int(depth) if depth.isdigit() else 0


def _of_body(
    block: TextBlock, text: str, objects: tuple[InlineObject, ...], label: Label | None, styles: Styles,
) -> tuple[BlockKind, int]:
    piece = block.pieces[-1]
    style = piece.style or styles.default_paragraph
    toc = _toc_level(block, style, styles)
    if toc is not None:
        return "toc", toc
    filled = bool(text.strip())
    if filled and styles.is_called(style, *_TITLES):
        return "title", 0
    heading = _heading_level(piece, style, styles)
    if filled and heading:
        return "heading", heading
    objects_only = _kind_of_objects(text, objects)
    if objects_only:
        return objects_only, 0
    if styles.is_called(style, *_CAPTIONS) or _counts_a_sequence(block, text):
        return "caption", 0
    if label is not None and (label.text or label.bullet):
        return "list_item", label.level
    return _by_style(block, style, styles), 0


def _heading_level(piece: Piece, style: str, styles: Styles) -> int:
    properties = clean_properties(piece)
    own = None if properties is None else properties.find(_OUTLINE)
    said = "" if own is None else own.get(VAL, "")
    level = int(said) if said.isdigit() else styles.outline_level(style)
    if level is None:
        return styles.heading_level(style)
    return level + 1 if level < _BODY_TEXT else 0


def _toc_level(block: TextBlock, style: str, styles: Styles) -> int | None:
    for one in styles.chain(style):
        match = _TOC.match(one.name)
        if match:
            return int(match[1])
    if styles.is_called(style, *_CONTENTS):
        return 0
    return 1 if block.atoms and _is_in_contents(block) else None


def _is_in_contents(block: TextBlock) -> bool:
    one = block.atoms[0].field
    while one is not None:
        if _LISTS.match(one.code):
            return True
        one = one.parent
    return False


def _kind_of_objects(text: str, objects: tuple[InlineObject, ...]) -> BlockKind | None:
    if not objects:
        return None
    kinds = {one.kind for one in objects}
    if kinds == {"equation"} and _ONLY_EQUATIONS.match(text):
        return "equation"
    if kinds <= {"image", "chart", "diagram", "object"} and not text.replace(OBJECT, "").strip():
        return "figure"
    return None


def _counts_a_sequence(block: TextBlock, text: str) -> bool:
    """A label word and a SEQ field at the start make a caption, whatever its style ("Table 3 – …")."""
    for atom in block.atoms[:8]:
        if atom.field is not None and _SEQUENCE.match(atom.field.code):
            return 0 < atom.at <= 40 and text[0].isalpha()
    return False


def _by_style(block: TextBlock, style: str, styles: Styles) -> BlockKind:
    if styles.is_called(style, *_QUOTES):
        return "quote"
    if styles.is_called(style, *_CODES):
        return "code"
    visible = [atom for atom in block.atoms if atom.text.strip()]
    return "code" if visible and all(atom.run.format.code for atom in visible) else "paragraph"
