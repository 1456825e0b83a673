"""A clean paragraph cut into units: runs and objects between given offsets, where marks can stand.

A unit is a run (split where a cut falls inside it), an equation, or an island that is never split
(ruby, a drawing's run). Fields are known by their begin and end marks, so that no half of one is
ever taken. Offsets are those of the block's clean text.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    """A block's paragraph with its units in order, and what has been put between them."""

    block: TextBlock
    paragraph: etree._Element
    units: list[Unit] = field(default_factory=list)
    replacements: set[etree._Element] = field(default_factory=set)  # what stands for deleted text

    @property
    def length(self) -> int:
        """Characters of the clean text."""
        return self.units[-1].end if self.units else 0

    def within(self, start: int, end: int) -> list[Unit]:
        """Units that lie in start..end, or overlap it when they cannot be split."""
        return [unit for unit in self.units if unit.start < end and unit.end > start]

    def before(self, offset: int) -> Unit | None:
        """The last unit that ends at or before the offset."""
        found = [unit for unit in self.units if unit.end <= offset]
        return found[-1] if found else None

    def after(self, offset: int) -> Unit | None:
        """The first unit that starts at or after the offset."""
        return next((unit for unit in self.units if unit.start >= offset), None)


def cut(block: TextBlock, offsets: Iterable[int]) -> Strip:
    """Split the runs of a clean block so that every offset falls between two units, if it can."""
    strip = Strip(block, block.element)
    atoms = [atom for atom in block.atoms if not atom.run.pending and atom.text]
    points = sorted(set(offsets))
    for node, members in by_node(atoms, strip.paragraph):
        start, end = members[0].at, members[-1].at + len(members[-1].text)
        fields = _fields(members[0])
        inner = [point for point in points if start < point < end]
        island = node.tag != R or is_island(node, members)
        if island or not inner:
            strip.units.append(Unit(start, end, node, fields, island))
            continue
        strip.units += _split(node, members, inner, fields)
    return strip


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


def _fields(atom: Atom) -> tuple[Field, ...]:
    chain: list[Field] = []
    current = atom.field
    while current is not None:
        chain.insert(0, current)
        current = current.parent
    return tuple(chain)


def _split(
    node: etree._Element, members: list[Atom], points: list[int], fields: tuple[Field, ...]
) -> list[Unit]:
    units, start, current = [], members[0].at, node
    shift: dict[int, tuple[etree._Element, int]] = {}
    for point in points:
        atom = next(one for one in members if one.at + len(one.text) > point)
        child, done = shift.get(id(atom), (atom.element, 0))
        inside = point - atom.at - done
        at = inside + (atom.lead if inside and not done else 0)
        if at and atom.kind == "text":
            _trim(child, atom, done)
            at = inside
        tail = runs.split(current, child, at)
        if at:
            first = next(one for one in tail if one.tag == child.tag)
            shift[id(atom)] = (first, done + inside)
        units.append(Unit(start, point, current, fields))
        start, current = point, tail
    units.append(Unit(start, members[-1].at + len(members[-1].text), current, fields))
    return units


def _trim(child: etree._Element, atom: Atom, done: int) -> None:
    """Drop the outer blanks that Word does not show, before a half gets xml:space="preserve"."""
    if not done and (atom.lead or len(child.text or "") != len(atom.text)):
        child.text = (child.text or "")[atom.lead : atom.lead + len(atom.text)]


def field_runs(found: Field, paragraph: etree._Element) -> list[etree._Element] | None:
    """The runs of a complex field's marks and code; None when it does not lie within the paragraph."""
    marks = [one for one in found.elements if one.tag == FIELD_CHAR]
    kinds = [one.get(_FIELD_TYPE) for one in marks]
    if kinds[:1] != ["begin"] or kinds[-1:] != ["end"]:
        return None
    homes: list[etree._Element] = []
    for one in found.elements:
        run = one.getparent()
        if run is None or run.tag != R or _paragraph(run) is not paragraph:
            return None
        if run not in homes:
            homes.append(run)
    return homes


def _paragraph(element: etree._Element) -> etree._Element | None:
    node: etree._Element | None = element
    while node is not None and node.tag != P:
        node = node.getparent()
    return node


def edge(found: Field, kind: str) -> etree._Element | None:
    """The fldChar of this type ("begin" or "end") of a field."""
    marks = [one for one in found.elements if one.tag == FIELD_CHAR and one.get(_FIELD_TYPE) == kind]
    return marks[0] if marks else None
