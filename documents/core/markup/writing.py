"""Writing tracked changes around units of text: insertions, deletions, paragraph marks, moves."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from documents.core import symbols
from documents.core.markup import runs
from documents.core.markup.comments import is_date
from documents.core.markup.names import (
    AUTHOR,
    DATE,
    DEL,
    DEL_INSTRUCTION,
    DEL_TEXT,
    FIELD_CHAR,
    ID,
    INS,
    INSTRUCTION,
    P_PR,
    R_PR,
    RELATIONS,
    VAL,
    P,
    R,
    T,
    w,
)
from documents.core.markup.units import Strip, Unit, edge, field_runs
from documents.core.model import Span
from documents.core.textmap.atoms import Field

#: Children of w:rPr in the order of the schema, as far as spans set them (ISO 29500-1 §17.3.2.28).
_FORMATS: dict[str, tuple[tuple[str, str], ...]] = {
    "bold": (("b", ""), ("bCs", "")),
    "italic": (("i", ""), ("iCs", "")),
    "smallcaps": (("smallCaps", ""),),
    "strike": (("strike", ""),),
    "underline": (("u", "single"),),
    "highlight": (("highlight", "yellow"),),
    "superscript": (("vertAlign", "superscript"),),
    "subscript": (("vertAlign", "subscript"),),
}
RUN_ORDER = {
    w(name): place
    for place, name in enumerate(
        (
            "ins",
            "del",
            "moveFrom",
            "moveTo",
            "rStyle",
            "rFonts",
            "b",
            "bCs",
            "i",
            "iCs",
            "caps",
            "smallCaps",
            "strike",
            "dstrike",
            "outline",
            "shadow",
            "emboss",
            "imprint",
            "noProof",
            "snapToGrid",
            "vanish",
            "webHidden",
            "color",
            "spacing",
            "w",
            "kern",
            "position",
            "sz",
            "szCs",
            "highlight",
            "u",
            "effect",
            "bdr",
            "shd",
            "fitText",
            "vertAlign",
            "rtl",
            "cs",
            "em",
            "lang",
            "eastAsianLayout",
            "specVanish",
            "oMath",
            "rPrChange",
        )
    )
}
_WRAPPERS = (INS, DEL, w("moveFrom"), w("moveTo"))
_PARAGRAPH_TAIL = (R_PR, w("sectPr"), w("pPrChange"))


@dataclass(slots=True)
class Stamp:
    """Who makes a change and when; gives each mark an id of its own."""

    author: str
    date: str
    numbers: Callable[[], int]
    own: str = ""  # the id of the first mark, when the change brings one

    def mark(self, tag: str) -> etree._Element:
        """A new revision element."""
        number, self.own = self.own or str(self.numbers()), ""
        attributes = {ID: number, AUTHOR: self.author}
        if is_date(self.date):
            attributes[DATE] = self.date
        return etree.Element(tag, attributes)


@dataclass(slots=True)
class Ink:
    """New text for one place: `link` gives the relationship id for a link's target."""

    text: str
    spans: tuple[Span, ...] = ()
    link: Callable[[str], str] | None = None
    nodes: list[etree._Element] = field(default_factory=list)  # ready runs, instead of text


def delete(strip: Strip, start: int, end: int, stamp: Stamp, tag: str = DEL) -> list[etree._Element]:
    """Mark start..end as deleted; the wrappers, in order. Fields that it covers go as a whole."""
    units = strip.within(start, end)
    covered = covered_fields(strip, units, start, end)
    nodes = _with_field_runs(strip, units, covered)
    return wrap(nodes, stamp, tag)


def wrap(nodes: Sequence[etree._Element], stamp: Stamp, tag: str) -> list[etree._Element]:
    """Put revision wrappers around nodes; neighbours in one container share a wrapper."""
    wrappers: list[etree._Element] = []
    for node in nodes:
        if tag == DEL:  # what is moved away keeps its w:t: Word writes it so
            strike(node)
        last = wrappers[-1] if wrappers else None
        if last is not None and node.getprevious() is last and not (last.tail or "").strip():
            last.tail = node.tail
            node.tail = None
            last.append(node)
            continue
        wrapper = stamp.mark(tag)
        wrapper.tail = node.tail
        node.tail = None
        node.addprevious(wrapper)
        wrapper.append(node)
        wrappers.append(wrapper)
    return wrappers


