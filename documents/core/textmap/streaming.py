"""The body read bit by bit: only what is read at the moment is held as a tree.

A tree of a whole main part takes some thirteen times its bytes; nothing but writing needs it. The parser
is fed a piece of the part at a time, the children of the body that are whole are walked and removed, and
what was read of them is let go when the next ones come. What must be seen as a whole raises `Unsuited`.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from documents.core.formatting import PLAIN, Formats
from documents.core.package import Package, xml
from documents.core.package.names import W
from documents.core.textmap.assemble import Assembling
from documents.core.textmap.atoms import Alteration, Atom, Field, Mark, Piece, Run, Story, TextBlock
from documents.core.textmap.state import Section, TableCounter, Walked
from documents.core.textmap.stories import is_note_mark
from documents.core.textmap.walk import Walker

_BODY = W + "body"
#: What stands for the elements of a piece that is let go.
_RELEASED = etree.Element("released")


class Unsuited(Exception):
    """A file that can only be read as a whole: a field without an end, a paragraph that may vanish."""


@dataclass(slots=True)
class Bit:
    """A run of a draft's pieces that nothing after it changes, with the blocks made of them.

    `elements` are the trees that the pieces stand in.
    """

    pieces: list[Piece]
    blocks: list[TextBlock]
    marks: list[Mark] = field(default_factory=list)
    alterations: list[Alteration] = field(default_factory=list)
    bare: list[Field] = field(default_factory=list)
    elements: list[etree._Element] = field(default_factory=list)


class Body:
    """The body of a package; `bits` walks it, once. After that, `story`, `sections` and `note_marks`."""

    def __init__(self, package: Package, formats: Formats, tables: TableCounter,
                 assembling: Assembling) -> None:
        self.story = Story("body", package.main, _RELEASED)
        self.note_marks: list[Atom] = []
        self._package = package
        self._given = formats, package.limits, tables, frozenset[etree._Element](), False, False
        self._assembling = assembling
        self._elements: list[etree._Element] = []
        self._copied = 0

    @property
    def sections(self) -> list[Section]:
        """The sections of the body, as copies of their elements."""
        return self._walker.found.sections

    def bits(self) -> Iterator[Bit]:
        """The body in bits; each is let go when the next one is asked for."""
        body = None
        for body in xml.growing(self._package.parts[self._package.main], self._package.main, _BODY,
                                self._package.limits):
            if self.story.element is _RELEASED:
                self._begin(body)
            self._walk(body, len(body) - 1)
            if self._walker.is_settled and self._walker.found.pieces:
                yield from self._settled(body)
        if body is None:
            raise Unsuited
        self._walk(body, len(body))
        self._end(body)
        yield from self._settled(body)

    def _begin(self, body: etree._Element) -> None:
        root = body.getparent()
        if root is None or root.getparent() is not None:
            raise Unsuited
        self.story.element = root
        self._walker = Walker(self.story, *self._given)
        for before in reversed(list(body.itersiblings(preceding=True))):
            self._walker.child(before)
        self._walker.enter(body)

    def _walk(self, body: etree._Element, count: int) -> None:
        """Read the first children, those that were not read before."""
        read = len(self._elements)
        for child in itertools.islice(body, read, max(read, count)):
            self._elements.append(child)
            self._walker.child(child)

    def _end(self, body: etree._Element) -> None:
        self._walker.leave()
        for after in body.itersiblings():
            self._walker.child(after)
        self._walker.end()
        if any(one.is_endless for one in self._walker.found.fields):
            raise Unsuited

    def _settled(self, body: etree._Element) -> Iterator[Bit]:
        found = self._walker.found
        self._assembling.take(found.pieces)
        if self._assembling.doubtful or not self._assembling.is_settled:
            raise Unsuited
        yield Bit(found.pieces, self._assembling.blocks, found.marks, found.alterations, found.bare,
                  self._elements)
        self._let_go(found)
        count = len(self._elements)
        self._elements.clear()
        # After their Python objects: nodes that have any are not freed but made to stand alone, at a cost.
        del body[:count]

    def _let_go(self, found: Walked) -> None:
        self.note_marks += [_alone(atom) for piece in found.pieces for atom in piece.atoms
                            if is_note_mark(atom)]
        for at in range(self._copied, len(found.sections)):
            section, piece = found.sections[at]
            found.sections[at] = copy.copy(section), piece
        self._copied = len(found.sections)
        for mark in found.marks:
            mark.at, mark.element = mark.offset, _RELEASED
        for revision in found.revisions:
            revision.element = _RELEASED
        for piece in found.pieces:
            _release(piece)
        self._walker.forget()
        found.alterations.clear()
        found.fields.clear()
        found.bare.clear()
        self._assembling.blocks = []


def _alone(atom: Atom) -> Atom:
    """A copy that holds on to no tree but its own element."""
    run = Run(None, atom.run.piece, PLAIN, (), atom.run.pending, atom.run.deleted, None)
    return Atom(copy.copy(atom.element), run, atom.text, atom.kind, at=atom.at)


def _release(piece: Piece) -> None:
    """Let go of a piece's text and XML; its block and its slice of it stay."""
    piece.element = _RELEASED
    piece.properties = piece.clean = piece.cell = piece.container = None
    piece.atoms = []
    piece.revisions = piece.mark = ()
