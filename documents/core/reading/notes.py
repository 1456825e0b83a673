"""The marks of footnotes and endnotes as Word shows them, and what binds a note to its mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from documents.core.model import Block
from documents.core.numbering import formats
from documents.core.package import Package
from documents.core.package.names import VAL, W, is_on
from documents.core.textmap import Story
from documents.core.textmap.state import Section

_DEFAULTS = {"footnote": "decimal", "endnote": "lowerRoman"}


def note_numbers(
    package: Package, stories: Iterable[Story], sections: Sequence[Section],
) -> dict[str, str]:
    """Story key (kind:id) → what stands at the note's mark ("1", "ii", "*")."""
    numbers: dict[str, str] = {}
    stories = list(stories)
    for kind in ("footnote", "endnote"):
        style, value, each_section = _settings(package, sections, kind)
        section = 0
        first = value
        for story in stories:
            reference = story.reference
            if story.kind != kind or reference is None or reference.run.pending:
                continue
            custom = reference.element.get(W + "customMarkFollows")
            if custom is not None and is_on(custom):
                numbers[key(story)] = ""
                continue
            if each_section and reference.run.piece.section != section:
                section, value = reference.run.piece.section, first
            numbers[key(story)] = formats.number(value, style)
            value += 1
    return numbers


def key(story: Story) -> str:
    """The name of a note among all notes."""
    return f"{story.kind}:{story.id}"


def places(stories: Iterable[Story], firsts: Mapping[Story, str]) -> dict[tuple[str, int], str]:
    """(block, offset) of each note's mark → the first block of the note."""
    found: dict[tuple[str, int], str] = {}
    for story in stories:
        mark = story.reference
        block = mark.run.piece.block if mark is not None and not mark.run.pending else None
        if mark is not None and block is not None and story in firsts:
            found[block.id, mark.at] = firsts[story]
    return found


def with_notes(block: Block, firsts: Mapping[tuple[str, int], str]) -> Block:
    """The block with each note's mark naming the first block of the note: (block, offset) → that block."""
    if not any(one.kind in _DEFAULTS for one in block.objects):
        return block
    return replace(block, objects=tuple(
        replace(one, value=firsts.get((str(block.id), one.offset), "")) if one.kind in _DEFAULTS else one
        for one in block.objects
    ))


def _settings(package: Package, sections: Sequence[Section], kind: str) -> tuple[str, int, bool]:
    """(number format, first number, whether each section starts again), from sections, then settings."""
    places = [section.find(f"{W}{kind}Pr") for section, _ in sections]
    settings = package.related(package.main, "settings")[:1]
    places.extend(package.tree(part).find(f"{W}{kind}Pr") for part in settings)
    said = {name: next((value for place in places if (value := _value(place, name))), "")
            for name in ("numFmt", "numStart", "numRestart")}
    start = int(said["numStart"]) if said["numStart"].isdigit() and len(said["numStart"]) < 9 else 1
    return said["numFmt"] or _DEFAULTS[kind], start, said["numRestart"] == "eachSect"


def _value(place: etree._Element | None, name: str) -> str:
    found = None if place is None else place.find(W + name)
    return "" if found is None else found.get(VAL, "")
