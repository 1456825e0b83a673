"""The text map of a whole package: every story walked, notes in the order of their marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from documents.core.formatting import Formats
from documents.core.model import Unreadable
from documents.core.package import Package, names
from documents.core.package.names import R, W
from documents.core.styles import Styles
from documents.core.textmap.assemble import clean_blocks
from documents.core.textmap.atoms import Atom, Piece, Story, StoryKind, TextBlock
from documents.core.textmap.state import Section, TableCounter, Walked
from documents.core.textmap.walk import walk

_NOTE_MARKS: dict[StoryKind, str] = {
    "footnote": W + "footnoteReference", "endnote": W + "endnoteReference",
}
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


@dataclass(slots=True, eq=False)
class TextMap:
    """Everything the walk found. `stories` pairs each story with its walk, in reading order.

    `pieces` are those of all stories but comments; `blocks` the clean blocks made of them.
    `comments` holds the stories of comments apart, by their order in the part.
    """

    package: Package
    styles: Styles
    stories: list[tuple[Story, Walked]]
    comments: list[tuple[Story, Walked]]
    pieces: list[Piece]
    blocks: list[TextBlock]
    by_id: dict[str, TextBlock] = field(default_factory=dict)

    def atom_at(self, block: str, offset: int) -> tuple[Atom, int] | None:
        """The atom that holds character `offset` of a block, and the index inside its text."""
        for atom in self.by_id[block].atoms:
            if not atom.run.pending and atom.at <= offset < atom.at + len(atom.text):
                return atom, offset - atom.at
        return None


def map_package(package: Package) -> TextMap:
    """Walk all stories of an opened package. Raises `Unreadable`."""
    try:
        return _mapped(package)
    except RecursionError:
        raise Unreadable("nested too deeply", package.main, "depth") from None


def _mapped(package: Package) -> TextMap:
    styles = read_styles(package)
    formats = Formats(styles)
    tables = TableCounter()

    story = Story("body", package.main, package.tree(package.main))
    body = walk(story, formats, package.limits, tables)
    marks = (atom for piece in body.pieces for atom in piece.atoms)
    rest = Rest(package, formats, tables)
    stories = [(story, body), *rest.beside_the_body(marks, body.sections)]
    pieces = [piece for _, found in stories for piece in found.pieces]
    blocks = clean_blocks(pieces)
    return TextMap(
        package, styles, stories, list(rest.comments()), pieces, blocks,
        {block.id: block for block in blocks},
    )


class Rest:
    """The stories other than the body, walked one after another."""

    def __init__(self, package: Package, formats: Formats, tables: TableCounter) -> None:
        self._package, self._formats, self._tables = package, formats, tables

    def beside_the_body(
        self, atoms: Iterable[Atom], sections: Sequence[Section],
    ) -> Iterator[tuple[Story, Walked]]:
        """Notes as the body's atoms refer to them, then headers and footers as its sections name them."""
        for story in _notes(self._package, list(atoms)):
            run = story.reference.run if story.reference else None
            yield self._walked(story, run is not None and run.pending, run is not None and run.deleted)
        for story in _margins(self._package, sections):
            yield self._walked(story)

    def comments(self) -> Iterator[tuple[Story, Walked]]:
        """The bodies of comments."""
        return (self._walked(story) for story in _comments(self._package))

    def _walked(self, story: Story, pending: bool = False, deleted: bool = False) -> tuple[Story, Walked]:
        return story, walk(story, self._formats, self._package.limits, self._tables, pending, deleted)


def read_styles(package: Package) -> Styles:
    """The styles of a package."""
    parts = package.related(package.main, "styles")
    return Styles(package.tree(parts[0]) if parts else None)


def is_note_mark(atom: Atom) -> bool:
    """Whether a note hangs from it."""
    return atom.kind == "object" and atom.element.tag in _NOTE_MARKS.values()


def _notes(package: Package, atoms: Sequence[Atom]) -> Iterator[Story]:
    """Footnotes in the order of their marks, then endnotes; notes without a mark come last."""
    marks = [atom for atom in atoms if is_note_mark(atom)]
    for kind, mark in _NOTE_MARKS.items():
        elements = _note_elements(package, kind)
        for atom in (one for one in marks if one.element.tag == mark):
            found = elements.pop(atom.element.get(names.ID, ""), None)
            if found is not None:
                part, element = found
                yield Story(kind, part, element, element.get(names.ID, ""), atom)
        for part, element in elements.values():
            yield Story(kind, part, element, element.get(names.ID, ""))


def _note_elements(package: Package, kind: str) -> dict[str, tuple[str, etree._Element]]:
    found: dict[str, tuple[str, etree._Element]] = {}
    for part in package.related(package.main, f"{kind}s"):
        for element in package.tree(part).iterchildren(W + kind):
            if element.get(names.TYPE, "normal") not in _SEPARATORS:
                found.setdefault(element.get(names.ID, ""), (part, element))
    return found


def _margins(package: Package, sections: Sequence[Section]) -> Iterator[Story]:
    """Headers, then footers: in the order in which sections name them, unused ones last."""
    kinds: tuple[StoryKind, ...] = ("header", "footer")
    for kind in kinds:
        for part in dict.fromkeys([*_named(package, sections, kind), *package.related(package.main, kind)]):
            yield Story(kind, part, package.tree(part))


def _named(package: Package, sections: Sequence[Section], kind: str) -> Iterable[str]:
    relationships = package.relationships(package.main)
    for section, _ in sections:
        for reference in section.iterchildren(W + f"{kind}Reference"):
            one = relationships.get(reference.get(R + "id", ""))
            part = package.find(one.target) if one is not None and not one.external else ""
            if part:
                yield part


def _comments(package: Package) -> Iterator[Story]:
    for part in package.related(package.main, "comments"):
        for element in package.tree(part).iterchildren(W + "comment"):
            yield Story("comment", part, element, element.get(names.ID, ""))
