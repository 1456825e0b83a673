"""Inline meaning of a block: formatting, links, cross-references, bookmarks, ruby readings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from documents.core.model import Span, SpanKind
from documents.core.package import Package
from documents.core.package.names import HYPERLINK, R, T, W
from documents.core.textmap import Atom, Container, Field, Mark, TextBlock

_ADDRESS = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]\S*))?', re.IGNORECASE)
_PLACE = re.compile(r'\\l\s+"([^"]*)"', re.IGNORECASE)
_REFERENCE = re.compile(r"\s*(?:REF|PAGEREF|NOTEREF|STYLEREF)\s+\"?([^\s\"\\]+)", re.IGNORECASE)


def spans(block: TextBlock, package: Package) -> tuple[Span, ...]:
    """The spans of the clean text, by start, then by end from far to near; bookmarks are apart."""
    return tuple(_merged(_said(block, package)))


def _said(block: TextBlock, package: Package) -> Iterator[Span]:
    for atom in block.atoms:
        run = atom.run
        if run.pending:
            continue
        start, end = atom.at, atom.at + len(atom.text)
        for kind in run.format.kinds:
            yield Span(start, end, kind)
        if run.container is not None:
            yield from _of_containers(atom, run.container, start, end, package)
        if atom.field is not None:
            yield from _of_fields(atom.field, start, end)


def _of_containers(atom: Atom, container: Container | None, start: int, end: int,
                   package: Package) -> Iterator[Span]:
    while container is not None:
        if container.kind == "hyperlink" and container.element.tag == HYPERLINK:
            target = _target(container, atom, package)
            if target:
                yield Span(start, end, "link", target)
        elif container.kind == "rubyBase":
            yield Span(start, end, "ruby", _reading(container))
        container = container.parent


def _target(container: Container, atom: Atom, package: Package) -> str:
    element = container.element
    anchor = element.get(W + "anchor", "")
    found = package.relationships(atom.run.piece.flow.story.part).get(element.get(R + "id", ""))
    address = found.target if found is not None else ""
    return f"{address}#{anchor}" if anchor else address


def _reading(container: Container) -> str:
    ruby = container.element.getparent()
    above = None if ruby is None else ruby.find(W + "rt")
    return "" if above is None else "".join(one.text or "" for one in above.iter(T))


def _of_fields(innermost: Field, start: int, end: int) -> Iterator[Span]:
    for field in innermost.and_around():
        code = field.code
        if "HYPERLINK" in code and (match := _ADDRESS.match(code)):
            place = _PLACE.search(code)
            target = (match[1] or match[2] or "") + (f"#{place[1]}" if place else "")
            if target:
                yield Span(start, end, "link", target)
        elif "REF" in code and (match := _REFERENCE.match(code)):
            yield Span(start, end, "reference", match[1])


def _merged(said: Iterable[Span]) -> list[Span]:
    """Spans that touch and mean the same are one."""
    open_spans: dict[tuple[SpanKind, str], tuple[int, int]] = {}
    done: list[Span] = []
    for one in said:
        key = (one.kind, one.value)
        before = open_spans.get(key)
        if before is not None and before[1] >= one.start:
            open_spans[key] = before[0], max(before[1], one.end)
            continue
        if before is not None:
            done.append(Span(before[0], before[1], one.kind, one.value))
        open_spans[key] = one.start, one.end
    done.extend(Span(start, end, kind, value) for (kind, value), (start, end) in open_spans.items())
    if len(done) > 1:
        done.sort(key=lambda one: (one.start, -one.end, one.kind))
    return done


def bookmarks(marks: Iterable[Mark]) -> dict[str, list[Span]]:
    """Block id → spans of the bookmarks that begin there; one that ends elsewhere goes to the end."""
    ends = {mark.id: mark for mark in marks if mark.kind == "bookmark_end"}
    found: dict[str, list[Span]] = {}
    for mark in marks:
        block = mark.piece.block
        if mark.kind != "bookmark_start" or block is None or not mark.name or mark.name == "_GoBack":
            continue
        end = ends.get(mark.id)
        stop = end.offset if end is not None and end.piece.block is block else block.length
        span = Span(mark.offset, max(stop, mark.offset), "bookmark", mark.name)
        found.setdefault(block.id, []).append(span)
    return found
