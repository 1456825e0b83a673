"""Whose edits a merge does: the edits that give its text, each once, with the sides that asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from documents.core.comparing import applied, edits_between
from documents.core.comparing.objects import fingerprint
from documents.core.comparing.script import Inapplicable
from documents.core.merging.values import Merge
from documents.core.model import OBJECT, BlockId, Draft, Edit

#: An edit that is to be done, and the names of those who ask for it.
Owned = tuple[Edit, tuple[str, ...]]


def identity(edits: Iterable[Edit]) -> tuple[object, ...]:
    """What makes two lists of edits the same: what they do, not who says it or with what XML."""
    return tuple(_identity(edit) for edit in edits)


def _identity(edit: Edit) -> tuple[object, ...]:
    start, end = (0, 0) if "_block" in edit.kind else (edit.start, edit.end)
    objects_of = fingerprint(edit)
    donor = edit.donor if OBJECT in edit.text and not objects_of else None
    text = "" if edit.kind == "delete" else edit.text
    spans = tuple((span.start, span.end, span.kind, span.value) for span in edit.spans)
    said = (edit.kind, str(edit.block), start, end, text, str(edit.to), spans)
    return (*said, str(donor), objects_of or edit.xml)


def without_conflicts(merge: Merge) -> dict[str, tuple[Edit, ...]]:
    """The sides with only those of their edits that are in no conflict."""
    kept: dict[str, list[Edit]] = {}
    for entry in merge.ledger:
        if not entry.conflict:
            kept.setdefault(entry.side, []).append(entry.edit)
    return {name: tuple(edits) for name, edits in sorted(kept.items())}


def owned(base: Draft, merge: Merge) -> tuple[Owned, ...]:
    """The edits of a merge without conflicts.

    They are the sides' own, the same ones once. Where those cannot be done side by side as they are
    (two sides share a part of what they take away), the merged text is compared with the base.
    """
    owners: dict[tuple[object, ...], tuple[Edit, list[str]]] = {}
    for entry in merge.ledger:
        if not entry.conflict:
            owners.setdefault(identity([entry.edit]), (entry.edit, []))[1].append(entry.side)
    own = tuple((edit, tuple(dict.fromkeys(names))) for edit, names in owners.values())
    if _gives(base, [edit for edit, _ in own], [block.text for block in merge.blocks]):
        return own
    everyone: dict[BlockId | None, list[str]] = {}
    for entry in merge.ledger:
        if not entry.conflict and entry.side not in everyone.setdefault(entry.edit.block, []):
            everyone[entry.edit.block].append(entry.side)
    found = edits_between(base, Draft(merge.blocks))
    return tuple((edit, tuple(everyone.get(edit.block, merge.names))) for edit in found)


def _gives(base: Draft, edits: Sequence[Edit], wanted: Sequence[str]) -> bool:
    try:
        return [block.text for block in applied(base, edits).blocks] == list(wanted)
    except Inapplicable:
        return False
