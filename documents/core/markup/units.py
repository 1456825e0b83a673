"""A clean paragraph cut into units: runs and objects between given offsets, where marks can stand.

A unit is a run (split where a cut falls inside it), an equation, or an island that is never split
(ruby, what a drawing holds). Fields are known by their begin and end marks, so that no half of one is
ever taken. Offsets are those of the block's clean text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from documents.core.markup import runs
from documents.core.markup.names import DEL, FIELD_CHAR, INS, MATH, P, R, w
from documents.core.textmap.atoms import Atom, Field, TextBlock

_ISLANDS = {
    w("ruby"),
    w("drawing"),
    w("pict"),
    w("object"),
    f"{{{MATH}}}oMath",
    f"{{{MATH}}}oMathPara",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
}
_FIELD_TYPE = w("fldCharType")


@dataclass(slots=True, eq=False)
class Unit:
    """Characters `start..end` that live in `node`, a child of the paragraph or of a container in it."""

    start: int
    end: int
    node: etree._Element
    fields: tuple[Field, ...]  # outermost first
    island: bool = False

    @property
    def outer(self) -> etree._Element:
        """The node, or the revision wrapper that was put around it."""
        home = self.node.getparent()
        return home if home is not None and home.tag in (INS, DEL) else self.node


@dataclass(slots=True, eq=False)
class Strip:
    """A block's paragraph with its units in order, and what has been put between them.

    What is asked of it costs no look at all units: a paragraph may have as many as there are changes.
    """

    block: TextBlock
    paragraph: etree._Element
    units: Sequence[Unit] = ()
    replacements: set[etree._Element] = field(default_factory=set)  # what stands for deleted text
    _starts: list[int] = field(init=False)
    _ends: list[int] = field(init=False)
    _fields: dict[Field, tuple[int, int]] | None = field(init=False, default=None)
    _nodes: set[etree._Element] | None = field(init=False, default=None)
    _order: dict[etree._Element, int] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._starts = [unit.start for unit in self.units]
        self._ends = [unit.end for unit in self.units]

    @property
    def length(self) -> int:
        """Characters of the clean text."""
        return self.units[-1].end if self.units else 0

    def within(self, start: int, end: int) -> Sequence[Unit]:
        """Units that lie in start..end, or overlap it when they cannot be split."""
        return self.units[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    def before(self, offset: int) -> Unit | None:
        """The last unit that ends at or before the offset."""
        count = bisect_right(self._ends, offset)
        return self.units[count - 1] if count else None

    def after(self, offset: int) -> Unit | None:
        """The first unit that starts at or after the offset."""
        return self._at(bisect_left(self._starts, offset))

    def ending_behind(self, offset: int) -> Unit | None:
        """The first unit that ends after the offset: it starts there, or the offset falls into it."""
        return self._at(bisect_right(self._ends, offset))

    def reaching(self, offset: int) -> Unit | None:
        """The unit that ends at the offset, or that the offset falls into."""
        unit = self._at(bisect_left(self._ends, offset))
        return unit if unit is not None and unit.start < offset else None

    def reach(self, one: Field) -> tuple[int, int] | None:
        """Where the text in a field starts and ends."""
        return self._reaches().get(one)

    def is_unit(self, node: etree._Element) -> bool:
        """Whether the node holds text of the block."""
        return node in self._unit_nodes()

    def in_order(self, nodes: Iterable[etree._Element]) -> list[etree._Element]:
        """Nodes of the paragraph as they follow each other: known by what they hold, since runs are
        split while marks are put."""
        places = self._places()

        def place(node: etree._Element) -> int:
            return next((places[one] for one in node.iter() if one in places), 0)

        return sorted(nodes, key=place)

    def _at(self, place: int) -> Unit | None:
        return self.units[place] if place < len(self.units) else None

    def _reaches(self) -> dict[Field, tuple[int, int]]:
        if self._fields is None:
            self._fields = {}
            for unit in self.units:
                for one in unit.fields:
                    start, _ = self._fields.get(one, (unit.start, 0))
                    self._fields[one] = start, unit.end
        return self._fields

    def _unit_nodes(self) -> set[etree._Element]:
        if self._nodes is None:
            self._nodes = {unit.node for unit in self.units}
        return self._nodes

    def _places(self) -> dict[etree._Element, int]:
        if self._order is None:
            self._order = {one: place for place, one in enumerate(self.paragraph.iter())}
        return self._order


def cut(block: TextBlock, offsets: Iterable[int]) -> Strip:
    """Split the runs of a clean block so that every offset falls between two units, if it can."""
    units: list[Unit] = []
    atoms = [atom for atom in block.atoms if not atom.run.pending and atom.text]
    points = sorted(set(offsets))
    for node, members in by_node(atoms, block.element):
        start, end = members[0].at, members[-1].at + len(members[-1].text)
        fields = _fields(members[0])
        inner = points[bisect_right(points, start) : bisect_left(points, end)]
        if node.tag == R and inner and is_island(node, members):
            inner = _between_children(node, members, inner)
        if node.tag != R or not inner:
            units.append(Unit(start, end, node, fields, node.tag != R or is_island(node, members)))
            continue
        units += _split(node, members, inner, fields)
    return Strip(block, block.element, units)


def by_node(atoms: list[Atom], paragraph: etree._Element) -> list[tuple[etree._Element, list[Atom]]]:
    """Atoms grouped by the run (or equation) that holds them, and by field within it."""
    groups: list[tuple[etree._Element, list[Atom]]] = []
    for atom in atoms:
        node = _node(atom, paragraph)
        if groups and groups[-1][0] is node:
            groups[-1][1].append(atom)
        else:
            groups.append((node, [atom]))
    return groups


def _node(atom: Atom, paragraph: etree._Element) -> etree._Element:
    """The outermost run or equation around the atom, below the paragraph's inline containers."""
    found = atom.element
    node: etree._Element | None = atom.element
    while node is not None and node is not paragraph:
        if node.tag == R or node.tag in _ISLANDS:
            found = node
        if node.tag == P:
            break
        node = node.getparent()
    return found


