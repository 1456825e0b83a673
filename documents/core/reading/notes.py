"""The marks of footnotes and endnotes as Word shows them, and what binds a note to its mark."""

from __future__ import annotations

from lxml import etree

from documents.core.numbering import formats
from documents.core.package.names import VAL, W, is_on
from documents.core.textmap import Story, TextMap

_DEFAULTS = {"footnote": "decimal", "endnote": "lowerRoman"}


def note_numbers(found: TextMap) -> dict[str, str]:
    """Story key (kind:id) → what stands at the note's mark ("1", "ii", "*")."""
    numbers: dict[str, str] = {}
    for kind in ("footnote", "endnote"):
        style, value, each_section = _settings(found, kind)
        section = 0
        first = value
        for story, _ in found.stories:
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


def first_blocks(found: TextMap) -> dict[etree._Element, str]:
    """Reference element → id of the first block of its note."""
    blocks: dict[etree._Element, str] = {}
    for story, walked in found.stories:
        if story.reference is not None:
            first = next((piece.block for piece in walked.pieces if piece.block is not None), None)
            if first is not None:
                blocks[story.reference.element] = first.id
    return blocks


def _settings(found: TextMap, kind: str) -> tuple[str, int, bool]:
    """(number format, first number, whether each section starts again), from sections, then settings."""
    package = found.package
    places = [section.find(f"{W}{kind}Pr") for section, _ in found.stories[0][1].sections]
    settings = package.related(package.main, "settings")[:1]
    places.extend(package.tree(part).find(f"{W}{kind}Pr") for part in settings)
    said = {name: next((value for place in places if (value := _value(place, name))), "")
            for name in ("numFmt", "numStart", "numRestart")}
    start = int(said["numStart"]) if said["numStart"].isdigit() and len(said["numStart"]) < 9 else 1
    return said["numFmt"] or _DEFAULTS[kind], start, said["numRestart"] == "eachSect"


def _value(place: etree._Element | None, name: str) -> str:
    found = None if place is None else place.find(W + name)
    return "" if found is None else found.get(VAL, "")
