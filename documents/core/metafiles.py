"""Windows metafiles (EMF, WMF), which no browser shows: told by their bytes, and set on a page to be drawn.

A converter is never given the picture itself, only a page of ours with the picture on it, so that what
it takes the bytes for is not left to it; and of what it makes only the pixels are kept.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Final, Literal

import pypdfium2

from documents.core.model import Draft, Media

PNG: Final = "image/png"

#: The longest side of a drawing, in pixels, and how many of its own pixels (at 96 dpi) are drawn for one.
LONGEST: Final = 1600
_DENSITY: Final = 2.5
_SIDES: Final = (2.0, 800.0)  # millimetres
_UNKNOWN: Final = (120.0, 90.0)
_EMF = struct.Struct("<II4i4i4s")
_PLACEABLE = struct.Struct("<IH4hH")
_PLACEABLE_KEY: Final = 0x9AC6CDD7
_PLAIN = struct.Struct("<3H")

_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_FORMAT = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
_VECTOR = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
_PAGE = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="{_OPEN}office:1.0" xmlns:style="{_OPEN}style:1.0" xmlns:text="{_OPEN}text:1.0"
 xmlns:draw="{_OPEN}drawing:1.0" xmlns:fo="{_FORMAT}" xmlns:svg="{_VECTOR}" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><style:page-layout style:name="P"><style:page-layout-properties
 fo:page-width="%(width).2fmm" fo:page-height="%(height).2fmm" fo:margin="0mm"/></style:page-layout>
<style:style style:name="G" style:family="graphic"><style:graphic-properties style:vertical-pos="from-top"
 style:vertical-rel="page" style:horizontal-pos="from-left" style:horizontal-rel="page" fo:margin="0mm"
 fo:padding="0mm" fo:border="none" style:wrap="run-through"/></style:style></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P"/>
</office:master-styles><office:body><office:text><text:p><draw:frame draw:style-name="G"
 text:anchor-type="page" text:anchor-page-number="1" svg:x="0mm" svg:y="0mm" svg:width="%(width).2fmm"
 svg:height="%(height).2fmm"><draw:image><office:binary-data>%(picture)s</office:binary-data></draw:image>
</draw:frame></text:p></office:text></office:body></office:document>
"""


def kind(data: bytes) -> Literal["emf", "wmf"] | None:
    """What metafile the bytes are by their head, whatever the package calls them."""
    if len(data) >= _EMF.size and data[:4] == b"\x01\0\0\0" and data[40:44] == b" EMF":
        return "emf"
    if len(data) < _PLACEABLE.size:
        return None
    if _PLACEABLE.unpack_from(data)[0] == _PLACEABLE_KEY:
        return "wmf"
    where, words, version = _PLAIN.unpack_from(data)
    return "wmf" if where in (1, 2) and words == 9 and version in (0x100, 0x300) else None


def size(data: bytes) -> tuple[float, float]:
    """Width and height in millimetres as the head says, within sane bounds; a plain WMF says nothing."""
    width, height = _said_size(data)
    if width <= 0 or height <= 0:
        width, height = _UNKNOWN
    scale = min(1.0, _SIDES[1] / max(width, height))
    return max(width * scale, _SIDES[0]), max(height * scale, _SIDES[0])


def _said_size(data: bytes) -> tuple[float, float]:
    if kind(data) == "emf":
        left, top, right, bottom = _EMF.unpack_from(data)[6:10]
        return (right - left) / 100, (bottom - top) / 100
    key, _, left, top, right, bottom, inch = _PLACEABLE.unpack_from(data)
    if key != _PLACEABLE_KEY or not inch:
        return 0, 0
    return abs(right - left) / inch * 25.4, abs(bottom - top) / inch * 25.4


def page(data: bytes) -> bytes:
    """A text document (flat OpenDocument) of one page that is as large as the picture, and shows it."""
    width, height = size(data)
    said = {"width": width, "height": height, "picture": base64.b64encode(data).decode()}
    return (_PAGE % said).encode()


def with_drawings(draft: Draft, drawings: Mapping[str, bytes]) -> Draft:
    """The draft with these PNGs in place of its own pictures of those names."""
    if not drawings:
        return draft
    media = {name: Media(name, PNG, data) for name, data in drawings.items() if name in draft.media}
    return replace(draft, media={**draft.media, **media})


def drawn(pdf: bytes) -> bytes | None:
    """The first page of such a document, printed to PDF, as a PNG; None where nothing is on it.

    Raises `pypdfium2.PdfiumError` for what is no PDF. The PDF is a stranger's: call it confined.
    """
    document = pypdfium2.PdfDocument(pdf)
    first = document[0]
    longest = max(first.get_size())
    picture = first.render(scale=min(LONGEST / longest, _DENSITY * 96 / 72)).to_pil().convert("RGB")
    if all(low == high for low, high in picture.getextrema()):
        return None
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
