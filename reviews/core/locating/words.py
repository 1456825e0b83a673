"""What people write into the columns of clause, element, page and line, taken apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

WHOLE = frozenset({
    "general", "gen", "ge", "whole document", "whole", "document", "00", "0", "all", "entire document",
    "global", "throughout", "various", "the whole document", "whole report", "whole paper",
})
_SPACES = re.compile(r"\s+")
_LEAD = re.compile(
    r"(?:clauses?|sections?|sect?\.?|sub-?clauses?|chapters?|ch\.?|§+|cl\.?|annex|appendix)\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:[A-Z]\.?)?\d+(?:\.\d+)*|[A-Z](?:\.\d+)+|[A-Z](?=$|[\s,;:.)-])")
_NAMED = re.compile(
    r"\b(tables?|figures?|figs?\.?|equations?|eqs?\.?|eqn\.?|box(?:es)?|notes?|examples?)\s*\(?"
    r"([A-Z]?\.?\d+(?:[.\-–]\d+)*)", re.IGNORECASE,
)
_ITEM = re.compile(r"(?:^|\b(?:item|list item|point|bullet)\s*)\(?([a-z]|[ivx]{1,4}|\d{1,2})\)?(?:$|[.):\s])",
                   re.IGNORECASE)
_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "last": -1}
_KINDS = {"tab": "table", "fig": "figure", "equ": "equation", "eq": "equation", "eqn": "equation",
          "box": "box", "not": "note", "exa": "example"}


def plain(text: str) -> str:
    """Text for comparing: NFKC, lower case, quotes and dashes of one kind, single spaces."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return _SPACES.sub(" ", text.translate(_SAME)).strip()


_SAME = str.maketrans({
    "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-",
    "\u00ad": None, "\ufffc": None,
})


def is_whole(text: str) -> bool:
    """Whether it says that the whole document is meant."""
    return plain(text).strip(" _.*-") in WHOLE


def numbers(text: str) -> list[str]:
    """The clause numbers in a text, in their order: "Clauses 3.1, 3.2 a)" gives 3.1 and 3.2."""
    bare = _LEAD.sub("", text.strip(), count=1) if _LEAD.match(text.strip()) else text.strip()
    if not _NUMBER.match(bare):
        return []
    return [number.rstrip(".") for number in _NUMBER.findall(bare) if number]


def is_only_numbers(text: str) -> bool:
    """Whether a text is one clause's number and no more."""
    bare = _LEAD.sub("", text.strip(), count=1)
    return bool(re.fullmatch(_NUMBER.pattern + r"\.?", bare))


def named(text: str) -> Iterator[tuple[str, str]]:
    """(kind, label) of the tables, figures and the like that are named: ("table", "1")."""
    for word, label in _NAMED.findall(text):
        key = word.casefold().rstrip("s.")
        yield _KINDS.get(key, _KINDS.get(key[:3], key)), label.replace("–", "-").lstrip(".")


@dataclass(frozen=True, slots=True)
class Nth:
    """The nth paragraph of the section (-1 the last); `numbered`: by the number in the margin, "¶14"."""

    number: int
    numbered: bool = False
    bare: bool = False


def paragraph(text: str) -> Nth | None:
    """The paragraph that is meant: "2nd paragraph", "para 3", "¶14", or a bare "2"."""
    words = plain(text)
    for word, number in _WORDS.items():
        if words.startswith(f"{word} para"):
            return Nth(number)
    if found := re.search(r"¶\s*(\d{1,5})", words):
        return Nth(int(found[1]), numbered=True)
    if found := re.search(r"(\d{1,3})(?:st|nd|rd|th)\s+para", words):
        return Nth(int(found[1]))
    if found := re.search(r"para(?:graph)?\.?\s*(?:no\.?\s*)?(\d{1,4})", words):
        return Nth(int(found[1]))
    return Nth(int(words), bare=True) if re.fullmatch(r"\d{1,3}", words) else None


def item(text: str) -> str:
    """The label of the list item that is meant: "a)", "(b)", "bullet 2"."""
    found = _ITEM.search(plain(text))
    return found[1] if found and not re.fullmatch(r"\d+", plain(text)) else ""


def span(text: str) -> tuple[int, int] | None:
    """The first and last number of a line column: "17", "l. 17", "17-20"."""
    found = [int(number[:6]) for number in re.findall(r"[0-9]+", text)]
    if not found:
        return None
    last = found[1] if len(found) > 1 and found[1] > found[0] else found[0]
    return found[0], last


def page(text: str) -> str:
    """A page as printed: "p. iv" is iv, "12" is 12; "3-70" stays, it names chapter and page."""
    words = re.sub(r"^(?:pages?|pp?\.?)\s*", "", plain(text))
    return words.lstrip("0") or words
