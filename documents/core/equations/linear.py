"""An equation as one line of text: what a search finds and a screen reader falls back to."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from documents.core.package.names import DEL_TEXT, VAL, M, T, W

_TEXT = (M + "t", T)
_DROPPED = (W + "rPr", M + "rPr", M + "ctrlPr")


def linear(element: etree._Element) -> str:
    """The text of an m:oMath, or of any part of one. Deleted parts stay: they are clean text."""
    return _parts(element).strip()


def _parts(element: etree._Element) -> str:
    return "".join(_one(child) for child in element if isinstance(child.tag, str))


def _one(element: etree._Element) -> str:
    if element.tag in _TEXT or element.tag == DEL_TEXT:
        return element.text or ""
    handler = _SHAPES.get(element.tag)
    return handler(element) if handler else _parts(element)


def _of(element: etree._Element, name: str) -> str:
    found = element.find(M + name)
    return "" if found is None else _parts(found)


def _grouped(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _property(element: etree._Element, properties: str, name: str, default: str) -> str:
    found = element.find(f"{M}{properties}/{M}{name}")
    return default if found is None else found.get(M + "val", found.get(VAL, ""))


def _fraction(element: etree._Element) -> str:
    return f"{_grouped(_of(element, 'num'))}/{_grouped(_of(element, 'den'))}"


def _root(element: etree._Element) -> str:
    degree = _of(element, "deg")
    return f"{degree}√{_grouped(_of(element, 'e'))}"


def _script(element: etree._Element) -> str:
    below, above = _of(element, "sub"), _of(element, "sup")
    return (_of(element, "e") + (f"_{_grouped(below)}" if below else "")
            + (f"^{_grouped(above)}" if above else ""))


def _large(element: etree._Element) -> str:
    below, above = _of(element, "sub"), _of(element, "sup")
    sign = _property(element, "naryPr", "chr", "∫")
    return (sign + (f"_{_grouped(below)}" if below else "") + (f"^{_grouped(above)}" if above else "")
            + f" {_of(element, 'e')}")


def _fenced(element: etree._Element) -> str:
    separator = _property(element, "dPr", "sepChr", "|")
    inner = separator.join(_parts(one) for one in element.iterchildren(M + "e"))
    return _property(element, "dPr", "begChr", "(") + inner + _property(element, "dPr", "endChr", ")")


def _matrix(element: etree._Element) -> str:
    rows = (" ".join(_parts(cell) for cell in row.iterchildren(M + "e"))
            for row in element.iterchildren(M + "mr"))
    return "[" + "; ".join(rows) + "]"


def _array(element: etree._Element) -> str:
    return "; ".join(_parts(one) for one in element.iterchildren(M + "e"))


def _accent(element: etree._Element) -> str:
    return _of(element, "e") + _property(element, "accPr", "chr", "\N{COMBINING CIRCUMFLEX ACCENT}")


def _function(element: etree._Element) -> str:
    return f"{_of(element, 'fName')} {_of(element, 'e')}".strip()


_SHAPES: dict[str, Callable[[etree._Element], str]] = {
    M + "f": _fraction, M + "rad": _root, M + "sSub": _script, M + "sSup": _script,
    M + "sSubSup": _script, M + "sPre": _script, M + "nary": _large, M + "d": _fenced,
    M + "m": _matrix, M + "eqArr": _array, M + "acc": _accent, M + "func": _function,
    **dict.fromkeys(_DROPPED, lambda _: ""),
}
