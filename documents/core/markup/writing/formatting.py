"""The formatting of new text: spans as run properties, in the order of the schema."""

from __future__ import annotations

import copy

from lxml import etree

from documents.core import symbols
from documents.core.markup.names import DEL, INS, P_PR, R_PR, VAL, w

#: Children of w:rPr in the order of the schema, as far as spans set them (ISO 29500-1 §17.3.2.28).
FORMATS: dict[str, tuple[tuple[str, str], ...]] = {
    "bold": (("b", ""), ("bCs", "")),
    "italic": (("i", ""), ("iCs", "")),
    "smallcaps": (("smallCaps", ""),),
    "strike": (("strike", ""),),
    "underline": (("u", "single"),),
    "highlight": (("highlight", "yellow"),),
    "superscript": (("vertAlign", "superscript"),),
    "subscript": (("vertAlign", "subscript"),),
}


RUN_ORDER = {
    w(name): place
    for place, name in enumerate(
        (
            "ins",
            "del",
            "moveFrom",
            "moveTo",
            "rStyle",
            "rFonts",
            "b",
            "bCs",
            "i",
            "iCs",
            "caps",
            "smallCaps",
            "strike",
            "dstrike",
            "outline",
            "shadow",
            "emboss",
            "imprint",
            "noProof",
            "snapToGrid",
            "vanish",
            "webHidden",
            "color",
            "spacing",
            "w",
            "kern",
            "position",
            "sz",
            "szCs",
            "highlight",
            "u",
            "effect",
            "bdr",
            "shd",
            "fitText",
            "vertAlign",
            "rtl",
            "cs",
            "em",
            "lang",
            "eastAsianLayout",
            "specVanish",
            "oMath",
            "rPrChange",
        )
    )
}


def formatted(
    properties: etree._Element | None, kinds: frozenset[str], overrides: bool
) -> etree._Element | None:
    """The run properties of new text like `properties`, with the formats in `kinds` and no others."""
    if not overrides:
        return properties
    new = _ordered(properties) if properties is not None else etree.Element(R_PR)
    for kind, settings in FORMATS.items():
        for name, value in settings:
            for old in new.findall(w(name)):
                if kind in ("bold", "italic", "superscript", "subscript") or kind in kinds:
                    new.remove(old)
            if kind in kinds:
                setting = etree.Element(w(name))
                if value:
                    setting.set(VAL, value)
                put_in_order(new, setting)
    return new


def _ordered(properties: etree._Element) -> etree._Element:
    """A copy in the order of the schema: some programs write another, which nothing can be put into."""
    new = copy.deepcopy(properties)
    new[:] = sorted(new, key=lambda child: RUN_ORDER.get(str(child.tag), len(RUN_ORDER)))
    return new


def put_in_order(properties: etree._Element, setting: etree._Element) -> None:
    """Add a child to a w:rPr where the schema wants it."""
    rank = RUN_ORDER.get(str(setting.tag), len(RUN_ORDER))
    for child in properties:
        if RUN_ORDER.get(str(child.tag), len(RUN_ORDER)) > rank:
            child.addprevious(setting)
            return
    properties.append(setting)


def mark_format(paragraph: etree._Element) -> etree._Element | None:
    """The formatting of the paragraph mark: what text typed into an empty paragraph takes."""
    properties = paragraph.find(f"{P_PR}/{R_PR}")
    if properties is None:
        return None
    plain = copy.deepcopy(properties)
    for child in list(plain):
        if child.tag in (INS, DEL, w("moveFrom"), w("moveTo"), w("rPrChange")):
            plain.remove(child)
    return plain


def legible(properties: etree._Element | None) -> etree._Element | None:
    """The formatting without a font that draws pictures for letters."""
    fonts = properties.find(w("rFonts")) if properties is not None else None
    if properties is None or fonts is None:
        return properties
    if not any(symbols.is_symbol_font(str(font)) for font in fonts.attrib.values()):
        return properties
    plain = copy.deepcopy(properties)
    plain.remove(plain.find(w("rFonts")))  # type: ignore[arg-type]
    return plain
