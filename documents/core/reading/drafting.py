"""From a file, or from the text map of one, to a `Draft`."""

from __future__ import annotations

from collections.abc import Sequence

from documents.core.formatting import Formats
from documents.core.limits import DEFAULT, Limits
from documents.core.model import Draft, Unreadable
from documents.core.package import Package, open_unparsed
from documents.core.reading.gathering import Gathering, Trees
from documents.core.textmap import Piece, Story, TextBlock, TextMap, map_package
from documents.core.textmap.assemble import Assembling
from documents.core.textmap.state import TableCounter, Walked
from documents.core.textmap.stories import Rest, read_styles
from documents.core.textmap.streaming import Bit, Body, Unsuited


def read(data: bytes, limits: Limits = DEFAULT) -> Draft:
    """Read a Word file. Raises `Unreadable`, with the part and the reason, and nothing else.

    A large body is read bit by bit, so that little more is held than what comes of it.
    """
    package = open_unparsed(data, limits)
    try:
        return read_map(map_package(package)) if package.is_parsed(package.main) else _streamed(package)
    except Unsuited:
        return read_map(map_package(package))
    except RecursionError:
        raise Unreadable("nested too deeply", package.main, "depth") from None


def read_map(found: TextMap) -> Draft:
    """The same from a package that is mapped already."""
    try:
        return _drafted(found)
    except RecursionError:
        raise Unreadable("nested too deeply", found.package.main, "depth") from None


def _drafted(found: TextMap) -> Draft:
    gathering = Gathering(found.package, found.styles)
    gathering.know_notes([story for story, _ in found.stories], found.stories[0][1].sections)
    gathering.take(_bit(found.stories, found.pieces, found.blocks), _trees(found.package, found.stories))
    return gathering.draft(found.comments)


def _streamed(package: Package) -> Draft:
    styles = read_styles(package)
    formats, tables, assembling = Formats(styles), TableCounter(), Assembling()
    gathering = Gathering(package, styles)
    body = Body(package, formats, tables, assembling)
    for bit in body.bits():
        gathering.take(bit, {package.main: bit.elements})
    rest = Rest(package, formats, tables)
    beside = list(rest.beside_the_body(body.note_marks, body.sections))
    gathering.know_notes([story for story, _ in beside], body.sections)
    gathering.take(*_whole(package, assembling, beside))
    return gathering.draft(list(rest.comments()))


def _whole(
    package: Package, assembling: Assembling, stories: Sequence[tuple[Story, Walked]],
) -> tuple[Bit, Trees]:
    """Whole stories as one bit, and the trees that they stand in."""
    pieces = [piece for _, walked in stories for piece in walked.pieces]
    assembling.take(pieces)
    if assembling.doubtful:
        raise Unsuited
    return _bit(stories, pieces, assembling.blocks), _trees(package, stories)


def _bit(
    stories: Sequence[tuple[Story, Walked]], pieces: list[Piece], blocks: list[TextBlock],
) -> Bit:
    marks = [mark for _, walked in stories for mark in walked.marks]
    alterations = [one for _, walked in stories for one in walked.alterations]
    return Bit(pieces, blocks, marks, alterations, [one for _, walked in stories for one in walked.bare])


def _trees(package: Package, stories: Sequence[tuple[Story, Walked]]) -> Trees:
    return {story.part: [package.tree(story.part)] for story, _ in stories}
