"""Lifting markup off a package: the clean file, and comments and tracked changes as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from documents.core import reading
from documents.core.limits import DEFAULT, Limits
from documents.core.markup import canonical, comments, opaque, settling
from documents.core.markup.laying import Layer
from documents.core.markup.names import ID, PARA_ID, RANGE_END, RANGE_START, REFERENCE, WORD_CID, P, w
from documents.core.markup.parts import Workbench
from documents.core.markup.relations import rels_part
from documents.core.markup.settlement import settle_package, stories
from documents.core.model import Markup
from documents.core.package import Package, open_package
from documents.core.textmap import map_package

_COMMENT_TRACES = (b"commentR",)
_CEX = "{http://schemas.microsoft.com/office/word/2018/wordml/cex}"


def lift(data: bytes, limits: Limits = DEFAULT) -> tuple[bytes, Markup]:
    """The clean package and its markup; `data` itself when it has none. Raises Unreadable.

    The clean package reads as `data` does with every change rejected, and has no comments.
    """
    package = open_package(data, limits)
    if not _has_markup(package):
        return data, Markup()
    found = map_package(open_package(data, limits))
    draft = reading.read_map(found)
    bench = Workbench(package)
    settle_package(bench, lambda element: False)
    _take_comments_off(bench)
    clean = bench.finish()
    plain = Markup(draft.comments, draft.changes)
    return clean, replace(plain, opaque=_opaque(found.package, Layer.on(clean, limits), plain))


def cleaned(data: bytes) -> bytes:
    """The clean package alone. Raises Unreadable."""
    package = open_package(data)
    if not _has_markup(package):
        return data
    bench = Workbench(package)
    settle_package(bench, lambda element: False)
    _take_comments_off(bench)
    return bench.finish()


def _has_markup(package: Package) -> bool:
    traces = settling.TRACES + _COMMENT_TRACES
    if any(trace in package.parts[part] for part in stories(package) for trace in traces):
        return True
    return any(len(package.tree(part)) for part in package.related(package.main, "comments"))


def _take_comments_off(bench: Workbench) -> None:
    package = bench.package
    for part in stories(package):
        if any(trace in package.parts[part] for trace in _COMMENT_TRACES):
            canonical.drop_comment_marks(bench.tree(part))
    if not any(len(package.tree(part)) for part in package.related(package.main, "comments")):
        return
    for kind in comments.FAMILY:
        for part in package.related(package.main, kind):
            bench.unrelate(package.main, part)
            bench.drop(part)


def _opaque(original: Package, layer: Layer, plain: Markup) -> tuple[Mapping[str, str], ...]:
    """What laying the values on the clean file does not bring back."""
    layer.lay(plain, None, {comment.id for comment in plain.comments})
    found: list[Mapping[str, str]] = []
    for part in stories(original):
        found += opaque.differences(part, original.tree(part), layer.bench.package.tree(part))
    lost = {problem.id for problem in layer.problems if problem.id} - {
        change for entry in found for change in entry["changes"].split()
    }
    if lost:
        found.append({"kind": "covered", "changes": " ".join(sorted(lost))})
    return (*found, *_comment_entries(original, layer, plain))


def _comment_entries(original: Package, layer: Layer, plain: Markup) -> list[Mapping[str, str]]:
    known = {comment.id: comment for comment in plain.comments}
    elements: dict[str, etree._Element] = {}
    found: list[Mapping[str, str]] = []
    for part in original.related(original.main, "comments"):
        for element in original.tree(part).iterchildren(w("comment")):
            elements.setdefault(element.get(ID, ""), element)
        if known and rels_part(part) in original.parts:
            relations = original.parts[rels_part(part)].decode("utf-8", "replace")
            found.append({"kind": "part", "part": rels_part(part), "xml": relations})
    laid = {one.comment.id: one.element for one in layer.written}
    marks: dict[str, set[str]] = {}
    for part in stories(original):
        for mark in original.tree(part).iter(RANGE_START, RANGE_END, REFERENCE):
            marks.setdefault(mark.get(ID, ""), set()).add(str(mark.tag))
    odd = {name for name, comment in known.items() if name in laid and layer.odd_place(comment)}
    return found + opaque.comment_entries(known, elements, laid, _details(original, elements), marks, odd)


def _details(package: Package, elements: Mapping[str, etree._Element]) -> dict[str, dict[str, str]]:
    """Comment id → what its row in commentsExtensible says (the moment in UTC)."""
    durable: dict[str, str] = {}
    for part in package.related(package.main, "commentsIds"):
        for row in package.tree(part):
            durable[row.get(f"{{{WORD_CID}}}paraId", "").upper()] = row.get(f"{{{WORD_CID}}}durableId", "")
    rows: dict[str, dict[str, str]] = {}
    for part in package.related(package.main, "commentsExtensible"):
        for row in package.tree(part):
            said = {str(name).rpartition("}")[2]: str(value) for name, value in row.attrib.items()}
            rows[said.pop("durableId", "")] = said
    found = {}
    for name, element in elements.items():
        paragraphs = element.findall(P)
        key = paragraphs[-1].get(PARA_ID, "").upper() if paragraphs else ""
        if rows.get(durable.get(key, "")):
            found[name] = rows[durable[key]]
    return found
