"""Parts of a package while they are being changed: trees out, bytes in, manifests kept in step.

What a part's author wrote around the root element (declaration, byte order mark, comments, white
space) stays as it was; [Content_Types].xml and .rels parts are extended, never rebuilt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from lxml import etree

from documents.core.markup import faithful, manifests
from documents.core.markup.relations import Relations, is_external, rels_part, resolved
from documents.core.package import Package, patching, xml

TYPES = "[Content_Types].xml"
_LEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_TAIL = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*\Z", re.DOTALL)
_RELATION_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT_TYPE = "http://purl.oclc.org/ooxml/officeDocument/relationships/"


def serialise(raw: bytes, root: etree._Element) -> bytes:
    """`root` as bytes, within what stood around the root element of `raw`, the part it came from."""
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    if encoding.upper() not in ("UTF-8", "ASCII", "US-ASCII"):
        return etree.tostring(root, encoding=encoding, xml_declaration=True, with_tail=False)  # type: ignore[return-value]
    lead, tail = _LEAD.match(raw), _last(_TAIL, raw)
    body: bytes = etree.tostring(root, encoding=encoding, xml_declaration=False, with_tail=False)  # type: ignore[assignment]
    if xml.is_strict(raw):
        body = xml.restore(body)
    return (lead.group() if lead else b"") + body + tail


def _last(pattern: re.Pattern[bytes], raw: bytes) -> bytes:
    """What follows the last tag that is neither a comment nor an instruction."""
    end = len(raw.rstrip())
    while raw[:end].endswith((b"-->", b"?>")):
        opening = b"<!--" if raw[:end].endswith(b"-->") else b"<?"
        end = len(raw[: raw.rfind(opening, 0, end)].rstrip())
    match = pattern.match(raw, end)
    return match.group() if match else b""


@dataclass(slots=True)
class Workbench:
    """A package with the changes made to it so far; `finish` gives the new package.

    `tree` hands out the package's own element trees: a package lends itself to one workbench only.
    """

    package: Package
    trees: set[str] = field(default_factory=set)
    written: dict[str, bytes | None] = field(default_factory=dict)
    relations: dict[str, Relations] = field(default_factory=dict)  # by the name of the .rels part

    def tree(self, part: str) -> etree._Element:
        """The root of a part that is going to be changed."""
        self.trees.add(part)
        return self.package.tree(part)

    def content(self, part: str) -> bytes | None:
        """The bytes of a part as they now stand (trees excepted), None when there is no such part."""
        if part in self.relations:
            return self.relations[part].content()
        if part in self.written:
            return self.written[part]
        return self.package.parts.get(part)

    def add(self, part: str, content: bytes, content_type: str) -> None:
        """A new part, or new bytes of one; its type is entered as an Override when it is not known."""
        self.written[part] = content
        types = self.content(self.package.find(TYPES)) or b""
        if self.package.content_type(part) != content_type and f'"/{part}"'.encode() not in types:
            entry = f"<{{}}Override PartName={quoteattr('/' + part)} ContentType={quoteattr(content_type)}/>"
            self.written[self.package.find(TYPES)] = manifests.appended(types, [entry])

    def drop(self, part: str) -> None:
        """Take a part out, with its entry in [Content_Types].xml and its own relationships."""
        self.written[part] = None
        types = self.package.find(TYPES)
        before = self.content(types) or b""
        self.written[types] = manifests.without(before, b"Override", b"PartName", "/" + part)
        rels = rels_part(part)
        if self.content(rels) is not None:
            self.relations.pop(rels, None)
            self.written[rels] = None

    def relate(self, part: str, kind: str, target: str, *, external: bool = False) -> str:
        """The id of a relationship from `part` to `target`: one that exists, or a new one at the end.

        `kind` is the last word of an Office relationship type, or a whole type.
        """
        relations = self._relations(part)
        known = relations.find(kind, target, external=external)
        if known:
            return known
        base = _STRICT_TYPE if self.package.is_strict(self.package.main) else _RELATION_TYPE
        identity = relations.free()
        relations.add(identity, kind if "/" in kind else base + kind, target, external=external)
        return identity

    def relate_as(self, part: str, identity: str, kind: str, target: str, *, external: bool) -> None:
        """A relationship with a given id, for a new part whose content names it. `kind` is a whole type."""
        self._relations(part).add(identity, kind, target, external=external)

    def _relations(self, part: str) -> Relations:
        rels = self.package.find(rels_part(part)) or rels_part(part)
        if rels not in self.relations:
            self.relations[rels] = Relations(part, self.content(rels))
        return self.relations[rels]

    def start(self, part: str, content: bytes, content_type: str, kind: str) -> None:
        """A new part that the main part relates to by `kind`, to be edited as a tree from now on."""
        self.add(part, content, content_type)
        self.relate(self.package.main, kind, part)
        self.package.adopt(part, content, kind)
        self.written.pop(part, None)
        self.trees.add(part)

    def unrelate(self, part: str, target: str) -> None:
        """Remove the relationships from `part` to the part `target`."""
        rels = self.package.find(rels_part(part))
        content = self.content(rels) if rels else None
        if content is None:
            return
        for one in manifests.entries(content):
            if not is_external(one) and resolved(part, one.get("Target", "")) == target:
                content = manifests.without(content, b"Relationship", b"Id", one.get("Id", ""))
        self.relations.pop(rels, None)
        self.written[rels] = content

    def finish(self) -> bytes:
        """The new package: what was changed is written, every other record is copied."""
        parts = dict(self.written)
        parts |= {rels: one.content() for rels, one in self.relations.items() if one.added}
        for part in self.trees:
            if part not in parts:
                raw = self.package.parts[part]
                parts[part] = faithful.kept(raw, serialise(raw, self.package.tree(part)))
        return patching.patch(self.package.data, parts, dated_like=self.package.main)
