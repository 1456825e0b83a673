"""Words for where the layout of pages changes: a web page has no pages, but readers of a draft ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from documents.core.model import BlockId, Section

_COUNTS = ("no", "one", "two", "three", "four", "five", "six")


def changes_of_layout(sections: Sequence[Section]) -> dict[BlockId, str]:
    """First block of a section → what is other there than in the section before, as HTML.

    The first section is told when it is unusual, and all of it only where there is anything to tell apart.
    """
    if len({(one.is_landscape, one.columns) for one in sections}) < 2:
        return {}
    usual = Section("", "")
    told = {one.first: ", ".join(_differences(before, one)) for before, one in pairwise((usual, *sections))}
    return {first: f'<p class="layout">{escape(words)}</p>' for first, words in told.items() if words}


def _differences(before: Section, one: Section) -> Iterator[str]:
    if before.is_landscape != one.is_landscape:
        yield "Landscape pages" if one.is_landscape else "Portrait pages"
    if before.columns != one.columns:
        count = _COUNTS[one.columns] if one.columns < len(_COUNTS) else str(one.columns)
        words = f"{count} column{'s' * (one.columns > 1)}"
        yield words if before.is_landscape != one.is_landscape else words.capitalize()
