"""The paper's equations as Office Math (ECMA-376 part 1, clause 22.1)."""

from __future__ import annotations

from xml.sax.saxutils import escape

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def _run(text: str, upright: bool = False) -> str:
    style = '<m:rPr><m:sty m:val="p"/></m:rPr>' if upright else ""
    return f'<m:r>{style}<m:t xml:space="preserve">{escape(text)}</m:t></m:r>'


def _fraction(over: str, under: str) -> str:
    return f"<m:f><m:num>{over}</m:num><m:den>{under}</m:den></m:f>"


def _sub(base: str, below: str) -> str:
    return f"<m:sSub><m:e>{base}</m:e><m:sub>{below}</m:sub></m:sSub>"


def _sum(below: str, of: str) -> str:
    properties = '<m:naryPr><m:chr m:val="∑"/><m:limLoc m:val="undOvr"/><m:supHide m:val="1"/></m:naryPr>'
    return f"<m:nary>{properties}<m:sub>{below}</m:sub><m:sup/><m:e>{of}</m:e></m:nary>"


_BODIES = {
    "redshift": _sub(_run("ν"), _run("obs", upright=True))
    + _run("=")
    + _fraction(_run("1420.4 MHz", upright=True), _run("1+z")),
    "dose": _run("E=")
    + _sum(_run("T"), _sub(_run("w"), _run("T")))
    + _sum(_run("R"), _sub(_run("w"), _run("R")) + _sub(_run("D"), _run("T,R"))),
    "latency": _run("t=")
    + _fraction(_run("2d"), _run("c"))
    + _run("+")
    + _sub(_run("t"), _run("p", upright=True)),
    "z": _run("z"),
}


def equation(key: str) -> str:
    """The equation as one `m:oMath` element."""
    return f'<m:oMath xmlns:m="{MATH}">{_BODIES[key]}</m:oMath>'
