"""Pictures told apart by what they show: in a block's text every picture reads as U+FFFC."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from documents.core.comparing.alignment import Alignment, places_beside
from documents.core.comparing.tokens import Texts
from documents.core.model import Block, Draft

#: Signs that stand for pictures while texts are compared: no text has them, or they only stay unlike others.
_FIRST: Final = 0xF0000
_MOST: Final = 0xFFFD


def texts(drafts: Sequence[Draft]) -> list[Texts]:
    """The texts of each draft's blocks, every offset as it was, with a sign of its own for each picture.

    The same picture has the same sign in all of the drafts, whatever its name. Where a draft does not
    hold its pictures (one that was stored, or written as JSON), all read as U+FFFC in all of them.
    """
    prints = [_prints(draft) for draft in drafts]
    if any(known is None for known in prints) or not any(prints):
        return [Texts([block.text for block in draft.blocks]) for draft in drafts]
    several = sorted({one for known in prints if known for one in known.values()})[:_MOST]
    signs = {one: chr(_FIRST + number) for number, one in enumerate(several)}
    return [
        Texts([_said(block, known or {}, signs) for block in draft.blocks])
        for draft, known in zip(drafts, prints, strict=True)
    ]


def _prints(draft: Draft) -> dict[str, str] | None:
    """A fingerprint of each picture by its name; None when a picture is not at hand."""
    shown = [one for block in draft.blocks for one in block.objects if one.kind == "image"]
    named = {one.value for one in shown if one.value}
    if not named <= draft.media.keys():
        return None
    return {name: hashlib.sha256(draft.media[name].data).hexdigest() for name in named}


def _said(block: Block, prints: Mapping[str, str], signs: Mapping[str, str]) -> str:
    if not block.objects:
        return block.text
    letters = list(block.text)
    for one in block.objects:
        sign = signs.get(prints.get(one.value, "")) if one.kind == "image" else None
        if sign is not None:
            letters[one.offset] = sign
    return "".join(letters)


def pair_swapped(alignment: Alignment, old: Texts, new: Texts) -> None:
    """Link a picture that stands alone with another one in its place: it was swapped, not moved."""
    alone = [i for i, text in enumerate(old.texts) if _is_alone(text) and alignment.equal[i] < 0]
    if not alone:
        return
    linked = {i for i, _ in alignment.links}
    taken = {*alignment.equal, *(j for _, j in alignment.links)}
    for i in alone:
        if i in linked:
            continue
        for j in places_beside(alignment.equal, i):
            if j < len(new) and j not in taken and _is_alone(new.texts[j]):
                alignment.links[i, j] = 0.0
                alignment.runs[i, j] = []
                taken.add(j)
                break


def _is_alone(text: str) -> bool:
    return len(text) == 1 and _FIRST <= ord(text) <= _FIRST + _MOST