def is_island(node: etree._Element, members: list[Atom]) -> bool:
    """Whether the run holds something besides plain children: then it is kept whole."""
    return any(atom.element.getparent() is not node for atom in members)


def _between_children(node: etree._Element, members: list[Atom], points: Sequence[int]) -> list[int]:
    """The points at which a run can be cut that holds more than plain children: not inside of one."""
    starts = [atom.at for atom in members]
    found = []
    for point in points:
        place = bisect_right(starts, point) - 1
        atom = members[place]
        if atom.element.getparent() is node or (
            point == atom.at and _child(atom, node) is not _child(members[place - 1], node)
        ):
            found.append(point)
    return found


def _child(atom: Atom, node: etree._Element) -> etree._Element:
    """The child of the run that holds the atom."""
    child = atom.element
    while (home := child.getparent()) is not None and home is not node:
        child = home
    return child


def _fields(atom: Atom) -> tuple[Field, ...]:
    return () if atom.field is None else tuple(reversed(list(atom.field.and_around())))


def _split(
    node: etree._Element, members: list[Atom], points: Sequence[int], fields: tuple[Field, ...]
) -> list[Unit]:
    """The run's units: it is cut at all points at once, so that no text is moved twice."""
    starts = [atom.at for atom in members]
    places: list[tuple[etree._Element, int]] = []
    for point in points:
        atom = members[bisect_right(starts, point) - 1]
        inside = point - atom.at
        if inside and atom.kind == "text":
            _trim(atom)
        places.append((_child(atom, node), inside))
    ends = [*points, members[-1].at + len(members[-1].text)]
    pieces = runs.cut(node, places)
    plain = set(pieces)
    nested = [atom.at for atom in members if atom.element.getparent() not in plain]
    return [
        Unit(start, end, piece, fields, bisect_left(nested, start) < bisect_left(nested, end))
        for start, end, piece in zip([starts[0], *points], ends, pieces, strict=True)
    ]


def _trim(atom: Atom) -> None:
    """Drop the outer blanks that Word does not show, before a half gets xml:space="preserve"."""
    element = atom.element
    text = "".join([element.text or "", *(child.tail or "" for child in element)])
    if len(element) or len(text) != len(atom.text):
        del element[:]  # an XML comment in it, say
        element.text = text[atom.lead : atom.lead + len(atom.text)]


def field_runs(found: Field, paragraph: etree._Element) -> list[etree._Element] | None:
    """The runs of a complex field's marks and code; None when it does not lie within the paragraph."""
    marks = [one for one in found.elements if one.tag == FIELD_CHAR]
    kinds = [one.get(_FIELD_TYPE) for one in marks]
    if kinds[:1] != ["begin"] or kinds[-1:] != ["end"]:
        return None
    homes: dict[etree._Element, None] = {}
    for one in found.elements:
        run = one.getparent()
        if run is None or run.tag != R or _paragraph(run) is not paragraph:
            return None
        homes[run] = None
    return list(homes)


def _paragraph(element: etree._Element) -> etree._Element | None:
    node: etree._Element | None = element
    while node is not None and node.tag != P:
        node = node.getparent()
    return node


def edge(found: Field, kind: str) -> etree._Element | None:
    """The fldChar of this type ("begin" or "end") of a field."""
    marks = [one for one in found.elements if one.tag == FIELD_CHAR and one.get(_FIELD_TYPE) == kind]
    return marks[0] if marks else None
