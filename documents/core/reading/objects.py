"""What stands at each U+FFFC: pictures with alternative text, equations, notes, charts, diagrams."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from documents.core.equations import linear, mathml
from documents.core.model import InlineObject, Media, Unreadable, Warning
from documents.core.package import Package
from documents.core.package.names import DGM, MATH, TEXTBOX, WP, A, C, M, O, R, V, W
from documents.core.textmap import Atom, TextBlock

_EMU_PER_PIXEL = 9_525
_PIXELS = {"in": 96.0, "pt": 96 / 72, "px": 1.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "pc": 16.0}
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)\s*([a-z]*)", re.IGNORECASE)
_BLIP = A + "blip"
_IMAGE_DATA = V + "imagedata"
_CHART = C + "chart"
_DIAGRAM = DGM + "relIds"
_OLE = O + "OLEObject"
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}


class Objects:
    """Reads the objects of a package; collects its media and warnings on the way."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._boxes: dict[etree._Element, str] = {}
        self.media: dict[str, Media] = {}
        self.warnings: list[Warning] = []

    def know_boxes(self, blocks: Iterable[TextBlock]) -> None:
        """Learn which block each text box of these blocks begins with."""
        for block in blocks:
            container = block.pieces[0].container
            while container is not None:
                if container.kind == "textbox":
                    self._boxes.setdefault(container.element, block.id)
                container = container.parent

    def forget_boxes(self) -> None:
        """Let go of the elements of text boxes."""
        self._boxes.clear()

    def of(self, block: TextBlock) -> tuple[InlineObject, ...]:
        """The objects of the clean text of a block. Which block a note begins with is not told yet."""
        return tuple(
            self._read(atom, block.id) for atom in block.atoms
            if atom.kind == "object" and not atom.run.pending
        )

    def _read(self, atom: Atom, block: str) -> InlineObject:
        element = atom.element
        if element.tag == MATH:
            return self._equation(atom)
        note = _NOTES.get(str(element.tag))
        if note:
            return InlineObject(atom.at, note)  # type: ignore[arg-type]
        if element.tag in (W + "altChunk", W + "subDoc"):
            self._warn("embedded-document", "an embedded document is kept but not shown", block)
            return InlineObject(atom.at, "object", alt="embedded document")
        return self._graphic(atom, block)

    def _equation(self, atom: Atom) -> InlineObject:
        parent = atom.element.getparent()
        display = parent is not None and parent.tag == M + "oMathPara"
        return InlineObject(atom.at, "equation", mathml(atom.element, display), linear(atom.element))

    def _graphic(self, atom: Atom, block: str) -> InlineObject:
        element = atom.element
        part = atom.run.piece.flow.story.part
        alt, (width, height) = _alternative_text(element), _size(element)
        for one in element.iter(_BLIP, _IMAGE_DATA, _CHART, _DIAGRAM, TEXTBOX):
            if one.tag == TEXTBOX:
                return InlineObject(atom.at, "textbox", self._boxes.get(one, ""), alt, width, height)
            if one.tag == _CHART:
                return InlineObject(atom.at, "chart", "", self._chart_text(one, part, alt), width, height)
            if one.tag == _DIAGRAM:
                return InlineObject(atom.at, "diagram", "", self._diagram_text(one, part, alt), width, height)
            name = self._picture(one, part, block)
            kind = "object" if element.find(".//" + _OLE) is not None else "image"
            return InlineObject(atom.at, kind, name, alt, width, height)  # type: ignore[arg-type]
        return InlineObject(atom.at, "object", "", alt, width, height)

    def _picture(self, element: etree._Element, part: str, block: str) -> str:
        reference = element.get(R + "embed") or element.get(R + "id") or element.get(R + "pict")
        linked = element.get(R + "link") or element.get(R + "href")
        relationship = self._package.relationships(part).get(reference or linked or "")
        if relationship is None or relationship.external:
            self._warn("linked-image", "a picture that is only linked is not fetched", block)
            return ""
        name = self._package.find(relationship.target)
        if not name:
            self._warn("missing-image", f"the picture {relationship.target} is not in the file", block)
            return ""
        if name not in self.media:
            self.media[name] = Media(name, self._package.content_type(name), self._package.parts[name])
        return name

    def _chart_text(self, element: etree._Element, part: str, alt: str) -> str:
        texts = self._texts_of(element.get(R + "id", ""), part, (A + "t", C + "v"))
        return _joined(alt, texts)

    def _diagram_text(self, element: etree._Element, part: str, alt: str) -> str:
        return _joined(alt, self._texts_of(element.get(R + "dm", ""), part, (A + "t",)))

    def _texts_of(self, reference: str, part: str, tags: tuple[str, ...]) -> list[str]:
        relationship = self._package.relationships(part).get(reference)
        name = self._package.find(relationship.target) if relationship and not relationship.external else ""
        if not name:
            return []
        try:
            root = self._package.tree(name)
        except Unreadable as error:
            self._warn("damaged-part", str(error), None)
            return []
        return [one.text for one in root.iter(*tags) if one.text and one.text.strip()]

    def _warn(self, code: str, message: str, block: str | None) -> None:
        self.warnings.append(Warning(code, message, block=block))


def _alternative_text(element: etree._Element) -> str:
    properties = next(element.iter(WP + "docPr"), None)
    if properties is not None:
        return properties.get("descr") or properties.get("title") or ""
    for shape in element.iter():
        if isinstance(shape.tag, str) and shape.tag.startswith(V):
            said = shape.get("alt") or shape.get(O + "title") or shape.get("string")
            if said:
                return str(said)
    return ""


def _size(element: etree._Element) -> tuple[int, int]:
    """(width, height) in pixels, 0 for unknown."""
    extent = next(element.iter(WP + "extent"), None)
    if extent is not None:
        return _pixels_of_emu(extent.get("cx")), _pixels_of_emu(extent.get("cy"))
    shape = next((one for one in element.iter() if one.get("style")), None)
    if shape is None:
        return 0, 0
    said = _LENGTH.findall(shape.get("style", ""))
    found = {name.lower(): _pixels(value, unit) for name, value, unit in said}
    return found.get("width", 0), found.get("height", 0)


def _pixels_of_emu(value: str | None) -> int:
    return int(value) // _EMU_PER_PIXEL if value and value.isdigit() and len(value) < 12 else 0


def _pixels(value: str, unit: str) -> int:
    try:
        return min(int(float(value) * _PIXELS.get(unit.lower() or "px", 1.0)), 100_000)
    except ValueError:
        return 0


def _joined(alt: str, texts: list[str]) -> str:
    return ". ".join(part for part in (alt, ", ".join(dict.fromkeys(texts))) if part)
