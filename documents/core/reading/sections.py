"""Sections: where the layout of pages changes, and what stands in the margins of each.

Format: ISO 29500-1 §17.6. A w:sectPr ends its section: in the last paragraph's properties, the last one
at the end of the body. A header or footer that a section does not name is that of the section before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from lxml import etree

from documents.core.model import Section, SectionStart, Unreadable
from documents.core.package import Package
from documents.core.package.names import SECTION, TYPE, VAL, R, W, is_on
from documents.core.textmap.state import Section as RawSection

_STARTS = get_args(SectionStart)
_TWIPS_PER_POINT = 20
_MOST_COLUMNS = 45  # as Word allows

#: Which pages → the part that stands in their margin.
_Margins = dict[str, str]


def sections(
    package: Package, layout: Sequence[RawSection], extents: Mapping[int, tuple[str, str]],
    shown: Mapping[str, str],
) -> tuple[Section, ...]:
    """The sections of the clean text that hold any block.

    `extents` are the first and last block by the number of the section, `shown` the first block of each
    header's and footer's part. A section whose end is only proposed runs on into the next.
    """
    odd_and_even = _has_odd_and_even(package) if layout else False
    found: list[Section] = []
    margins: dict[str, _Margins] = {"header": {}, "footer": {}}
    begun = ""
    for number in sorted({*range(len(layout)), *extents}):
        element, last = layout[number] if number < len(layout) else (None, None)
        first, end = extents.get(number, ("", ""))
        begun = begun or first
        if last is not None and last.mark_pending and not last.barrier:
            continue
        if element is not None:
            margins = {kind: named | _named(package, element, kind) for kind, named in margins.items()}
        end = end or (str(found[-1].last) if found else "")
        if begun and first:
            found.append(_section(element, (begun, end), _visible(margins, element, odd_and_even), shown))
        begun = ""
    return tuple(found)


def _section(
    element: etree._Element | None, extent: tuple[str, str], margins: Mapping[str, _Margins],
    shown: Mapping[str, str],
) -> Section:
    def blocks(kind: str) -> tuple[tuple[str, str], ...]:
        return tuple((pages, shown[part]) for pages, part in margins[kind].items() if part in shown)

    headers, footers = blocks("header"), blocks("footer")
    if element is None:
        return Section(*extent, headers=headers, footers=footers)
    said = _before_changes(element)
    width, height = _size(said.find(W + "pgSz"))
    return Section(
        *extent, _starts(said.find(W + "type")), width, height, _columns(said.find(W + "cols")),
        headers, footers, _number(said.find(W + "pgNumType"), "start"),
    )


def _before_changes(element: etree._Element) -> etree._Element:
    """The properties as they were: what a tracked change replaced. Margins are never part of it."""
    old = element.find(f"{W}sectPrChange/{SECTION}")
    return element if old is None else old


def _starts(element: etree._Element | None) -> SectionStart:
    said = "" if element is None else element.get(VAL, "")
    return next((one for one in _STARTS if one == said), "nextPage")


def _size(element: etree._Element | None) -> tuple[float, float]:
    """(width, height) in points; a letter page where the file gives none."""
    width, height = _number(element, "w"), _number(element, "h")
    return (width or 12_240) / _TWIPS_PER_POINT, (height or 15_840) / _TWIPS_PER_POINT


def _columns(element: etree._Element | None) -> int:
    if element is None:
        return 1
    count = _number(element, "num")
    if count is None:
        count = len(element.findall(W + "col"))
    return max(1, min(count, _MOST_COLUMNS))


def _number(element: etree._Element | None, name: str) -> int | None:
    """A measure in twips or a count; strict files may give lengths with a unit ("210mm")."""
    said = "" if element is None else element.get(W + name, "")
    if said[-2:] in _UNITS:
        said, unit = said[:-2], _UNITS[said[-2:]]
    else:
        unit = 1.0
    try:
        return round(float(said) * unit) if len(said) < 10 else None
    except (ValueError, OverflowError):
        return None


_UNITS = {"mm": 1_440 / 25.4, "cm": 1_440 / 2.54, "in": 1_440.0, "pt": 20.0, "pc": 240.0, "pi": 240.0}


def _named(package: Package, element: etree._Element, kind: str) -> _Margins:
    relationships = package.relationships(package.main)
    found: _Margins = {}
    for reference in element.iterchildren(f"{W}{kind}Reference"):
        one = relationships.get(reference.get(R + "id", ""))
        part = package.find(one.target) if one is not None and not one.external else ""
        if part:
            found[reference.get(TYPE, "default")] = part
    return found


def _visible(
    margins: Mapping[str, _Margins], element: etree._Element | None, odd_and_even: bool,
) -> dict[str, _Margins]:
    """The margins that pages really show: a first page and even pages of their own must be turned on."""
    title = None if element is None else _before_changes(element).find(W + "titlePg")
    on = {"default": True, "even": odd_and_even, "first": title is not None and is_on(title.get(VAL))}
    return {
        kind: {pages: named[pages] for pages, wanted in on.items() if wanted and pages in named}
        for kind, named in margins.items()
    }


def _has_odd_and_even(package: Package) -> bool:
    for part in package.related(package.main, "settings"):
        try:
            found = package.tree(part).find(W + "evenAndOddHeaders")
        except Unreadable:
            continue
        if found is not None:
            return is_on(found.get(VAL))
    return False
