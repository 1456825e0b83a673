"""The parts that hold comments: comments, commentsExtended, commentsIds, commentsExtensible.

Threads and the resolved state are in commentsExtended, keyed by the paraId of a comment's last
paragraph ([MS-DOCX] 2.5.1); the later parts are identity tables that must be complete or absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from documents.core.markup import identity, runs
from documents.core.markup.names import (
    AUTHOR,
    COMPATIBILITY,
    DATE,
    ID,
    INITIALS,
    NAME,
    P_PR,
    PARA_ID,
    R_PR,
    VAL,
    WORD,
    WORD_2010,
    WORD_2012,
    WORD_CID,
    P,
    R,
    w,
)
from documents.core.markup.parts import Workbench
from documents.core.model import Comment
from documents.core.package import Package, xml

_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_CEX = "http://schemas.microsoft.com/office/word/2018/wordml/cex"
#: kind of relationship → (content type, whole relationship type)
FAMILY = {
    "comments": (_WORD_TYPE + "comments+xml", "comments"),
    "commentsExtended": (
        _WORD_TYPE + "commentsExtended+xml",
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
    ),
    "commentsIds": (
        _WORD_TYPE + "commentsIds+xml",
        "http://schemas.microsoft.com/office/2016/09/relationships/commentsIds",
    ),
    "commentsExtensible": (
        _WORD_TYPE + "commentsExtensible+xml",
        "http://schemas.microsoft.com/office/2018/08/relationships/commentsExtensible",
    ),
}
_DATE = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'


@dataclass(frozen=True, slots=True)
class Written:
    """A comment as it goes into the package: its `w:id`, its key, and its element."""

    comment: Comment
    number: int
    key: str
    element: etree._Element


@dataclass(frozen=True, slots=True)
class Styles:
    """The file's own styles for comments, "" where it has none (none are added to it)."""

    text: str
    reference: str


def comment_styles(package: Package) -> Styles:
    """Ids of the styles that Word knows as "annotation text" and "annotation reference"."""
    found: dict[str, str] = {}
    for part in package.related(package.main, "styles"):
        for style in package.tree(part).iter(w("style")):
            name = style.find(NAME)
            if name is not None:
                found.setdefault(name.get(VAL, "").lower(), style.get(w("styleId"), ""))
    return Styles(found.get("annotation text", ""), found.get("annotation reference", ""))


def element(comment: Comment, number: int, key: str, styles: Styles) -> etree._Element:
    """A `w:comment`, one paragraph a line of its text; the last paragraph carries the key."""
    attributes = {ID: str(number), AUTHOR: comment.author}
    if _DATE.fullmatch(comment.date):
        attributes[DATE] = comment.date
    if comment.initials:
        attributes[INITIALS] = comment.initials
    found = etree.Element(w("comment"), attributes)
    lines = comment.text.split("\n")
    for place, line in enumerate(lines):
        last = place == len(lines) - 1
        paragraph = etree.SubElement(
            found,
            P,
            {PARA_ID: key if last else identity.key_of(f"{key}/{place}")},
            nsmap={"w14": WORD_2010},
        )
        if styles.text:
            style = etree.SubElement(etree.SubElement(paragraph, P_PR), w("pStyle"))
            style.set(VAL, styles.text)
        if place == 0:
            paragraph.append(_annotation(styles))
        if line:
            paragraph.append(runs.run(line))
    return found


def _annotation(styles: Styles) -> etree._Element:
    run = styled_run(styles)
    etree.SubElement(run, w("annotationRef"))
    return run


def styled_run(styles: Styles) -> etree._Element:
    """An empty run in the file's own style for comment marks."""
    run = etree.Element(R)
    if styles.reference:
        style = etree.SubElement(etree.SubElement(run, R_PR), w("rStyle"))
        style.set(VAL, styles.reference)
    return run


def is_date(text: str) -> bool:
    """Whether Word takes `text` as the date of a comment or change."""
    return _DATE.fullmatch(text) is not None


def write(bench: Workbench, written: Sequence[Written], details: Mapping[str, Mapping[str, str]]) -> str:
    """Put comments into the package, with their threads, states and identities; the part they are in.

    `details` are attributes that a comment had in commentsExtensible, by comment id.
    """
    keys = {one.comment.id: one.key for one in written}
    extended = [_extended(one, keys) for one in written]
    ids = [_row(WORD_CID, "w16cid", "commentId", paraId=one.key, durableId=one.key) for one in written]
    part = _append(bench, "comments", (WORD, "w", "comments"), [one.element for one in written])
    _append(bench, "commentsExtended", (WORD_2012, "w15", "commentsEx"), extended)
    _append(bench, "commentsIds", (WORD_CID, "w16cid", "commentsIds"), ids)
    if any(one.comment.id in details for one in written):
        rows = [
            _row(_CEX, "w16cex", "commentExtensible", durableId=one.key, **details.get(one.comment.id, {}))
            for one in written
        ]
        _append(bench, "commentsExtensible", (_CEX, "w16cex", "commentsExtensible"), rows)
    return part


def _extended(one: Written, keys: Mapping[str, str]) -> etree._Element:
    parent = {"paraIdParent": keys[one.comment.parent]} if one.comment.parent in keys else {}
    done = "1" if one.comment.resolved else "0"
    return _row(WORD_2012, "w15", "commentEx", paraId=one.key, **parent, done=done)


def _row(namespace: str, prefix: str, tag: str, **attributes: str) -> etree._Element:
    row = etree.Element(f"{{{namespace}}}{tag}", nsmap={prefix: namespace})
    for name, value in attributes.items():
        row.set(f"{{{namespace}}}{name}", value)
    return row


def _append(
    bench: Workbench, kind: str, root: tuple[str, str, str], children: Iterable[etree._Element]
) -> str:
    """Append rows to the part of this kind, or make the part beside the main part; its name."""
    package = bench.package
    namespace, prefix, tag = root
    existing = package.related(package.main, kind)
    if existing and bench.content(existing[0]) is not None:
        bench.tree(existing[0]).extend(children)
        return existing[0]
    nsmap = {prefix: namespace, "mc": COMPATIBILITY, "w14": WORD_2010}
    ignorable = "w14" if prefix == "w" else f"{prefix} w14"
    top = etree.Element(f"{{{namespace}}}{tag}", {f"{{{COMPATIBILITY}}}Ignorable": ignorable}, nsmap=nsmap)
    top.extend(children)
    etree.cleanup_namespaces(top, keep_ns_prefixes=["mc", "w14", prefix])
    body: bytes = _DECLARATION + etree.tostring(top, encoding="UTF-8")
    if package.is_strict(package.main):
        body = xml.restore(body)
    content_type, relation = FAMILY[kind]
    folder = package.main.rpartition("/")[0]
    part = _free_name(package, f"{folder}/{kind}" if folder else kind)
    bench.add(part, body, content_type)
    bench.relate(package.main, relation, part)
    return part


def _free_name(package: Package, stem: str) -> str:
    name, number = f"{stem}.xml", 1
    while package.find(name):
        number += 1
        name = f"{stem}{number}.xml"
    return name
