"""[Content_Types].xml and .rels parts as bytes: entries come at the end and go one by one, the rest stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from lxml import etree

_LAST_TAG = re.compile(rb"</(?:([\w.\-]+):)?(?:Types|Relationships)\s*>\s*\Z")
_EMPTY_ROOT = re.compile(rb"<(?:([\w.\-]+):)?(Types|Relationships)\b([^<>]*)/>\s*\Z")


def appended(content: bytes, entries: Sequence[str]) -> bytes:
    """A manifest with more entries at its end; the first "{}" of an entry takes the root's prefix."""
    match = _LAST_TAG.search(content)
    if match:
        prefix = (match[1] + b":").decode() if match[1] else ""
        return content[: match.start()] + _prefixed(entries, prefix) + content[match.start() :]
    match = _EMPTY_ROOT.search(content)
    if match:
        prefix = (match[1] + b":").decode() if match[1] else ""
        start = f"<{prefix}{match[2].decode()}".encode() + match[3].rstrip() + b">"
        end = f"</{prefix}{match[2].decode()}>".encode()
        return content[: match.start()] + start + _prefixed(entries, prefix) + end
    root = etree.fromstring(content)
    namespace = etree.QName(root).namespace
    for entry in entries:
        root.append(etree.fromstring(entry.replace("{}", "", 1).replace(" ", f' xmlns="{namespace}" ', 1)))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _prefixed(entries: Sequence[str], prefix: str) -> bytes:
    return "".join(entry.replace("{}", prefix, 1) for entry in entries).encode()


def without(content: bytes, tag: bytes, attribute: bytes, value: str) -> bytes:
    """A manifest without the entries whose `attribute` says `value`."""
    escaped = re.escape(quoteattr(value)[1:-1].encode())
    entry = re.compile(
        rb"<(?:[\w.\-]+:)?%s\b[^<>]*?\b%s\s*=\s*[\"']%s[\"'][^<>]*?(?:/>|>\s*</(?:[\w.\-]+:)?%s\s*>)"
        % (tag, attribute, escaped, tag),
        re.IGNORECASE,
    )
    return entry.sub(b"", content)


def entries(content: bytes) -> list[etree._Element]:
    """The entries of a manifest."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    return [one for one in root if isinstance(one.tag, str)]
