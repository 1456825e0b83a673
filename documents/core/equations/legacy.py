r"""Formulas of EQ fields, from before Word 2007: `EQ \r(\f(1,b))` as MathML and as a line of text.

A formula is text with parts in it: a backslash, a letter, options (`\up9`, `\lc\{`), and what they take in
parentheses, divided by commas or semicolons (the file's language says which). A part that is not understood
is its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from documents.core.equations.mathml import NAMESPACE

_DEEPEST: Final = 20
_COLUMNS: Final = 60
_PARTS: Final = frozenset("abdfilorsx")
_OPTION = re.compile(
    r"\\(al|ac|ar|co|vs|hs|lc|rc|bc|fo|ba|li|su|pr|in|fc|vc|ai|up|do|di|to|bo|le|ri)(-?\d*)(?:\\(.))?",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\s+|.", re.DOTALL)
_MINUS: Final = "\N{MINUS SIGN}"
_WITH_CHARACTER: Final = frozenset({"lc", "rc", "bc", "fc", "vc"})
_PAIRS: Final = {"(": ")", "[": "]", "{": "}", "<": ">"}


@dataclass(slots=True)
class Part:
    """`code` is its letter; `options` their digits or character; `inner` what it takes, each a row."""

    code: str
    options: dict[str, str] = field(default_factory=dict)
    inner: list[Row] = field(default_factory=list)

    def at(self, place: int) -> Row:
        return self.inner[place] if place < len(self.inner) else []


Row = list["str | Part"]


def formula(code: str) -> tuple[str, str]:
    """MathML and text of what stands behind EQ."""
    row = _Reader(code.strip()).row(0, inside=False)
    return f'<math xmlns="{NAMESPACE}">{_drawn(row)}</math>', _said(row).strip()


class _Reader:
    """Reads a formula from left to right."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def row(self, depth: int, *, inside: bool) -> Row:
        """What stands up to the end, or up to what divides or closes the parentheses around it."""
        found: Row = []
        plain, open_ones = "", 0
        while self._at < len(self._text):
            char = self._text[self._at]
            if inside and not open_ones and char in ",;)":
                break
            open_ones += (char == "(") - (char == ")")
            if char == "\\" and (part := self._part(depth)) is not None:
                found += [plain, part] if plain else [part]
                plain = ""
                continue
            if char == "\\" and self._at + 1 < len(self._text):
                self._at += 1
                char = self._text[self._at]
            plain += char
            self._at += 1
        return [*found, plain] if plain else found

    def _part(self, depth: int) -> Part | None:
        start = self._at
        code = self._text[start + 1 : start + 2].lower()
        if code not in _PARTS or depth >= _DEEPEST:
            return None
        self._at += 2
        part = Part(code)
        while match := _OPTION.match(self._text, self._at):
            name = match[1].lower()
            is_told = name in _WITH_CHARACTER and match[3]
            part.options[name] = match[3] if is_told else match[2]
            self._at = match.end() if is_told or not match[3] else match.start(3) - 1
        if self._text[self._at : self._at + 1] != "(":
            self._at = start
            return None
        part.inner = self._inner(depth + 1)
        return part

    def _inner(self, depth: int) -> list[Row]:
        rows: list[Row] = []
        dividers: list[str] = []
        while self._at < len(self._text) and (not rows or self._text[self._at] != ")"):
            dividers.append(self._text[self._at])
            self._at += 1
            rows.append(self.row(depth, inside=True))
        self._at += 1
        return _with_decimal_commas(rows, dividers) if ";" in dividers else rows


def _with_decimal_commas(rows: list[Row], dividers: list[str]) -> list[Row]:
    """Where semicolons divide, commas are those of numbers."""
    found = rows[:1]
    for divider, row in zip(dividers[1:], rows[1:], strict=True):
        if divider == ";":
            found.append(row)
        else:
            found[-1] = [*found[-1], ",", *row]
    return found


# -- as MathML


def _drawn(row: Row) -> str:
    pieces: list[str] = []
    for one in row:
        if isinstance(one, str):
            pieces += map(_token, _TOKEN.findall(one))
        elif one.code == "s":
            base = pieces.pop() if pieces else "<mrow></mrow>"
            pieces.append(_script(base, one))
        elif one.code != "d":  # which moves things, and shows nothing
            pieces.append(_DRAWN[one.code](one))
    return f"<mrow>{''.join(pieces)}</mrow>"


def _token(sign: str) -> str:
    """Letters are upright, as text around the formula is."""
    if sign.isspace():
        return '<mspace width="0.25em"/>'
    if sign in "()[]{}|":
        return f'<mo stretchy="false">{sign}</mo>'
    name = "mn" if sign[0].isdigit() else "mtext" if sign[0].isalpha() else "mo"
    return f"<{name}>{escape(sign.replace('-', _MINUS))}</{name}>"


