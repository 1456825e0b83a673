"""Numbers inside paragraphs: LISTNUM fields, which Word counts anew whenever it shows them.

What no switch says follows what Word does: a field that begins a paragraph counts on the first level, in
a numbered paragraph on the level below its own, and one level deeper for each that follows at once; one
behind words goes on with the list before it, or begins on the third level (ISO 29500-1 §17.16.5.32).
"""

from __future__ import annotations

import re
from typing import Final

from documents.core.numbering.counting import Counter
from documents.core.numbering.definitions import Abstract, Level, Numbering, Use

_DEEPEST: Final = 8
_MID_SENTENCE: Final = 2
_NAME = re.compile(r'\s*LISTNUM\s+(?:"([^"]*)"|([^\s"\\]\S*))', re.IGNORECASE)
_SWITCH = re.compile(r'\\([ls])\s*"?(\d{1,6})', re.IGNORECASE)
#: The lists that Word knows without the file's help: number format and text of the nine levels.
_KNOWN: Final = {
    "NumberDefault": "decimal:%1) lowerLetter:%2) lowerRoman:%3) decimal:(%4) lowerLetter:(%5) "
                     "lowerRoman:(%6) decimal:%7. lowerLetter:%8. lowerRoman:%9.",
    "OutlineDefault": "upperRoman:%1. upperLetter:%2. decimal:%3. lowerLetter:%4) decimal:(%5) "
                      "lowerLetter:(%6) lowerRoman:(%7) lowerLetter:(%8) lowerRoman:(%9)",
    "LegalDefault": " ".join(
        "decimal:" + "".join(f"%{place}." for place in range(1, depth + 1)) for depth in range(1, 10)),
}


class Within:
    """Counts the fields of a draft in reading order, beside the counter of its paragraphs."""

    def __init__(self, numbering: Numbering, counter: Counter) -> None:
        self._numbering, self._counter = numbering, counter
        self._built_in = {name.lower(): _built_in(name, said) for name, said in _KNOWN.items()}
        self._list: Use = self._built_in["numberdefault"]
        self._level: int | None = None
        self._is_first = True

    def begin(self) -> None:
        """A paragraph begins; the counter has counted it."""
        self._is_first = True

    def number(self, code: str, *, behind_words: bool) -> str:
        """What the field of this instruction shows. `behind_words`: there is text before it."""
        switches = {match[1].lower(): int(match[2]) for match in _SWITCH.finditer(code)}
        use, around = self._use(code), self._counter.around
        if "l" in switches:
            level = switches["l"] - 1
        elif not self._is_first and self._level is not None:
            level = self._level + (not behind_words)
        elif around is not None:
            level = around[1] + 1
        elif behind_words:
            level = self._level if self._level is not None and use is self._list else _MID_SENTENCE
        else:
            level = 0
        self._list, self._level, self._is_first = use, max(0, min(level, _DEEPEST)), False
        return self._counter.next_within(use, self._level, switches.get("s"))

    def _use(self, code: str) -> Use:
        """The list it names; else the one of its paragraph's number, or of the field before it."""
        match = _NAME.match(code)
        name = (match[1] or match[2] or "").strip() if match else ""
        named = (self._numbering.named(name) or self._built_in.get(name.lower())) if name else None
        around = self._counter.around
        if named is not None:
            return named
        return around[0] if around is not None and self._is_first else self._list


def _built_in(name: str, said: str) -> Use:
    levels = [level.split(":") for level in said.split()]
    return Use(name, Abstract(name, {
        index: Level(format=form, text=text) for index, (form, text) in enumerate(levels)}))
