"""OMML to presentation MathML, by construction safe: only known elements, text escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape

from lxml import etree

from documents.core.package.names import DEL_TEXT, VAL, M, T, W, is_on

NAMESPACE = "http://www.w3.org/1998/Math/MathML"

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]|\s+|.", re.DOTALL)
_STYLES = {
    ("", "p"): "normal", ("", "b"): "bold", ("", "bi"): "bold-italic", ("", "i"): "",
    ("script", ""): "script", ("fraktur", ""): "fraktur", ("double-struck", ""): "double-struck",
    ("sans-serif", ""): "sans-serif", ("monospace", ""): "monospace",
}
_WIDE_LETTERS = frozenset({
    "lim", "sin", "cos", "tan", "log", "ln", "exp", "max", "min", "sup", "inf", "det", "gcd", "arg", "deg",
    "dim", "ker", "mod",
})
_ALIGNMENT, _NUMBER, _SPACE = "<mo>&amp;</mo>", "<mo>#</mo>", '<mspace width="2em"/>'
_SKIPPED = frozenset({M + "rPr", W + "rPr", M + "ctrlPr", M + "oMathParaPr", M + "argPr"})
_PROPERTIES = re.compile(r"Pr$")


def mathml(element: etree._Element, display: bool = False) -> str:
    """A math element for an m:oMath (or m:oMathPara); `display` sets it on a line of its own."""
    mode = ' display="block"' if display else ""
    return f'<math xmlns="{NAMESPACE}"{mode}>{_row(_children(element))}</math>'


def _children(element: etree._Element) -> str:
    return "".join(_one(child) for child in element if isinstance(child.tag, str))


def _one(element: etree._Element) -> str:
    tag = str(element.tag)
    if tag in _SKIPPED or _PROPERTIES.search(tag):
        return ""
    shape = _SHAPES.get(tag)
    return shape(element) if shape else _children(element)


def _row(inner: str) -> str:
    return f"<mrow>{inner}</mrow>"


def _of(element: etree._Element, name: str) -> str:
    found = element.find(M + name)
    return _row("" if found is None else _children(found))


def _has(element: etree._Element, name: str) -> bool:
    found = element.find(M + name)
    return found is not None and any(isinstance(one.tag, str) and one.tag not in _SKIPPED for one in found)


def _property(element: etree._Element, properties: str, name: str, default: str | None) -> str | None:
    found = element.find(f"{M}{properties}/{M}{name}")
    return default if found is None else found.get(M + "val", found.get(VAL, ""))


def _operator(char: str | None, **attributes: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<mo{said}>{escape(char or '')}</mo>"


def _text_run(element: etree._Element) -> str:
    text = "".join(one.text or "" for one in element.iter(M + "t", T, DEL_TEXT))
    if element.find(f"{M}rPr/{M}nor") is not None:
        return f"<mtext>{escape(text)}</mtext>"
    variant = _variant(element)
    if text.strip() in _WIDE_LETTERS:
        return f"<mi>{escape(text.strip())}</mi>"
    return "".join(_token(token, variant) for token in _TOKEN.findall(text))


def _variant(element: etree._Element) -> str:
    script = _property(element, "rPr", "scr", "") or ""
    style = _property(element, "rPr", "sty", "") or ""
    found = _STYLES.get((script, "")) if script not in ("", "roman") else _STYLES.get(("", style))
    return f' mathvariant="{found}"' if found else ""


def _token(sign: str, variant: str) -> str:
    if sign[0].isdigit():
        return f"<mn{variant}>{escape(sign)}</mn>"
    if sign.isspace():
        return '<mspace width="0.25em"/>'
    if sign.isalpha() or sign in "∞℘ℏ°′":
        return f"<mi{variant}>{escape(sign)}</mi>"
    return f"<mo>{escape(sign)}</mo>"


def _fraction(element: etree._Element) -> str:
    kind = _property(element, "fPr", "type", "bar")
    top, bottom = _of(element, "num"), _of(element, "den")
    if kind == "lin":
        return f"{top}<mo>/</mo>{bottom}"
    attribute = {"noBar": ' linethickness="0"', "skw": ' bevelled="true"'}.get(kind or "", "")
    return f"<mfrac{attribute}>{top}{bottom}</mfrac>"


def _radical(element: etree._Element) -> str:
    hidden = _property(element, "radPr", "degHide", "off")
    if _has(element, "deg") and not (is_on(hidden) and hidden != "off"):
        return f"<mroot>{_of(element, 'e')}{_of(element, 'deg')}</mroot>"
    return f"<msqrt>{_of(element, 'e')}</msqrt>"


def _superscript(element: etree._Element) -> str:
    return f"<msup>{_of(element, 'e')}{_of(element, 'sup')}</msup>"


def _subscript(element: etree._Element) -> str:
    return f"<msub>{_of(element, 'e')}{_of(element, 'sub')}</msub>"


def _both_scripts(element: etree._Element) -> str:
    return f"<msubsup>{_of(element, 'e')}{_of(element, 'sub')}{_of(element, 'sup')}</msubsup>"


def _prescripts(element: etree._Element) -> str:
    return (f"<mmultiscripts>{_of(element, 'e')}<mprescripts/>"
            f"{_of(element, 'sub')}{_of(element, 'sup')}</mmultiscripts>")


def _large(element: etree._Element) -> str:
    sign = _operator(_property(element, "naryPr", "chr", "∫"), largeop="true")
    place = _property(element, "naryPr", "limLoc", "undOvr")
    below, above = _has(element, "sub"), _has(element, "sup")
    parts = sign + (_of(element, "sub") if below else "") + (_of(element, "sup") if above else "")
    names = ("munder", "mover", "munderover") if place == "undOvr" else ("msub", "msup", "msubsup")
    if below or above:
        name = names[2] if below and above else names[0] if below else names[1]
        parts = f"<{name}>{parts}</{name}>"
    return _row(parts + _of(element, "e"))


def _fenced(element: etree._Element) -> str:
    begin = _property(element, "dPr", "begChr", "(")
    end = _property(element, "dPr", "endChr", ")")
    separator = _operator(_property(element, "dPr", "sepChr", "|"), separator="true")
    inner = separator.join(_row(_children(one)) for one in element.iterchildren(M + "e"))
    return _row((_operator(begin, fence="true") if begin else "") + inner
                + (_operator(end, fence="true") if end else ""))


def _function(element: etree._Element) -> str:
    return _row(_of(element, "fName") + "<mo>\N{FUNCTION APPLICATION}</mo>" + _of(element, "e"))


def _accent(element: etree._Element) -> str:
    mark = _property(element, "accPr", "chr", "\N{COMBINING CIRCUMFLEX ACCENT}")
    return f'<mover accent="true">{_of(element, "e")}{_operator(_ACCENTS.get(mark or "", mark))}</mover>'


def _bar(element: etree._Element) -> str:
    if _property(element, "barPr", "pos", "bot") == "top":
        return f"<mover>{_of(element, 'e')}<mo>¯</mo></mover>"
    return f"<munder>{_of(element, 'e')}<mo>_</mo></munder>"


def _group_character(element: etree._Element) -> str:
    sign = _operator(_property(element, "groupChrPr", "chr", "⏟"), stretchy="true")
    name = "mover" if _property(element, "groupChrPr", "pos", "bot") == "top" else "munder"
    return f"<{name}>{_of(element, 'e')}{sign}</{name}>"


def _limit_below(element: etree._Element) -> str:
    return f"<munder>{_of(element, 'e')}{_of(element, 'lim')}</munder>"


def _limit_above(element: etree._Element) -> str:
    return f"<mover>{_of(element, 'e')}{_of(element, 'lim')}</mover>"


def _matrix(element: etree._Element) -> str:
    return _rows([_children(cell) for cell in row.iterchildren(M + "e")]
                  for row in element.iterchildren(M + "mr"))


def _array(element: etree._Element) -> str:
    """Lines below each other. "&" only says where they align, "#" where the equation's number begins."""
    numbered = is_on(_property(element, "eqArrPr", "maxDist", "off"))
    lines = (_children(one).replace(_ALIGNMENT, "") for one in element.iterchildren(M + "e"))
    return _rows([line.replace(_NUMBER, _SPACE) if numbered else line] for line in lines)