def _script(base: str, part: Part) -> str:
    name = "msub" if "do" in part.options else "msup"
    rows = [f"<mtr><mtd>{_drawn(row)}</mtd></mtr>" for row in part.inner]
    stacked = f"<mtable>{''.join(rows)}</mtable>" if len(rows) > 1 else _drawn(part.at(0))
    return f"<{name}>{base}{stacked}</{name}>"


def _root(part: Part) -> str:
    if len(part.inner) < 2:
        return f"<msqrt>{_drawn(part.at(0))}</msqrt>"
    return f"<mroot>{_drawn(part.at(1))}{_drawn(part.at(0))}</mroot>"


def _large(part: Part) -> str:
    sign = f"<mo>{escape(_sign(part))}</mo>"
    name = "msubsup" if "in" in part.options or _sign(part) == "∫" else "munderover"
    return f"<{name}>{sign}{_drawn(part.at(0))}{_drawn(part.at(1))}</{name}>{_drawn(part.at(2))}"


def _sign(part: Part) -> str:
    told = part.options.get("fc") or part.options.get("vc")
    return told or ("∑" if "su" in part.options else "∏" if "pr" in part.options else "∫")


def _array(part: Part) -> str:
    rows = ("".join(f"<mtd>{_drawn(one)}</mtd>" for one in row) for row in _rows(part))
    return f"<mtable>{''.join(f'<mtr>{row}</mtr>' for row in rows)}</mtable>"


def _rows(part: Part) -> Sequence[Sequence[Row]]:
    told = part.options.get("co", "")
    columns = min(max(int(told), 1), _COLUMNS) if told.isdecimal() and len(told) < 5 else 1
    return [part.inner[at : at + columns] for at in range(0, len(part.inner), columns)]


def _fences(part: Part) -> tuple[str, str]:
    both = part.options.get("bc", "")
    if not both and not {"lc", "rc"} & part.options.keys():
        both = "("
    return part.options.get("lc", both), part.options.get("rc", _PAIRS.get(both, both))


def _fenced(part: Part) -> str:
    left, right = (f'<mo stretchy="true">{escape(one)}</mo>' if one else "" for one in _fences(part))
    return f"<mrow>{left}{_drawn(part.at(0))}{right}</mrow>"


def _boxed(part: Part) -> str:
    sides = {"to": "top", "bo": "bottom", "le": "left", "ri": "right"}
    told = " ".join(side for name, side in sides.items() if name in part.options) or "box"
    return f'<menclose notation="{told}">{_drawn(part.at(0))}</menclose>'


def _fraction(part: Part) -> str:
    return f"<mfrac>{_drawn(part.at(0))}{_drawn(part.at(1))}</mfrac>"


def _list(part: Part) -> str:
    return "<mo>,</mo>".join(map(_drawn, part.inner))


_DRAWN: dict[str, Callable[[Part], str]] = {
    "a": _array, "b": _fenced, "f": _fraction, "i": _large, "l": _list,
    "o": lambda part: "".join(map(_drawn, part.inner)), "r": _root, "x": _boxed,
}


# -- as a line of text


def _said(row: Row) -> str:
    return "".join(one if isinstance(one, str) else _SAID[one.code](one) for one in row)


def _grouped(row: Row) -> str:
    text = _said(row).strip()
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _script_said(part: Part) -> str:
    return ("_" if "do" in part.options else "^") + (
        _grouped(part.at(0)) if len(part.inner) < 2 else f"({', '.join(map(_said, part.inner))})")


def _large_said(part: Part) -> str:
    below, above = (_grouped(part.at(place)) for place in (0, 1))
    limits = (f"_{below}" if below else "") + (f"^{above}" if above else "")
    return f"{_sign(part)}{limits} {_said(part.at(2)).strip()}"


def _fenced_said(part: Part) -> str:
    left, right = _fences(part)
    return f"{left}{_said(part.at(0))}{right}"


_SAID: dict[str, Callable[[Part], str]] = {
    "a": lambda part: "; ".join(", ".join(_said(one).strip() for one in row) for row in _rows(part)),
    "b": _fenced_said, "d": lambda _: "",
    "f": lambda part: f"{_grouped(part.at(0))}/{_grouped(part.at(1))}",
    "i": _large_said, "l": lambda part: ", ".join(_said(one).strip() for one in part.inner),
    "o": lambda part: "".join(map(_said, part.inner)),
    "r": lambda part: ("" if len(part.inner) < 2 else _said(part.at(0)).strip()) + "√" + _grouped(
        part.at(0 if len(part.inner) < 2 else 1)),
    "s": _script_said, "x": lambda part: f"[{_said(part.at(0))}]",
}
