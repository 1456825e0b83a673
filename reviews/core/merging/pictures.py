"""The pictures that an edit brings: found in the file that it takes its words or its block from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from documents.core import markup, reading
from documents.core.comparing import objects
from documents.core.markup.lifting import cleaned
from documents.core.model import OBJECT, Block, Draft, Edit


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture at `offset` of a block of a file: `name` is its part, `alt` what its author says of it."""

    offset: int
    name: str
    content_type: str
    alt: str
    width: int
    height: int


#: The pictures of a file by the block that they stand in.
Album = Mapping[str, tuple[Picture, ...]]


def album(data: bytes, view: str) -> dict[str, tuple[Picture, ...]]:
    """The pictures of a file as `view` shows it: "final" with its changes accepted, else without them.

    Raises `Unreadable`.
    """
    draft = _draft(data, view)
    found = {str(block.id): _of(draft, block) for block in draft.blocks if block.objects}
    return {key: pictures for key, pictures in found.items() if pictures}


def content(data: bytes, view: str, name: str) -> bytes:
    """The bytes of a picture of that view. Raises `Unreadable`, and `KeyError` for a name it lacks."""
    return _draft(data, view).media[name].data


def _draft(data: bytes, view: str) -> Draft:
    return reading.read(markup.settle(data, accept=True) if view == "final" else cleaned(data))


def _of(draft: Draft, block: Block) -> tuple[Picture, ...]:
    return tuple(
        Picture(one.offset, one.value, media.content_type, one.alt, one.width, one.height)
        for one in block.objects if (media := draft.media.get(one.value)) is not None
    )


def has_objects(edit: Edit) -> bool:
    """Whether an edit brings anything that is not words, from another file."""
    return edit.donor is not None and OBJECT in edit.text


def brought(edit: Edit, album: Album) -> tuple[Picture, ...]:
    """The pictures that an edit brings, in the order of its text."""
    found = album.get(str(edit.donor).rpartition("/")[2], ())
    if "_block" in edit.kind:
        return found
    span = objects.span(edit)
    return tuple(one for one in found if span and span[0] <= one.offset < span[1])
