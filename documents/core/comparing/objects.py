"""Objects among new words: where they are to be taken from, and what tells one from another."""

from __future__ import annotations

import hashlib
from typing import Final

from documents.core.model import OBJECT, Block, Draft, Edit, InlineObject

#: Kinds whose `value` names a block of the draft.
_IN_BLOCKS: Final = frozenset({"footnote", "endnote", "textbox"})


def origin(draft: Draft, block: Block, start: int, end: int) -> str:
    """What `Edit.xml` says of words with objects: "5..9 1f3a…", characters of the block they come from,
    and a fingerprint that is the same where the objects are. "" for words without any."""
    if OBJECT not in block.text[start:end]:
        return ""
    joined = hashlib.sha256()
    for one in block.objects:
        if start <= one.offset < end:
            joined.update(repr((one.offset - start, *_said(draft, one))).encode())
    return f"{start}..{end} {joined.hexdigest()[:16]}"


def _said(draft: Draft, one: InlineObject) -> tuple[object, ...]:
    if one.kind in _IN_BLOCKS:
        return (one.kind, next((block.text for block in draft.blocks if block.id == one.value), ""))
    media = draft.media.get(one.value)
    value = hashlib.sha256(media.data).hexdigest() if media is not None else one.value
    return (one.kind, value, one.alt, one.width, one.height)


def fingerprint(edit: Edit) -> str:
    """What tells the objects of an edit's new words from others, "" when it says nothing of them."""
    return said(edit.text, edit.xml)


def said(text: str, xml: str) -> str:
    """The same of words and what their edit's `xml` says."""
    return xml.partition(" ")[2] if OBJECT in text else ""


def span(edit: Edit) -> tuple[int, int] | None:
    """Which characters of the donor block an edit's new words are."""
    start, _, end = edit.xml.partition(" ")[0].partition("..")
    return (int(start), int(end)) if start.isdecimal() and end.isdecimal() else None


def marks(edit: Edit) -> tuple[InlineObject, ...]:
    """The objects of an edit's new words, as far as an edit can say: only whether they are others'."""
    known = fingerprint(edit)
    if not known:
        return ()
    return tuple(InlineObject(place, "object", known) for place, one in enumerate(edit.text) if one == OBJECT)
