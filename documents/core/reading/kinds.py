"""What a paragraph is: heading, list item, caption, …, from its style, outline level and content."""

from __future__ import annotations

import re

from lxml import etree

from documents.core.model import OBJECT, BlockKind, InlineObject
from documents.core.numbering import Label
from documents.core.package.names import VAL, W
from documents.core.reading.meanings import Meaning, Meanings
from documents.core.styles import Styles
from documents.core.textmap import Piece, TextBlock

_OUTLINE = W + "outlineLvl"
_BODY_TEXT = 9
_SEQUENCE = re.compile(r"\s*SEQ\b", re.IGNORECASE)
_LISTS = re.compile(r"\s*(?:TOC|TOA|INDEX)\b", re.IGNORECASE)
_ONLY_EQUATIONS = re.compile(rf"[\s.,;:]*(?:{OBJECT}[\s.,;:]*)+(?:\([\w.\-–]+\))?\s*\Z")


class Kinds:
    """Tells the kinds of the blocks of one draft."""

    def __init__(self, styles: Styles) -> None:
        self._meanings = Meanings(styles)
        self._styles = styles

    def of(
        self, block: TextBlock, text: str, objects: tuple[InlineObject, ...], label: Label | None,
    ) -> tuple[BlockKind, int]:
        """The block's kind, and its level: of a heading 1–9, of a list item from 0, else 0."""
        piece = block.pieces[-1]
        outside = _by_place(piece)
        if outside is None:
            return self._of_body(block, text, objects, label)
        listed = label is not None and (label.text or label.bullet) and outside in ("cell", "textbox")
        return outside, label.level if label is not None and listed else 0

    def proposed(self, piece: Piece) -> tuple[BlockKind, int]:
        """The kind and level that an inserted paragraph would have."""
        outside = _by_place(piece)
        if outside is not None:
            return outside, 0
        heading = _heading_level(piece.properties, self._meanings.of(piece.style))
        return ("heading", heading) if heading else self._proposed_list_item(piece)

    def _proposed_list_item(self, piece: Piece) -> tuple[BlockKind, int]:
        own = None if piece.properties is None else piece.properties.find(W + "numPr")
        if own is None:
            said = self._styles.numbering(piece.style or self._styles.default_paragraph)
            return ("paragraph", 0) if said is None or said[0] in ("", "0") else ("list_item", said[1])
        number, level = own.find(W + "numId"), own.find(W + "ilvl")
        if number is not None and number.get(VAL) == "0":
            return "paragraph", 0
        depth = "" if level is None else level.get(VAL, "")
        return "list_item", int(depth) if depth.isdigit() else 0

    def _of_body(
        self, block: TextBlock, text: str, objects: tuple[InlineObject, ...], label: Label | None,
    ) -> tuple[BlockKind, int]:
        piece = block.pieces[-1]
        meaning = self._meanings.of(piece.style)
        if meaning.contents is not None or _is_in_contents(block):
            return "toc", 1 if meaning.contents is None else meaning.contents
        if text and not text.isspace():
            if meaning.title:
                return "title", 0
            heading = _heading_level(piece.clean, meaning)
            if heading:
                return "heading", heading
        kind = _kind_of_objects(text, objects) if objects else None
        if kind is None and (meaning.caption or _counts_a_sequence(block, text)):
            kind = "caption"
        if kind is None and label is not None and (label.text or label.bullet):
            return "list_item", label.level
        return kind or _by_style(block, meaning), 0


def _by_place(piece: Piece) -> BlockKind | None:
    """The kind of what stands outside the running text."""
    story = piece.flow.story.kind
    if story in ("footnote", "endnote", "header", "footer"):
        return story
    if piece.anchor is not None:
        return "textbox"
    return None if piece.cell is None else "cell"


def _heading_level(properties: etree._Element | None, meaning: Meaning) -> int:
    own = None if properties is None else next(properties.iterchildren(_OUTLINE), None)
    said = "" if own is None else own.get(VAL, "")
    if not said.isdigit():
        return meaning.heading
    return int(said) + 1 if int(said) < _BODY_TEXT else 0


def _is_in_contents(block: TextBlock) -> bool:
    atoms = block.pieces[0].atoms
    innermost = atoms[0].field if atoms else None
    return innermost is not None and any(_LISTS.match(one.code) for one in innermost.and_around())


def _kind_of_objects(text: str, objects: tuple[InlineObject, ...]) -> BlockKind | None:
    kinds = {one.kind for one in objects}
    if kinds == {"equation"} and _ONLY_EQUATIONS.match(text):
        return "equation"
    if kinds <= {"image", "chart", "diagram", "object"} and not text.replace(OBJECT, "").strip():
        return "figure"
    return None


def _counts_a_sequence(block: TextBlock, text: str) -> bool:
    """A label word and a SEQ field at the start make a caption, whatever its style ("Table 3 – …")."""
    for atom in block.pieces[0].atoms[:8]:
        if atom.field is not None and _SEQUENCE.match(atom.field.code):
            return 0 < atom.at <= 40 and text[0].isalpha()
    return False


def _by_style(block: TextBlock, meaning: Meaning) -> BlockKind:
    if meaning.kind != "paragraph":
        return meaning.kind
    seen = False
    for atom in block.atoms:
        if not atom.text.isspace():
            if not atom.run.format.code:
                return "paragraph"
            seen = True
    return "code" if seen else "paragraph"
