"""Styles, list definitions and notes of a donor, brought into another package when they are missing."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence

from lxml import etree

from documents.core.markup import canonical
from documents.core.markup.names import ID, NAME, VAL, w
from documents.core.markup.parts import Workbench
from documents.core.package import Package

Copied = Callable[[etree._Element, str, str], etree._Element]

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
        self._there = Numbering.of(donor)
        self._here = Numbering.of(bench.package)
        self._known: dict[str, str] = {}

    def here(self, number: str) -> str:
        """The list here that has the same definition, brought when there is none."""
        if number not in self._known:
            self._known[number] = self._find_or_bring(number)
        return self._known[number]

    def _find_or_bring(self, number: str) -> str:
        there = self._there.lists.get(number) if self._there is not None else None
        if there is None:
            return ""
        instance, abstract = there
        if self._here is None:
            return self._start(instance, abstract)
        same = self._here.lists.get(number)
        if same is not None and all(_shape(one) == _shape(two) for one, two in zip(same, there, strict=True)):
            return number
        self._bench.tree(self._bench.package.related(self._bench.package.main, "numbering")[0])
        return self._here.append(instance, abstract)

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
        self._here = Numbering.of(package)
        return instance.get(w("numId"), "")


class Numbering:
    """The lists of a package and their definitions, looked through once."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._instances = list(root.iterchildren(w("num")))
        abstracts = list(root.iterchildren(w("abstractNum")))
        by_number = {one.get(w("abstractNumId")): one for one in reversed(abstracts)}
        #: w:numId → the w:num with the w:abstractNum that it uses.
        self.lists: dict[str, tuple[etree._Element, etree._Element]] = {}
        for instance in self._instances:
            target = instance.find(w("abstractNumId"))
            abstract = by_number.get(target.get(VAL) if target is not None else None)
            if abstract is not None:
                self.lists.setdefault(instance.get(w("numId"), ""), (instance, abstract))
        self._abstracts = abstracts
        self._shapes: dict[bytes, etree._Element] | None = None
        self._last = {
            "num": _highest(self._instances, "numId"), "abstractNum": _highest(abstracts, "abstractNumId"),
        }

    @classmethod
    def of(cls, package: Package) -> Numbering | None:
        """That of a package, None when it has no lists."""
        parts = package.related(package.main, "numbering")
        return cls(package.tree(parts[0])) if parts else None

    def append(self, instance: etree._Element, abstract: etree._Element) -> str:
        """Bring a list, and its definition when none here says the same; its id."""
        known = self._definition(abstract)
        new = copy.deepcopy(instance)
        new.tail = None
        fresh = self._next("num")
        new.set(w("numId"), fresh)
        target = new.find(w("abstractNumId"))
        if target is not None:
            target.set(VAL, known.get(w("abstractNumId"), "0"))
        (self._instances[-1] if self._instances else known).addnext(new)
        self._instances.append(new)
        return fresh

    def _definition(self, abstract: etree._Element) -> etree._Element:
        if self._shapes is None:
            self._shapes = {_shape(one): one for one in reversed(self._abstracts)}
        shape = _shape(abstract)
        if shape not in self._shapes:
            self._shapes[shape] = self._bring(abstract)
        return self._shapes[shape]

    def _bring(self, abstract: etree._Element) -> etree._Element:
        new = copy.deepcopy(abstract)
        new.tail = None
        new.set(w("abstractNumId"), self._next("abstractNum"))
        for link in [child for child in new if child.tag in (w("styleLink"), w("numStyleLink"))]:
            new.remove(link)
        if self._instances:
            self._instances[0].addprevious(new)
        else:
            self._root.append(new)
        return new

    def _next(self, kind: str) -> str:
        self._last[kind] += 1
        return str(self._last[kind])


def _highest(elements: Sequence[etree._Element], attribute: str) -> int:
    numbers = [one.get(w(attribute), "0") for one in elements]
    return max((int(one) for one in numbers if one.isdecimal()), default=0)


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


class Notes:
    """Ids of the donor's footnotes and endnotes as ids of the receiving package.

    `copied` gives a copy of a note that is at home in a part: (note, the donor's part, ours).
    """

    def __init__(self, donor: Package, bench: Workbench, copied: Copied) -> None:
        self._donor = donor
        self._bench = bench
        self._copied = copied
        self._sources: dict[str, dict[str, etree._Element]] = {}
        self._last: dict[str, int] = {}
        self._known: dict[tuple[str, str], str] = {}

    def here(self, kind: str, identity: str) -> str:
        """The note's id here, once it was brought; "" when it cannot be. `kind`: footnote, endnote."""
        key = (kind, identity)
        if key in self._known:
            return self._known[key]
        source = self._source(kind, identity)
        parts = self._parts(kind) if source is not None else []
        if source is None or not parts:
            return ""
        root = self._bench.tree(parts[0])
        number = self._known[key] = self._next(kind, root)
        new = self._copied(source, self._there(kind)[0], parts[0])
        new.set(ID, number)
        root.append(new)
        return number

    def _there(self, kind: str) -> list[str]:
        return self._donor.related(self._donor.main, f"{kind}s")

    def _source(self, kind: str, identity: str) -> etree._Element | None:
        if kind not in self._sources:
            notes = [one for part in self._there(kind) for one in self._donor.tree(part)]
            self._sources[kind] = {one.get(ID, ""): one for one in reversed(notes)}
        return self._sources[kind].get(identity)

    def _next(self, kind: str, root: etree._Element) -> str:
        if kind not in self._last:
            numbers = [one.get(ID, "") for one in root]
            self._last[kind] = max((int(one) for one in numbers if _is_integer(one)), default=0)
        self._last[kind] += 1
        return str(self._last[kind])

    def _parts(self, kind: str) -> list[str]:
        package = self._bench.package
        return package.related(package.main, f"{kind}s") or self._start(kind)

    def _start(self, kind: str) -> list[str]:
        """A notes part with the donor's separators, for a package that has had no notes."""
        package = self._bench.package
        folder = package.main.rpartition("/")[0]
        part = f"{folder}/{kind}s.xml" if folder else f"{kind}s.xml"
        if package.find(part):
            return []
        root = copy.deepcopy(self._donor.tree(self._there(kind)[0]))
        for one in list(root):
            if one.get(w("type")) is None:
                root.remove(one)
        content = _DECLARATION + etree.tostring(root, encoding="UTF-8")
        self._bench.start(part, content, f"{_WORD_TYPE}{kind}s+xml", f"{kind}s")
        return [part]


def _is_integer(text: str) -> bool:
    return text.lstrip("-").isdecimal()
