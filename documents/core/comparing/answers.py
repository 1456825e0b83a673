"""Forms answered anew: boxes ticked and entries chosen, which no text of a block says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from documents.core.model import BlockId, Draft, Shown, ShownKind

#: What people set; numbers and buttons change by themselves.
_SET: Final = frozenset({"box", "choice"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a form field showed in the older version, and shows in the newer one."""

    kind: ShownKind
    before: str
    after: str


def answers(
    old: Draft, new: Draft, pairs: Iterable[tuple[BlockId, BlockId]]
) -> tuple[tuple[BlockId, Answer], ...]:
    """What was answered otherwise in blocks that continue as each other, with the older block's name."""
    before = {block.id: block.shown for block in old.blocks if block.shown}
    after = {block.id: block.shown for block in new.blocks if block.shown}
    return tuple(
        (ours, answer)
        for ours, theirs in pairs if ours in before and theirs in after
        for answer in between(before[ours], after[theirs])
    )


def between(old: Iterable[Shown], new: Iterable[Shown]) -> tuple[Answer, ...]:
    """The same of one block. One that has other fields than before is not compared: versions that
    were read before fields were known have none."""
    was, now = settable(old), settable(new)
    if [one.kind for one in was] != [one.kind for one in now]:
        return ()
    return tuple(
        Answer(one.kind, one.text, other.text)
        for one, other in zip(was, now, strict=True) if one.text != other.text
    )


def settable(shown: Iterable[Shown]) -> Sequence[Shown]:
    """The fields that people set."""
    return [one for one in shown if one.kind in _SET]