def strike(node: etree._Element) -> None:
    """Turn the text of a run into deleted text (not that of text boxes inside it)."""
    for child in node if node.tag == R else ():
        if child.tag == T:
            child.tag = DEL_TEXT
        elif child.tag == INSTRUCTION:
            child.tag = DEL_INSTRUCTION


def covered_fields(strip: Strip, units: list[Unit], start: int, end: int) -> list[Field]:
    """Complex fields all of whose result lies in the deleted stretch."""
    found: list[Field] = []
    for unit in units:
        found += [one for one in unit.fields if one not in found]
    return [
        one
        for one in found
        if one.elements[0].tag == FIELD_CHAR
        and all(start <= unit.start and unit.end <= end for unit in strip.units if one in unit.fields)
    ]


def _with_field_runs(strip: Strip, units: list[Unit], fields: list[Field]) -> list[etree._Element]:
    """The units' nodes and, between them, the runs of the fields' marks, in document order."""
    nodes = [unit.node for unit in units]
    kept = {id(unit.node) for unit in strip.units} - {id(node) for node in nodes}
    for one in fields:
        _separate_marks(one, strip.paragraph)
        homes = field_runs(one, strip.paragraph)
        if homes is None or any(id(home) in kept for home in homes):
            continue
        nodes += [home for home in homes if all(home is not node for node in nodes)]
    if not fields:
        return nodes
    order = {node: place for place, node in enumerate(strip.paragraph.iter())}
    return sorted(nodes, key=lambda node: order.get(node, 0))


def _separate_marks(one: Field, paragraph: etree._Element) -> None:
    """Give the field's outer marks runs that hold nothing of the text beside the field."""
    if field_runs(one, paragraph) is None:
        return
    begin, end = edge(one, "begin"), edge(one, "end")
    for mark, rest in ((begin, begin), (end, end.getnext() if end is not None else None)):
        home = mark.getparent() if mark is not None else None
        if home is None or rest is None:
            continue
        before = [child for child in rest.itersiblings(preceding=True) if child.tag != R_PR]
        if before:
            runs.split(home, rest, 0)


def insert(
    strip: Strip,
    offset: int,
    ink: Ink,
    stamp: Stamp,
    after: etree._Element | None = None,
    like: Unit | None = None,
    tag: str = INS,
) -> list[etree._Element]:
    """Insert text at `offset`, or right after the element `after`; the new elements."""
    before, following = strip.before(offset), strip.after(offset)
    model = like or (before if before is not None and not before.island else following)
    properties = model.node.find(R_PR) if model is not None and model.node.tag == R else None
    if properties is None and model is None:
        properties = _mark_format(strip.paragraph)
    new = inked(ink, _legible(properties), stamp, tag)
    if after is not None:
        place = after
        for element in new:
            _add_after(place, element)
            place = element
        return new
    _place(strip, before, following, new)
    return new


def inked(ink: Ink, properties: etree._Element | None, stamp: Stamp, tag: str) -> list[etree._Element]:
    """The text as revision wrappers; a link goes around its wrapper, as LibreOffice writes it."""
    if ink.nodes:
        return [_wrapped(ink.nodes, stamp, tag)]
    found: list[etree._Element] = []
    for text, kinds, target in _segments(ink):
        new = runs.run(text, _formatted(properties, kinds, ink.spans != ()))
        wrapper = None if target or not found or found[-1].tag != tag else found[-1]
        if wrapper is not None:
            wrapper.append(new)
            continue
        wrapper = _wrapped([new], stamp, tag)
        if target and ink.link is not None:
            link = etree.Element(w("hyperlink"), nsmap={"r": RELATIONS})
            if target.startswith("#"):
                link.set(w("anchor"), target[1:])
            else:
                link.set(f"{{{RELATIONS}}}id", ink.link(target))
            link.append(wrapper)
            wrapper = link
        found.append(wrapper)
    return found


