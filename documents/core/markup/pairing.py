"""Two versions' XML side by side: which children, rows, notes and boxes of one go with which of the other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from documents.core.markup.names import COMPATIBILITY, ID, SDT, TBL, TC, TR, P, T, w
from documents.core.textmap import Story, TextMap

Links = Mapping[etree._Element, etree._Element]
Notes = Mapping[tuple[str, str], Story]
_BLOCKS = (P, TBL, SDT, w("customXml"))
_BOX = w("txbxContent")
_FALLBACK = f"{{{COMPATIBILITY}}}Fallback"
_NOTES = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}


def stories(ours: TextMap, theirs: TextMap) -> Iterator[tuple[Story, Story]]:
    """Bodies, and headers and footers where both have as many; notes go with their marks."""
    for kind in ("body", "header", "footer"):
        one = [story for story, _ in ours.stories if story.kind == kind]
        two = [story for story, _ in theirs.stories if story.kind == kind]
        if len(one) == len(two):
            for old, new in zip(one, two, strict=True):
                if kind == "body":
                    yield _body(old), _body(new)
                else:
                    yield old, new


def apart(ours: TextMap, theirs: TextMap) -> set[str]:
    """Kinds of margins of which the versions have different numbers: they cannot be paired."""
    kinds = [Counter(story.kind for story, _ in one.stories) for one in (ours, theirs)]
    return {kind for kind in ("header", "footer") if kinds[0][kind] != kinds[1][kind]}


def _body(story: Story) -> Story:
    body = story.element.find(w("body"))
    return story if body is None else Story(story.kind, story.part, body)


def children(home: etree._Element) -> list[etree._Element]:
    """Block-level children."""
    return [one for one in home if one.tag in _BLOCKS]


def content(wrapper: etree._Element) -> etree._Element | None:
    """Where the blocks of a content control are."""
    return wrapper.find(w("sdtContent")) if wrapper.tag == SDT else wrapper


def unwrapped(element: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs, tables and rows of an element, without content controls around them."""
    if element.tag in (P, TBL, TR):
        yield element
        return
    inside = content(element)
    for child in children(inside) if inside is not None else ():
        yield from unwrapped(child)


def matched(
    ours: Sequence[etree._Element], theirs: Sequence[etree._Element], links: Links
) -> list[tuple[int, int]]:
    """Children that continue each other, in the order of both."""
    places = {paragraph: j for j, one in enumerate(theirs) for paragraph in one.iter(P)}
    pairs = []
    for i, one in enumerate(ours):
        votes = Counter(
            places[links[paragraph]] for paragraph in one.iter(P) if links.get(paragraph) in places
        )
        pairs += [(i, j) for j, _ in votes.most_common() if theirs[j].tag == one.tag][:1]
    return _increasing(pairs)


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs that grows on both sides."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for at, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        tails[place : place + 1] = [j]
        back.append(ends[place - 1] if place else -1)
        ends[place : place + 1] = [at]
    chain: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = back[at]
    return chain[::-1]


def rows(table: etree._Element) -> list[etree._Element] | None:
    """The rows of a table, None when some stand inside content controls."""
    if any(
        one.tag not in (TR, w("tblPr"), w("tblGrid")) and next(one.iter(TR), None) is not None
        for one in table
    ):
        return None
    found = table.findall(TR)
    if any(next(one.iter(TC), None) is not None for row in found for one in row if one.tag != TC):
        return None
    return found


def matched_rows(
    ours: Sequence[etree._Element], theirs: Sequence[etree._Element], links: Links
) -> list[tuple[int, int]]:
    """Rows that continue each other and have as many cells."""
    found = matched(ours, theirs, links)
    return [(i, j) for i, j in found if len(ours[i].findall(TC)) == len(theirs[j].findall(TC))]


def inner(old: etree._Element, new: etree._Element) -> list[tuple[etree._Element, etree._Element]]:
    """Text boxes in two paragraphs that are alike inside."""
    return list(zip(_boxes(old), _boxes(new), strict=True))


def alike_inside(old: etree._Element, new: etree._Element) -> bool:
    """Whether two paragraphs have as many text boxes and notes."""
    return len(_boxes(old)) == len(_boxes(new)) and _note_kinds(old) == _note_kinds(new)


def _boxes(paragraph: etree._Element) -> list[etree._Element]:
    return [
        box
        for box in paragraph.iter(_BOX)
        if next(box.iterancestors(P), None) is paragraph and next(box.iterancestors(_FALLBACK), None) is None
    ]


def is_in_box(paragraph: etree._Element, top: etree._Element) -> bool:
    """Whether the paragraph stands in a text box inside `top`."""
    for one in paragraph.iterancestors():
        if one.tag == _BOX:
            return top is not one and (top in one.iterancestors())
        if one is top:
            return False
    return False


def _note_kinds(paragraph: etree._Element) -> list[str]:
    return [str(mark.tag) for mark in paragraph.iter(*_NOTES)]


def notes(
    old: etree._Element, new: etree._Element, one: Notes, two: Notes
) -> Iterator[tuple[tuple[str, str], etree._Element, etree._Element]]:
    """The notes of two paragraphs in order, with the parts that they are in."""
    for mark, other in zip(old.iter(*_NOTES), new.iter(*_NOTES), strict=True):
        kind = _NOTES[str(mark.tag)]
        here, there = one.get((kind, mark.get(ID, ""))), two.get((kind, other.get(ID, "")))
        if here is not None and there is not None:
            yield (here.part, there.part), here.element, there.element


def notes_of(found: TextMap) -> Notes:
    """The notes of a file by kind and id."""
    return {
        (f"{story.kind}s", story.id): story
        for story, _ in found.stories
        if story.kind in ("footnote", "endnote")
    }


def text_of(element: etree._Element) -> str:
    """All plain text below an element."""
    return "".join(one.text or "" for one in element.iter(T))
