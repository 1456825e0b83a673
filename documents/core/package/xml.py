"""XML parts in and out: no DTD, no entities, no network, one namespace family.

Strict Open XML files use other namespace names than transitional ones (ISO 29500-1 against -4).
`parse` rewrites the declarations, so that everything above it knows the transitional names only;
`restore` turns them back for writing. Element content is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from documents.core.limits import DEFAULT, Limits
from documents.core.model import Unreadable

#: How many bytes of a part are parsed at once where it is read bit by bit; smaller parts are read whole.
BIT = 65_536

_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"

#: Strict namespace name → transitional one. The order matters to nobody: no name holds another.
FAMILIES: dict[bytes, bytes] = {
    _STRICT + b"wordprocessingml/main": _TRANSITIONAL + b"wordprocessingml/2006/main",
    _STRICT + b"officeDocument/relationships": _TRANSITIONAL + b"officeDocument/2006/relationships",
    _STRICT + b"officeDocument/math": _TRANSITIONAL + b"officeDocument/2006/math",
    _STRICT + b"officeDocument/customXml": _TRANSITIONAL + b"officeDocument/2006/customXml",
    _STRICT + b"officeDocument/extendedProperties":
        _TRANSITIONAL + b"officeDocument/2006/extended-properties",
    _STRICT + b"officeDocument/customProperties": _TRANSITIONAL + b"officeDocument/2006/custom-properties",
    _STRICT + b"officeDocument/docPropsVTypes": _TRANSITIONAL + b"officeDocument/2006/docPropsVTypes",
    _STRICT + b"drawingml/main": _TRANSITIONAL + b"drawingml/2006/main",
    _STRICT + b"drawingml/chart": _TRANSITIONAL + b"drawingml/2006/chart",
    _STRICT + b"drawingml/chartDrawing": _TRANSITIONAL + b"drawingml/2006/chartDrawing",
    _STRICT + b"drawingml/diagram": _TRANSITIONAL + b"drawingml/2006/diagram",
    _STRICT + b"drawingml/picture": _TRANSITIONAL + b"drawingml/2006/picture",
    _STRICT + b"drawingml/spreadsheetDrawing": _TRANSITIONAL + b"drawingml/2006/spreadsheetDrawing",
    _STRICT + b"drawingml/wordprocessingDrawing": _TRANSITIONAL + b"drawingml/2006/wordprocessingDrawing",
    _STRICT + b"schemaLibrary/main": _TRANSITIONAL + b"schemaLibrary/2006/main",
}
_BACK = {transitional: strict for strict, transitional in FAMILIES.items()}

_SAFE: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "dtd_validation": False,
    "attribute_defaults": False, "remove_blank_text": False, "strip_cdata": False, "huge_tree": False,
}
_BEGINNING = 4_096

_DECLARATION = re.compile(rb"""(\sxmlns(?::[\w.\-]+)?\s*=\s*["'])([^"'<>]*)(["'])""")
_DOCTYPE = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE", re.DOTALL)


def is_strict(data: bytes) -> bool:
    """Whether the part declares a strict namespace."""
    return _STRICT in data


def to_transitional(data: bytes) -> bytes:
    """The part with its strict namespace declarations renamed."""
    return _DECLARATION.sub(lambda m: m[1] + FAMILIES.get(m[2], m[2]) + m[3], data)


def restore(data: bytes) -> bytes:
    """The part with its transitional declarations renamed to strict: the inverse of `parse`'s step."""
    return _DECLARATION.sub(lambda m: m[1] + _BACK.get(m[2], m[2]) + m[3], data)


def has_doctype(data: bytes) -> bool:
    """Whether a DOCTYPE stands before the root element (in an encoding that keeps ASCII)."""
    return b"<!DOCTYPE" in data and _DOCTYPE.match(data) is not None


def parse(data: bytes, part: str, limits: Limits = DEFAULT) -> etree._Element:
    """The root element of a part. Raises `Unreadable` with code dtd, depth or xml."""
    if len(data) > limits.part:
        raise Unreadable(f"larger than {limits.part} bytes", part, "too-large")
    if has_doctype(data):
        raise Unreadable("DTDs are not allowed in OOXML", part, "dtd")
    if is_strict(data):
        data = to_transitional(data)
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _not_xml(error, part) from None
    if root is None:
        raise Unreadable("no XML in this part", part, "xml")
    if _docinfo_doctype(root):
        raise Unreadable("DTDs are not allowed in OOXML", part, "dtd")
    return root


def root_tag(data: bytes) -> str:
    """The name of the root element as the first bytes of the part say it; "" when they do not."""
    beginning = data[:_BEGINNING]
    parser = etree.XMLPullParser(("start",), **_SAFE)
    try:
        parser.feed(to_transitional(beginning) if is_strict(beginning) else beginning)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return ""
    started = _started(parser)
    return "" if started is None else str(started.tag)


def growing(data: bytes, part: str, tag: str, limits: Limits = DEFAULT) -> Iterator[etree._Element]:
    """The part's first element of this name, again and again as more of it is parsed.

    All of its children but the last are whole, and may be removed; when this ends, the last one is as
    well, and so is everything after it. Nothing is given when there is no such element. Raises
    `Unreadable` as `parse` does.
    """
    if len(data) > limits.part or has_doctype(data):
        parse(data, part, limits)  # which refuses it
    if is_strict(data):
        data = to_transitional(data)
    parser = etree.XMLPullParser(("start",), tag=tag, **_SAFE)
    found: etree._Element | None = None
    try:
        for start in range(0, len(data), BIT):
            parser.feed(data[start : start + BIT])
            if found is None:
                found = _started(parser)
            if found is not None:
                yield found
        root = parser.close()
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _not_xml(error, part) from None
    if _docinfo_doctype(root):
        raise Unreadable("DTDs are not allowed in OOXML", part, "dtd")


def _started(parser: etree.XMLPullParser) -> etree._Element | None:
    """The first element whose beginning was seen since this was asked before."""
    for _, element in parser.read_events():
        if isinstance(element, etree._Element):
            return element
    return None


def _docinfo_doctype(root: etree._Element) -> str | None:
    """What the parser saw of a DOCTYPE, in whatever encoding it was written."""
    said: str | None = getattr(root.getroottree().docinfo, "doctype", None)  # the stubs do not know it
    return said


def _parser() -> etree.XMLParser:
    return etree.XMLParser(**_SAFE)


def _not_xml(error: Exception, part: str) -> Unreadable:
    message = str(error)
    if "depth" in message.lower():
        return Unreadable("nested too deeply", part, "depth")
    return Unreadable(f"not well-formed XML ({message[:160]})", part, "xml")