def _rows(rows: Iterable[list[str]]) -> str:
    return "<mtable>" + "".join(
        "<mtr>" + "".join(f"<mtd>{cell}</mtd>" for cell in row) + "</mtr>" for row in rows) + "</mtable>"


def _boxed(element: etree._Element) -> str:
    return f'<mrow class="boxed">{_children(element)}</mrow>'


def _phantom(element: etree._Element) -> str:
    if is_on(_property(element, "phantPr", "show", "1")):
        return _of(element, "e")
    return f"<mphantom>{_of(element, 'e')}</mphantom>"


_ACCENTS = {
    "\N{COMBINING CIRCUMFLEX ACCENT}": "^", "\N{COMBINING TILDE}": "~", "\N{COMBINING MACRON}": "¯",
    "\N{COMBINING RIGHT ARROW ABOVE}": "→", "\N{COMBINING DOT ABOVE}": "˙",
    "\N{COMBINING DIAERESIS}": "¨", "\N{COMBINING CARON}": "ˇ", "\N{COMBINING OVERLINE}": "¯",
    "\N{COMBINING LEFT ARROW ABOVE}": "←", "\N{COMBINING BREVE}": "˘",
}
_SHAPES: dict[str, Callable[[etree._Element], str]] = {
    M + "r": _text_run, M + "f": _fraction, M + "rad": _radical, M + "sSup": _superscript,
    M + "sSub": _subscript, M + "sSubSup": _both_scripts, M + "sPre": _prescripts, M + "nary": _large,
    M + "d": _fenced, M + "func": _function, M + "acc": _accent, M + "bar": _bar,
    M + "groupChr": _group_character, M + "limLow": _limit_below, M + "limUpp": _limit_above,
    M + "m": _matrix, M + "eqArr": _array, M + "borderBox": _boxed, M + "phant": _phantom,
}
