"""A block's text as runs: stretches of one look, and the objects that stand between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from documents.core.model import OBJECT, Block, InlineObject, Span
from documents.core.typesetting import mathematics

Run = dict[str, Any]

_LOOKS = {
    "bold",
    "italic",
    "underline",
    "strike",
    "superscript",
    "subscript",
    "smallcaps",
    "code",
    "highlight",
}
_SAFE = ("http://", "https://", "mailto:")


@dataclass(slots=True)
class Surroundings:
    """What a block's runs need from the rest of the draft.

    `pictures` gives the printable file of a media name, `places` the block that holds a bookmark,
    `note` the body of a footnote. `missing` collects what could not be set.
    """

    pictures: Mapping[str, str]
    places: Mapping[str, str]
    note: Callable[[str], list[Any]]
    endnote: Callable[[str], int]
    missing: list[str] = field(default_factory=list)


def runs(block: Block, around: Surroundings) -> list[Run]:
    """The runs of a block, in order."""
    objects = {item.offset: item for item in block.objects}
    found: list[Run] = []
    for start, end in _cuts(block):
        found += _shown(block, start)
        found += _stretch(block, start, end, objects.get(start), around)
    return found + _shown(block, len(block.text))


def _shown(block: Block, offset: int) -> list[Run]:
    return [
        {"math": mathematics.tree(one.value), "alt": one.text} if one.value else {"t": one.text}
        for one in block.shown if one.offset == offset
    ]


def _cuts(block: Block) -> Iterator[tuple[int, int]]:
    edges = {0, len(block.text)}
    for span in block.spans:
        edges |= {span.start, span.end}
    edges |= {one.offset for one in block.shown}
    for place, char in enumerate(block.text):
        if char == OBJECT:
            edges |= {place, place + 1}
    marks = sorted(edge for edge in edges if 0 <= edge <= len(block.text))
    yield from pairwise(marks)


def _stretch(
    block: Block, start: int, end: int, found: InlineObject | None, around: Surroundings
) -> list[Run]:
    text = block.text[start:end]
    if text == OBJECT:
        return [_object(found, around)] if found else []
    spans = [span for span in block.spans if span.start <= start and end <= span.end]
    run: Run = {"t": " ".join(text.replace("\n", "\v").split("\t")).replace("\v", "\n")}
    looks = {span.kind for span in spans} & _LOOKS
    if "strike" in looks:
        looks.discard("underline")  # both at once cannot be tagged
    if looks:
        run["s"] = sorted(looks)
    if target := _target(spans, around):
        run |= target
    return [run]


def _target(spans: list[Span], around: Surroundings) -> Run:
    for span in spans:
        if span.kind == "link" and span.value.startswith(_SAFE):
            return {"url": span.value}
        if span.kind in ("link", "reference") and (place := around.places.get(span.value.removeprefix("#"))):
            return {"to": place}
    return {}


def _object(found: InlineObject, around: Surroundings) -> Run:
    match found.kind:
        case "image" | "object" if found.kind == "image" or found.value in around.pictures:
            return picture(found, around)
        case "equation":
            node = mathematics.tree(found.value)
            return {"math": node, "alt": found.alt or mathematics.spoken(node)}
        case "footnote":
            return {"note": around.note(found.value)}
        case "endnote":
            return {"t": str(around.endnote(found.value)), "s": ["superscript"]}
        case "textbox":
            return {"t": ""}
    around.missing.append(f"Not printed: {found.kind}. A frame with its description stands for it.")
    return {"frame": found.alt or found.kind}


def picture(found: InlineObject, around: Surroundings) -> Run:
    """A picture in the text, or a frame with its description when it cannot be printed."""
    if name := around.pictures.get(found.value):
        return {"image": name, "alt": found.alt, "w": found.width * 0.75, "h": found.height * 0.75}
    around.missing.append(f"The picture {found.value or 'without a file'} cannot be printed.")
    return {"frame": found.alt or "picture"}
