"""What Word shows for fields that have no text: legacy form fields, numbers, buttons, symbols.

    SHOWN:   FORMCHECKBOX, FORMDROPDOWN, LISTNUM, MACROBUTTON, GOTOBUTTON, SYMBOL, EQ
    NOTHING: XE, TC, TA, RD, ADVANCE and others that only say something; REF, SEQ, PAGE and others whose
             result Word has not written yet: it shows nothing either, until the fields are updated
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lxml import etree

from documents.core import symbols
from documents.core.equations import formula
from documents.core.model import TICKED, UNTICKED, Shown, ShownKind
from documents.core.numbering import Within
from documents.core.package.names import VAL, W, is_on
from documents.core.textmap import Field

_BUTTON = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.*)", re.IGNORECASE | re.DOTALL)
_SYMBOL = re.compile(r"\s*SYMBOL\s+(0x[0-9a-f]{1,6}|\d{1,7}|[^\s\\])", re.IGNORECASE)
_FONT = re.compile(r'\\f\s*(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_FORM = W + "ffData"


class Fields:
    """Reads the fields without text of one draft, in reading order."""

    def __init__(self, within: Within) -> None:
        self._within = within

    def of(self, text: str, bare: Iterable[Field]) -> tuple[Shown, ...]:
        """What is shown in the block of this text, whose number is counted; `bare` are its fields."""
        self._within.begin()
        return tuple(one for field in bare if (one := self._shown(field, text)) is not None)

    def _shown(self, field: Field, text: str) -> Shown | None:
        assert field.place is not None
        offset = field.place.offset
        name = field.code.split(maxsplit=1)[0].upper() if field.code.strip() else ""
        if name == "LISTNUM":
            number = self._within.number(field.code, behind_words=bool(text[:offset].strip()))
            return Shown(offset, "number", number) if number else None
        if name == "EQ":
            mathml, said = formula(field.code.split(maxsplit=1)[-1])
            return Shown(offset, "equation", said, value=mathml) if said else None
        found = _READERS.get(name)
        said = found[1](field) if found else ""
        return Shown(offset, found[0], said, _label(field)) if found and said else None


def _box(field: Field) -> str:
    box = _form(field, "checkBox")
    if box is None:
        return ""
    states = [one for one in (box.find(W + "checked"), box.find(W + "default")) if one is not None]
    return TICKED if states and is_on(states[0].get(VAL)) else UNTICKED


def _choice(field: Field) -> str:
    choices = _form(field, "ddList")
    if choices is None:
        return ""
    entries = [entry.get(VAL, "") for entry in choices.iterchildren(W + "listEntry")]
    said = [one.get(VAL, "") for name in ("result", "default") for one in choices.iterchildren(W + name)]
    place = int(said[0]) if said and said[0].isdecimal() and len(said[0]) < 6 else 0
    return entries[place] if place < len(entries) else ""


def _button(field: Field) -> str:
    match = _BUTTON.match(field.code)
    return " ".join(match[1].split()) if match else ""


def _symbol(field: Field) -> str:
    match = _SYMBOL.match(field.code)
    if match is None:
        return ""
    said = match[1].lower()
    number = int(said, 16 if said.startswith("0x") else 10) if said[0].isdecimal() else ord(match[1])
    font = _FONT.search(field.code)
    name = (font[1] or font[2] or "") if font else ""
    if number < 256 and not symbols.is_symbol_font(name) and "\\u" not in field.code.lower():
        char = bytes((number,)).decode("cp1252", "replace")
    else:
        char = symbols.character(name, f"{number:x}")
    return char if char.isprintable() and char != "\N{REPLACEMENT CHARACTER}" else ""


def _form(field: Field, kind: str) -> etree._Element | None:
    data = field.elements[0].find(_FORM)
    return None if data is None else data.find(W + kind)


def _label(field: Field) -> str:
    """What the author says of the form field: its help, or what the status bar shows."""
    data = field.elements[0].find(_FORM)
    for name in ("statusText", "helpText"):
        said = None if data is None else data.find(W + name)
        if said is not None and said.get(W + "type", "text") == "text" and said.get(VAL):
            return str(said.get(VAL))
    return ""


_READERS: dict[str, tuple[ShownKind, Callable[[Field], str]]] = {
    "FORMCHECKBOX": ("box", _box), "FORMDROPDOWN": ("choice", _choice),
    "MACROBUTTON": ("button", _button), "GOTOBUTTON": ("button", _button), "SYMBOL": ("symbol", _symbol),
}
