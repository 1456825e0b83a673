"""Parts of a package while they are being changed: trees out, bytes in, manifests kept in step.

What a part's author wrote around the root element (declaration, byte order mark, comments, white
space) stays as it was; [Content_Types].xml and .rels parts are extended, never rebuilt.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from lxml import etree

from documents.core.package import Package, patching, xml

TYPES = "[Content_Types].xml"
_LEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_TAIL = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*\Z", re.DOTALL)
_LAST_TAG = re.compile(rb"</(?:([\w.\-]+):)?(?:Types|Relationships)\s*>\s*\Z")
_EMPTY_ROOT = re.compile(rb"<(?:([\w.\-]+):)?(Types|Relationships)\b([^<>]*)/>\s*\Z")
_RELATION_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT_TYPE = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
_RELS_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_EMPTY_RELS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<Relationships xmlns="{_RELS_NAMESPACE}"/>'
).encode()


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

    def tree(self, part: str) -> etree._Element:
        """The root of a part that is going to be changed."""
        self.trees.add(part)
        return self.package.tree(part)

    def content(self, part: str) -> bytes | None:
        """The bytes of a part as they now stand (trees excepted), None when there is no such part."""
        if part in self.written:
            return self.written[part]
        return self.package.parts.get(part)

    def add(self, part: str, content: bytes, content_type: str) -> None:
        """A new part, or new bytes of one; its type is entered as an Override when it is not known."""
        self.written[part] = content
        types = self.content(self.package.find(TYPES)) or b""
        if self.package.content_type(part) != content_type and f'"/{part}"'.encode() not in types:
            entry = f"<{{}}Override PartName={quoteattr('/' + part)} ContentType={quoteattr(content_type)}/>"
            self.written[self.package.find(TYPES)] = appended(types, entry)

    def drop(self, part: str) -> None:
        """Take a part out, with its entry in [Content_Types].xml and its own relationships."""
        self.written[part] = None
        types = self.package.find(TYPES)
        self.written[types] = _without(self.content(types) or b"", b"Override", b"PartName", "/" + part)
        rels = rels_part(part)
        if self.content(rels) is not None:
            self.written[rels] = None

    def relate(self, part: str, kind: str, target: str, *, external: bool = False) -> str:
        """The id of a relationship from `part` to `target`: one that exists, or a new one at the end.

        `kind` is the last word of an Office relationship type, or a whole type.
        """
        kind_of = kind.rpartition("/")[2]
        rels = self.package.find(rels_part(part)) or rels_part(part)
        content = self.content(rels) or _EMPTY_RELS
        for one in _entries(content):
            if one.get("Type", "").rpartition("/")[2] != kind_of:
                continue
            given = one.get("Target", "")
            if given == target if external else _resolved(part, given) == target:
                return one.get("Id", "")
        taken = {one.get("Id", "") for one in _entries(content)}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        base = _STRICT_TYPE if self.package.is_strict(self.package.main) else _RELATION_TYPE
        whole = kind if "/" in kind else base + kind
        path = target if external else posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
        mode = ' TargetMode="External"' if external else ""
        entry = f'<{{}}Relationship Id="rId{number}" Type="{whole}" Target={quoteattr(path)}{mode}/>'
        self.written[rels] = appended(content, entry)
        return f"rId{number}"

    def relate_as(self, part: str, identity: str, kind: str, target: str, *, external: bool) -> None:
        """A relationship with a given id, for a new part whose content names it. `kind` is a whole type."""
        rels = rels_part(part)
        path = target if external else posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
        mode = ' TargetMode="External"' if external else ""
        entry = f'<{{}}Relationship Id={quoteattr(identity)} Type="{kind}" Target={quoteattr(path)}{mode}/>'
        self.written[rels] = appended(self.content(rels) or _EMPTY_RELS, entry)

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
        for one in _entries(content):
            if one.get("TargetMode") != "External" and _resolved(part, one.get("Target", "")) == target:
                content = _without(content, b"Relationship", b"Id", one.get("Id", ""))
        self.written[rels] = content

    def finish(self) -> bytes:
        """The new package: what was changed is written, every other record is copied."""
        parts = dict(self.written)
        for part in self.trees:
            if part not in parts:
                parts[part] = serialise(self.package.parts[part], self.package.tree(part))
        return patching.patch(self.package.data, parts, dated_like=self.package.main)


def rels_part(part: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def appended(content: bytes, entry: str) -> bytes:
    """A manifest with one more entry at its end; "{}" in the entry takes the root's prefix."""
    match = _LAST_TAG.search(content)
    if match:
        prefix = (match[1] + b":").decode() if match[1] else ""
        return content[: match.start()] + entry.replace("{}", prefix, 1).encode() + content[match.start() :]
    match = _EMPTY_ROOT.search(content)
    if match:
        prefix = (match[1] + b":").decode() if match[1] else ""
        start = f"<{prefix}{match[2].decode()}".encode() + match[3].rstrip() + b">"
        end = f"</{prefix}{match[2].decode()}>".encode()
        return content[: match.start()] + start + entry.replace("{}", prefix, 1).encode() + end
    root = etree.fromstring(content)
    namespace = etree.QName(root).namespace
    root.append(etree.fromstring(entry.replace("{}", "", 1).replace(" ", f' xmlns="{namespace}" ', 1)))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _without(content: bytes, tag: bytes, attribute: bytes, value: str) -> bytes:
    escaped = re.escape(quoteattr(value)[1:-1].encode())
    entry = re.compile(
        rb"<(?:[\w.\-]+:)?%s\b[^<>]*?\b%s\s*=\s*[\"']%s[\"'][^<>]*?(?:/>|>\s*</(?:[\w.\-]+:)?%s\s*>)"
        % (tag, attribute, escaped, tag),
        re.IGNORECASE,
    )
    return entry.sub(b"", content)


def _entries(content: bytes) -> list[etree._Element]:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    return [one for one in root if isinstance(one.tag, str)]


def _resolved(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
