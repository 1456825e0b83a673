"""Styles, list definitions and notes of a donor, brought into another package when they are missing."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from lxml import etree

from documents.core.markup import canonical
from documents.core.markup.names import ID, NAME, VAL, w
from documents.core.markup.parts import Workbench
from documents.core.package import Package

if TYPE_CHECKING:
    from documents.core.markup.donors import Donor

_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_STYLE_ID = w("styleId")
_STYLE_LINKS = (w("basedOn"), w("link"), w("next"))
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_VOLATILE = (w("nsid"), w("tmpl"), w("rsid"))
_RSID = re.compile(
    rb'\s(?:\w+:)?(?:rsid\w*|restartNumberingAfterBreak|durableId|abstractNumId|numId)="[^"]*"'
)


class Styles:
    """Style ids of the donor as ids of the receiving package."""

    def __init__(self, donor: Package, bench: Workbench) -> None:
        self._there = _styles(donor)
        self._bench = bench
        self._part = next(iter(bench.package.related(bench.package.main, "styles")), "")
        self._here = _styles(bench.package)
        self._names = {
            (style.get(w("type"), ""), _name(style)): identity for identity, style in self._here.items()
        }
        self._known: dict[str, str] = {}

    def here(self, identity: str) -> str:
        """The id of the same style here; it is brought when no style of its name and type exists."""
        if identity not in self._known:
            self._known[identity] = ""
            self._known[identity] = self._find_or_bring(identity)
        return self._known[identity]

    def _find_or_bring(self, identity: str) -> str:
        style = self._there.get(identity)
        if style is None:
            return identity if identity in self._here else ""
        known = self._names.get((style.get(w("type"), ""), _name(style)))
        if known is not None:
            return known
        if not self._part:
            return ""
        new = copy.deepcopy(style)
        new.tail = None
        new.attrib.pop(w("default"), "")
        fresh = identity
        while fresh in self._here:
            fresh += "x"
        new.set(_STYLE_ID, fresh)
        self._known[identity] = fresh
        self._here[fresh] = new
        self._names[(new.get(w("type"), ""), _name(new))] = fresh
        for link in [child for child in new if child.tag in _STYLE_LINKS]:
            target = self.here(link.get(VAL, ""))
            if target:
                link.set(VAL, target)
            else:
                new.remove(link)
        for numbering in list(new.iter(w("numPr"))):
            numbering.getparent().remove(numbering)  # type: ignore[union-attr]
        self._bench.tree(self._part).append(new)
        return fresh


def _styles(package: Package) -> dict[str, etree._Element]:
    return {
        style.get(_STYLE_ID, ""): style
        for part in package.related(package.main, "styles")
        for style in package.tree(part).iter(w("style"))
    }


def _name(style: etree._Element) -> str:
    name = style.find(NAME)
    return name.get(VAL, "").lower() if name is not None else ""


class Lists:
    """List ids (w:numId) of the donor as ids of the receiving package."""

    def __init__(self, donor: Package, bench: Workbench) -> None:
        self._bench = bench
        self._there = _numbering(donor)
        self._known: dict[str, str] = {}

    def here(self, number: str) -> str:
        """The list here that has the same definition, brought when there is none."""
        if number not in self._known:
            self._known[number] = self._find_or_bring(number)
        return self._known[number]

    def _find_or_bring(self, number: str) -> str:
        there = _list(self._there, number)
        if there is None:
            return ""
        here = _numbering(self._bench.package)
        instance, abstract = there
        if here is None:
            return self._start(instance, abstract)
        same = _list(here, number)
        if same is not None and _shape(same[1]) == _shape(abstract) and _shape(same[0]) == _shape(instance):
            return number
        return self._append(here, instance, abstract)

    def _append(self, root: etree._Element, instance: etree._Element, abstract: etree._Element) -> str:
        part = self._bench.package.related(self._bench.package.main, "numbering")[0]
        self._bench.tree(part)
        known = next(
            (one for one in root.iterchildren(w("abstractNum")) if _shape(one) == _shape(abstract)), None
        )
        if known is None:
            known = copy.deepcopy(abstract)
            known.tail = None
            known.set(w("abstractNumId"), _next(root, "abstractNum", "abstractNumId"))
            for link in [child for child in known if child.tag in (w("styleLink"), w("numStyleLink"))]:
                known.remove(link)
            first = root.find(w("num"))
            if first is not None:
                first.addprevious(known)
            else:
                root.append(known)
        new = copy.deepcopy(instance)
        new.tail = None
        fresh = _next(root, "num", "numId")
        new.set(w("numId"), fresh)
        target = new.find(w("abstractNumId"))
        if target is not None:
            target.set(VAL, known.get(w("abstractNumId"), "0"))
        last = list(root.iterchildren(w("num")))
        if last:
            last[-1].addnext(new)
        else:
            known.addnext(new)
        return fresh

    def _start(self, instance: etree._Element, abstract: etree._Element) -> str:
        package = self._bench.package
        folder = package.main.rpartition("/")[0]
        part = f"{folder}/numbering.xml" if folder else "numbering.xml"
        if package.find(part) or part in self._bench.written:
            return ""
        root = etree.fromstring(f"<w:numbering {_NAMESPACE}/>")
        root.append(copy.deepcopy(abstract))
        root.append(copy.deepcopy(instance))
        content = _DECLARATION + etree.tostring(root, encoding="UTF-8")
        self._bench.start(part, content, _WORD_TYPE + "numbering+xml", "numbering")
        return instance.get(w("numId"), "")


def _numbering(package: Package) -> etree._Element | None:
    parts = package.related(package.main, "numbering")
    return package.tree(parts[0]) if parts else None


def _list(root: etree._Element | None, number: str) -> tuple[etree._Element, etree._Element] | None:
    """The w:num of this id with the w:abstractNum that it uses."""
    if root is None:
        return None
    for instance in root.iterchildren(w("num")):
        if instance.get(w("numId")) == number:
            target = instance.find(w("abstractNumId"))
            wanted = target.get(VAL) if target is not None else None
            for abstract in root.iterchildren(w("abstractNum")):
                if abstract.get(w("abstractNumId")) == wanted:
                    return instance, abstract
    return None


def _shape(element: etree._Element) -> bytes:
    """What a definition says, without ids and revision-save numbers."""
    plain = copy.deepcopy(element)
    plain.tail = None
    for child in list(plain.iter(*_VOLATILE, w("abstractNumId"))):
        home = child.getparent()
        if home is not None:
            home.remove(child)
    plain.attrib.clear()
    return _RSID.sub(b"", canonical.canonical(plain))


def _next(root: etree._Element, tag: str, attribute: str) -> str:
    taken = [one.get(w(attribute), "0") for one in root.iterchildren(w(tag))]
    return str(max((int(one) for one in taken if one.isdecimal()), default=0) + 1)


def note(donor: Donor, kind: str, identity: str) -> str:
    """Bring a note of the donor; its id here, "" when it cannot be brought."""
    key = (kind, identity)
    if key in donor.notes:
        return donor.notes[key]
    there = donor.package.related(donor.package.main, f"{kind}s")
    source = next(
        (one for part in there for one in donor.package.tree(part) if one.get(ID) == identity), None
    )
    if source is None:
        return ""
    bench = donor.bench
    parts = bench.package.related(bench.package.main, f"{kind}s") or _start_notes(donor, kind, there[0])
    if not parts:
        return ""
    root = bench.tree(parts[0])
    number = str(max((int(one.get(ID, "0")) for one in root if _is_integer(one.get(ID, ""))), default=0) + 1)
    donor.notes[key] = number
    new = donor.copy(source, there[0], parts[0])
    new.set(ID, number)
    root.append(new)
    return number


def _is_integer(text: str) -> bool:
    return text.lstrip("-").isdecimal()


def _start_notes(donor: Donor, kind: str, there: str) -> list[str]:
    """A notes part with the donor's separators, for a package that has had no notes."""
    bench, package = donor.bench, donor.bench.package
    folder = package.main.rpartition("/")[0]
    part = f"{folder}/{kind}s.xml" if folder else f"{kind}s.xml"
    if package.find(part):
        return []
    root = copy.deepcopy(donor.package.tree(there))
    for one in list(root):
        if one.get(w("type")) is None:
            root.remove(one)
    content = _DECLARATION + etree.tostring(root, encoding="UTF-8")
    bench.start(part, content, f"{_WORD_TYPE}{kind}s+xml", f"{kind}s")
    return [part]
