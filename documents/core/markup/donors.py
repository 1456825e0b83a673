"""Blocks taken from another package, with all that they need: pictures, styles, lists, notes, links.

What the receiving package already has, in the same words, is used; what clashes is renamed.
"""

from __future__ import annotations

import copy
import posixpath
from dataclasses import dataclass, field

from lxml import etree

from documents.core.markup import definitions, units
from documents.core.markup.names import ID, NAME, P_PR, PARA_ID, RELATIONS, VAL, XML_SPACE, P, R, T, w
from documents.core.markup.numbers import Numbers
from documents.core.markup.parts import Workbench
from documents.core.markup.runs import set_text
from documents.core.markup.settling.taking import remove
from documents.core.package import Package, open_package
from documents.core.textmap import Atom, TextMap, map_package
from documents.core.textmap.state import keeps_space

_RELATION = f"{{{RELATIONS}}}"
_DRAWING_ID = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_REVIEW_MARKS = (w("commentRangeStart"), w("commentRangeEnd"), w("proofErr"), w("permStart"), w("permEnd"))
_STYLED = (w("pStyle"), w("rStyle"), w("tblStyle"))
_NOTES = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}


@dataclass(slots=True, eq=False)
class Donor:
    """A package to take blocks from, and the bench of the package that receives them."""

    found: TextMap
    bench: Workbench
    numbers: Numbers
    links: dict[tuple[str, str, str], str] = field(default_factory=dict)
    carried: dict[str, str] = field(default_factory=dict)  # part there → part here
    styles: definitions.Styles | None = None
    lists: definitions.Lists | None = None
    notes: definitions.Notes | None = None
    names: set[str] | None = None
    alike: dict[tuple[str, bytes], str] | None = None  # (extension, content) → part here
    numbered: dict[tuple[str, str], int] = field(default_factory=dict)  # names that are taken, up to a number

    @classmethod
    def of(cls, data: bytes, bench: Workbench, numbers: Numbers | None = None) -> Donor:
        """Open a donor. Raises Unreadable."""
        package = open_package(data)
        return cls(map_package(package), bench, numbers or Numbers(bench.package))

    @property
    def package(self) -> Package:
        """The donor's own package."""
        return self.found.package

    def paragraph(self, block: str) -> etree._Element | None:
        """A copy of a block's paragraph that can stand in the receiving main part."""
        source = self.found.by_id.get(block)
        if source is None or source.element.tag != P:
            return None
        return self.copy(source.element, source.pieces[-1].flow.story.part)

    def stretch(self, block: str, start: int, end: int) -> list[etree._Element]:
        """Copies of the runs and equations that hold characters `start..end` of a block, cut to these."""
        source = self.found.by_id.get(block)
        if source is None:
            return []
        part = source.pieces[-1].flow.story.part
        atoms = [atom for atom in source.atoms if not atom.run.pending and atom.text]
        found = []
        for node, members in units.by_node(atoms, source.element):
            inside = [atom for atom in members if atom.at < end and atom.at + len(atom.text) > start]
            if not inside:
                continue
            new = copy.deepcopy(node)
            if node.tag == R and not units.is_island(node, members):
                twins = dict(zip(node.iter(), new.iter(), strict=True))
                for atom in members:
                    _clip(twins[atom.element], atom, start - atom.at, end - atom.at)
            found.append(self.copy(new, part))
        return found

    def copy(self, element: etree._Element, part: str, into: str = "") -> etree._Element:
        """A copy of any element of the donor's `part`, at home in `into` (the main part)."""
        into = into or self.bench.package.main
        new = copy.deepcopy(element)
        new.tail = None
        if keeps_space(element):
            _keep_space(new)
        for mark in list(new.iter(*_REVIEW_MARKS)):
            remove(mark)
        for reference in list(new.iter(w("commentReference"))):
            run = reference.getparent()
            remove(run if run is not None and run.tag == R else reference)
        for section in list(new.iterfind(f".//{P_PR}/{w('sectPr')}")):
            remove(section)
        if new.tag == P:
            for section in list(new.iterfind(f"{P_PR}/{w('sectPr')}")):
                remove(section)
        self._bring_styles(new)
        self._bring_lists(new)
        self._bring_notes(new)
        self._bring_relations(new, part, into)
        self._rename(new)
        return new

    def _bring_styles(self, new: etree._Element) -> None:
        if self.styles is None:
            self.styles = definitions.Styles(self.package, self.bench)
        for mark in list(new.iter(*_STYLED)):
            here = self.styles.here(mark.get(VAL, ""))
            if here:
                mark.set(VAL, here)
            else:
                remove(mark)

    def _bring_lists(self, new: etree._Element) -> None:
        for mark in list(new.iter(w("numId"))):
            if mark.get(VAL, "0") == "0":
                continue
            if self.lists is None:
                self.lists = definitions.Lists(self.package, self.bench)
            here = self.lists.here(mark.get(VAL, ""))
            if here:
                mark.set(VAL, here)
            elif (home := mark.getparent()) is not None:
                remove(home)

    def _bring_notes(self, new: etree._Element) -> None:
        for reference in list(new.iter(*_NOTES)):
            if self.notes is None:
                self.notes = definitions.Notes(self.package, self.bench, self.copy)
            number = self.notes.here(_NOTES[str(reference.tag)], reference.get(ID, ""))
            if number:
                reference.set(ID, number)
            else:
                remove(reference)

    def _bring_relations(self, new: etree._Element, part: str, into: str) -> None:
        relationships = self.package.relationships(part)
        for element in new.iter():
            for name, value in list(element.attrib.items()):
                if not str(name).startswith(_RELATION):
                    continue
                one = relationships.get(str(value))
                if one is None:
                    continue
                element.set(name, self._link(part, into, one.id))

    def _link(self, part: str, into: str, identity: str) -> str:
        key = (part, into, identity)
        if key not in self.links:
            one = self.package.relationships(part)[identity]
            if one.external or not self.package.find(one.target):
                self.links[key] = self.bench.relate(into, one.kind, one.target, external=True)
            else:
                target = self._carry(self.package.find(one.target))
                kind = relation_type(self.package, part, identity)
                self.links[key] = self.bench.relate(into, kind, target)
        return self.links[key]

    def _carry(self, part: str) -> str:
        """Bring a part with everything it relates to; its name here."""
        if part in self.carried:
            return self.carried[part]
        content = self.package.parts[part]
        relationships = self.package.relationships(part)
        same = "" if relationships else self._same(part, content)
        if same:
            self.carried[part] = same
            return same
        name = self._free_name(part)
        self.carried[part] = name
        self.bench.add(name, content, self.package.content_type(part) or "application/octet-stream")
        if relationships:
            self._carry_relationships(part, name)
        return name

    def _same(self, part: str, content: bytes) -> str:
        """The part here of this content, "" when there is none."""
        if self.alike is None:
            held = reversed(list(self.bench.package.parts.items()))
            self.alike = {(posixpath.splitext(name)[1], one): name for name, one in held}
        return self.alike.get((posixpath.splitext(part)[1], content), "")

    def _carry_relationships(self, part: str, name: str) -> None:
        """A carried part keeps the ids of its relationships: its content refers to them."""
        for one in self.package.relationships(part).values():
            target = self.package.find(one.target) if not one.external else ""
            place = self._carry(target) if target else one.target
            self.bench.relate_as(
                name, one.id, relation_type(self.package, part, one.id), place, external=not target
            )

    def _free_name(self, part: str) -> str:
        stem, extension = posixpath.splitext(part)
        stem = stem.rstrip("0123456789")
        number, name = self.numbered.get((stem, extension), 0), part
        while self.bench.package.find(name) or name in self.bench.written:
            number += 1
            name = f"{stem}{number}{extension}"
        self.numbered[stem, extension] = number
        return name

    def _rename(self, new: etree._Element) -> None:
        """Give bookmarks, drawings and paragraphs names of their own."""
        if self.names is None:
            self.names = _bookmark_names(self.bench.package)
        renumbered: dict[str, str] = {}
        dropped: set[str] = set()
        for mark in list(new.iter(w("bookmarkStart"))):
            name = mark.get(NAME, "")
            if name in self.names:
                dropped.add(mark.get(ID, ""))
                remove(mark)
                continue
            self.names.add(name)
            renumbered[mark.get(ID, "")] = fresh = str(self.numbers())
            mark.set(ID, fresh)
        for mark in list(new.iter(w("bookmarkEnd"))):
            fresh = renumbered.get(mark.get(ID, ""), "")
            if fresh:
                mark.set(ID, fresh)
            else:
                remove(mark)
        for drawing in new.iter(_DRAWING_ID):
            drawing.set("id", str(self.numbers() + 100_000))
        for element in new.iter():
            for name in (PARA_ID, PARA_ID.replace("paraId", "textId")):
                element.attrib.pop(name, "")


def _clip(element: etree._Element, atom: Atom, start: int, end: int) -> None:
    """Cut an atom's own element down to its characters `start..end`."""
    if start >= len(atom.text) or end <= 0:
        remove(element)
    elif atom.kind == "text" and (start > 0 or end < len(atom.text)):
        set_text(element, atom.text[max(start, 0) : end])


def _keep_space(new: etree._Element) -> None:
    """Say of each text that its outer blanks count: where it comes from, all of the part said so."""
    for text in new.iter(T):
        if text.text and text.text != text.text.strip() and XML_SPACE not in text.attrib:
            text.set(XML_SPACE, "preserve")


def relation_type(package: Package, part: str, identity: str) -> str:
    """The whole type of a relationship, as its part spells it."""
    folder, _, name = part.rpartition("/")
    rels = package.find(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    for element in package.tree(rels):
        if element.get("Id") == identity:
            return element.get("Type", "")
    return ""


def _bookmark_names(package: Package) -> set[str]:
    return {mark.get(NAME, "") for mark in package.tree(package.main).iter(w("bookmarkStart"))}