def _wrapped(nodes: Sequence[etree._Element], stamp: Stamp, tag: str) -> etree._Element:
    wrapper = stamp.mark(tag)
    wrapper.extend(nodes)
    return wrapper


def _segments(ink: Ink) -> list[tuple[str, frozenset[str], str]]:
    """The text cut where formatting changes: (text, kinds of spans, link target)."""
    cuts = sorted(
        {
            0,
            len(ink.text),
            *(min(max(place, 0), len(ink.text)) for span in ink.spans for place in (span.start, span.end)),
        }
    )
    found = []
    for start, end in itertools.pairwise(cuts):
        over = [span for span in ink.spans if span.start <= start and end <= span.end]
        target = next((span.value for span in over if span.kind == "link" and span.value), "")
        found.append((ink.text[start:end], frozenset(span.kind for span in over), target))
    return found  # type: ignore[return-value]


def _formatted(
    properties: etree._Element | None, kinds: frozenset[str], overrides: bool
) -> etree._Element | None:
    if not overrides:
        return properties
    new = copy.deepcopy(properties) if properties is not None else etree.Element(R_PR)
    for kind, settings in _FORMATS.items():
        for name, value in settings:
            for old in new.findall(w(name)):
                if kind in ("bold", "italic", "superscript", "subscript") or kind in kinds:
                    new.remove(old)
            if kind in kinds:
                setting = etree.Element(w(name))
                if value:
                    setting.set(VAL, value)
                put_in_order(new, setting)
    return new


def put_in_order(properties: etree._Element, setting: etree._Element) -> None:
    """Add a child to a w:rPr where the schema wants it."""
    rank = RUN_ORDER.get(str(setting.tag), len(RUN_ORDER))
    for child in properties:
        if RUN_ORDER.get(str(child.tag), len(RUN_ORDER)) > rank:
            child.addprevious(setting)
            return
    properties.append(setting)


def _mark_format(paragraph: etree._Element) -> etree._Element | None:
    """The formatting of the paragraph mark: what text typed into an empty paragraph takes."""
    properties = paragraph.find(f"{P_PR}/{R_PR}")
    if properties is None:
        return None
    plain = copy.deepcopy(properties)
    for child in list(plain):
        if child.tag in (INS, DEL, w("moveFrom"), w("moveTo"), w("rPrChange")):
            plain.remove(child)
    return plain


def _legible(properties: etree._Element | None) -> etree._Element | None:
    """The formatting without a font that draws pictures for letters."""
    fonts = properties.find(w("rFonts")) if properties is not None else None
    if properties is None or fonts is None:
        return properties
    if not any(symbols.is_symbol_font(str(font)) for font in fonts.attrib.values()):
        return properties
    plain = copy.deepcopy(properties)
    plain.remove(plain.find(w("rFonts")))  # type: ignore[arg-type]
    return plain


def _place(strip: Strip, before: Unit | None, following: Unit | None, new: list[etree._Element]) -> None:
    """Put elements between two units, in the innermost container and field that hold both."""
    if before is None and following is None:
        strip.paragraph.extend(new)
        return
    if before is not None:
        place = climb(strip, before, following, "end")
        for element in new:
            _add_after(place, element)
            place = element
    elif following is not None:
        place = climb(strip, following, None, "begin")
        for element in new:
            place.addprevious(element)


def opened_before(node: etree._Element, numbers: Callable[[], int]) -> etree._Element:
    """The node, or the revision around it, which is split so that it begins with the node."""
    wrapper = node.getparent()
    if wrapper is None or wrapper.tag not in _WRAPPERS:
        return node
    earlier = list(node.itersiblings(preceding=True))
    if earlier:
        first = _another(wrapper, numbers)
        first.extend(reversed(earlier))
        wrapper.addprevious(first)
    return wrapper


def opened_after(node: etree._Element, numbers: Callable[[], int]) -> etree._Element:
    """The node, or the revision around it, which is split so that it ends with the node."""
    wrapper = node.getparent()
    if wrapper is None or wrapper.tag not in _WRAPPERS:
        return node
    later = list(node.itersiblings())
    if later:
        last = _another(wrapper, numbers)
        last.extend(later)
        _add_after(wrapper, last)
    return wrapper


def _another(wrapper: etree._Element, numbers: Callable[[], int]) -> etree._Element:
    """An empty revision like the wrapper, with an id of its own."""
    new = etree.Element(wrapper.tag, dict(wrapper.attrib), nsmap=wrapper.nsmap)  # type: ignore[arg-type, misc]
    new.set(ID, str(numbers()))
    return new


def climb(strip: Strip, unit: Unit, other: Unit | None, kind: str) -> etree._Element:
    """The outermost element around `unit` that does not hold `other`: fields count as elements."""
    node = unit.outer
    leaving = [one for one in unit.fields if other is None or one not in other.fields]
    if leaving:
        mark = edge(leaving[0], kind)
        home = mark.getparent() if mark is not None else None
        if home is not None and home.tag == R and _home_of(home) is _home_of(node):
            node = _isolated(home, mark, kind)
            parent = node.getparent()
            node = parent if parent is not None and parent.tag in (INS, DEL) else node
    around = set(other.node.iterancestors()) if other is not None else set()
    parent = node.getparent()
    while parent is not None and parent.tag != P and parent not in around:
        node, parent = parent, parent.getparent()
    return node


def _home_of(node: etree._Element) -> etree._Element | None:
    return next(node.iterancestors(P), None)


def _isolated(home: etree._Element, mark: etree._Element | None, kind: str) -> etree._Element:
    """The run of a field mark, split so that it starts (begin) or ends (end) with the mark."""
    if mark is None:
        return home
    if kind == "begin":
        before = [child for child in mark.itersiblings(preceding=True) if child.tag != R_PR]
        return runs.split(home, mark, 0) if before else home
    rest = mark.getnext()
    if rest is not None:
        runs.split(home, rest, 0)
    return home


def _add_after(place: etree._Element, element: etree._Element) -> None:
    tail, place.tail = place.tail, None
    place.addnext(element)
    element.tail = tail


def mark_paragraph(paragraph: etree._Element, stamp: Stamp, tag: str) -> None:
    """Mark the paragraph's own mark as inserted, deleted or moved."""
    properties = paragraph.find(P_PR)
    if properties is None:
        properties = etree.Element(P_PR)
        paragraph.insert(0, properties)
    run_properties = properties.find(R_PR)
    if run_properties is None:
        run_properties = etree.Element(R_PR)
        tail = next((child for child in properties if child.tag in _PARAGRAPH_TAIL), None)
        if tail is not None:
            tail.addprevious(run_properties)
        else:
            properties.append(run_properties)
    run_properties.insert(0, stamp.mark(tag))


def mark_row(row: etree._Element, stamp: Stamp, tag: str) -> None:
    """Mark a table row as inserted or deleted."""
    properties = row.find(w("trPr"))
    if properties is None:
        properties = etree.Element(w("trPr"))
        before = [child for child in row if child.tag == w("tblPrEx")]
        row.insert(row.index(before[-1]) + 1 if before else 0, properties)
    change = properties.find(w("trPrChange"))
    if change is not None:
        change.addprevious(stamp.mark(tag))
    else:
        properties.append(stamp.mark(tag))


def inline_nodes(home: etree._Element) -> list[etree._Element]:
    """All runs and equations of a paragraph or container, whatever they hold, in order."""
    found: list[etree._Element] = []
    for child in home:
        if child.tag == R or str(child.tag).endswith(("}oMath", "}oMathPara")):
            found.append(child)
        elif child.tag not in (P_PR, P) and len(child) and not str(child.tag).endswith("Pr"):
            found += inline_nodes(child)
    return found
